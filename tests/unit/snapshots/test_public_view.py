"""The public edition's numbers, taken together: all periods, totals and indicators that share counts.

The reader here is written anew, with an integer program over everything that is printed: nothing of the package that
suppresses counts is used to judge it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as some
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.definitions.policy import Disclosure
from reporting.disclosure.public_counts import disclosures, is_protected, public_observations
from reporting.settings import Project, Settings, load_settings

COUNTIES = ("410402", "410421", "410482")
CITY, WITHOUT, APART = "410400", "410400-R", "410482"
PERIODS = ("2022-03", "2022-04")
RATES = {"ass_student_rate": ("participants", "enrolled")}
NAMES = ("participants", "enrolled")
PLENTY = 10**6
RULES = Disclosure(small=7, step=5, fewest=5)


@cache
def bureau() -> Settings:
    """Three of the real counties and their indicators; no fixture, since hypothesis would print it whole."""
    real = load_settings(Project.at(Path(__file__).parents[3]))
    city = real.city.model_copy(update={"counties": tuple(one for one in real.city.counties if one.code in COUNTIES)})
    kept = tuple(one for one in real.indicators.indicators if one.id in RATES)
    indicators = real.indicators.model_copy(update={"indicators": kept, "tiles": ()})
    return replace(real, city=city, indicators=indicators)


Counts = dict[str, int]
"""participants and enrolled of one county."""


@some.composite
def ledgers(draw: Any) -> Counts:
    """Small counts mostly: one school of a village, or a few pupils left out of many."""
    participants = draw(some.sampled_from([0, 10, 400])) + draw(some.integers(0, 9))
    return {"participants": participants, "enrolled": participants + draw(some.integers(0, 9))}


months = some.lists(some.tuples(ledgers(), ledgers(), ledgers()), min_size=1, max_size=2)


def observations(months: Sequence[Sequence[Counts]]) -> pd.DataFrame:
    """What the counties and totals of each month have, as `observe` gives it."""
    rows = []
    for period, counties in zip(PERIODS, months, strict=False):
        sums = dict(zip(COUNTIES, counties, strict=True))
        for total, members in ((CITY, COUNTIES), (WITHOUT, tuple(c for c in COUNTIES if c != APART))):
            sums[total] = {name: sum(sums[county][name] for county in members) for name in counties[0]}
        for place, counts in sums.items():
            for identity, (numerator, denominator) in RATES.items():
                x, n = counts[numerator], counts[denominator]
                rows.append(
                    {"period": period, "county": place, "indicator": identity, "category": ""}
                    | {"numerator": float(x), "denominator": float(n), "value": 100 * x / n if n else np.nan}
                    | {"state": "reported" if n else "not_applicable", "scope": "offering", "unit": "percent"}
                )
    return pd.DataFrame(rows)


def printed_ranges(shown: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int] | None]:
    """(place, count) → what the print says of it: 0, or within 2 of what is printed; None where it is held back."""
    found: dict[tuple[str, str], tuple[int, int] | None] = {}
    for row in shown.to_dict("records"):
        for name, column in zip(RATES[str(row["indicator"])], ("numerator", "denominator"), strict=True):
            key = (str(row["county"]), name)
            if pd.isna(row[column]):
                found.setdefault(key, None)
            else:
                value = int(row[column])
                found[key] = (max(8, value - 2), value + 2) if value else (0, 0)
    return found


def possible(shown: pd.DataFrame, asked: tuple[str, str]) -> int:
    """How far apart the least and the greatest value of a count are, by all that is printed of one month."""
    ranges = printed_ranges(shown)
    cells = [(place, name) for place in (*COUNTIES, CITY, WITHOUT) for name in NAMES]
    low, high = np.zeros(len(cells)), np.full(len(cells), float(PLENTY))
    for i, cell in enumerate(cells):
        if (known := ranges.get(cell)) is not None:
            low[i], high[i] = known
    rows, least, most = [], [], []

    def constraint(parts: dict[tuple[str, str], int], at_least: float, at_most: float) -> None:
        row = np.zeros(len(cells))
        for cell, sign in parts.items():
            row[cells.index(cell)] += sign
        rows.append(row)
        least.append(at_least)
        most.append(at_most)

    for name in NAMES:
        constraint({(CITY, name): -1} | {(county, name): 1 for county in COUNTIES}, 0, 0)
        constraint({(WITHOUT, name): -1} | {(county, name): 1 for county in COUNTIES if county != APART}, 0, 0)
    for place in (*COUNTIES, CITY, WITHOUT):
        for part, whole in pairwise(NAMES):
            constraint({(place, part): -1, (place, whole): 1}, 0, PLENTY)
    aim = np.zeros(len(cells))
    aim[cells.index(asked)] = 1
    ends = [
        milp(
            sign * aim,
            constraints=LinearConstraint(np.array(rows), least, most),
            bounds=Bounds(low, high),
            integrality=np.ones(len(cells), dtype=np.int64),
        )
        for sign in (1, -1)
    ]
    assert all(end.success for end in ends), "the print contradicts itself"
    lowest, highest = (round(abs(end.fun or 0.0)) for end in ends)
    return highest - lowest + 1


@given(months)
@example(
    [({"participants": 11, "enrolled": 20}, {"participants": 0, "enrolled": 1}, {"participants": 409, "enrolled": 418})]
)
@settings(deadline=None, max_examples=6)
def test_of_all_that_is_printed_five_values_stay_for_each_count_held_back(months: list[tuple[Counts, ...]]) -> None:
    """A handful of pupils would be known from a county's page, the city's page and the data together."""
    true = observations(months)
    shown = public_observations(true, bureau().indicators, bureau().city, RULES)
    assert list(disclosures(shown, true, bureau().indicators, bureau().city, RULES)) == []
    for _period, rows in shown.groupby("period"):
        for cell, known in printed_ranges(rows).items():
            if known is None:
                assert possible(rows, cell) >= 5, cell


@given(months)
@settings(deadline=None, max_examples=15)
def test_a_public_rate_is_100_only_where_the_true_one_is(months: list[tuple[Counts, ...]]) -> None:
    """998 of 1000 would be printed as 1000/1000 and be called met."""
    true = observations(months)
    shown = public_observations(true, bureau().indicators, bureau().city, RULES)
    both = shown.assign(numerator_true=true["numerator"], denominator_true=true["denominator"])
    whole = both[both["value"] == 100]
    assert (whole["numerator_true"] == whole["denominator_true"]).all()
    none = both[(both["value"] == 0) & (both["denominator_true"] > 0)]
    assert (none["numerator_true"] == 0).all()


@given(months)
@settings(deadline=None, max_examples=15)
def test_what_is_printed_is_rounded_or_held_back(months: list[tuple[Counts, ...]]) -> None:
    """An exact count of pupils would be printed, or a missing one have a rate."""
    shown = public_observations(observations(months), bureau().indicators, bureau().city, RULES)
    numbers = pd.concat([shown["numerator"], shown["denominator"]]).dropna()
    assert (numbers % 5 == 0).all()
    held = shown[shown["state"] == "suppressed"]
    assert held[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_indicators_that_count_pupils_are_known_by_their_definition() -> None:
    """The property above would hold of indicators that nothing protects."""
    assert all(is_protected(one) for one in bureau().indicators.indicators)


SUMMER = {"410402": 3.0, "410421": 12.0, "410482": 240.0}


def summer(category: str) -> pd.DataFrame:
    """Pupils, or schools, of summer care in July: by county and in the totals."""
    without = sum(count for place, count in SUMMER.items() if place != APART)
    counts = {**SUMMER, CITY: sum(SUMMER.values()), WITHOUT: without}
    return pd.DataFrame(
        {"period": "2022-07", "county": list(counts), "indicator": "ass_summer", "category": category}
        | {"numerator": list(counts.values()), "denominator": np.nan, "value": list(counts.values())}
        | {"state": "reported", "scope": "county", "unit": "count"}
    )


def test_a_count_of_pupils_is_protected_and_the_count_of_schools_beside_it_is_not() -> None:
    """Three pupils in a county's summer care would be told to everybody, or the schools be held back for nothing."""
    real = load_settings(Project.at(Path(__file__).parents[3]))
    true = pd.concat([summer("学校数"), summer("学生数")], ignore_index=True)
    shown = public_observations(true, real.indicators, bureau().city, RULES)
    schools, pupils = shown[shown["category"] == "学校数"], shown[shown["category"] == "学生数"].set_index("county")
    assert schools.equals(true[true["category"] == "学校数"])
    assert pupils.loc["410402", "state"] == "suppressed"
    known = pupils[pupils["state"] == "reported"]
    assert not known.empty
    assert (known["numerator"] % 5 == 0).all()
    assert known["value"].equals(known["numerator"])
    assert pupils.loc[pupils["state"] == "suppressed", ["numerator", "value"]].isna().all(axis=None)
    assert list(disclosures(shown, true, real.indicators, bureau().city, RULES)) == []
    told = true.assign(state="reported")
    assert any("ass_summer" in wrong for wrong in disclosures(told, true, real.indicators, bureau().city, RULES))
