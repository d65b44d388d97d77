"""Names beside their marks, each at the nearest place where it lies on nothing else."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["LINE", "Label", "Point", "labels_beside", "length_of"]

_EM = 14.0  # CSS pixels of a Chinese character; a Latin letter takes six tenths of it
_UP, _DOWN = 11.0, 4.0  # of lettering above and below its base line
_CLEAR = 6.0  # half a mark and a little air
LINE = 15.0
"""CSS pixels from one line of a name to the next."""
_LONGEST = 22  # letters of a line; Chinese names are not broken
_STEPS = 4  # lines that a name may move up or down before it is let lie where it overlaps least


class Point(NamedTuple):
    """A mark: x and y in CSS pixels, and its name; empty for one that gets no label but is kept clear."""

    x: float
    y: float
    name: str


class Label(NamedTuple):
    """A name in lines and where the first begins, from its mark: ``dx``, ``dy`` in CSS pixels, ``anchor`` as in SVG."""

    point: Point
    lines: tuple[str, ...]
    dx: float
    dy: float
    anchor: str


class _Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def shared_with(self, other: _Area) -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)


def labels_beside(points: Sequence[Point], width: float) -> list[Label]:
    """A place for every name, on no mark and no other name as long as there is room.

    Args:
        points: every mark of the plot, in the order in which names choose.
        width: of the plot, CSS pixels; names stay within it, and below its top.
    """
    above = _Area(0, -1000, width, 0)
    taken = [above, *(_Area(x - _CLEAR, y - _CLEAR, x + _CLEAR, y + _CLEAR) for x, y, _ in points)]
    labels = []
    for point in points:
        if not point.name:
            continue
        label, area = min(_places(point, width), key=lambda place: sum(place[1].shared_with(one) for one in taken))
        taken.append(area)
        labels.append(label)
    return labels


def _places(point: Point, width: float) -> Iterator[tuple[Label, _Area]]:
    """Right, left, above, below; then a line further up or down each time; the first of equals is taken."""
    lines = tuple(textwrap.wrap(point.name, _LONGEST))
    length, more = max(map(length_of, lines)), LINE * (len(lines) - 1)
    side = _CLEAR + 3
    moves = [step * sign * LINE for step in range(_STEPS + 1) for sign in ((1, -1) if step else (1,))]
    wished = [(dx, 5 - more / 2 + move, anchor) for move in moves for dx, anchor in ((side, "start"), (-side, "end"))]
    wished[2:2] = [(0.0, -_CLEAR - 4 - more, "middle"), (0.0, _CLEAR + 13, "middle")]
    for dx, dy, anchor in wished:
        left = point.x + dx - {"start": 0.0, "middle": length / 2, "end": length}[anchor]
        inside = min(max(left, 0), max(width - length, 0))
        area = _Area(inside, point.y + dy - _UP, inside + length, point.y + dy + more + _DOWN)
        yield Label(point, lines, dx + inside - left, dy, anchor), area


def length_of(line: str) -> float:
    """CSS pixels of a line in the size of labels, about."""
    return sum(_EM if unicodedata.east_asian_width(letter) in "WF" else 0.6 * _EM for letter in line)
