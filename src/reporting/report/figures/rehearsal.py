"""A figure drawn and thrown away, so that fonts, classes and patterns are there when the first one is wanted."""

from __future__ import annotations

import matplotlib.style
from matplotlib.figure import Figure

from reporting.report.figures.pictures import pictures
from reporting.report.figures.sheets import lay_in
from reporting.report.figures.style import NAME, register_style

__all__ = ["rehearse_figures"]

_HANDS = ((9, "bold"), (9.75, "normal"), (9.75, "bold"), (10.5, "normal"), (12, "bold"))
"""Points and weight of what house figures write: where a font lies is looked up for each."""


def rehearse_figures() -> None:
    """Draw one, and lay in sheets for those to come."""
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure()
        axes = figure.subplots()
        axes.plot([1, 2], [3, 4], "o-", label="1")
        for size, weight in _HANDS:
            axes.annotate("县", (1, 3), size=size, weight=weight)
        axes.legend()
        pictures(figure, title="1", description="2", prefix="f")
        lay_in()
