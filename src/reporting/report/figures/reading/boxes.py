"""Box plots: the five numbers of each box, its mean if drawn, and how many points lie outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.patches import PathPatch

from reporting.report.figures.reading.axis import is_of_names, name_at
from reporting.report.figures.reading.marks import Marks

__all__ = ["Boxes", "boxes_of"]

_BOX_POINTS = (5, 11)
"""Of a box and of a notched one; the last is the first again."""


@dataclass
class Boxes:
    """What the boxes of an axes say.

    Attributes:
        columns: what is told → place → number.
        parts: ids of the artists that they are drawn with.
        is_sideways: the boxes lie.
    """

    columns: dict[str, dict[str, float]] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)
    is_sideways: bool = False

    def marks(self, _: Callable[[str], str]) -> list[Marks]:
        """A series a number, under headings in the reader's language."""
        headings = {
            "whisker below": _("Lower whisker"),
            "quartile below": _("Lower quartile"),
            "median": _("Median"),
            "mean": _("Mean"),
            "quartile above": _("Upper quartile"),
            "whisker above": _("Upper whisker"),
            "outside": _("Points outside"),
        }
        return [
            Marks(heading, self.columns[column], is_sideways=self.is_sideways)
            for column, heading in headings.items()
            if column in self.columns
        ]


def boxes_of(axes: Any) -> Boxes:
    """The boxes that `Axes.bxp` has drawn, told by its order: box, two whiskers, caps, median, mean, points outside."""
    lines = list(axes.lines)
    patches = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    boxes = [artist for artist in (*patches, *lines) if _is_box(artist)]
    read = Boxes(parts={id(box) for box in boxes})
    if not boxes:
        return read
    read.is_sideways = _lie(lines, axes)
    rest = [line for line in lines if id(line) not in read.parts]
    outlines = [_points(box)[:, 1 - read.is_sideways] for box in boxes]
    while len(rest) > 1 and outlines:
        # half way round a box is its upper edge; a notch may reach beyond both
        taken = _one(rest, (outlines[0][0], outlines[0][len(outlines[0]) // 2]), axes, read)
        if taken:
            del outlines[0]
        rest = rest[max(taken, 1) :]
    return read


def _one(lines: Sequence[Any], quartiles: tuple[float, float], axes: Any, read: Boxes) -> int:
    """Read the box whose whiskers come first; how many lines it has, 0 where these are no whiskers."""
    across, along = (1, 0) if read.is_sideways else (0, 1)
    points = [_points(line) for line in lines]
    low, high = points[:2]
    if not (_is_stroke(low) and _is_stroke(high)):
        return 0
    if not np.array_equal((low[0, along], high[0, along]), quartiles, equal_nan=True):
        return 0
    middle = float(low[0, across])
    flat = 2
    while flat < len(lines) and _is_stroke(points[flat]) and _is_level(points[flat], along):
        flat += 1
    # the caps say what the whiskers say
    levels = [float(one[0, along]) for one in points[2:flat]][2 if flat - 2 > 2 else 0 :]
    outside, taken = 0, flat
    while taken < len(lines) and lines[taken].get_linestyle() == "None" and set(points[taken][:, across]) <= {middle}:
        marked = points[taken][:, along]
        if len(levels) == 1 and taken == flat and len(marked) == 1 and low[1, along] <= marked[0] <= high[1, along]:
            levels.append(float(marked[0]))
        else:
            outside += len(marked)
        taken += 1
    read.parts |= {id(line) for line in lines[:taken]}
    place = name_at(axes.yaxis if read.is_sideways else axes.xaxis, middle)
    numbers = {
        "whisker below": low[1, along],
        "quartile below": quartiles[0],
        **dict(zip(("median", "mean"), levels, strict=False)),
        "quartile above": quartiles[1],
        "whisker above": high[1, along],
        "outside": outside,
    }
    for column, number in numbers.items():
        read.columns.setdefault(column, {})[place] = float(number)
    return taken


def _points(artist: Any) -> np.ndarray:
    if isinstance(artist, PathPatch):
        # where the pen is put down at the end says nothing
        vertices = np.asarray(artist.get_path().vertices, dtype=float)[:-1]
        return (
            vertices if np.allclose(vertices[0], vertices[-1], equal_nan=True) else np.vstack([vertices, vertices[:1]])
        )
    return np.column_stack([artist.get_xdata(orig=False), artist.get_ydata(orig=False)]).astype(float)


def _is_box(artist: Any) -> bool:
    points = _points(artist)
    return len(points) in _BOX_POINTS and bool(np.allclose(points[0], points[-1], equal_nan=True))


def _is_level(points: np.ndarray, along: int) -> bool:
    """Whether a stroke lies across, at one value or, of a box of nothing, at none."""
    values = points[:, along]
    return bool(np.isnan(values).all() or np.ptp(values) == 0) and bool(points[0, 1 - along] != points[1, 1 - along])


def _is_stroke(points: np.ndarray) -> bool:
    return len(points) == 2


def _lie(lines: Sequence[Any], axes: Any) -> bool:
    """Whether the boxes lie: their whiskers do, and where none has a length matplotlib's names say it."""
    strokes = [points for line in lines if _is_stroke(points := _points(line)) and not np.isnan(points).any()]
    lying = sum(np.ptp(points[:, 1]) == 0 < np.ptp(points[:, 0]) for points in strokes[:2])
    upright = sum(np.ptp(points[:, 0]) == 0 < np.ptp(points[:, 1]) for points in strokes[:2])
    return is_of_names(axes.yaxis) and not is_of_names(axes.xaxis) if lying == upright else bool(lying > upright)
