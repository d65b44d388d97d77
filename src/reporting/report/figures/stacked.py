"""A figure of several axes as a phone shows it: one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.gridspec import GridSpec

__all__ = ["stacked"]


@contextmanager
def stacked(figure: Any) -> Iterator[float]:
    """Within it the axes of a grid stand below each other, all with their labels; afterwards as before.

    Yields how many times as high the figure is then. A figure that is no plain grid of axes stays as it is.
    """
    grid = _grid(figure)
    if grid is None:
        yield 1.0
        return
    rows, axes = grid
    before = [(one, one.get_subplotspec(), _labels(one)) for one in axes]
    column = GridSpec(len(axes), 1, figure=figure)
    try:
        for index, one in enumerate(axes):
            one.set_subplotspec(column[index])
            # inner labels were left to the outer axes, which stand elsewhere now
            one.tick_params(labelleft=_has_ticks(one.yaxis), labelbottom=_has_ticks(one.xaxis))
        yield len(axes) / rows
    finally:
        for one, spec, labels in before:
            one.set_subplotspec(spec)
            one.tick_params(**labels)


def _grid(figure: Any) -> tuple[int, list[Any]] | None:
    axes = [one for one in figure.axes if one.get_visible()]
    specs = [one.get_subplotspec() for one in axes]
    if len(axes) < 2 or any(spec is None for spec in specs) or figure.subfigs:
        return None
    grids = {id(spec.get_gridspec()) for spec in specs}
    rows, columns, *_ = specs[0].get_geometry()
    cells = [(spec.rowspan, spec.colspan) for spec in specs]
    single = all(len(row) == len(column) == 1 for row, column in cells)
    # two axes in one cell are one plot with two scales
    twins = len({(row.start, column.start) for row, column in cells}) < len(cells)
    if len(grids) > 1 or columns == 1 or not single or twins:
        return None
    return rows, axes


def _has_ticks(axis: Any) -> bool:
    return len(axis.get_major_locator()()) > 0


def _labels(axes: Any) -> dict[str, bool]:
    return {
        "labelleft": bool(axes.yaxis.get_tick_params().get("labelleft", True)),
        "labelbottom": bool(axes.xaxis.get_tick_params().get("labelbottom", True)),
    }
