"""Chinese working days: weekends, public holidays and the days worked in exchange for them (调休).

The days are those of the State Council's yearly notices, as the package chinesecalendar carries them. Beyond the
years it knows every Monday to Friday counts as worked; `is_known` tells, so that a caller can say so.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]

__all__ = ["is_known", "is_working_day", "next_working_day", "working_days_from"]

_SATURDAY = 5
_YEARS = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


def is_known(day: date) -> bool:
    """Whether the holidays of that year are known."""
    return day.year in _YEARS


def is_working_day(day: date) -> bool:
    """Whether offices are open; by weekday alone where the holidays are not known."""
    return bool(chinese_calendar.is_workday(day)) if is_known(day) else day.weekday() < _SATURDAY


def next_working_day(day: date) -> date:
    """The day itself if offices are open, else the first day after it on which they are."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_from(day: date, count: int) -> date:
    """The working day ``count`` working days after ``day``, before it where ``count`` is negative; 0 is the next one.

    Example:
        >>> working_days_from(date(2022, 4, 29), 1)  # a Friday; 30 April to 4 May are the May holiday
        datetime.date(2022, 5, 5)
    """
    if not count:
        return next_working_day(day)
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day
