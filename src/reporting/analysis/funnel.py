"""The funnel: control limits around the city's rate, and on which side of them a county lies.

A point is outside p0 ± z·√(φ·p0(1 - p0)/n) exactly when its Wilson interval excludes p0: both say
(x - n·p0)² > z²·φ·n·p0(1 - p0). So the dot, the interval and the word rest on one inequality.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporting.analysis.intervals import z_value
from reporting.analysis.words import Position

__all__ = ["funnel_limits", "position"]


def funnel_limits(
    p0: float, n: ArrayLike, level: float, phi: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The limits to draw at each n, as proportions cut to 0-1 (no rate lies beyond, so cutting changes no verdict).

    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24, 1185-1202.

    Args:
        p0: the city's rate.
        n: denominators, > 0.
        level: of the limits, between 0 and 1.
        phi: over-dispersion, ≥ 1.
    """
    half = z_value(level) * np.sqrt(phi * p0 * (1 - p0) / np.asarray(n, dtype=np.float64))
    return np.maximum(p0 - half, 0.0), np.minimum(p0 + half, 1.0)


def position(x: int, n: int, p0: Fraction | float, level: float, phi: Fraction | float = 1.0) -> Position:
    """Where x out of n lies against the limits; a point on a limit is within.

    Decided in exact arithmetic: with floating point, a point on a limit could be outside the funnel and inside its
    own interval.

    Args:
        x: numerator.
        n: denominator.
        p0: the city's rate, between 0 and 1; a fraction of its counts keeps it exact.
        level: of the limits, between 0 and 1.
        phi: over-dispersion, ≥ 1.

    Raises:
        ValueError: the city's rate is 0 or 1, where the limits have no width.
    """
    centre = Fraction(p0)
    if not 0 < centre < 1:
        raise ValueError(f"the funnel of a city rate of {float(centre)} has no width")
    beyond = int(x) - int(n) * centre
    if beyond**2 <= Fraction(z_value(level)) ** 2 * Fraction(phi) * int(n) * centre * (1 - centre):
        return Position.WITHIN
    return Position.ABOVE_UPPER if beyond > 0 else Position.BELOW_LOWER
