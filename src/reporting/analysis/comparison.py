"""What each county's rate is held against: the limits around the city's rate, for counties like it.

Units that are counted themselves (schools, institutions, cases) have exact binomial limits. Of people schools are the
units that vary, so their limits come from the city's schools dealt at random. People of whom nobody knows the schools
are compared only with a design effect from params. Word, interval, dot and funnel rest on these limits alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporting.analysis.binomial import effective_size, midp_interval, midp_limits, refuse_counts
from reporting.analysis.dealing import dealt_limits
from reporting.definitions.indicators import Indicator
from reporting.definitions.policy import Policy
from reporting.definitions.words import Comparing

__all__ = ["PEOPLE", "Compared", "Proportion", "ReferenceLimits", "dealt_references", "exact_references", "references"]

PEOPLE = ("pupils", "teachers", "persons", "answers")
"""What is counted by the person: those of one school are alike."""


@dataclass(frozen=True)
class ReferenceLimits:
    """The limits for one county, and the interval around its own rate, all as proportions.

    The rate is outside the limits exactly where its interval leaves out the city's rate.

    Attributes:
        method: where the limits come from.
        units: what they rest on: schools of the county, or what is counted itself.
        limits: of the policy's level; None where the city's rate is 0 or 1.
        strong_limits: of its strong level; None likewise.
        interval: around the county's rate, at the level.
    """

    method: Comparing
    units: float
    limits: tuple[float, float] | None
    strong_limits: tuple[float, float] | None
    interval: tuple[float, float]


class Proportion(NamedTuple):
    """x of n in a county or in the city."""

    x: int
    n: int


class Compared(NamedTuple):
    """A county and what it is compared with.

    Attributes:
        county: its counts, n > 0.
        city: the city's over the same scope; None where the county's are of another.
        design_effect: of a survey; 1 for units that are counted themselves.
    """

    county: Proportion
    city: Proportion | None
    design_effect: float = 1.0

    @property
    def size(self) -> float:
        """The units that it counts for."""
        return effective_size(self.county.n, self.city.n if self.city else 0, self.design_effect)

    @property
    def rate(self) -> float:
        """Of the county."""
        return self.county.x / self.county.n

    @property
    def centre(self) -> float | None:
        """The city's rate; None where nothing lies around it."""
        return self.city.x / self.city.n if self.city and 0 < self.city.x < self.city.n else None


def exact_references(asked: Mapping[str, Compared], policy: Policy) -> dict[str, ReferenceLimits]:
    """Mid-p binomial limits for counties that are parts of a city.

    All at once, for limits are found by halving, which takes as long for one county as for many.

    Args:
        asked: county → its counts and the city's.
        policy: levels and least difference.

    Raises:
        ValueError: counts or a design effect cannot be, or a county is larger than the city.
    """
    for one in asked.values():
        refuse_counts(one.county.x, one.county.n)
    if not asked:
        return {}
    rules, least = policy.comparison, policy.comparison.least_difference / 100
    sizes, rates = (np.array([getattr(one, name) for one in asked.values()]) for name in ("size", "rate"))
    intervals = _pairs(midp_interval(rates * sizes, sizes, rules.level))
    # where there is no rate of the city, there is nothing to hold limits against
    centres = np.array([0.5 if one.centre is None else one.centre for one in asked.values()])
    levels = np.repeat([rules.level, rules.strong_level], len(asked))
    both = _pairs(midp_limits(np.tile(centres, 2), np.tile(sizes, 2), levels))
    inner, outer = both[: len(asked)], both[len(asked) :]
    found = {}
    for (name, one), interval, *limits in zip(asked.items(), intervals, inner, outer, strict=True):
        method = Comparing.EXACT if one.design_effect == 1 else Comparing.DESIGN_EFFECT
        centre = one.centre
        if centre is None:
            found[name] = ReferenceLimits(method, one.county.n, None, None, interval)
            continue
        within, strong = (_widened(pair, centre, least) for pair in limits)
        agreeing = _agreeing(interval, one.rate, centre, within, least)
        found[name] = ReferenceLimits(method, one.county.n, within, strong, agreeing)
    return found


def _clustered_references(
    asked: Mapping[str, Compared], clusters: Mapping[str, float], policy: Policy
) -> dict[str, ReferenceLimits]:
    """Limits for people of whom only the number of their schools is known.

    How alike the people of a school are is not known, so they are taken to be as alike as can be: each school counts as
    one answer. That is the widest limits of all where schools have equally many, and rarely too narrow where not.

    Args:
        asked: counties whose design effect is the people of a school.
        clusters: the schools from which each county's people come.
        policy: levels and least difference.
    """
    found = exact_references(asked, policy)
    return {one: replace(held, method=Comparing.CLUSTERS, units=clusters[one]) for one, held in found.items()}


def dealt_references(
    counties: Mapping[str, Proportion], city: Proportion, schools: pd.DataFrame, policy: Policy
) -> dict[str, ReferenceLimits]:
    """Limits from the city's schools dealt at random; no reference for a county whose schools are not known.

    Args:
        counties: county → its counts.
        city: the city's.
        schools: county, numerator, denominator, one row a school of the city.
        policy: levels and least difference.
    """
    rules, centre = policy.comparison, city.x / city.n
    if not 0 < city.x < city.n:
        return {}
    counted = schools[schools["denominator"] > 0]
    sizes = counted["county"].astype("str").value_counts()
    levels = (rules.level, rules.strong_level)
    limits = dealt_limits(counted["numerator"], counted["denominator"], counted["county"], levels)
    least, found = rules.least_difference / 100, {}
    for county, place in counties.items():
        if county not in limits:
            continue
        inner, outer = (_widened(limits[county][level], centre, least) for level in levels)
        rate = place.x / place.n
        interval = max(0.0, rate - (inner[1] - centre)), min(1.0, rate + (centre - inner[0]))
        agreeing = _agreeing(interval, rate, centre, inner, least)
        found[county] = ReferenceLimits(Comparing.DEALT, int(sizes[county]), inner, outer, agreeing)
    return found


def references(
    indicator: Indicator,
    counties: Mapping[str, Proportion],
    city: Proportion | None,
    alike: Collection[str],
    schools: pd.DataFrame,
    clusters: Mapping[str, float],
    policy: Policy,
) -> dict[str, ReferenceLimits]:
    """County → what its rate is held against; none where nothing is known that would make limits.

    Args:
        indicator: a rate.
        counties: county → its counts, n > 0.
        city: the city's; None where it has no value.
        alike: the counties that are counted as the city is.
        schools: county, numerator, denominator of each school of the city, where these are known.
        clusters: county → schools that its people come from, of those counties that say so.
        policy: levels, least difference and design effects.
    """

    def asked(county: str, effect: float = 1.0) -> Compared:
        return Compared(counties[county], city if county in alike else None, effect)

    if indicator.counts not in PEOPLE:
        return exact_references({county: asked(county) for county in counties}, policy)
    if effect := policy.design_effects.get(indicator.id):
        return exact_references({county: asked(county, effect.value) for county in counties}, policy)
    if schools.empty or city is None or not city.n:
        told = {one: asked(one, place.n / clusters[one]) for one, place in counties.items() if one in clusters}
        return _clustered_references(told, clusters, policy)
    return dealt_references({one: place for one, place in counties.items() if one in alike}, city, schools, policy)


def _pairs(ends: tuple[NDArray[np.float64], NDArray[np.float64]]) -> list[tuple[float, float]]:
    return list(zip(*(one.tolist() for one in ends), strict=True))


def _widened(limits: tuple[float, float], centre: float, least: float) -> tuple[float, float]:
    """Limits no nearer to the city's rate than the least difference worth saying, and within 0 and 1."""
    return max(0.0, min(limits[0], centre - least)), min(1.0, max(limits[1], centre + least))


def _agreeing(
    interval: tuple[float, float], rate: float, centre: float, limits: tuple[float, float], least: float
) -> tuple[float, float]:
    """The interval, no narrower than the least difference, and with the limits where rounding errors would decide."""
    lower, upper = max(0.0, min(interval[0], rate - least)), min(1.0, max(interval[1], rate + least))
    if limits[0] <= rate <= limits[1]:
        return min(lower, centre), max(upper, centre)
    return lower, upper
