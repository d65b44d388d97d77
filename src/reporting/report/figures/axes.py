"""Axes: from a value to its place between 0 and 1."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

__all__ = ["SHORTFALL", "Axis", "LinearAxis", "ShortfallAxis", "linear_axis"]


class Axis(Protocol):
    """A scale with the values at which it is labelled."""

    @property
    def ticks(self) -> tuple[float, ...]:
        """Values to label, ascending."""

    def at(self, value: float) -> float:
        """The value's place, 0 at the left or bottom, 1 at the other end; values beyond are cut."""


@dataclass(frozen=True)
class ShortfallAxis:
    """Percentages by the square root of what is missing to 100.

    Rates crowd between 90 and 100 % and that is where the questions are: on this axis 95 to 100 % takes 22 % of the
    width in place of 5 %, and distance from the right end is a county's shortfall. It is the same for every
    indicator and county, so positions can be compared.
    """

    ticks: tuple[float, ...] = (0, 50, 80, 90, 95, 100)

    def at(self, value: float) -> float:
        """See `Axis`."""
        return 1 - math.sqrt(min(max(100 - value, 0), 100) / 100)


@dataclass(frozen=True)
class LinearAxis:
    """Equal steps from ``low`` to ``high``."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """See `Axis`."""
        return min(max((value - self.low) / (self.high - self.low), 0), 1)


SHORTFALL = ShortfallAxis()


def linear_axis(values: Iterable[float], *, highest: float | None = None, steps: int = 4) -> LinearAxis:
    """An axis with round ticks that holds all the values.

    Args:
        values: missing ones (NaN) are passed over.
        highest: where no value can lie beyond (100 for a rate).
        steps: about how many between ticks.
    """
    known = [value for value in values if not math.isnan(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    rough = max(high - low, abs(high) * 0.05, 1e-9) / steps
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(size * magnitude for size in (1, 2, 5, 10) if size * magnitude >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    last += first == last
    if highest is not None and last * step > highest:
        last = math.ceil(highest / step)
    if highest is not None and (last - first) < 2 and first > 0:
        first -= 1
    return LinearAxis(first * step, last * step, tuple(tick * step for tick in range(first, last + 1)))
