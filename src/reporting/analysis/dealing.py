"""Dealing: how the rate of a county of so many schools would lie if the city's schools were dealt at random.

Pupils of one school are alike, so schools are the units that vary. The reference is what it says: the city's own
schools of the period, dealt to a county of as many schools, many times. It takes over the schools as they are (their
sizes, a few very bad ones among them), holds that the county is part of the city, and is calibrated by construction: of
counties dealt at random no more than one in twenty lies outside limits at 95 %. Permutation test: Pitman (1937),
Supplement to the Journal of the Royal Statistical Society 4, 119-130; how draws are counted: Phipson and Smyth (2010),
Statistical Applications in Genetics and Molecular Biology 9, article 39.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporting.analysis.binomial import refuse_counts, refuse_level

__all__ = ["dealt_limits"]

DRAWS = 19_999
"""With one more they divide into tails of a thousandth."""
SEED = 410_400
FEW = 20_000
"""Up to so many schools each draw is dealt without putting any back."""
LENT = 4
"""So many schools of the city's usual spread stand beside a county's own: two alike would seem to differ by nothing."""
NOISE = 1e-12
"""Rates nearer to a limit than this are on it: whoever has the commonest rate must not fall off by a rounding error."""

Floats = NDArray[np.float64]
Limits = dict[float, tuple[float, float]]
"""Level → lowest and highest rate inside, as proportions."""


class _Sums(NamedTuple):
    """The sums of each county of equally many schools: Σx, Σn, Σx², Σxn, Σn²."""

    x: Floats
    n: Floats
    xx: Floats
    xn: Floats
    nn: Floats


def dealt_limits(x: ArrayLike, n: ArrayLike, counties: ArrayLike, levels: Collection[float]) -> dict[str, Limits]:
    """The limits of every county of a city; a rate on a limit is inside.

    A county's difference from the city is measured in its own standard error, with schools as units:

        t = (r - p0)·√m / s,    s² = ( Σ(x - r·n)² / n̄² + 4·σ² ) / (m + 4)

    with m schools of on average n̄ pupils, r its rate, p0 the city's, σ² the same spread of all the city's schools about
    p0. What t is usual is read off the city's schools dealt to counties of m schools. Schools that are bad all alike
    have a small error and are found; one very bad school among good ones has a large one.

    Args:
        x: numerator of each school of the city.
        n: its denominator; a school without anybody to count is left out.
        counties: whose school it is.
        levels: between 0 and 1.

    Returns:
        County → level → limits, of every county that has a school. The order of the schools changes nothing.

    Raises:
        ValueError: a count is missing, negative or above its denominator, a level not between 0 and 1, or there are not
            as many of one as of the others.
    """
    refuse_counts(x, n)
    for level in levels:
        refuse_level(level)
    count, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    place = np.asarray(counties, dtype="str")
    if not count.shape == size.shape == place.shape:
        raise ValueError("every school needs a numerator, a denominator and a county")
    order = np.lexsort((count, size))
    order = order[size[order] > 0]
    count, size, place = count[order], size[order], place[order]
    if not len(size):
        return {}
    centre = float(count.sum() / size.sum())
    usual = float(np.mean((count - centre * size) ** 2) / np.mean(size) ** 2)
    names, at = np.unique(place, return_inverse=True)
    schools = np.bincount(at)
    parts = (count, size, count * count, count * size, size * size)
    sums = _Sums(*(np.bincount(at, weights=one).astype(np.float64) for one in parts))
    errors = _error(sums, schools, usual)
    tails = _tails(count, size, centre, usual, set(schools.tolist()), levels)
    return {
        str(name): {
            level: (centre + low * error - NOISE, centre + high * error + NOISE)
            for level, (low, high) in tails[number].items()
        }
        for name, number, error in zip(names, schools.tolist(), errors.tolist(), strict=True)
    }


def _tails(
    count: Floats, size: Floats, centre: float, usual: float, sizes: Collection[int], levels: Collection[float]
) -> Mapping[int, Limits]:
    """Schools of a county → level → the least and the greatest t that is not unusual."""
    dealt = _dealt(len(size), max(sizes))
    sums, before, found = _Sums(*(np.zeros(DRAWS) for _ in _Sums._fields)), 0, {}
    for schools in sorted(sizes):
        block = dealt[before:schools]
        sums = _Sums(*(one + more for one, more in zip(sums, _sums(count[block], size[block]), strict=True)))
        before = schools
        error = _error(sums, schools, usual)
        t = np.divide(sums.x / sums.n - centre, error, out=np.zeros(DRAWS), where=error > 0)
        if len(size) > FEW:
            t = t * np.sqrt((len(size) - schools) / (len(size) - 1))
        found[schools] = {level: _ends(t, level) for level in levels}
    return found


def _ends(t: Floats, level: float) -> tuple[float, float]:
    """The t that as many draws as belong into a tail do not pass."""
    place = max(1, int((1 - level) / 2 * (DRAWS + 1) + NOISE * DRAWS))
    ordered = np.partition(t, (place - 1, DRAWS - place))
    return float(ordered[place - 1]), float(ordered[DRAWS - place])


def _sums(x: Floats, n: Floats) -> _Sums:
    """Over the schools of each draw, which stand below one another: a sum beside each other takes thrice as long."""
    squares = (np.einsum("ij,ij->j", one, other) for one, other in ((x, x), (x, n), (n, n)))
    return _Sums(x.sum(axis=0), n.sum(axis=0), *squares)


def _error(sums: _Sums, schools: int | NDArray[np.int64], usual: float) -> Floats:
    """The standard error of the rate, with schools as units."""
    rate = sums.x / sums.n
    spread = np.maximum(sums.xx - 2 * rate * sums.xn + rate**2 * sums.nn, 0) / (sums.n / schools) ** 2
    return np.asarray(np.sqrt((spread + LENT * usual) / (schools + LENT) / schools))


@lru_cache(maxsize=8)
def _dealt(schools: int, most: int) -> NDArray[np.int32]:
    """So many draws of the first ``most`` schools of a shuffled city, one a column.

    The bits of PCG64 are the same in every version of numpy, which its methods that shuffle are not. Of very many
    schools each is drawn anew: hardly any comes twice, and the limits are narrowed by the county's part of the city.
    """
    raw = np.random.PCG64(SEED)
    if schools > FEW:
        drawn = raw.random_raw(DRAWS * most) % np.uint64(schools)
        return np.ascontiguousarray(drawn.astype(np.int32).reshape(DRAWS, most).T)
    rows = max(1, 200_000 // schools)
    # each school's key ends in its own number, so that keys are sorted and nothing has to follow them
    places = np.uint64((1 << (schools - 1).bit_length()) - 1)
    parts = []
    for first in range(0, DRAWS, rows):
        keys = raw.random_raw(min(rows, DRAWS - first) * schools).reshape(-1, schools)
        keys = keys & ~places | np.arange(schools, dtype=np.uint64)
        nearest = np.partition(keys, most - 1, axis=1)[:, :most] if most < schools else keys
        parts.append((np.sort(nearest, axis=1) & places).astype(np.int32))
    return np.ascontiguousarray(np.concatenate(parts).T)
