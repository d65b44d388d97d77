"""Periods and the school calendar."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.definitions.counties import Calendar
from reporting.definitions.periods import Period

MONTHS = some.builds(Period.of, some.integers(1900, 2999), some.integers(1, 12))
YEARS = some.builds(Period.of, some.integers(1900, 2999))


@given(MONTHS | YEARS)
def test_a_period_comes_back_from_what_it_is_written_as(period: Period) -> None:
    """Store and file names would lead back to another period."""
    assert Period(str(period)) == period
    assert hash(Period(str(period))) == hash(period)
    assert pickle.loads(pickle.dumps(period)) == period  # noqa: S301


@given(MONTHS | YEARS)
def test_the_period_before_and_the_one_after_are_neighbours(period: Period) -> None:
    """A month would be left out or counted twice at the turn of a year."""
    assert period.previous() < period < period.next()
    assert period.previous().next() == period
    assert (period.last_day - period.previous().last_day).days in ((28, 29, 30, 31) if period.month else (365, 366))


@given(some.lists(MONTHS, min_size=2))
def test_months_are_ordered_as_they_are_written(months: list[Period]) -> None:
    """Series and editions would stand in another order than their names."""
    assert [str(one) for one in sorted(months)] == sorted(str(one) for one in months)


@pytest.mark.parametrize(
    "text", ["2022-13", "2022-00", "2022-4", "22-04", "2022-04-01", "", "0000", "２０２２-04", "2022-04\n"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    """A slip would become a period of its own, with an edition nobody finds."""
    with pytest.raises(ValueError, match="is no period"):
        Period(text)


@pytest.mark.parametrize(
    ("text", "lang", "label"),
    [
        ("2022-04", "zh-Hans", "2022年4月"),
        ("2022-12", "en", "December 2022"),
        ("2022", "zh-Hans", "2022年"),
        ("2022", "en", "2022"),
    ],
)
def test_labels_are_as_readers_write_them(text: str, lang: str, label: str) -> None:
    """Readers would meet 2022-04 in a sentence, and the gate looks for this label in the heading."""
    assert Period(text).label(lang) == label


def test_last_days() -> None:
    """Closing days would be counted from the wrong day."""
    assert Period("2024-02").last_day == date(2024, 2, 29)
    assert Period("2022").last_day == date(2022, 12, 31)


def test_a_period_is_not_compared_with_its_text() -> None:
    """Comparing with text would raise an AttributeError deep inside a sort."""
    assert Period("2022-04") != "2022-04"
    with pytest.raises(TypeError):
        assert Period("2022-04") < "2022-05"


def test_the_calendar_skips_holidays() -> None:
    """September would be compared with a holiday month, in which nobody reports."""
    calendar = Calendar(school_months=(1, 2, 3, 4, 5, 6, 9, 10, 11, 12))
    assert calendar.previous(Period("2021-09")) == Period("2021-06")
    assert calendar.previous(Period("2022-01")) == Period("2021-12")
    assert calendar.next(Period("2021-06")) == Period("2021-09")
    assert calendar.next(Period("2021-12")) == Period("2022-01")
    assert not calendar.is_school_time(Period("2021-07"))


@pytest.mark.parametrize(
    ("before", "now", "anew"),
    [
        ("2021-06", "2021-09", True),
        ("2021-09", "2021-10", False),
        ("2021-12", "2022-01", False),
        ("2021-06", "2021-10", True),
        ("2021-09", "2022-09", True),
    ],
)
def test_a_school_year_begins_with_the_first_month_that_is_reported(before: str, now: str, anew: bool) -> None:
    """Where September is missing, a run would lead from June to October."""
    calendar = Calendar(school_months=(1, 2, 3, 4, 5, 6, 9, 10, 11, 12), year_begins=9)
    assert calendar.begins_anew(Period(now), Period(before)) is anew
    assert not Calendar().begins_anew(Period(now), Period(before))
    assert not Calendar(period="year", year_begins=9).begins_anew(Period("2022"), Period("2021"))


def test_every_year_is_school_time() -> None:
    """A bureau that reports by year would have no earlier period to compare with."""
    calendar = Calendar(period="year", school_months=(9,))
    assert calendar.is_school_time(Period("2022"))
    assert calendar.previous(Period("2022")) == Period("2021")
    assert calendar.next(Period("2021")) == calendar.period_of(date(2022, 5, 6)) == Period("2022")
