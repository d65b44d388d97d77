"""The rules a submission must keep: a module for each kind of check, the rules themselves in ``params/forms.yaml``.

A kind is a class of rule (`base.Rule`): what it is told, which fields it needs, and the violations it finds. Others
may add kinds under the entry point group ``reporting.checks``.
"""
