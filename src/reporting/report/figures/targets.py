"""Dot to target: how far each indicator is from its target."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from reporting.report.figures.axes import SHORTFALL
from reporting.report.figures.figure import Caption, Figure
from reporting.report.figures.rows import rows_drawing
from reporting.report.figures.svg import element, fill_of, marker, place, share

__all__ = ["dot_to_target"]


def dot_to_target(frame: pd.DataFrame, caption: Caption, table: pd.DataFrame) -> Figure:
    """A dot a rate, joined to its target; rows as they come, the largest gap in schools first.

    Args:
        frame: one row an indicator: label, value and target (per cent), note (words at the right), tone (``worse``
            colours the way to the target).
        caption: the figure's words.
        table: its numbers for the annex.
    """
    return Figure(
        caption,
        rows_drawing(
            list(frame["label"]),
            [_way(*row) for row in zip(frame["value"], frame["target"], frame["tone"], strict=True)],
            list(frame["note"]),
            SHORTFALL,
        ),
        table,
    )


def _way(value: float, target: float, tone: str) -> Markup:
    here, there = SHORTFALL.at(value), SHORTFALL.at(target)
    way = element("line", x1=share(here), x2=share(there), stroke=fill_of(tone), stroke_width=3)
    goal = element("line", x1=share(there), x2=share(there), y1=-8, y2=8, stroke="var(--muted,#595959)", stroke_width=2)
    return way + goal + place(here, 0, marker("●", tone))
