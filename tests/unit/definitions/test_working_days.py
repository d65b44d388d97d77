"""Chinese working days, against the State Council's notices for 2021 to 2023."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.definitions.periods import Period
from reporting.definitions.runs import Closing, Schedule
from reporting.definitions.working_days import is_known, is_working_day, next_working_day, working_days_from

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
    assert is_working_day(day) is worked


def test_beyond_the_known_years_weekdays_count() -> None:
    """The schedule would stop in the first year that nobody has given notice of yet."""
    assert not is_known(date(2099, 10, 1))
    assert is_working_day(date(2099, 10, 1))  # a Thursday, though surely a holiday
    assert not is_working_day(date(2099, 10, 3))


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
    assert Closing(day=5).date_for(Period(period)) == due


@given(KNOWN, some.integers(1, 15))
def test_counting_forth_and_back_meets(day: date, count: int) -> None:
    """A reminder "two working days before" would be one or three before."""
    start = next_working_day(day)
    assert working_days_from(working_days_from(start, count), -count) == start


@given(KNOWN, some.integers(-15, 15).filter(bool))
def test_so_many_days_lie_between_as_were_counted(day: date, count: int) -> None:
    """A holiday would be counted as worked, or a worked Saturday left out."""
    end = working_days_from(day, count)
    first, last = (day + timedelta(days=1), end) if count > 0 else (end, day - timedelta(days=1))
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(map(is_working_day, between)) == abs(count)


def test_a_time_without_quotes_is_refused() -> None:
    """YAML reads 10:30 as the number 630, which would be half past midnight."""
    with pytest.raises(ValueError, match="in quotes"):
        Schedule.model_validate({"run_at": 630})
