"""How the months go by: the ledger of every school in every period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporting.operations.demonstration.courses import categories_of
from reporting.operations.demonstration.facts import Averages, CountyFacts, Facts

__all__ = ["live_month"]

Array = NDArray[Any]

_FULL_WEEK, _FULL_HOURS = 5, 2.0
# What schools do that miss 5 days of 2 hours: (days, hours).
_SHORT = np.array([(5, 1.5), (4, 2.0), (3, 2.0), (4, 1.5)])
_SERVICE = (
    "applied",
    "participants",
    "five_day",
    "teachers_taking_part",
    "external_staff",
    "days_per_week",
    "hours_per_day",
    "fee",
    "waiver_eligible",
    "waived",
    "courses",
)
_DESCRIPTION = (
    "school_name",
    "school_code",
    "county",
    "legal_county",
    "stage",
    "area",
    "ownership",
    "boarding",
    "village_point",
    "in_scope",
)


def live_month(
    facts: Facts, counties: Sequence[CountyFacts], schools: pd.DataFrame, index: int, seed: int
) -> pd.DataFrame:
    """The ledger of all schools in the period number ``index``.

    Args:
        facts: the demonstration's facts.
        counties: of which the schools are.
        schools: what `schools.invent_schools` returned.
        index: 0 for the first period of the facts.
        seed: of the whole demonstration.

    Returns:
        The fields of the ledger, one row a school, besides ``in_scope``. Yes/no is boolean, numbers float, lists
        tuples; missing means not applicable.
    """
    random = np.random.default_rng([seed, 1, index])
    passed = index / (len(facts.months) - 1) if len(facts.months) > 1 else 1.0
    numbers = schools["number"].to_numpy()
    size = len(schools)

    def average(name: str) -> Array:
        pairs = [getattr(county, name, None) or getattr(facts.usual, name) for county in counties]
        of_counties: Array = np.array([_between(pair, passed) for pair in pairs])
        return of_counties.take(numbers)

    def true(fact: str) -> Array:
        shares = _shares(facts.usual, counties, fact, passed, random)[numbers]
        met: Array = schools[f"rank_{fact}"].to_numpy() <= shares + 1e-9
        return met

    ledger = schools[list(_DESCRIPTION)].copy()
    effect = np.array(facts.usual.area_effect)[schools["place"]]
    offers = _offers(facts.usual, counties, schools, passed)
    ledger["offers"] = offers
    ledger["enrolled"] = (schools["pupils"] * (1 + 0.004 * random.normal(size=size))).round()
    share = average("participation") + effect + schools["lean"] + 0.008 * random.normal(size=size)
    ledger["applied"] = (ledger["enrolled"] * share.clip(0.5, 0.985)).round()
    served = np.where(true("all_served"), 1.0, random.uniform(0.9, 0.99, size))
    ledger["participants"] = np.floor(ledger["applied"] * served)
    full = true("time_ok")
    short = _SHORT[random.integers(0, len(_SHORT), size)]
    ledger["days_per_week"] = np.where(full, _FULL_WEEK, short[:, 0])
    ledger["hours_per_day"] = np.where(full, _FULL_HOURS, short[:, 1])
    stay = (facts.usual.five_day + schools["lean"] + 0.02 * random.normal(size=size)).clip(0.2, 0.98)
    ledger["five_day"] = np.where(ledger["days_per_week"] >= _FULL_WEEK, np.floor(ledger["participants"] * stay), 0.0)
    ledger["teachers"] = schools["teachers"]
    taking_part = (average("teachers") + schools["lean"]).clip(0.3, 1.0)
    ledger["teachers_taking_part"] = np.floor(schools["teachers"] * taking_part)
    ledger["external_staff"] = random.poisson(average("external_staff") * (schools["pupils"] / 600).clip(0.2, 2.5))
    ledger["ends_at"] = schools["stage"].map({name: stage.ends_at for name, stage in facts.stages.items()})
    charges = schools["fee"] > 0
    ledger["fee"] = schools["fee"].where(~charges | true("fee_ok"), facts.fee_too_high)
    eligible = (ledger["enrolled"] * (0.012 + 0.014 * schools["place"])).round()
    ledger["waiver_eligible"] = eligible.where(charges)
    missed = np.where(true("waived_all"), 0, random.integers(1, 4, size))
    ledger["waived"] = (eligible - missed).clip(lower=0).where(charges)
    for fact in ("menu", "consent", "hw_rules", "hw_public", "hw_no_parent", "start_ok", "phone_ok", "book_ok"):
        ledger[fact] = true(fact)
    ledger["hw_g12_zero"] = pd.Series(true("hw_g12_zero"), dtype="boolean").where(schools["lower"])
    for minutes, grades in (("minutes_g36", "lower"), ("minutes_jh", "junior")):
        spent = average(minutes) + schools["pace"] + 1.2 * random.normal(size=size)
        ledger[f"hw_min_{minutes.removeprefix('minutes_')}"] = spent.clip(20, 130).round().where(schools[grades])
    for fact in ("allowance_ok", "flex_ok"):
        ledger[fact] = true(fact)
    _add_courses(ledger, facts, schools, passed)
    return _without_service(ledger)


def _between(pair: float | tuple[float, float], passed: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * passed if isinstance(pair, tuple) else pair


def _shares(
    usual: Averages, counties: Sequence[CountyFacts], fact: str, passed: float, random: np.random.Generator
) -> Array:
    """Share of each county's schools of which the fact is true; short of all, it may fall back a little."""
    shares = np.array([_between(county.shares.get(fact, usual.shares[fact]), passed) for county in counties])
    return np.where(shares < 1, shares - random.uniform(0, usual.wiggle, len(counties)), shares)


def _offers(usual: Averages, counties: Sequence[CountyFacts], schools: pd.DataFrame, passed: float) -> Array:
    first = np.array([usual.coverage if county.coverage is None else county.coverage for county in counties])
    covered = (first + (1 - first) * passed)[schools["number"]]
    share = np.where(schools["in_scope"], covered, usual.outside_coverage)
    offered: Array = schools["rank_offers"].to_numpy() <= share + 1e-9
    return offered


def _add_courses(ledger: pd.DataFrame, facts: Facts, schools: pd.DataFrame, passed: float) -> None:
    """Courses are taken up one after the other: half of them from the beginning, all by the last period."""
    category = categories_of(facts)
    offered = [book[: int(np.ceil(len(book) * (0.5 + 0.5 * passed)))] for book in schools["coursebook"]]
    order = list(facts.catalogue)
    taught = [{category[course] for course in courses} for courses in offered]
    ledger["course_names"] = pd.Series(offered, dtype=object)
    ledger["categories"] = pd.Series([tuple(name for name in order if name in some) for some in taught], dtype=object)
    ledger["courses"] = [float(len(courses)) for courses in offered]


def _without_service(ledger: pd.DataFrame) -> pd.DataFrame:
    """Where no service is offered, nothing about it applies."""
    offers = ledger["offers"]
    for name in _SERVICE:
        ledger[name] = ledger[name].astype(float).where(offers)
    for name in ("menu", "consent", "allowance_ok"):
        ledger[name] = ledger[name].astype("boolean").where(offers)
    for name in ("ends_at", "course_names", "categories"):
        ledger[name] = ledger[name].where(offers, None)
    return ledger
