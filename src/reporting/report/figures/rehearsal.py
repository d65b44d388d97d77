"""A figure drawn and thrown away, so that fonts, classes and patterns are there when the first one is wanted."""

from __future__ import annotations

import matplotlib.style
from matplotlib.figure import Figure

from reporting.report.figures.pictures import pictures
from reporting.report.figures.sheets import lay_in
from reporting.report.figures.style import NAME, register_style

__all__ = ["rehearse_figures"]


def rehearse_figures() -> None:
    """Draw one, and lay in sheets for those to come."""
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure()
        axes = figure.subplots()
        axes.plot([1, 2], [3, 4], "o-", label="1")
        axes.annotate("县", (1, 3), weight="bold")
        axes.legend()
        pictures(figure, title="1", description="2", prefix="f")
        lay_in()
