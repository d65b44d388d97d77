"""Interval dots: every county's rate with its interval, in code order, against the city's."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.inks import MUTED, fill_of
from reporting.report.figures.rows import draw_marks, rows_figure
from reporting.report.figures.style import house_style

__all__ = ["interval_dots"]


def interval_dots(frame: pd.DataFrame, *, city: float, axis: Axis = SHORTFALL) -> Figure:
    """A dot and an interval a county, rows as they come.

    Args:
        frame: one row a county: label, value, lower, upper (missing where there is no value), note (words at the
            right: the value, or why there is none), tone (``better``, ``worse`` or nothing), shape (▲ ● ▼).
        city: the city's value, a line through all rows.
        axis: of the values.
    """
    rows = pd.Series(range(len(frame)), index=frame.index)
    colours = frame["tone"].map(fill_of)
    known = frame["value"].notna()
    ranged = known & frame["lower"].notna()
    with house_style():
        figure, axes = rows_figure(list(frame["label"]), list(frame["note"]), axis)
        axes.axvline(city, color=MUTED, linestyle=(0, (4, 3)), linewidth=0.75)
        lines = frame[ranged]
        axes.hlines(rows[ranged], lines["lower"], lines["upper"], colors=list(colours[ranged]), linewidths=1.5)
        draw_marks(axes, zip(frame["value"][known], rows[known], frame["shape"][known], colours[known], strict=True))
    return figure
