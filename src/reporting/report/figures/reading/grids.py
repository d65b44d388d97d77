"""Heat maps as rows and columns."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from matplotlib.collections import QuadMesh

from reporting.report.figures.reading.axis import name_at

__all__ = ["MOST_CELLS", "grid_of"]

MOST_CELLS = 900
"""Of a heat map that is a table; a finer one is a picture."""


def grid_of(axes: Any) -> tuple[list[str], list[str], np.ndarray] | None:
    """Names of rows and columns, and the values; None for an axes without a heat map that can be read."""
    for artist in (*axes.images, *(one for one in axes.collections if isinstance(one, QuadMesh))):
        field: Any = artist.get_array()
        if field is None or field.ndim != 2 or field.size > MOST_CELLS:
            continue
        values: np.ndarray = np.ma.filled(np.ma.asarray(field, dtype=float), np.nan)
        down, across = _centres(artist, values.shape)
        rows = [name_at(axes.yaxis, place) for place in down]
        return rows, [name_at(axes.xaxis, place) for place in across], values
    return None


def _centres(artist: Any, shape: tuple[int, ...]) -> tuple[list[float], list[float]]:
    """Where the middles of the rows and of the columns are."""
    if isinstance(artist, QuadMesh):
        corners = np.asarray(artist.get_coordinates(), dtype=float)
        down, across = corners[:, 0, 1], corners[0, :, 0]
    else:
        left, right, bottom, top = artist.get_extent()
        first, last = (top, bottom) if artist.origin == "upper" else (bottom, top)
        down, across = np.linspace(first, last, shape[0] + 1), np.linspace(left, right, shape[1] + 1)
    return [_middle(*pair) for pair in itertools.pairwise(down)], [
        _middle(*pair) for pair in itertools.pairwise(across)
    ]


def _middle(one: float, other: float) -> float:
    return round(float(one + other) / 2, 9)
