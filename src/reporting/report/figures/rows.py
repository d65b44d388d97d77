"""The frame of figures with a row a thing: its name at the left, a line to place marks on, words at the right.

On a phone the name moves above the line, so that the line has the whole width.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.axes import Axis
from reporting.report.figures.figure import Box, Drawing, Part
from reporting.report.figures.svg import element, number, stretched, text

__all__ = ["ROW", "rows_drawing"]

ROW = 34
_HEAD = 22
_SHIFT = 14  # of the lines on a phone, to make room for the names above them


def rows_drawing(
    names: Sequence[str], marks: Sequence[Markup], notes: Sequence[str], axis: Axis, reference: str = ""
) -> Drawing:
    """The drawing of one row a name.

    Args:
        names: of the rows, from the top.
        marks: what stands on each line, around y = 0.
        notes: words at the right of each row; empty for none.
        axis: labelled above the first row.
        reference: behind the marks, from the top of the plot to its end.
    """
    height = _HEAD + ROW * len(names)
    labels = [text(number(tick), axis.at(tick), 12, anchor="middle", kind="fig-tick") for tick in axis.ticks]
    grid = element(
        "path",
        d="".join(f"M{number(1000 * axis.at(tick))} {_HEAD}V{height}" for tick in axis.ticks),
        stroke="var(--rule,#d9dee4)",
        vector_effect="non-scaling-stroke",
    )
    middles = [_HEAD + ROW * (index + 0.5) for index in range(len(names))]
    lines = [element("svg", mark, y=y, overflow="visible") for y, mark in zip(middles, marks, strict=True)]
    words = [
        text(name, 0, y + 5, kind="fig-label") + (text(note, 1, y + 5, anchor="end", kind="fig-note") if note else "")
        for y, name, note in zip(middles, names, notes, strict=True)
    ]
    plot = Markup("").join((*labels, stretched(grid, height=height), reference, *lines))
    return Drawing(
        (
            Part(plot, Box(0.24, 0, 0.56, height), Box(0.03, _SHIFT, 0.94, height)),
            Part(Markup("").join(words), Box(0, 0, 1, height), Box(0, -5, 1, height)),
        ),
        wide=height,
        narrow=height + _SHIFT,
    )
