"""Chinese working days: weekends, public holidays and the days worked in exchange for them (调休).

The days are those of the State Council's yearly notices, as the package chinesecalendar carries them, and what a bureau
adds in ``run.yaml``: a notice that is newer than the package, a local holiday. Beyond the years that are known every
Monday to Friday counts as worked; `WorkingDays.is_known` tells, so that a caller can say so.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
from pydantic import model_validator

from reporting.definitions.base import Definition, DefinitionError

__all__ = ["WorkingDays"]

_SATURDAY = 5
_YEARS = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


class WorkingDays(Definition):
    """On which days offices are open, and what the bureau knows of it besides the yearly notices.

    Attributes:
        closed: days on which offices are closed, such as those of the next year's notice, or a local holiday.
        worked: Saturdays, Sundays and holidays on which they are open.
    """

    closed: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _no_day_is_both(self) -> WorkingDays:
        if both := sorted({*self.closed} & {*self.worked}):
            raise DefinitionError(f"{both[0]} is both closed and worked", "worked")
        return self

    def is_known(self, day: date) -> bool:
        """Whether the holidays of that year are known, from the notices or from ``closed``."""
        return day.year in _YEARS or any(one.year == day.year for one in self.closed)

    def is_worked(self, day: date) -> bool:
        """Whether offices are open; by weekday alone where the holidays are not known."""
        if day in self.worked:
            return True
        if day in self.closed:
            return False
        return bool(chinese_calendar.is_workday(day)) if day.year in _YEARS else day.weekday() < _SATURDAY

    def first_from(self, day: date) -> date:
        """The day itself if offices are open, else the first day after it on which they are."""
        while not self.is_worked(day):
            day += timedelta(days=1)
        return day

    def counted_from(self, day: date, count: int) -> date:
        """The working day ``count`` working days after ``day``, before it where ``count`` is negative; 0 is the next.

        Example:
            >>> WorkingDays().counted_from(date(2022, 4, 29), 1)  # a Friday; 30 April to 4 May are the May holiday
            datetime.date(2022, 5, 5)
        """
        if not count:
            return self.first_from(day)
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_worked(day):
                day += step
        return day
