"""The frame of figures with a row a thing: its name at the left, a line to place marks on, words at the right.

On a phone the name moves above the line (`figures.css` shifts the classes ``plot`` and ``label``), so that the line
has the whole width.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.axes import Axis
from reporting.report.figures.figure import Drawing
from reporting.report.figures.svg import element, number, share, text

__all__ = ["ROW", "rows_drawing"]

ROW = 34
_HEAD = 22


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
    ticks = [
        part
        for tick in axis.ticks
        for part in (
            text(number(tick), axis.at(tick), 12, anchor="middle", kind="tick"),
            element(
                "line",
                x1=share(axis.at(tick)),
                x2=share(axis.at(tick)),
                y1=_HEAD,
                y2=height,
                stroke="var(--rule,#d9dee4)",
            ),
        )
    ]
    lines = [
        element("svg", mark, y=_HEAD + ROW * (index + 0.5), overflow="visible", class_="row")
        for index, mark in enumerate(marks)
    ]
    plot = element("svg", *ticks, reference, *lines, x="24%", width="56%", overflow="visible", class_="plot")
    words = [
        part
        for index, (name, note) in enumerate(zip(names, notes, strict=True))
        for part in (
            text(name, 0, _HEAD + ROW * (index + 0.5) + 5, kind="label"),
            text(note, 1, _HEAD + ROW * (index + 0.5) + 5, anchor="end", kind="note") if note else Markup(""),
        )
    ]
    return Drawing(plot + Markup("").join(words), height, kind="rows")
