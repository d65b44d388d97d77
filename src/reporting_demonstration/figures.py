"""The county figures of every period: what a county's office counts beside its schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporting.definitions.periods import Period
from reporting_demonstration.county_facts import CountyFacts
from reporting_demonstration.facts import Facts

__all__ = ["county_figures", "national_figures", "notes_of"]

Array = NDArray[Any]

SURVEY_ITEMS = (
    "survey_students",
    "done_in_time",
    "sleep_enough",
    "tutored",
    "tutoring_spend",
    "survey_parents",
    "parents_satisfied",
    "students_satisfied",
)
FITNESS_ITEMS = ("fitness_tested", "fitness_good")
SUMMER_ITEMS = ("summer_schools", "summer_students")


def county_figures(facts: Facts, schools: pd.DataFrame, seed: int) -> list[pd.DataFrame]:
    """The figures of every county in every period.

    Args:
        facts: the demonstration's facts.
        schools: what `schools.invent_schools` returned.
        seed: of the whole demonstration.

    Returns:
        For each period a DataFrame with one row a county (index: code) and one column an item of 县级统计: numbers;
        yes/no as boolean; the date of the baseline. Missing means not applicable.
    """
    random = np.random.default_rng([seed, 2])
    months, counties = facts.months, facts.counties
    shape = (len(counties), len(months))
    size = np.array([county.schools.in_scope for county in counties])[:, None]
    tables = (
        _activity(random, shape, size)
        | _institutions(facts, random, shape, size)
        | _surveys(facts, random, shape, size)
        | _fitness(random, schools, months)
        | _service_complaints(seed, shape, size)
    )
    settled = random.integers(0, 4, len(counties))
    columns = []
    for index, period in enumerate(months):
        frame = pd.DataFrame(
            {item: values[:, index] for item, values in tables.items()}, index=[county.code for county in counties]
        )
        frame["oc_base_date"] = facts.institutions.as_of
        frame["fund_mech"] = settled <= index
        frame["eval_published"] = [
            county.evaluation is not None and county.evaluation <= str(period) for county in counties
        ]
        frame["model_named"] = [float(county.model_named) for county in counties]
        for item in SUMMER_ITEMS:
            name = item.removeprefix("summer_")
            frame[item] = [float(getattr(county.summer, name)) if county.summer else np.nan for county in counties]
        for item in dict.fromkeys(case.item for case in facts.cases):
            here = [case.county for case in facts.cases if (case.item, case.period) == (item, str(period))]
            frame[item] += [here.count(county.code) for county in counties]
        columns.append(frame)
    return columns


def notes_of(facts: Facts, county: CountyFacts, figures: Mapping[str, Any]) -> dict[str, str]:
    """Item → what the clerk writes beside it."""
    notes = dict.fromkeys(SUMMER_ITEMS, facts.notes.summer) if county.summer else {}
    if pd.isna(figures["survey_students"]):
        notes |= dict.fromkeys(SURVEY_ITEMS, facts.notes.no_survey)
    if pd.isna(figures["fitness_tested"]):
        notes |= dict.fromkeys(FITNESS_ITEMS, facts.notes.not_tested)
    if figures["eval_published"]:
        published = Period(str(county.evaluation))
        notes["eval_published"] = facts.notes.evaluated.format(year=published.year, month=published.month)
    return notes


def national_figures(ledger: pd.DataFrame, figures: Mapping[str, Any]) -> dict[str, float]:
    """The items of the national half-monthly form, of one county, from what its own workbook would say.

    Its 学校总数 is all schools of the ledger, in scope or not.
    """
    offers = ledger["offers"]
    full = offers & (ledger["days_per_week"] >= 5) & (ledger["hours_per_day"] >= 2)
    on_time = ~((ledger["hw_min_g36"] > 60) | (ledger["hw_min_jh"] > 90) | ~ledger["hw_g12_zero"].fillna(True))
    now = figures["oc_now"]
    online = np.floor(now / 12)
    return {
        "nat_counties": 1,
        "nat_schools": len(ledger),
        "nat_institutions": now,
        "nat_institutions_online": online,
        "nat_institutions_offline": now - online,
        "nat_hw_public": int(ledger["hw_public"].sum()),
        "nat_hw_time_ok": int(on_time.sum()),
        "nat_hw_no_parent": int(ledger["hw_no_parent"].sum()),
        "nat_offering": int(offers.sum()),
        "nat_time_ok": int(full.sum()),
        "nat_fund_counties": int(figures["fund_mech"]),
        "nat_nonprofit": now - online,
        "nat_approved": online,
        "nat_cut": figures["oc_closed"] + figures["oc_converted"],
        "nat_holiday": figures["hidden_found"],
        "nat_holiday_closed": figures["hidden_closed"],
        "nat_contract": figures["oc_price"],
        "nat_price": figures["oc_price"],
        "nat_prepay": figures["oc_prepay"],
        "nat_ads": now,
        "nat_ads_fined": 0,
        "nat_tips": figures["complaints"],
        "nat_tips_closed": figures["complaints_closed"],
    }


def _activity(random: np.random.Generator, shape: tuple[int, int], size: Array) -> dict[str, Array]:
    """Meetings, visits, research, homework and cases."""
    sessions = random.poisson(0.4 + size / 60, shape).cumsum(axis=1)
    found = random.poisson(0.25 + size / 300, shape).cumsum(axis=1)
    complaints = random.poisson(0.6 + size / 60, shape).cumsum(axis=1)
    return {
        "gov_meetings": 1 + random.poisson(0.55, shape).cumsum(axis=1),
        "obs_visits": random.poisson(size * 2.2, shape),
        "rsch_sessions": sessions,
        "rsch_onsite": sessions * (32 + size // 3),
        "rsch_remote": sessions * (18 + size // 4),
        "hw_guides": random.poisson(0.8, shape).cumsum(axis=1),
        "hw_designs": random.poisson(size / 8, shape).cumsum(axis=1),
        "hw_bank": random.poisson(size * 1.5, shape).cumsum(axis=1),
        "hw_training": random.poisson(size * 3.0, shape).cumsum(axis=1),
        "ban_cases": np.zeros(shape),
        "safe_events": np.zeros(shape),
        "hidden_found": found,
        "hidden_closed": _closed(random, found),
        "complaints": complaints,
        "complaints_closed": _closed(random, complaints),
    }


def _service_complaints(seed: int, shape: tuple[int, int], size: Array) -> dict[str, Array]:
    """Complaints about after-school service of each month, by dice of their own: no other number depends on them."""
    random = np.random.default_rng([seed, 5])
    received = random.poisson(size / 80, shape)
    return {"service_complaints": received, "service_complaints_closed": received - random.binomial(received, 0.3)}


def _closed(random: np.random.Generator, found: Array) -> Array:
    """Of cases found so far, those closed: all of earlier periods, and some of this one's."""
    new = np.diff(found, axis=1, prepend=0)
    closed: Array = found - random.binomial(new, 0.45)
    return closed


def _institutions(facts: Facts, random: np.random.Generator, shape: tuple[int, int], size: Array) -> dict[str, Array]:
    base = np.maximum(6, np.round(size * facts.institutions.a_school * random.uniform(0.8, 1.2, (shape[0], 1))))
    left = np.linspace(0.62, 0.09, shape[1]) * random.uniform(0.85, 1.15, (shape[0], 1))
    now = np.minimum.accumulate(np.round(base * left), axis=1)
    converted = np.floor((base - now) * 0.22)
    supervised = np.minimum(now, np.floor(now * np.linspace(0.55, 0.92, shape[1]) + random.random(shape)))
    return {
        "oc_base": np.broadcast_to(base, shape),
        "oc_now": now,
        "oc_converted": converted,
        "oc_closed": base - now - converted,
        "oc_prepay": supervised,
        "oc_price": np.minimum(now, supervised + random.integers(0, 2, shape)),
    }


def _surveys(facts: Facts, random: np.random.Generator, shape: tuple[int, int], size: Array) -> dict[str, Array]:
    """Questionnaires: asked in the periods that the facts name."""
    trend = np.linspace(0, 1, shape[1])
    leaning = random.normal(0, 0.02, (shape[0], 1))
    students = random.poisson(size * 14, shape) + 60
    parents = random.poisson(size * 11, shape) + 40

    def of(asked: Array, first: float, last: float) -> Array:
        share: Array = first + (last - first) * trend + leaning + random.normal(0, 0.008, shape)
        answers: Array = np.floor(asked * share.clip(0.02, 0.99))
        return answers

    spend = np.round((620 - 260 * trend) * random.uniform(0.75, 1.25, (shape[0], 1)), -1)
    asked = np.array([str(period) in facts.surveys for period in facts.months])
    items = {
        "survey_students": students,
        "done_in_time": of(students, 0.87, 0.94),
        "sleep_enough": of(students, 0.70, 0.80),
        "tutored": of(students, 0.27, 0.13),
        "tutoring_spend": spend,
        "survey_parents": parents,
        "parents_satisfied": of(parents, 0.85, 0.93),
        "students_satisfied": of(students, 0.88, 0.94),
    }
    return {item: np.where(asked, values, np.nan) for item, values in items.items()}


def _fitness(random: np.random.Generator, schools: pd.DataFrame, months: Sequence[Period]) -> dict[str, Array]:
    """The yearly test: known from December on."""
    pupils = schools.groupby("number")["pupils"].sum().to_numpy()[:, None]
    tested = np.floor(pupils * random.uniform(0.93, 0.985, pupils.shape))
    good = np.floor(tested * random.uniform(0.27, 0.42, pupils.shape))
    known = np.array([period >= _tested_in(months[0]) for period in months])
    return {"fitness_tested": np.where(known, tested, np.nan), "fitness_good": np.where(known, good, np.nan)}


def _tested_in(first: Period) -> Period:
    return Period.of(first.year, 12)
