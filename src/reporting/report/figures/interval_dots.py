"""Interval dots: every county's rate with its interval, in code order, against the city's."""

from __future__ import annotations

import math

import pandas as pd
from markupsafe import Markup

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.figure import Caption, Figure
from reporting.report.figures.rows import rows_drawing
from reporting.report.figures.svg import element, fill_of, marker, place, share

__all__ = ["interval_dots"]


def interval_dots(
    frame: pd.DataFrame, caption: Caption, table: pd.DataFrame, *, city: float, axis: Axis = SHORTFALL
) -> Figure:
    """A dot and an interval a county, rows as they come.

    Args:
        frame: one row a county: label, value, lower, upper (missing where there is no value), note (words at the
            right: the value, or why there is none), tone, shape.
        caption: the figure's words.
        table: its numbers for the annex.
        city: the city's value, a line through all rows.
        axis: of the values.
    """
    reference = element(
        "line", x1=share(axis.at(city)), x2=share(axis.at(city)), y1=18, y2="100%", stroke="var(--muted,#595959)",
        stroke_dasharray="4 3",
    )  # fmt: skip
    columns = (frame[name] for name in ("value", "lower", "upper", "tone", "shape"))
    marks = [_interval(axis, *row) for row in zip(*columns, strict=True)]
    return Figure(caption, rows_drawing(list(frame["label"]), marks, list(frame["note"]), axis, reference), table)


def _interval(axis: Axis, value: float, lower: float, upper: float, tone: str, shape: str) -> Markup:
    if math.isnan(value):
        return Markup("")
    dot = place(axis.at(value), 0, marker(shape, tone))
    if math.isnan(lower):
        return dot
    return (
        element("line", x1=share(axis.at(lower)), x2=share(axis.at(upper)), stroke=fill_of(tone), stroke_width=2) + dot
    )
