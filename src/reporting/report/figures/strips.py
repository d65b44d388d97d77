"""Strip plot: a dot a school, by stage and area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from reporting.report.figures.axes import Axis
from reporting.report.figures.inks import INK, MUTED, WORSE
from reporting.report.figures.rows import rows_figure
from reporting.report.figures.style import house_style

__all__ = ["strip_plot"]

_BINS = 60  # dots nearer than a sixtieth of the width are set beside each other
_ROW = 34  # CSS pixels from one group to the next
_SPREAD = 13  # CSS pixels above and below the line that dots may take


def strip_plot(frame: pd.DataFrame, *, axis: Axis) -> Figure:
    """A row a group, a dot a school, a line at the group's median.

    Args:
        frame: one row a school: group (label, in order), value, tone (``worse``, drawn as a triangle, where it misses
            the target); count (how many the group has, in words), if it is known.
        axis: of the values.
    """
    groups = [(str(name), rows) for name, rows in frame.groupby("group", sort=False)]
    with house_style():
        notes = [
            str(rows["count"].iloc[0]) if "count" in rows else f"n = {rows['value'].count()}" for _, rows in groups
        ]
        figure, axes = rows_figure([name for name, _ in groups], notes, axis, pitch=_ROW)
        dots = [dot for row, (_, schools) in enumerate(groups) for dot in _dots(row, schools, axis)]
        plain, missed = ([dot[:2] for dot in dots if dot[2] is one] for one in (False, True))
        axes.plot(*_apart(plain), "o", color=MUTED, alpha=0.75, markersize=4.5, mew=0, clip_on=False)
        axes.plot(*_apart(missed), "v", color=WORSE, markersize=5, mew=0, clip_on=False)
        medians = [rows["value"].median() for _, rows in groups]
        axes.plot(medians, range(len(groups)), "|", color=INK, markersize=21, markeredgewidth=1.5, clip_on=False)
    return figure


def _apart(dots: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Their values and their heights."""
    return [value for value, _ in dots], [height for _, height in dots]


def _dots(row: int, schools: pd.DataFrame, axis: Axis) -> Iterator[tuple[float, float, bool]]:
    """Value, height and whether the target is missed; dots of one value are spread around the line."""
    known = sorted((v, t) for v, t in zip(schools["value"], schools["tone"], strict=True) if pd.notna(v))
    slots = [round(axis.at(value) * _BINS) for value, _ in known]
    crowd, seen = Counter(slots), Counter[int]()
    for (value, tone), slot in zip(known, slots, strict=True):
        yield value, row + _offset(seen[slot], crowd[slot]) / _ROW, tone == "worse"
        seen[slot] += 1


def _offset(index: int, count: int) -> float:
    """The index-th of count dots over one another: 0, up, down, …, closer where there are many."""
    step = min(5.0, _SPREAD / max((count - 1) / 2, 1))
    return step * ((index + 1) // 2) * (-1 if index % 2 else 1)
