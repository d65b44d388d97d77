"""Names of axes on a phone: those that would run into each other lean, long ones beside the axes are in lines."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from matplotlib.ticker import Formatter

from reporting.report.figures.canvas import sized

__all__ = ["crowded", "in_lines", "tilted"]

_DEGREES = 45
_APART = 3
"""Pixels between two names."""
_MOST = 0.5
"""Of a phone's width that names beside the axes may take."""
_EACH_LINE = 1.4
"""How many times as high a row of names in two lines is."""


def crowded(figure: Any, width: float, height: float) -> list[Any]:
    """The horizontal axes whose names touch, in a figure that was drawn at this size."""
    with sized(figure, width, height) as renderer:
        return [axes.xaxis for axes in figure.axes if axes.get_visible() and _touch(_labels(axes.xaxis), renderer)]


@contextmanager
def tilted(axes: Sequence[Any]) -> Iterator[None]:
    """Within it the names of these axes lean; afterwards they stand as before."""
    labels = [label for axis in axes for label in _labels(axis)]
    before = [(one.get_rotation(), one.get_ha(), one.get_va(), one.get_rotation_mode()) for one in labels]
    try:
        for one in labels:
            one.set(rotation=_DEGREES, ha="right", va="top", rotation_mode="anchor")
        yield
    finally:
        for one, (rotation, ha, va, mode) in zip(labels, before, strict=True):
            one.set(rotation=rotation, ha=ha, va=va, rotation_mode=mode)


@contextmanager
def in_lines(figure: Any, width: float, height: float, narrow: float) -> Iterator[float]:
    """Within it names beside the axes that would take half of a phone stand in lines; afterwards as before.

    Yields how many times as high the figure is then.

    Args:
        figure: of matplotlib, drawn at this width and height.
        width: in pixels.
        height: in pixels.
        narrow: width of the phone's drawing.
    """
    most, wrapped = narrow * _MOST, []
    with sized(figure, width, height) as renderer:
        for axes in figure.axes:
            widths = [(one.get_window_extent(renderer).width, one.get_text()) for one in _labels(axes.yaxis)]
            if axes.get_visible() and (widest := max(widths, default=(0.0, ""))) and widest[0] > most:
                wrapped.append((axes.yaxis, math.floor(len(widest[1]) * most / widest[0])))
    before = [(axis, axis.get_major_formatter()) for axis, _ in wrapped]
    try:
        for axis, letters in wrapped:
            axis.set_major_formatter(_InLines(axis.get_major_formatter(), letters))
        yield _EACH_LINE if wrapped else 1.0
    finally:
        for axis, formatter in before:
            axis.set_major_formatter(formatter)


class _InLines(Formatter):
    """Another formatter's names, broken after so many letters."""

    def __init__(self, whole: Any, letters: int) -> None:
        self._whole, self._letters = whole, letters

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._broken(str(self._whole(x, pos)))

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        return [self._broken(str(name)) for name in self._whole.format_ticks(values)]

    def _broken(self, name: str) -> str:
        if len(name) <= self._letters:
            return name
        fewest = len(textwrap.wrap(name, self._letters))
        # lines of one length look better than a last one of a single letter
        each = range(math.ceil(len(name) / fewest), self._letters + 1)
        return next(broken for letters in each if (broken := textwrap.fill(name, letters)).count("\n") < fewest)


def _labels(axis: Any) -> list[Any]:
    return [tick.label1 for tick in axis.get_major_ticks() if tick.label1.get_visible() and tick.label1.get_text()]


def _touch(labels: Sequence[Any], renderer: Any) -> bool:
    level = [one for one in labels if one.get_rotation() % 180 == 0]
    extents = sorted((one.get_window_extent(renderer) for one in level), key=lambda extent: extent.x0)
    return any(right.x0 < left.x1 + _APART for left, right in pairwise(extents))
