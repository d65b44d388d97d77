"""Clouds of points: a row a point, with its group and the number that its colour says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection

from reporting.report.figures.reading.axis import is_of_days, is_of_names, keyed, name_at
from reporting.report.figures.reading.marks import Marks, distinct, label_of
from reporting.report.words import Words

__all__ = ["points_among_others", "points_of", "sizes_vary"]

_STREWN = 0.45


def points_of(axes: Any, words: Words) -> pd.DataFrame:
    """The points of an axes that has nothing else: group, both places, and what their colour stands for.

    Empty where each name of an axis has one point of a group: a row a name says more.
    """
    _ = words.translate
    clouds = [one for one in axes.collections if isinstance(one, PathCollection) and np.size(one.get_offsets())]
    groups = len({label_of(one, "") for one in clouds} - {""}) > 1
    frames = []
    for points in clouds:
        x, y = np.ma.filled(np.ma.asarray(points.get_offsets(), dtype=float), np.nan).T
        named = [_places(axes.xaxis, x), _places(axes.yaxis, y)]
        if sum(is_of_names(axis) for axis in (axes.xaxis, axes.yaxis)) == 1:
            names = named[0] if is_of_names(axes.xaxis) else named[1]
            if len(set(names)) == len(names):
                return pd.DataFrame()
        headings = [
            axes.get_xlabel() or _("At"),
            axes.get_ylabel() or (not groups and label_of(points, "")) or _("Value"),
        ]
        colours: Any = points.get_array()
        if colours is not None and np.size(colours) == len(x):
            bar = points.colorbar
            headings.append(((bar.ax.get_ylabel() or bar.ax.get_xlabel()) if bar is not None else "") or _("Colour"))
            named.append(np.ma.filled(np.ma.asarray(colours, dtype=float), np.nan))
        columns: dict[str, Any] = {_("Series"): label_of(points, "")} if groups else {}
        columns |= dict(zip(distinct(headings), named, strict=True))
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def sizes_vary(points: PathCollection) -> bool:
    """Whether the size of a point says a number: which one, nobody can read off it."""
    return len(set(np.round(points.get_sizes(), 6))) > 1


def _places(axis: Any, places: np.ndarray) -> Any:
    """Names or days as text, numbers as they are."""
    if is_of_names(axis) or is_of_days(axis) or getattr(axis, "freq", None) is not None:
        # points of one name are strewn, so that they do not cover each other
        return [name_at(axis, float(place), near=_STREWN) for place in places]
    return places


def points_among_others(axes: Any, name: str) -> list[Marks]:
    """Points beside lines or bars, under the places that these have."""
    read = []
    for points in axes.collections:
        if isinstance(points, PathCollection) and np.size(points.get_offsets()):
            x, y = np.ma.filled(np.ma.asarray(points.get_offsets(), dtype=float), np.nan).T
            if is_of_names(axes.yaxis) and not is_of_names(axes.xaxis):
                label = label_of(points, axes.get_xlabel() or name)
                read.append(Marks(label, keyed(axes.yaxis, y, x), is_sideways=True))
            else:
                read.append(Marks(label_of(points, axes.get_ylabel() or name), keyed(axes.xaxis, x, y)))
    return read
