"""The lint of notebooks and params: one module a kind of rule, findings as rows, all of them at once.

`rules` has the registry; `params` holds settings against their models; `running` runs every notebook for every county.
"""
