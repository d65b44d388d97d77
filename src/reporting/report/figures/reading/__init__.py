"""The numbers of a plot, read off what matplotlib has drawn: a table for those who cannot see it."""

from __future__ import annotations

from reporting.report.figures.reading.table import MOST_ROWS, Reading, read_plot

__all__ = ["MOST_ROWS", "Reading", "read_plot"]
