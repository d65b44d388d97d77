"""What is drawn on one axes, kind by kind; what cannot be read is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.collections import FillBetweenPolyCollection, LineCollection, PathCollection, PolyCollection, QuadMesh
from matplotlib.container import ErrorbarContainer, StemContainer
from matplotlib.lines import AxLine
from matplotlib.patches import PathPatch, Polygon, StepPatch

from reporting.report.figures.reading.areas import area_of, marks_of_areas
from reporting.report.figures.reading.axis import is_of_days, is_of_names, keyed
from reporting.report.figures.reading.bars import bars_of, errors_of, outline_of, steps_of
from reporting.report.figures.reading.boxes import boxes_of
from reporting.report.figures.reading.marks import Marks, label_of
from reporting.report.figures.reading.pies import slices_of
from reporting.report.figures.reading.points import points_among_others, sizes_vary
from reporting.report.figures.reading.rods import pieces_of, rods_of
from reporting.report.words import Words

__all__ = ["AxesRead", "read_axes"]

_KINDS = {
    "QuadContourSet": "contours",
    "TriContourSet": "contours",
    "PolyCollection": "polygons",
    "EventCollection": "events",
    "Quiver": "arrows",
    "Barbs": "arrows",
}


@dataclass
class AxesRead:
    """What is read off an axes.

    Attributes:
        marks: series by place; points that stand alone are none of them.
        levels: label → value of labelled lines across the whole axes, such as a target's.
        unread: kinds of marks whose numbers are not told, in English.
    """

    marks: list[Marks] = field(default_factory=list)
    levels: dict[str, float] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def read_axes(axes: Any, words: Words) -> AxesRead:
    """Boxes, bars, error bars, areas, lines and the rest of an axes."""
    if axes.name == "3d":
        return AxesRead(unread=["three dimensions"])
    read = AxesRead(slices_of(axes, words.translate))
    boxes = boxes_of(axes)
    read.marks += boxes.marks(words.translate)
    taken = set(boxes.parts)
    read.marks += bars_of(axes, lambda sideways: _name(axes, words, sideways=sideways))
    _read_containers(axes, read, taken, words)
    collections = [one for one in axes.collections if id(one) not in taken]
    areas = [area_of(one, axes) for one in collections if isinstance(one, FillBetweenPolyCollection)]
    if any(area.is_violin for area in areas):
        # the lines in a violin are its quartiles, drawn as nothing else is
        read.unread.append("violins")
        return read
    lines, strokes = _lines(axes, taken, words)
    found = marks_of_areas([one for one in areas if one.edges], lines, _name(axes, words))
    read.marks += [*lines, *found]
    _take_ends(strokes, read, words)
    for artist in (*collections, *axes.patches, *axes.images):
        if artist.get_visible() and id(artist) not in taken:
            _read_other(artist, axes, read, words)
    read.levels = _levels(axes, read)
    if boxes.parts and any(isinstance(one, PathCollection) for one in collections):
        read.unread.append("points over boxes")
    return read


def _name(axes: Any, words: Words, *, sideways: bool = False) -> str:
    return str((axes.get_xlabel() if sideways else axes.get_ylabel()) or words.translate("Value"))


def _read_containers(axes: Any, read: AxesRead, taken: set[int], words: Words) -> None:
    of_bars = {id(one.errorbar) for one in axes.containers if getattr(one, "errorbar", None) is not None}
    for container in axes.containers:
        if isinstance(container, StemContainer):
            read.marks.append(_of_line(container.markerline, axes, label_of(container, _name(axes, words))))
            taken |= {id(container.markerline), id(container.baseline), id(container.stemlines)}
        elif isinstance(container, ErrorbarContainer):
            if id(container) not in of_bars:
                lying = bool(container.has_xerr) and not container.has_yerr
                read.marks.append(errors_of(container, axes, _name(axes, words, sideways=lying)))
            taken |= {id(part) for part in (container.lines[0], *container.lines[1], *container.lines[2])}


def _lines(axes: Any, taken: set[int], words: Words) -> tuple[list[Marks], list[Marks]]:
    """The series that are lines, and strokes along the values at one place, as other libraries draw error bars."""
    series, strokes = [], []
    for line in _series_lines(axes, taken):
        one = _of_line(line, axes, label_of(line, ""))
        points = np.asarray(line.get_xydata(), dtype=float)
        across = points[:, 1 if one.is_sideways else 0]
        if not one.name and len(points) == 2 and across[0] == across[1]:
            place = next(iter(one.values))
            low, high = sorted(one.values.values())
            strokes.append(Marks("", {}, {place: low}, {place: high}, one.is_sideways))
            continue
        one.name = one.name or _name(axes, words, sideways=one.is_sideways)
        if axes.name == "polar" and len(points) > 2 and np.allclose(points[0], points[-1]):
            # a closed round comes back to where it began
            one.values.popitem()
        series.append(one)
    return series, strokes


def _series_lines(axes: Any, taken: set[int]) -> Iterator[Any]:
    for line in axes.lines:
        # a line across the whole axes marks a value; it is no series
        whole = isinstance(line, AxLine) or line.get_transform() != axes.transData
        if id(line) not in taken and line.get_visible() and not whole and np.size(line.get_xdata()):
            yield line


def _levels(axes: Any, read: AxesRead) -> dict[str, float]:
    """The labelled lines across the whole axes, at right angles to the values."""
    sideways = bool(read.marks) and sum(one.is_sideways for one in read.marks) > len(read.marks) / 2
    across = axes.get_xaxis_transform() if sideways else axes.get_yaxis_transform()
    return {
        label_of(line, ""): float((line.get_xdata() if sideways else line.get_ydata())[0])
        for line in axes.lines
        if label_of(line, "") and line.get_visible() and line.get_transform() == across
    }


def _of_line(line: Any, axes: Any, name: str) -> Marks:
    x, y = line.get_xdata(orig=False), line.get_ydata(orig=False)
    if is_of_names(axes.yaxis) and not is_of_names(axes.xaxis):
        return Marks(name, keyed(axes.yaxis, y, x), is_sideways=True)
    return Marks(name, keyed(axes.xaxis, x, y))


def _take_ends(strokes: list[Marks], read: AxesRead, words: Words) -> None:
    """Give each stroke to the series whose value lies in it; what lies in none is a series of ends."""
    for one in strokes:
        (place, low), high = next(iter(one.lowers.items())), next(iter(one.uppers.values()))
        owner = next(
            (
                marks
                for marks in read.marks
                if place not in marks.lowers and low <= marks.values.get(place, np.inf) <= high
            ),
            None,
        )
        if owner is None:
            owner = next((marks for marks in read.marks if not marks.values and place not in marks.lowers), None)
        if owner is None:
            owner = Marks(words.translate("Value"), is_sideways=one.is_sideways)
            read.marks.append(owner)
        owner.lowers[place], owner.uppers[place] = low, high


def _read_other(artist: Any, axes: Any, read: AxesRead, words: Words) -> None:
    """A mark that is neither bar, line, area nor box."""
    if isinstance(artist, FillBetweenPolyCollection) or (
        isinstance(artist, PathPatch) and not isinstance(artist, StepPatch)
    ):
        return
    if isinstance(artist, PathCollection):
        read.unread += ["sizes of points"] if sizes_vary(artist) else []
    elif isinstance(artist, LineCollection):
        _read_rods(artist, axes, read, words)
    elif isinstance(artist, StepPatch):
        read.marks.append(steps_of(artist, _name(axes, words)))
    elif isinstance(artist, Polygon):
        if artist.get_data_transform() == axes.transData and not _outlines_a_line(artist, axes):
            outline = outline_of(artist, _name(axes, words))
            read.marks += [outline] if outline is not None else []
            read.unread += [] if outline is not None else ["a filled outline"]
    elif artist in axes.images or isinstance(artist, QuadMesh):
        read.unread.append("a picture")
    elif type(artist) is PolyCollection and not is_of_days(axes.xaxis) and (pieces := _pieces(artist, axes, words)):
        read.marks.append(pieces)
    elif artist in axes.collections:
        read.unread.append(_KINDS.get(type(artist).__name__, "other marks"))


def _pieces(artist: PolyCollection, axes: Any, words: Words) -> Marks | None:
    return None if artist.get_array() is not None else pieces_of(artist, axes, _name(axes, words, sideways=True))


def _read_rods(artist: LineCollection, axes: Any, read: AxesRead, words: Words) -> None:
    known = [*read.marks, *points_among_others(axes, "")]
    rods = rods_of(artist, axes, known, "")
    if rods is None:
        read.unread.append("strokes")
    elif rods.places:
        rods.name = rods.name or _name(axes, words, sideways=rods.is_sideways)
        read.marks.append(rods)


def _outlines_a_line(artist: Polygon, axes: Any) -> bool:
    """Whether the area is that within a line which is drawn as well, as in a radar chart."""
    corners = {tuple(np.round(point, 9)) for point in np.asarray(artist.get_xy(), dtype=float)}
    return any(
        corners <= {tuple(np.round(point, 9)) for point in np.asarray(line.get_xydata(), dtype=float)}
        for line in axes.lines
    )
