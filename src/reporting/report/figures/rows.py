"""The frame of figures with a row a thing: its name at the left, a line to place marks on, words at the right.

On a phone the name moves above the line, so that the line has the whole width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.inks import INK, MUTED, RULE
from reporting.report.figures.labels import length_of
from reporting.report.figures.layouts import HouseLayout, is_narrow, placed
from reporting.report.figures.lettering import measured
from reporting.report.figures.sheets import blank_sheet

__all__ = ["MARKERS", "draw_marks", "rows_figure"]

_ROW = 26
"""CSS pixels from one row to the next: 1 on the vertical axis."""
_NARROW_ROW = 37
MARKERS = {"▲": "^", "▼": "v", "●": "o"}
_HEAD = 22  # for the labels of the axis
_WIDTH = 720
_LEFT, _RIGHT, _MOST = 120, 72, 280  # of the plot, at least and at most: names and notes stand at its sides
_AIR = 20
_EDGE = 8  # half a mark, so that none is cut
_LABEL, _SMALLEST = 10.5, 8.5  # points
_WIDEST = 1.16  # how much wider than the face that measures the widest of the faces is that a page may be set in


def rows_figure(
    names: Sequence[str], notes: Sequence[str], axis: Axis = SHORTFALL, *, pitch: int = _ROW
) -> tuple[Figure, Axes]:
    """A figure whose axes has a row a name: 0 at the top, 1 below it, and so on.

    Args:
        names: of the rows, from the top.
        notes: words at the right of each row; empty for none.
        axis: of the values, labelled above the first row.
        pitch: CSS pixels from one row to the next.
    """
    height = _HEAD + pitch * max(len(names), 1)
    beside, after = _room(names, _LEFT), _room(notes, _RIGHT)
    figure, (axes,) = blank_sheet(_WIDTH, height)
    if axis is SHORTFALL:
        axes.set_xscale("shortfall")
    axes.set_xlim(axis.ticks[0], axis.ticks[-1])
    axes.set_xticks(axis.ticks)
    axes.set_yticks([])
    axes.tick_params(axis="x", top=False, bottom=False, labeltop=True, labelbottom=False, pad=6)
    axes.vlines(axis.ticks, 0, 1, colors=RULE, linewidths=0.75, zorder=0.5, transform=axes.get_xaxis_transform())
    across = axes.get_yaxis_transform()
    left = [
        axes.text(0, row, name, size=_LABEL, color=INK, va="center", transform=across) for row, name in enumerate(names)
    ]
    right = [
        axes.text(1, row, note, color=MUTED, ha="right", va="center", transform=across)
        for row, note in enumerate(notes)
        if note
    ]

    def arrange(fig: Any) -> None:
        narrow = is_narrow(fig)
        width = fig.bbox.width / fig.dpi * 96
        start, room = (_EDGE, width - 2 * _EDGE) if narrow else (beside, width - beside - after)
        # a name above its line wants room for itself
        high = (_NARROW_ROW if narrow else pitch) * max(len(names), 1)
        axes.set_ylim(max(len(names), 1) - (0.3 if narrow else 0.5), -0.7 if narrow else -0.5)
        axes.set_position(placed(fig, start, _HEAD, room, high))
        for words, x in ((left, -start / room), (right, (width - start) / room)):
            for text in words:
                row = round(text.get_position()[1] + 0.2)
                text.set_position((x, row - 0.52 if narrow else row))
        fits = [_fitting(text, note, width) for text, note in zip(left, notes, strict=True)]
        size = min(fits, default=_LABEL)
        for text in left:
            text.set_fontsize(size if narrow else _LABEL)

    figure.set_layout_engine(HouseLayout(arrange, narrow=_HEAD + _NARROW_ROW * len(names)))
    return figure, axes


def _room(words: Sequence[str], least: float) -> float:
    """CSS pixels for the longest of the words, and some air."""
    return min(max([least, *(length_of(word) + _AIR for word in words)]), _MOST)


def _fitting(name: Text, note: str, width: float) -> float:
    """The size, in points, at which a name ends before the words at the right of its row; never too small to read."""
    prop = name.get_fontproperties().copy()
    prop.set_size(_LABEL)
    taken, _, _ = measured(note, prop)
    whole, _, _ = measured(name.get_text(), prop)
    room = width - _AIR / 2 - taken * _WIDEST
    return float(min(_LABEL, max(_SMALLEST, _LABEL * room / max(whole * _WIDEST, 1))))


def draw_marks(axes: Axes, marks: Iterable[tuple[float, float, str, str]]) -> None:
    """Marks at value and row, in shape and colour; those that look the same are one artist."""
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for value, row, shape, colour in marks:
        groups.setdefault((shape, colour), []).append((value, row))
    for (shape, colour), places in groups.items():
        axes.plot(*zip(*places, strict=True), MARKERS[shape], color=colour, markersize=7, clip_on=False)
