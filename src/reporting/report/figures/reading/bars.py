"""Bars, histograms and steps: heights at places, between edges where bars touch."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.container import BarContainer
from matplotlib.patches import Polygon, StepPatch

from reporting.report.figures.reading.axis import keyed, names_of, short_number
from reporting.report.figures.reading.marks import Marks, label_of

__all__ = ["bars_of", "errors_of", "outline_of", "steps_of"]

_SAME = 1e-9


def between(left: float, right: float) -> str:
    """The place between two edges."""
    return f"{short_number(float(left))}–{short_number(float(right))}"


def bars_of(axes: Any, name: Callable[[bool], str]) -> list[Marks]:
    """The groups of bars of an axes; of stacked ones each part, of floating ones both ends.

    Args:
        axes: of matplotlib.
        name: of bars without a label, by whether they lie.
    """
    containers = [one for one in axes.containers if isinstance(one, BarContainer) and len(one.patches)]
    read, tops = [], dict[str, float]()
    for container, middles in zip(containers, _middles(containers), strict=True):
        marks, bottoms = _one(container, middles, axes, name)
        floats = {place for place, bottom in bottoms.items() if abs(bottom - tops.get(place, 0.0)) > 1e-6}
        if floats and not any(tops.get(place) for place in floats):
            marks.lowers = {place: min(low, low + marks.values[place]) for place, low in bottoms.items()}
            marks.uppers = {place: max(low, low + marks.values[place]) for place, low in bottoms.items()}
            marks.values = {}
        for place, bottom in bottoms.items():
            tops[place] = bottom + marks.values.get(place, 0.0)
        read.append(marks)
    return read


def _one(container: Any, middles: np.ndarray, axes: Any, name: Callable[[bool], str]) -> tuple[Marks, dict[str, float]]:
    sideways = container.orientation == "horizontal"
    axis = axes.yaxis if sideways else axes.xaxis
    patches = container.patches
    values = [float(patch.get_width() if sideways else patch.get_height()) for patch in patches]
    bottoms = [float(patch.get_x() if sideways else patch.get_y()) for patch in patches]
    label = label_of(container, name(sideways))
    marks = Marks(label, is_sideways=sideways)
    edges = _edges(patches, sideways)
    if edges and not names_of(axis):
        places = [between(left, right) for left, right in edges]
        marks.values = dict(zip(places, values, strict=True))
        return marks, dict(zip(places, bottoms, strict=True))
    marks.values = keyed(axis, middles, values)
    if container.errorbar is not None:
        ends = errors_of(container.errorbar, axes, label)
        marks.lowers, marks.uppers = ends.lowers, ends.uppers
    return marks, keyed(axis, middles, bottoms)


def _edges(patches: Sequence[Any], sideways: bool) -> list[tuple[float, float]]:
    """Both ends of bars that touch each other, as a histogram's do; empty where they do not."""
    starts = [float(patch.get_y() if sideways else patch.get_x()) for patch in patches]
    widths = [float(patch.get_height() if sideways else patch.get_width()) for patch in patches]
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    pairs = zip(ends, starts[1:], strict=False)
    touching = len(patches) > 1 and all(abs(end - start) < _SAME * max(abs(end), 1) for end, start in pairs)
    return list(zip(starts, ends, strict=True)) if touching else []


def _middles(containers: Sequence[Any]) -> list[np.ndarray]:
    """Where the bars of each group stand: of groups side by side the middle of them all."""
    alone = []
    for one in containers:
        sideways = one.orientation == "horizontal"
        alone.append(
            np.array(
                [
                    patch.get_y() + patch.get_height() / 2 if sideways else patch.get_x() + patch.get_width() / 2
                    for patch in one.patches
                ]
            )
        )
    if len({len(middles) for middles in alone}) != 1 or len(alone) < 2:
        return [_snapped(middles) for middles in alone]
    apart = [middles - alone[0] for middles in alone]
    step = np.min(np.abs(np.diff(alone[0]))) if len(alone[0]) > 1 else np.inf
    beside = all(np.ptp(one) < 1e-6 * max(step, 1) and abs(one[0]) < step for one in apart)
    if not beside or len(alone[0]) < 2:
        return [_snapped(middles) for middles in alone]
    return [_snapped(np.mean(alone, axis=0))] * len(alone)


def _snapped(middles: np.ndarray) -> np.ndarray:
    """Without what is left of sums of widths."""
    return np.round(middles, 9)


def errors_of(container: Any, axes: Any, name: str) -> Marks:
    """Values with the ends of their error bars, upright or lying."""
    line, _caps, ranges = container.lines
    sideways = bool(container.has_xerr) and not container.has_yerr
    across, along = (1, 0) if sideways else (0, 1)
    axis = axes.yaxis if sideways else axes.xaxis
    # of both kinds the upright ones are the last
    segments = [segment for one in list(ranges)[-1:] for segment in one.get_segments() if len(segment)]
    places = [float(segment[0][across]) for segment in segments]
    lowers = [float(segment[:, along].min()) for segment in segments]
    uppers = [float(segment[:, along].max()) for segment in segments]
    if line is None:
        values = keyed(axis, places, np.add(lowers, uppers) / 2)
    else:
        points = (line.get_xdata(orig=False), line.get_ydata(orig=False))
        values = keyed(axis, points[across], points[along])
    return Marks(
        label_of(container, name),
        values,
        keyed(axis, places, lowers),
        keyed(axis, places, uppers),
        is_sideways=sideways,
    )


def steps_of(patch: StepPatch, name: str) -> Marks:
    """What `Axes.stairs` has drawn: a value between each two edges."""
    values, edges, _ = patch.get_data()
    pairs = itertools.pairwise(edges)
    places = [between(left, right) for left, right in pairs]
    return Marks(label_of(patch, name), dict(zip(places, map(float, values), strict=True)))


def outline_of(patch: Polygon, name: str) -> Marks | None:
    """A histogram drawn as one outline; None for a polygon that is none."""
    points = np.asarray(patch.get_xy(), dtype=float)
    steps: dict[str, float] = {}
    for (left, low), (right, high) in itertools.pairwise(points):
        if left != right and low != high:
            return None
        if right < left:
            # the way back along the bottom
            break
        if left != right:
            steps[between(left, right)] = float(high)
    return Marks(label_of(patch, name), steps) if steps else None
