"""Bands and stacked areas: the thickness of what is stacked, both edges of what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reporting.report.figures.reading.axis import keyed
from reporting.report.figures.reading.marks import Marks, label_of

__all__ = ["Area", "area_of", "marks_of_areas"]


@dataclass
class Area:
    """One filled area: where its edges run.

    Attributes:
        artist: matplotlib's.
        axis: along which the places are.
        edges: place → lower and upper edge.
    """

    artist: Any
    axis: Any
    edges: dict[float, tuple[float, float]]
    is_sideways: bool

    @property
    def is_violin(self) -> bool:
        """Whether it is an outline around a middle, which is a density and no number of anything."""
        middles = [low + high for low, high in self.edges.values()]
        return self.is_sideways and len(middles) > 20 and float(np.ptp(middles)) < 1e-6 * max(map(abs, middles))

    def upper(self) -> dict[float, float]:
        """Place → upper edge."""
        return {place: high for place, (_, high) in self.edges.items()}


def area_of(artist: Any, axes: Any) -> Area:
    """The edges of what `fill_between` has filled."""
    sideways = artist.t_direction == "y"
    across, along = (1, 0) if sideways else (0, 1)
    edges: dict[float, tuple[float, float]] = {}
    for path in artist.get_paths():
        for vertex in np.asarray(path.vertices, dtype=float):
            place, value = float(vertex[across]), float(vertex[along])
            low, high = edges.get(place, (value, value))
            edges[place] = (min(low, value), max(high, value))
    ordered = dict(sorted(edges.items()))
    return Area(artist, axes.yaxis if sideways else axes.xaxis, ordered, sideways)


def marks_of_areas(areas: list[Area], lines: list[Marks], name: str) -> list[Marks]:
    """A series an area. Lines along an edge are the area's, and go; a line within a band has it for its ends.

    Args:
        areas: of one axes, as drawn.
        lines: of the same; those that areas explain are taken out.
        name: of areas without a label.
    """
    read: list[Marks] = []
    top: dict[float, float] = {}
    for area in areas:
        stacked = bool(top) and _agree({place: low for place, (low, _) in area.edges.items()}, top)
        standing = _is_level(area)
        along = _keyed(area, area.upper())
        edge = next((line for line in lines if _agree(line.values, along)), None)
        label = label_of(area.artist, edge.name if edge is not None else name)
        inside = next((line for line in lines if line is not edge and _lies_within(line, area)), None)
        if stacked or standing:
            values = {place: high - low for place, (low, high) in area.edges.items()}
            read.append(Marks(label, _keyed(area, values), is_sideways=area.is_sideways))
            top = area.upper()
            if edge is not None:
                lines.remove(edge)
        elif inside is not None and not inside.lowers:
            inside.lowers = _keyed(area, {place: low for place, (low, _) in area.edges.items()})
            inside.uppers = along
        else:
            lower = _keyed(area, {place: low for place, (low, _) in area.edges.items()})
            read.append(Marks(label, {}, lower, along, is_sideways=area.is_sideways))
    return read


def _is_level(area: Area) -> bool:
    """Whether the area starts at zero, so that its upper edge is its value."""
    return all(min(abs(low), abs(high)) < 1e-9 for low, high in area.edges.values())


def _keyed(area: Area, values: dict[float, float]) -> dict[str, float]:
    return keyed(area.axis, list(values), list(values.values()))


def _agree(one: dict[Any, float], other: dict[Any, float]) -> bool:
    return bool(one) and one.keys() <= other.keys() and all(abs(one[place] - other[place]) < 1e-6 for place in one)


def _lies_within(line: Marks, area: Area) -> bool:
    lower = _keyed(area, {place: low for place, (low, _) in area.edges.items()})
    upper = _keyed(area, area.upper())
    shared = [place for place in line.values if place in lower]
    return len(shared) == len(lower) > 0 and all(
        lower[place] - 1e-9 <= line.values[place] <= upper[place] + 1e-9 for place in shared
    )
