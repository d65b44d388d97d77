"""All that the public edition may use of a period: what is renumbered, what is left out, what is computed anew."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from reporting.analysis.assessments import spread
from reporting.disclosure.public_counts import is_protected
from reporting.disclosure.public_view import public_period_data
from reporting.snapshots.period_data import PeriodData


@pytest.fixture(scope="module")
def public(known: PeriodData) -> PeriodData:
    groups = pd.DataFrame({"county": "990101", "indicator": ["cov", "joined"], "group_value": [50.0, 60.0]})
    before = known.schools_before.assign(course_names="永和小学合唱、剪纸", course_names_state="reported")
    decisions = {("", "剪纸"): "approved"}
    return public_period_data(replace(known, groups=groups, schools_before=before, decisions=decisions))


def test_schools_are_numbers_within_their_county_and_the_same_everywhere(known: PeriodData, public: PeriodData) -> None:
    """A school would be known by its identity, or be another school in the list beside it."""
    numbers = dict(zip(known.schools["school_id"], public.schools["school_id"], strict=True))
    assert numbers == {
        **{"A1": "001", "A2": "002", "A3": "003", "A4": "004", "B1": "001", "B2": "002", "B3": "003"},
        **{"D1": "001", "D2": "002", "D3": "003"},
    }
    for name in ("school_values", "school_lists", "schools_before"):
        before, after = getattr(known, name), getattr(public, name)
        if name == "school_values":
            before = before[before["indicator"] != "joined"]
        told = before["school_id"].map(numbers)
        assert after["school_id"][told.notna().to_numpy()].tolist() == told.dropna().tolist(), name
    assert public.missing_schools.empty
    assert list(public.missing_schools) == list(known.missing_schools)


def test_nothing_of_single_schools_tells_what_pupils_were_counted(known: PeriodData, public: PeriodData) -> None:
    """A school's own rate of pupils would stand beside the county's rounded one, or a group's sum be one more sum."""
    guarded = {one.id for one in known.settings.indicators.indicators if is_protected(one)}
    assert "joined" in set(known.school_values["indicator"]) & guarded
    assert not guarded & set(public.school_values["indicator"])
    assert not guarded & set(public.school_lists["indicator"])
    assert public.groups is not None
    assert public.groups["indicator"].tolist() == ["cov"]


def test_teachers_of_a_school_are_people_too(known: PeriodData, seen_by_all: PeriodData) -> None:
    """A school of three teachers, two of whom take part, would stand in the public data."""
    indicators = known.settings.indicators
    minutes = indicators["minutes"].model_copy(update={"counts": "teachers"})
    others = [one for one in indicators.indicators if one.id != "minutes"]
    of_teachers = replace(known.settings, indicators=indicators.model_copy(update={"indicators": (*others, minutes)}))
    assert "minutes" in set(seen_by_all.school_values["indicator"])
    assert "minutes" not in set(public_period_data(replace(known, settings=of_teachers)).school_values["indicator"])


def test_counties_are_spread_as_they_are_printed(public: PeriodData) -> None:
    """The lowest of the true rates would tell the county's, which is rounded."""
    city = public.settings.city
    assert public.spread.equals(spread(public.observations, city, "2022-04"))
    assert not public.spread.empty


def test_last_month_s_courses_are_passed_as_this_month_s(known: PeriodData, public: PeriodData) -> None:
    """A choir called after its school would be left out of April and stand in March."""
    assert set(public.schools_before["course_names"]) == {"剪纸"}
    assert set(public.counties["because"]) == {""}
    assert public.counties["county"].tolist() == known.counties["county"].tolist()
