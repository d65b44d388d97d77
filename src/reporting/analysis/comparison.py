"""What each county's rate is held against: the limits around the city's rate, for counties like it.

Units that are counted themselves (schools, institutions, cases) have exact binomial limits. Of people schools are the
units that vary, so their limits come from the city's schools dealt at random. People of whom nobody knows the schools
are compared only with a design effect from params. Word, interval, dot and funnel rest on these limits alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from reporting.analysis.binomial import effective_size, midp_interval, midp_limits, refuse_counts
from reporting.analysis.dealing import dealt_limits
from reporting.definitions.indicators import Indicator
from reporting.definitions.policy import Policy
from reporting.definitions.words import Comparing

__all__ = ["PEOPLE", "Place", "Reference", "dealt_references", "exact_reference", "references"]

PEOPLE = ("pupils", "teachers", "persons", "answers")
"""What is counted by the person: those of one school are alike."""


@dataclass(frozen=True)
class Reference:
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


class Place(NamedTuple):
    """x of n in a county or in the city."""

    x: int
    n: int


def exact_reference(county: Place, city: Place | None, policy: Policy, design_effect: float = 1.0) -> Reference:
    """Mid-p binomial limits for a county that is part of the city.

    Args:
        county: its counts, n > 0.
        city: the city's over the same scope; None where the county's are of another.
        policy: levels and least difference.
        design_effect: of a survey; 1 for units that are counted themselves.

    Raises:
        ValueError: counts or the design effect cannot be, or the county is larger than the city.
    """
    refuse_counts(county.x, county.n)
    size = effective_size(county.n, city.n if city else 0, design_effect)
    rate, rules = county.x / county.n, policy.comparison
    interval = _interval(rate, size, rules.level)
    if city is None or not 0 < city.x < city.n:
        return Reference(_method(design_effect), county.n, None, None, interval)
    centre, least = city.x / city.n, rules.least_difference / 100
    inner, outer = (_widened(_limits(centre, size, one), centre, least) for one in (rules.level, rules.strong_level))
    return Reference(_method(design_effect), county.n, inner, outer, _agreeing(interval, rate, centre, inner, least))


def clustered_reference(county: Place, city: Place | None, schools: float, policy: Policy) -> Reference:
    """Limits for people of whom only the number of their schools is known.

    How alike the people of a school are is not known, so they are taken to be as alike as can be: each school counts as
    one answer. That is the widest limits of all where schools have equally many, and rarely too narrow where not.

    Args:
        county: its counts, n > 0.
        city: the city's over the same scope; None where the county's are of another.
        schools: from which the county's people come.
        policy: levels and least difference.
    """
    found = exact_reference(county, city, policy, county.n / schools)
    return replace(found, method=Comparing.CLUSTERS, units=schools)


def dealt_references(
    counties: Mapping[str, Place], city: Place, schools: pd.DataFrame, policy: Policy
) -> dict[str, Reference]:
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
        found[county] = Reference(Comparing.DEALT, int(sizes[county]), inner, outer, agreeing)
    return found


def references(
    indicator: Indicator,
    counties: Mapping[str, Place],
    city: Place | None,
    alike: Collection[str],
    schools: pd.DataFrame,
    clusters: Mapping[str, float],
    policy: Policy,
) -> dict[str, Reference]:
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
    if indicator.counts not in PEOPLE:
        return {
            county: exact_reference(place, city if county in alike else None, policy)
            for county, place in counties.items()
        }
    if effect := policy.design_effects.get(indicator.id):
        return {
            county: exact_reference(place, city if county in alike else None, policy, effect.value)
            for county, place in counties.items()
        }
    if schools.empty or city is None or not city.n:
        return {
            county: clustered_reference(place, city if county in alike else None, clusters[county], policy)
            for county, place in counties.items()
            if county in clusters
        }
    return dealt_references({one: place for one, place in counties.items() if one in alike}, city, schools, policy)


def _method(design_effect: float) -> Comparing:
    return Comparing.EXACT if design_effect == 1 else Comparing.DESIGN_EFFECT


@lru_cache(maxsize=65536)
def _interval(rate: float, size: float, level: float) -> tuple[float, float]:
    lower, upper = midp_interval(rate * size, size, level)
    return float(lower), float(upper)


@lru_cache(maxsize=65536)
def _limits(centre: float, size: float, level: float) -> tuple[float, float]:
    lower, upper = midp_limits(centre, size, level)
    return float(lower), float(upper)


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
