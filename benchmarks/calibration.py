"""How many counties are called unusual by chance alone, and whether a bad one is found: methods side by side.

The schools of every judged rate are dealt to the counties at random, many times, each county keeping its number of
schools; then a county of twenty is made ten points worse, school by school. Run it in a project with a store:

    python -m benchmarks.calibration 2022-04 --shuffles 1000
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from reporting.analysis.binomial import effective_size, midp_limits
from reporting.analysis.comparison import PEOPLE
from reporting.analysis.dealing import NOISE, Limits, _error, _Sums, _tails
from reporting.definitions.periods import Period
from reporting.settings import Project, load_settings
from reporting.snapshots.period_data import gather
from reporting.store.store import open_store
from reporting.store.view import View

LEVELS = (0.95, 0.998)
_KNOWN: dict[tuple[bytes, bytes, tuple[int, ...]], Mapping[int, Limits]] = {}
Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Outside = Callable[[Floats, Floats, Places], NDArray[np.bool_]]
"""x, n and county of each school → counties × levels."""


def _by_county(values: Floats, place: Places) -> Floats:
    return np.asarray(np.bincount(place, values), dtype=np.float64)


def clipped_phi(x: Floats, n: Floats, place: Places) -> NDArray[np.bool_]:
    """What was used before: a factor over schools, the most deviant tenth of which is clipped (Spiegelhalter 2005)."""
    p0 = x.sum() / n.sum()
    z = np.sort((x - p0 * n) / np.sqrt(n * p0 * (1 - p0)))
    k = len(z) // 10
    phi = max(1.0, float(np.mean(np.clip(z, z[k], z[-k - 1]) ** 2)))
    return _beyond((_by_county(x - p0 * n, place)) ** 2 / (phi * _by_county(n, place) * p0 * (1 - p0)))


def additive(x: Floats, n: Floats, place: Places) -> NDArray[np.bool_]:
    """An additive random effect between counties (Spiegelhalter 2005, QSHC), by the method of moments."""
    p0, size = x.sum() / n.sum(), _by_county(n, place)
    difference, within = _by_county(x - p0 * n, place) / size, p0 * (1 - p0) / size
    weights = 1 / within
    spread = (np.sum(weights * difference**2) - len(size) + 1) / (weights.sum() - np.sum(weights**2) / weights.sum())
    return _beyond(difference**2 / (within + max(0.0, spread)))


def cluster_robust(x: Floats, n: Floats, place: Places) -> NDArray[np.bool_]:
    """The county's own schools as clusters, with Student's reference of m - 1 degrees of freedom."""
    p0, size, schools = x.sum() / n.sum(), _by_county(n, place), np.bincount(place)
    rate = _by_county(x, place) / size
    variance = _by_county((x - rate[place] * n) ** 2, place) / size**2 * schools / np.maximum(schools - 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(rate - p0) / np.sqrt(variance)
    edges = [stats.t.ppf((1 + level) / 2, np.maximum(schools - 1, 1)) for level in LEVELS]
    return np.stack([np.nan_to_num(t, nan=0.0) > edge for edge in edges], axis=1)


def dealt(x: Floats, n: Floats, place: Places) -> NDArray[np.bool_]:
    """What is used now for people: the city's schools dealt at random."""
    rate = _by_county(x, place) / _by_county(n, place)
    p0, schools = float(x.sum() / n.sum()), np.bincount(place)
    usual = float(np.mean((x - p0 * n) ** 2) / np.mean(n) ** 2)
    # the same schools in other counties: what is usual is asked once
    key = (x.tobytes(), n.tobytes(), tuple(sorted(set(schools.tolist()))))
    if key not in _KNOWN:
        _KNOWN[key] = _tails(x, n, p0, usual, set(schools.tolist()), LEVELS)
    sums = _Sums(*(_by_county(part, place) for part in (x, n, x * x, x * n, n * n)))
    error = np.array(
        [_error(_Sums(*(part[one] for part in sums)), int(schools[one]), usual) for one in range(len(rate))]
    )
    tails = np.array([[_KNOWN[key][int(one)][level] for level in LEVELS] for one in schools])
    ends = p0 + tails * error[:, None, None]
    return np.asarray((rate[:, None] < ends[:, :, 0] - NOISE) | (rate[:, None] > ends[:, :, 1] + NOISE))


def exact(x: Floats, n: Floats, place: Places) -> NDArray[np.bool_]:
    """What is used now for schools: exact mid-p limits, the county being part of the city."""
    p0, size = x.sum() / n.sum(), _by_county(n, place)
    rate, sizes = _by_county(x, place) / size, np.array([effective_size(one, n.sum()) for one in size])
    ends = [_limits(float(p0), tuple(sizes), level) for level in LEVELS]
    return np.stack([(rate < low) | (rate > high) for low, high in ends], axis=1)


@lru_cache(maxsize=256)
def _limits(p0: float, sizes: tuple[float, ...], level: float) -> tuple[Floats, Floats]:
    return midp_limits(p0, sizes, level)


def _beyond(squares: Floats) -> NDArray[np.bool_]:
    return np.stack([squares > stats.norm.ppf((1 + level) / 2) ** 2 for level in LEVELS], axis=1)


def populations(period: str) -> Iterator[tuple[str, bool, Floats, Floats, list[int]]]:
    """Name, whether people are counted, x and n of each school, and how many schools each county has."""
    project = Project.at(Path.cwd())
    settings = load_settings(project)
    with open_store(project.store, settings.forms) as store:
        gathered = gather(View(store), settings, Period(period))
    values = gathered.school_history
    values = values[(values["period"] == period) & (values["denominator"] > 0)]
    for (identity, category), rows in values.groupby(["indicator", "category"], sort=False, observed=True):
        indicator = settings.indicators[str(identity)]
        x, n = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
        if indicator.is_rate and indicator.nature.is_compared and 0 < x.sum() < n.sum():
            name = f"{identity} {category}".strip()
            sizes = rows["county"].astype("str").value_counts().to_list()
            yield name, indicator.counts in PEOPLE, x, n, sizes
    random = np.random.default_rng(20)
    size = np.maximum(12, random.lognormal(6, 0.8, 400)).round()
    bad = size.copy()
    bad[:6] = (0.3 * size[:6]).round()
    sizes = [6, 10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 54, 60]
    yield "constructed: 6 very bad schools of 400", True, bad, size, sizes
    mixed = random.binomial(size.astype(int), random.beta(43, 7, 400)).astype(float)
    yield "constructed: schools that differ (β 43, 7)", True, mixed, size, sizes


def mean_flags(method: Outside, x: Floats, n: Floats, sizes: list[int], shuffles: int) -> Floats:
    """Counties outside on average, by level, over shuffles of the schools."""
    random = np.random.default_rng(14)
    place = np.repeat(np.arange(len(sizes)), sizes)
    found = np.zeros(len(LEVELS))
    for _ in range(shuffles):
        found += method(x, n, random.permutation(place)).sum(axis=0)
    return found / shuffles


def power(method: Outside, x: Floats, n: Floats, draws: int) -> float:
    """How often a county of twenty schools is found at 95 %, each of them ten points worse than it was."""
    random = np.random.default_rng(7)
    found = 0
    for _ in range(draws):
        place = np.zeros(len(x), dtype=np.intp)
        place[random.choice(len(x), 20, replace=False)] = 1
        worse = np.where(place == 1, np.maximum(0, x - 0.1 * n).round(), x)
        found += bool(method(worse, n, place)[1, 0])
    return found / draws


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("period")
    parser.add_argument("--shuffles", type=int, default=1000)
    chosen = parser.parse_args()
    rows = []
    for name, people, x, n, sizes in populations(chosen.period):
        methods = {"clipped φ (before)": clipped_phi}
        methods |= {"additive": additive, "cluster-robust": cluster_robust} if people else {}
        methods["now"] = dealt if people else exact
        for label, method in methods.items():
            flags = mean_flags(method, x, n, sizes, chosen.shuffles)
            found = power(method, x, n, max(20, chosen.shuffles // 10)) if people else float("nan")
            rows.append({"rate": name, "method": label, "95 %": flags[0], "99.8 %": flags[1], "power": found})
        print(pd.DataFrame(rows[-len(methods) :]).to_string(index=False, header=len(rows) == len(methods)), flush=True)


if __name__ == "__main__":
    main()
