"""How the months go by: the ledger of every school in every period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporting_demonstration.courses import categories_of
from reporting_demonstration.facts import Facts

__all__ = ["live_month"]

Array = NDArray[Any]

_FULL_WEEK, _FULL_HOURS = 5, 2.0
# What schools do that miss 5 days of 2 hours: (days, hours).
_SHORT = np.array([(5, 1.5), (4, 2.0), (3, 2.0), (4, 1.5)])
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


def live_month(facts: Facts, schools: pd.DataFrame, index: int, seed: int) -> pd.DataFrame:
    """The ledger of all schools in the period number ``index``.

    Args:
        facts: the demonstration's facts.
        schools: what `schools.invent_schools` returned.
        index: 0 for the first period of the facts.
        seed: of the whole demonstration.

    Returns:
        The fields of the ledger, one row a school, besides ``in_scope``. Yes/no is boolean, numbers float, lists
        tuples; missing means not applicable.
    """
    passed = index / (len(facts.months) - 1) if len(facts.months) > 1 else 1.0
    month = _Month(facts, schools, passed, np.random.default_rng([seed, 1, index]))
    offers = _offers(month)
    service = {**_pupils(month), **_staff(month), **_money(month), **_courses(month)}
    return pd.DataFrame(
        {
            **schools[list(_DESCRIPTION)],
            "offers": offers,
            "enrolled": service.pop("enrolled"),
            "teachers": schools["teachers"],
            # Where no service is offered, nothing about it applies.
            **{name: values.where(offers, None) for name, values in service.items()},
            **_homework_and_rules(month),
        }
    )


@dataclass(frozen=True)
class _Month:
    """One period: which share of the time has passed, and its own dice."""

    facts: Facts
    schools: pd.DataFrame
    passed: float
    random: np.random.Generator

    def noise(self, spread: float) -> Array:
        """Chance of this month alone, one number a school."""
        drawn: Array = spread * self.random.normal(size=len(self.schools))
        return drawn

    def average(self, name: str) -> Array:
        """What is usual in each school's county by now."""
        usual = getattr(self.facts.usual, name)
        return self._of_schools([getattr(county, name, None) or usual for county in self.facts.counties])

    def true(self, fact: str) -> pd.Series[Any]:
        """Of which schools a yes/no fact is true by now; short of all, a county may fall back a little."""
        usual = self.facts.usual
        share = self._of_schools([county.shares.get(fact, usual.shares[fact]) for county in self.facts.counties])
        slips = self.random.uniform(0, usual.wiggle, len(self.facts.counties)).take(self.schools["number"])
        met = self.schools[f"rank_{fact}"] <= np.where(share < 1, share - slips, share) + 1e-9
        return pd.Series(met, dtype="boolean")

    def _of_schools(self, pairs: list[float | tuple[float, float]]) -> Array:
        """Numbers of the counties, or their way from the first period to the last, as numbers of their schools."""
        ends = np.array([pair if isinstance(pair, tuple) else (pair, pair) for pair in pairs])
        now: Array = ends[:, 0] + (ends[:, 1] - ends[:, 0]) * self.passed
        return now.take(self.schools["number"])


def _offers(month: _Month) -> pd.Series[Any]:
    usual, schools = month.facts.usual, month.schools
    first = [usual.coverage if county.coverage is None else county.coverage for county in month.facts.counties]
    covered = (np.array(first) + (1 - np.array(first)) * month.passed).take(schools["number"])
    share = np.where(schools["in_scope"], covered, usual.outside_coverage)
    return schools["rank_offers"] <= share + 1e-9


def _pupils(month: _Month) -> dict[str, pd.Series[Any]]:
    """Who takes part, and in how much of it."""
    usual, schools, random = month.facts.usual, month.schools, month.random
    enrolled = (schools["pupils"] * (1 + month.noise(0.004))).round()
    effect = np.array(usual.area_effect).take(schools["place"])
    share = schools["lean"] + month.average("participation") + effect + month.noise(0.008)
    applied = (enrolled * share.clip(0.5, 0.985)).round()
    participants = (applied * np.where(month.true("all_served"), 1, random.uniform(0.9, 0.99, len(schools)))) // 1
    full = month.true("time_ok")
    short = _SHORT[random.integers(0, len(_SHORT), len(schools))]
    days = pd.Series(np.where(full, _FULL_WEEK, short[:, 0]), dtype=float)
    stay = (usual.five_day + schools["lean"] + month.noise(0.02)).clip(0.2, 0.98)
    return {
        "enrolled": enrolled,
        "applied": applied,
        "participants": participants,
        "five_day": (participants * stay // 1).where(days >= _FULL_WEEK, 0),
        "days_per_week": days,
        "hours_per_day": pd.Series(np.where(full, _FULL_HOURS, short[:, 1]), dtype=float),
        "ends_at": schools["stage"].map({name: stage.ends_at for name, stage in month.facts.stages.items()}),
        "menu": month.true("menu"),
        "consent": month.true("consent"),
    }


def _staff(month: _Month) -> dict[str, pd.Series[Any]]:
    schools = month.schools
    share = (schools["lean"] + month.average("teachers")).clip(0.3, 1.0)
    external = month.random.poisson(month.average("external_staff") * (schools["pupils"] / 600).clip(0.2, 2.5))
    return {
        "teachers_taking_part": schools["teachers"] * share // 1,
        "external_staff": pd.Series(external, dtype=float),
        "allowance_ok": month.true("allowance_ok"),
    }


def _money(month: _Month) -> dict[str, pd.Series[Any]]:
    """Fees; where none is taken, none can be waived."""
    schools = month.schools
    charges = schools["fee"] > 0
    poor = 0.012 + 0.014 * schools["place"]
    eligible = (schools["pupils"] * poor).round()
    missed = np.where(month.true("waived_all"), 0, month.random.integers(1, 4, len(schools)))
    return {
        "fee": schools["fee"].where(~charges | month.true("fee_ok"), month.facts.fee_too_high),
        "waiver_eligible": eligible.where(charges),
        "waived": (eligible - missed).clip(lower=0).where(charges),
    }


def _courses(month: _Month) -> dict[str, pd.Series[Any]]:
    """Courses are taken up one after the other: half of them from the beginning, all by the last period."""
    category = categories_of(month.facts)
    offered = [book[: int(np.ceil(len(book) * (0.5 + 0.5 * month.passed)))] for book in month.schools["coursebook"]]
    taught = [{category[course] for course in courses} for courses in offered]
    order = list(month.facts.catalogue)
    return {
        "course_names": pd.Series(offered, dtype=object),
        "categories": pd.Series([tuple(name for name in order if name in some) for some in taught], dtype=object),
        "courses": pd.Series([len(courses) for courses in offered], dtype=float),
    }


def _homework_and_rules(month: _Month) -> dict[str, pd.Series[Any]]:
    """What every school answers, whether or not it offers service."""
    schools = month.schools
    minutes = {
        name: (schools["pace"] + month.average(mean) + month.noise(1.2)).clip(20, 130).round().where(schools[grades])
        for name, mean, grades in (("hw_min_g36", "minutes_g36", "lower"), ("hw_min_jh", "minutes_jh", "junior"))
    }
    rules = ("hw_rules", "hw_public", "hw_no_parent", "start_ok", "phone_ok", "book_ok", "flex_ok")
    return {
        **{name: month.true(name) for name in rules},
        "hw_g12_zero": month.true("hw_g12_zero").where(schools["lower"]),
        **minutes,
    }
