"""What stands at a place of an axis: a name, a day, a period, a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.dates import num2date
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

__all__ = ["is_of_days", "is_of_names", "keyed", "name_at", "names_of", "short_number"]

_NEAR = 0.01


def keyed(axis: Any, places: Any, values: Any) -> dict[str, float]:
    """Place as it is written on the axis → value; of places written alike a later one has a number."""
    result: dict[str, float] = {}
    for place, value in zip(np.asarray(places, dtype=float), np.asarray(values, dtype=float), strict=True):
        if np.isnan(place):
            continue
        name = written = name_at(axis, float(place))
        number = 1
        while name in result:
            number += 1
            name = f"{written} ({number})"
        result[name] = float(value)
    return result


def name_at(axis: Any, place: float, near: float = _NEAR) -> str:
    """What a reader sees at this place, or as near as this to it."""
    names = names_of(axis)
    if names:
        nearest = min(names, key=lambda known: abs(known - place))
        if abs(nearest - place) < near:
            return names[nearest]
    formatter = axis.get_major_formatter()
    if isinstance(formatter, FuncFormatter) and (written := str(formatter(place)).strip()):
        return written
    if (frequency := getattr(axis, "freq", None)) is not None:
        # pandas places periods by their number
        return str(pd.Period(ordinal=round(place), freq=frequency))
    if is_of_days(axis):
        moment = num2date(place)  # type: ignore[no-untyped-call]
        return f"{moment:%Y-%m-%d}" if not (moment.hour or moment.minute) else f"{moment:%Y-%m-%d %H:%M}"
    return short_number(place)


def short_number(number: float) -> str:
    """A number of an axis in at most five digits that say something, without an exponent."""
    if number == round(number) or abs(number) >= 1e5:
        return f"{number:.0f}"
    whole = len(f"{abs(number):.0f}") if abs(number) >= 1 else 0
    return f"{number:.{max(5 - whole, 0)}f}".rstrip("0").rstrip(".")


def is_of_days(axis: Any) -> bool:
    """Whether places of the axis are days or times."""
    return "Date" in type(axis.get_converter()).__name__


def is_of_names(axis: Any) -> bool:
    """Whether the axis has names, not numbers: ticks that repeat their own place name nothing."""
    names = names_of(axis)
    return bool(names) and not all(_is_place(name, place) for place, name in names.items())


def _is_place(name: str, place: float) -> bool:
    try:
        return abs(float(name.replace("\u2212", "-")) - place) < _NEAR
    except ValueError:
        return False


def names_of(axis: Any) -> Mapping[float, str]:
    """What stands at the ticks of an axis of names: place → name; empty for an axis of numbers."""
    mapping = getattr(axis.units, "_mapping", None)
    if mapping:
        return {float(place): str(name) for name, place in mapping.items()}
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    if isinstance(locator, FixedLocator) and isinstance(formatter, (FixedFormatter, FuncFormatter)):
        places: list[float] = [float(place) for place in locator()]
        written = zip(places, formatter.format_ticks(places), strict=True)
        return {float(place): str(name) for place, name in written if str(name)}
    return {}
