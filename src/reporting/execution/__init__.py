"""Runs parameterised notebooks: tasks in, pages and outcomes out.

Knows papermill, kernels, processes and clusters; knows nothing of counties or reports. The way in is
`reporting.execution.run.run_tasks`.
"""
