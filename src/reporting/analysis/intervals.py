"""Confidence intervals of proportions and of their differences."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporting.analysis.binomial import refuse_counts, refuse_level

__all__ = ["newcombe", "wilson", "z_value"]

Floats = NDArray[np.float64]


@cache
def z_value(level: float) -> float:
    """The two-sided standard normal quantile: 1.96 for 0.95, 3.09 for 0.998.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    refuse_level(level)
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(x: ArrayLike, n: ArrayLike, level: float, phi: ArrayLike = 1.0) -> tuple[Floats, Floats]:
    """The score interval of x out of n.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212. Over-dispersion multiplies the
    variance, so z becomes z·√φ (Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202).

    Args:
        x: counts, 0 ≤ x ≤ n.
        n: denominators; where 0, the limits are NaN.
        level: confidence level.
        phi: over-dispersion, ≥ 1.

    Returns:
        Lower and upper limits as proportions, in the shape of the arguments.

    Raises:
        ValueError: a count is missing, negative or above its denominator, ``phi`` is missing or below 1, or the level
            is not between 0 and 1.
    """
    refuse_counts(x, n)
    count, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    dispersion = np.asarray(phi, dtype=np.float64)
    if not np.all((dispersion >= 1) & np.isfinite(dispersion)):
        raise ValueError("over-dispersion is at least 1")
    z2 = z_value(level) ** 2 * dispersion
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = count + z2 / 2
        half = np.sqrt(z2 * (count * (size - count) / size + z2 / 4))
        lower, upper = (centre - half) / (size + z2), (centre + half) / (size + z2)
    # The ends are exact by algebra; rounding errors must not leave a trace there.
    return np.where(count == 0, 0 * half, lower), np.where(count == size, 1 + 0 * half, upper)


def newcombe(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float) -> tuple[Floats, Floats]:
    """The hybrid score interval of the difference x1/n1 - x2/n2 of independent proportions.

    Method 10 of Newcombe (1998), Statistics in Medicine 17, 873-890.

    Args:
        x1: counts of the first sample.
        n1: its sizes; where 0, the limits are NaN.
        x2: counts of the second sample.
        n2: its sizes.
        level: confidence level.

    Returns:
        Lower and upper limits of the difference, between -1 and 1.

    Raises:
        ValueError: a count is missing, negative or above its size, or the level is not between 0 and 1.
    """
    lower1, upper1 = wilson(x1, n1, level)
    lower2, upper2 = wilson(x2, n2, level)
    with np.errstate(invalid="ignore"):
        p1 = np.asarray(x1, dtype=np.float64) / np.asarray(n1, dtype=np.float64)
        p2 = np.asarray(x2, dtype=np.float64) / np.asarray(n2, dtype=np.float64)
    return (
        p1 - p2 - np.hypot(p1 - lower1, upper2 - p2),
        p1 - p2 + np.hypot(upper1 - p1, p2 - lower2),
    )
