"""An axis for rates: ``axes.set_xscale("shortfall")`` opens up towards 100 per cent."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.scale import FuncTransform, ScaleBase
from matplotlib.ticker import FixedLocator, FormatStrFormatter, NullFormatter, NullLocator

from reporting.report.figures.axes import SHORTFALL

__all__ = ["ShortfallScale"]


class ShortfallScale(ScaleBase):
    """Percentages by the square root of what is missing to 100, as `reporting.report.figures.axes.ShortfallAxis`."""

    name = "shortfall"

    def __init__(self) -> None:
        """One scale serves every axis."""

    def get_transform(self) -> FuncTransform:
        """From per cent to 0-1, and back."""
        return FuncTransform(_place, _value)

    def set_default_locators_and_formatters(self, axis: Any) -> None:
        """The ticks that all rates share, so that positions can be compared."""
        axis.set_major_locator(FixedLocator(SHORTFALL.ticks))
        axis.set_major_formatter(FormatStrFormatter("%d"))
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())

    def limit_range_for_scale(self, vmin: float, vmax: float, minpos: float) -> tuple[float, float]:
        """Nothing lies beyond 0 and 100."""
        return max(vmin, 0.0), min(vmax, 100.0)


def _place(values: Any) -> Any:
    return 1 - np.sqrt(np.clip(100 - np.asarray(values, dtype=float), 0, 100) / 100)


def _value(places: Any) -> Any:
    return 100 - 100 * (1 - np.asarray(places, dtype=float)) ** 2
