"""What is due when: reminders around the closing day of each school period, and the run after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from reporting.definitions.periods import Period
from reporting.settings import Settings

__all__ = ["Step", "due_steps", "next_step", "steps_of"]

_PERIODS_AROUND = 4
_AHEAD = timedelta(days=800)


@dataclass(frozen=True, order=True)
class Step:
    """One thing to be done for a period, once.

    Attributes:
        at: when, with its zone.
        working_days: from the closing day to the step.
    """

    at: datetime
    period: str
    act: Literal["remind", "run"]
    working_days: int

    @property
    def key(self) -> str:
        """What the ledger knows it by; a time of day changed in the settings makes it no other step."""
        return f"{self.period} {self.act}" + (f"{self.working_days:+d}" if self.act == "remind" else "")


def steps_of(period: Period, settings: Settings) -> Iterator[Step]:
    """All steps of a period; none outside school time."""
    if not settings.city.calendar.is_school_time(period):
        return
    plan, closing = settings.run.schedule, settings.run.closing_day(period)

    def step(act: Literal["remind", "run"], working_days: int, at: time) -> Step:
        day = settings.run.working_days.counted_from(closing, working_days)
        return Step(datetime.combine(day, at, settings.city.zone), str(period), act, working_days)

    for working_days in sorted(set(plan.reminders)):
        yield step("remind", working_days, plan.remind_at)
    yield step("run", plan.run_after, plan.run_at)


def due_steps(settings: Settings, since: datetime, until: datetime, done: Collection[str] = ()) -> list[Step]:
    """The steps due after ``since``, up to and with ``until``, in order of time.

    Args:
        since, until: with a zone.
        done: keys of steps that are not to be done again.
    """
    steps = (step for period in _periods(settings, since, until) for step in steps_of(period, settings))
    return sorted(step for step in steps if since < step.at <= until and step.key not in done)


def next_step(settings: Settings, after: datetime) -> Step | None:
    """The first step after a moment; None where there is no school for two years."""
    return next(iter(due_steps(settings, after, after + _AHEAD)), None)


def _periods(settings: Settings, since: datetime, until: datetime) -> Iterator[Period]:
    """Every period that can have a step in that time: steps lie around the beginning of the following period."""
    calendar = settings.city.calendar
    period, last = calendar.period_of(since), calendar.period_of(until).next()
    for _ in range(_PERIODS_AROUND):
        period = period.previous()
    while period <= last:
        yield period
        period = period.next()
