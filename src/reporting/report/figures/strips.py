"""Strip plot: a dot a school, by stage and area."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from markupsafe import Markup

from reporting.report.figures.axes import Axis
from reporting.report.figures.figure import Caption, Figure
from reporting.report.figures.rows import ROW, rows_drawing
from reporting.report.figures.svg import INK, dots, element, fill_of, place, share, stretched

__all__ = ["strip_plot"]

_BINS = 60  # dots nearer than a sixtieth of the width are set beside each other
_SPREAD = 13  # CSS pixels above and below the line that dots may take
# Within one path dots melt together. Dealt over layers that the light passes through, neighbours stay apart.
_LAYERS = 4
_PAINT = {"stroke": "var(--muted,#595959)", "stroke_opacity": ".75", "stroke_width": "6", "stroke_linecap": "round"}


def strip_plot(frame: pd.DataFrame, caption: Caption, table: pd.DataFrame, *, axis: Axis) -> Figure:
    """A row a group, a dot a school, a line at the group's median.

    Args:
        frame: one row a school: group (label, in order), value, tone (``worse``, drawn as a triangle, where it misses
            the target).
        caption: the figure's words.
        table: its numbers for the annex, one row a group.
        axis: of the values.
    """
    groups = [(str(name), rows) for name, rows in frame.groupby("group", sort=False)]
    return Figure(
        caption,
        rows_drawing(
            [name for name, _ in groups],
            [_strip(rows, axis) for _, rows in groups],
            [f"n = {rows['value'].count()}" for _, rows in groups],
            axis,
        ),
        table,
    )


def _strip(rows: pd.DataFrame, axis: Axis) -> Markup:
    known = rows.dropna(subset="value").sort_values(["value", "tone"], kind="stable")
    if known.empty:
        return Markup("")
    places = [axis.at(value) for value in known["value"]]
    crowd = Counter(round(x * _BINS) for x in places)
    seen: Counter[int] = Counter()
    plain: list[tuple[float, float]] = []
    missed: list[tuple[float, float]] = []
    for x, tone in zip(places, known["tone"], strict=True):
        slot = round(x * _BINS)
        (missed if tone == "worse" else plain).append((x, _offset(seen[slot], crowd[slot])))
        seen[slot] += 1
    middle = share(axis.at(float(known["value"].median())))
    layers = (dots(plain[first::_LAYERS]) for first in range(min(_LAYERS, len(plain))))
    return (
        stretched(element("g", *layers, **_PAINT), top=-ROW / 2, height=ROW)
        + Markup("").join(_triangle(x, y) for x, y in missed)
        + element("line", x1=middle, x2=middle, y1=-14, y2=14, stroke=INK, stroke_width=2)
    )


def _triangle(x: float, y: float) -> Markup:
    return place(x, y, element("path", d="M0 3.5 3.5-3H-3.5Z", fill=fill_of("worse")))


def _offset(index: int, count: int) -> float:
    """The index-th of count dots over one another: 0, up, down, …, closer where there are many."""
    step = min(5.0, _SPREAD / max((count - 1) / 2, 1))
    return step * ((index + 1) // 2) * (-1 if index % 2 else 1)
