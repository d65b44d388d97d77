"""Legends outside their axes as a phone shows them: above, from the left edge on, in as many columns as fit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.legend import Legend
from matplotlib.transforms import blended_transform_factory

from reporting.report.figures.canvas import sized

__all__ = ["legends_above"]

_BETWEEN = 26
"""Pixels between two columns of a legend."""
_TOUCHING = 4
"""Pixels that a legend within its axes may reach beyond them."""


@contextmanager
def legends_above(figure: Any, width: float, height: float, narrow: float) -> Iterator[float]:
    """Within it legends that stand outside their axes stand above them; afterwards as before.

    Beside or beyond the axes they would take the room of a phone's drawing. Yields how many pixels higher it becomes.

    Args:
        figure: of matplotlib, drawn at this width and height.
        width: in pixels.
        height: in pixels.
        narrow: width of the phone's drawing.
    """
    replaced, higher = [], 0.0
    with sized(figure, width, height) as renderer:
        outside = [
            (axes, legend, legend.get_window_extent(renderer).frozen(), axes.get_window_extent(renderer).y1)
            for axes in figure.axes
            if (legend := axes.get_legend()) is not None
            and legend.get_visible()
            and _is_outside(legend.get_window_extent(renderer), axes.get_window_extent(renderer))
        ]
    for axes, legend, extent, top in outside:
        labels = [text.get_text() for text in legend.get_texts()]
        columns = min(getattr(legend, "_ncols", 1), len(labels)) or 1
        each = extent.width / columns + (_BETWEEN if columns == 1 else 0)
        fitting = max(1, min(len(labels), math.floor((narrow - 8) / each)))
        rows_before, rows = math.ceil(len(labels) / columns), math.ceil(len(labels) / fitting)
        # above the axes it has room already
        higher += extent.height * (rows - (rows_before if extent.y0 >= top - _TOUCHING else 0)) / rows_before
        moved = Legend(
            axes,
            legend.legend_handles,
            labels,
            prop=legend.prop,
            frameon=legend.get_frame_on(),
            title=legend.get_title().get_text() or None,
            ncols=fitting,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            bbox_transform=blended_transform_factory(figure.transFigure, axes.transAxes),
            borderaxespad=0.2,
        )
        axes.legend_ = moved
        replaced.append((axes, legend))
    try:
        yield max(higher, 0.0)
    finally:
        for axes, legend in replaced:
            axes.legend_ = legend


def _is_outside(legend: Any, axes: Any) -> bool:
    return bool(
        legend.x0 >= axes.x1 - _TOUCHING
        or legend.x1 <= axes.x0 + _TOUCHING
        or legend.y0 >= axes.y1 - _TOUCHING
        or legend.y1 <= axes.y0 + _TOUCHING
    )
