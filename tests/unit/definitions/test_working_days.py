"""Chinese working days, against the State Council's notices for 2021 to 2023."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.definitions.periods import Period
from reporting.definitions.runs import Closing, RunSettings, Schedule
from reporting.definitions.working_days import WorkingDays

NOTICES = WorkingDays()
KNOWN = some.dates(date(2019, 1, 1), date(2025, 12, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2022, 5, 4), False),  # a Wednesday of the May holiday
        (date(2022, 5, 7), True),  # a Saturday worked in exchange (调休)
        (date(2022, 4, 24), True),  # a Sunday worked in exchange
        (date(2022, 4, 10), False),  # an ordinary Sunday
        (date(2021, 10, 9), True),  # the Saturday after the National Day week
        (date(2023, 1, 27), False),  # a Friday of the Spring Festival
    ],
)
def test_holidays_and_days_worked_in_exchange(day: date, worked: bool) -> None:
    """Reminders would go out on a holiday, or a worked Saturday be lost."""
    assert NOTICES.is_worked(day) is worked


def test_beyond_the_known_years_weekdays_count() -> None:
    """The schedule would stop in the first year that nobody has given notice of yet."""
    assert not NOTICES.is_known(date(2099, 10, 1))
    assert NOTICES.is_worked(date(2099, 10, 1))  # a Thursday, though surely a holiday
    assert not NOTICES.is_worked(date(2099, 10, 3))


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2021-09", date(2021, 10, 8)),  # the 5th is in the National Day week
        ("2022-01", date(2022, 2, 7)),  # the 5th is in the Spring Festival
        ("2022-04", date(2022, 5, 5)),  # the first day after the May holiday
        ("2021-12", date(2022, 1, 5)),
        ("2021", date(2022, 1, 5)),
    ],
)
def test_a_closing_day_on_a_holiday_moves_to_the_next_working_day(period: str, due: date) -> None:
    """A county would be late on a day on which its office is closed."""
    assert RunSettings(pages=(), closing=Closing(day=5)).closing_day(Period(period)) == due


@given(KNOWN, some.integers(1, 15))
def test_counting_forth_and_back_meets(day: date, count: int) -> None:
    """A reminder "two working days before" would be one or three before."""
    start = NOTICES.first_from(day)
    assert NOTICES.counted_from(NOTICES.counted_from(start, count), -count) == start


@given(KNOWN, some.integers(-15, 15).filter(bool))
def test_so_many_days_lie_between_as_were_counted(day: date, count: int) -> None:
    """A holiday would be counted as worked, or a worked Saturday left out."""
    end = NOTICES.counted_from(day, count)
    first, last = (day + timedelta(days=1), end) if count > 0 else (end, day - timedelta(days=1))
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(map(NOTICES.is_worked, between)) == abs(count)


def test_a_time_without_quotes_is_refused() -> None:
    """YAML reads 10:30 as the number 630, which would be half past midnight."""
    with pytest.raises(ValueError, match="in quotes"):
        Schedule.model_validate({"run_at": 630})


def test_a_bureau_adds_what_the_notices_in_the_program_do_not_have() -> None:
    """In December the next year's notice is known to everybody but the program, and reminders go out on holidays."""
    ours = WorkingDays(closed=(date(2099, 10, 1),), worked=(date(2099, 10, 3),))
    assert ours.is_known(date(2099, 5, 1)), "a year of which a holiday is told is not by weekdays alone"
    assert not ours.is_known(date(2098, 10, 1))
    assert not ours.is_worked(date(2099, 10, 1)), "a Thursday"
    assert ours.is_worked(date(2099, 10, 3)), "a Saturday"
    assert ours.is_worked(date(2022, 4, 24)), "the notices go on counting"
    local = WorkingDays(closed=(date(2022, 5, 5),))
    assert RunSettings(pages=(), working_days=local).closing_day(Period("2022-04")) == date(2022, 5, 6)


def test_a_day_that_is_closed_and_worked_is_refused() -> None:
    """One of the two would be taken without a word."""
    with pytest.raises(ValueError, match="2099-10-01 is both closed and worked"):
        WorkingDays(closed=(date(2099, 10, 1),), worked=(date(2099, 10, 1),))
