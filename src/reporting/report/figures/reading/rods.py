"""Strokes from one value to another: `hlines`, `vlines`, stems, bars broken into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from reporting.report.figures.reading.axis import keyed
from reporting.report.figures.reading.marks import Marks, label_of

__all__ = ["pieces_of", "rods_of"]


def rods_of(artist: LineCollection, axes: Any, known: Sequence[Marks], name: str) -> Marks | None:
    """Both ends of each stroke, none where other marks say them; None for strokes neither all along nor all across."""
    segments = [np.asarray(one, dtype=float) for one in artist.get_segments() if len(one) == 2]
    if not segments or len(segments) != len(artist.get_segments()):
        return None
    if all(one[0, 1] == one[1, 1] for one in segments):
        sideways, across, along = True, 1, 0
    elif all(one[0, 0] == one[1, 0] for one in segments):
        sideways, across, along = False, 0, 1
    else:
        return None
    axis = axes.yaxis if sideways else axes.xaxis
    places = [float(one[0, across]) for one in segments]
    first, last = ([float(one[end, along]) for one in segments] for end in (0, 1))
    said = [
        ends
        for ends in (first, last)
        if len(set(ends)) == 1 or any(_says(marks, keyed(axis, places, ends), sideways) for marks in known)
    ]
    if len(said) == 2:
        return Marks("")
    lowers = keyed(axis, places, np.minimum(first, last))
    uppers = keyed(axis, places, np.maximum(first, last))
    return Marks(label_of(artist, name), {}, lowers, uppers, is_sideways=sideways)


def pieces_of(artist: PolyCollection, axes: Any, name: str) -> Marks | None:
    """Both ends of each piece of `broken_barh`; None for polygons that are no rectangles."""
    corners = [np.unique(np.asarray(path.vertices, dtype=float), axis=0) for path in artist.get_paths()]
    if not corners or any(len(one) != 4 or len(set(one[:, 0])) != 2 or len(set(one[:, 1])) != 2 for one in corners):
        return None
    places = [float(one[:, 1].mean()) for one in corners]
    lowers, uppers = ([float(side(one[:, 0])) for one in corners] for side in (np.min, np.max))
    ends = (keyed(axes.yaxis, places, lowers), keyed(axes.yaxis, places, uppers))
    return Marks(label_of(artist, name), {}, *ends, is_sideways=True)


def _says(marks: Marks, ends: dict[str, float], sideways: bool) -> bool:
    return marks.is_sideways == sideways and all(
        abs(marks.values.get(place, np.inf) - value) < 1e-9 for place, value in ends.items()
    )
