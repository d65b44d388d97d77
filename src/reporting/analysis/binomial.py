"""Exact binomial limits with the mid-p correction, interpolated between whole counts.

Lancaster (1961), Significance tests in discrete distributions, Journal of the American Statistical Association 56,
223-234; Berry and Armitage (1995), Mid-P confidence intervals, The Statistician 44, 417-423. Between whole counts the
distribution is that of the regularised incomplete beta function, P(X ≤ x) = I(1-p; n-x, x+1), so that a part of a city
or a survey with a design effect can have a size that is no whole number.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["effective_size", "lower_tail", "midp_interval", "midp_limits", "refuse_counts", "refuse_level"]

Floats = NDArray[np.float64]
_HALVINGS = 50
_TINY = 1e-300


def refuse_counts(x: ArrayLike, n: ArrayLike) -> None:
    """Refuse counts that cannot be.

    Raises:
        ValueError: one is missing, negative or above its denominator.
    """
    count, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if not np.all((count >= 0) & (count <= size) & np.isfinite(size)):
        raise ValueError("a rate needs 0 ≤ x ≤ n, both known")


def refuse_level(level: ArrayLike) -> None:
    """Refuse a level that is none, or levels of which one is none.

    Raises:
        ValueError: it is missing, or not between 0 and 1.
    """
    asked = np.asarray(level, dtype=np.float64)
    if not np.all((asked > 0) & (asked < 1)):
        raise ValueError(f"a confidence level lies between 0 and 1, not {asked}")


def _refuse_sizes(n: ArrayLike) -> None:
    if not np.all(np.asarray(n, dtype=np.float64) > 0):
        raise ValueError("there is nothing to count where n is 0")


def _refuse_chances(p: ArrayLike) -> None:
    chance = np.asarray(p, dtype=np.float64)
    if not np.all((chance >= 0) & (chance <= 1)):
        raise ValueError("a chance lies between 0 and 1")


def effective_size(n: float, whole: float, design_effect: float = 1.0) -> float:
    """The size that a part of a whole counts for, where it is compared with that whole.

    A part that varies takes the whole along: the variance of its difference is (1 - n/N)·pq/n, that of a sample of
    n / (1 - n/N) units. A design effect divides the size.

    Args:
        n: units of the part.
        whole: units of the whole; 0 where the part belongs to none.
        design_effect: ≥ 1.

    Raises:
        ValueError: the design effect is missing or below 1, or the part larger than the whole.
    """
    if not 1 <= design_effect < math.inf:
        raise ValueError(f"a design effect is at least 1, not {design_effect}")
    if not 0 <= n < math.inf or not (whole == 0 or whole >= n):
        raise ValueError(f"a part of {n} units does not fit into a whole of {whole}")
    return n / design_effect / (1 - n / whole if 0 < n < whole else 1.0)


def lower_tail(x: ArrayLike, n: ArrayLike, p: ArrayLike) -> Floats:
    """P(X < x) + ½·P(X = x) of a binomial count; the upper tail is one less it.

    Args:
        x: counts, 0 ≤ x ≤ n, whole or not.
        n: sizes, > 0.
        p: chances, between 0 and 1.

    Raises:
        ValueError: an argument is missing or out of its range.
    """
    count, size, chance = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (x, n, p)))
    refuse_counts(count, size)
    _refuse_sizes(size)
    _refuse_chances(chance)
    return _lower_tail(count, size, chance)


def _lower_tail(count: Floats, size: Floats, chance: Floats) -> Floats:
    # loading it takes a third of a second, which most commands need not wait for
    from scipy.special import betainc

    at_most = np.where(count >= size, 1.0, betainc(np.maximum(size - count, _TINY), count + 1, 1 - chance))
    below = np.where(count <= 0, 0.0, betainc(size - count + 1, np.maximum(count, _TINY), 1 - chance))
    return np.asarray((at_most + below) / 2)


def midp_interval(x: ArrayLike, n: ArrayLike, level: float) -> tuple[Floats, Floats]:
    """The chances at which x of n is in neither tail: the mid-p interval, as proportions.

    Args:
        x: counts, 0 ≤ x ≤ n.
        n: sizes, > 0.
        level: between 0 and 1.

    Raises:
        ValueError: an argument is missing or out of its range.
    """
    count, size = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64))
    refuse_counts(count, size)
    _refuse_sizes(size)
    refuse_level(level)
    tail = (1 - level) / 2
    lower, upper = _falling(lambda p: _lower_tail(count, size, p), np.ones_like(size), (1 - tail, tail))
    return np.where(count <= 0, 0.0, lower), np.where(count >= size, 1.0, upper)


def midp_limits(p0: ArrayLike, n: ArrayLike, level: ArrayLike) -> tuple[Floats, Floats]:
    """The limits of the funnel at each n: the rates at which a count just leaves the middle of the distribution.

    Args:
        p0: the rate compared with, between 0 and 1.
        n: sizes, > 0.
        level: between 0 and 1, of all or of each.

    Returns:
        Lower and upper limits as proportions; 0 and 1 where no count is unlikely enough.

    Raises:
        ValueError: an argument is missing or out of its range.
    """
    chance, size, asked = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (p0, n, level)))
    refuse_counts(0, size)
    _refuse_sizes(size)
    _refuse_chances(chance)
    refuse_level(level)
    tail = (1 - asked) / 2
    return _falling(lambda share: -_lower_tail(share * size, size, chance), np.ones_like(size), (-tail, tail - 1))


def _falling(
    values: Callable[[Floats], Floats], ones: Floats, wanted: tuple[Floats | float, Floats | float]
) -> tuple[Floats, Floats]:
    """Where between 0 and 1 a falling function takes two values; an end where one is not taken."""
    asked = np.stack([one * ones for one in wanted])
    low, high = np.zeros_like(asked), np.ones_like(asked)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = values(middle) > asked
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    # an end that was never left is meant, and not a hair's breadth from it
    found = np.where(low <= 0, 0.0, np.where(high >= 1, 1.0, (low + high) / 2))
    return found[0], found[1]
