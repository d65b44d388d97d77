"""Blank sheets for house figures: matplotlib figures with empty axes, made before they are wanted where they can be.

An axes takes longer to make than to draw on. The warm parent of kernels makes some; each of its forks has them all.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reporting.report.figures.style import house_style

__all__ = ["blank_sheet", "lay_in"]

_IN_STOCK = (1, 1, 1, 1, 8)
"""How many axes the sheets have that are laid in: most house figures have one, and one of them a panel an indicator."""
_TICKS = 5
"""On each axis; more are made, and fewer shown, as a figure wants."""
_OF_A_WINDOW = frozenset({"backend", "backend_fallback", "interactive", "toolbar"})
_stock: list[tuple[dict[str, Any], Figure]] = []
"""Sheets with the settings that they were made under."""


def lay_in() -> None:
    """Make the sheets that figures to come will take; in a process whose forks draw them."""
    with house_style():
        settings = _settings()
        _stock[:] = [(settings, _unlabelled(_sheet(axes, ticks=_TICKS))) for axes in _IN_STOCK]


def blank_sheet(width: float, height: float, axes: int = 1, *, labelled: bool = False) -> tuple[Figure, list[Axes]]:
    """A figure with empty axes that fill it and have no frame, as they are under matplotlib's settings of now.

    Args:
        width: CSS pixels; ``height`` the same.
        axes: how many.
        labelled: whether an axis will have a label, which is placed where its ticks leave room.
    """
    figure = _sheet(axes) if labelled else _taken(axes) or _unlabelled(_sheet(axes))
    figure.set_size_inches(width / 96, height / 96, forward=False)
    return figure, list(figure.axes)


def _taken(axes: int) -> Figure | None:
    """A sheet of the stock, with no more axes than are wanted; None where none fits or settings have changed."""
    fits = [number for number, (_, sheet) in enumerate(_stock) if len(sheet.axes) >= axes]
    if not fits:
        return None
    settings, sheet = _stock[min(fits, key=lambda number: len(_stock[number][1].axes))]
    if settings != _settings():
        return None
    _stock[:] = [one for one in _stock if one[1] is not sheet]
    for surplus in sheet.axes[axes:]:
        surplus.remove()
    return sheet


def _sheet(axes: int, *, ticks: int = 0) -> Figure:
    figure = Figure()
    for _ in range(axes):
        # Axes by itself: the grid of `subplots` makes and hides much that is not shown
        made = figure.add_axes((0, 0, 1, 1), frameon=False)
        made.xaxis.get_major_ticks(ticks)
        made.yaxis.get_major_ticks(ticks)
    return figure


def _unlabelled(figure: Figure) -> Figure:
    """The figure, which does not measure all its ticks a second time to place labels that it has not."""
    for axes in figure.axes:
        axes.xaxis.set_label_coords(0.5, 0)
        axes.yaxis.set_label_coords(0, 0.5)
    return figure


def _settings() -> dict[str, Any]:
    """What an artist is made under; what concerns windows alone is left out."""
    return {name: dict.__getitem__(mpl.rcParams, name) for name in mpl.rcParams if name not in _OF_A_WINDOW}
