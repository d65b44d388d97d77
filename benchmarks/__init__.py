"""Measures the product against what a user could do today; `python -m benchmarks.execution` runs it all."""
