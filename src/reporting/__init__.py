"""Notebook-made county reports: what a notebook may import."""
