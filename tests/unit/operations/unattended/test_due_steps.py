"""What is due when: pure dates, no clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some

from reporting.definitions.working_days import WorkingDays
from reporting.operations.schedule.steps import due_steps, next_step
from reporting.settings import Settings

CHINA = ZoneInfo("Asia/Shanghai")
YEAR = (datetime(2021, 9, 1, tzinfo=CHINA), datetime(2022, 9, 1, tzinfo=CHINA))
MOMENTS = some.datetimes(datetime(2019, 2, 1), datetime(2025, 6, 1)).map(lambda one: one.replace(tzinfo=UTC))


def test_the_steps_of_april_2022(settings: Settings) -> None:
    """The May holiday (30 April to 4 May, the 24th and the 7th worked in exchange) would be counted as worked."""
    steps = due_steps(settings, *YEAR)
    assert [(step.key, step.at.isoformat()) for step in steps if step.period == "2022-04"] == [
        ("2022-04 remind-2", "2022-04-28T09:00:00+08:00"),
        ("2022-04 remind+1", "2022-05-06T09:00:00+08:00"),
        ("2022-04 run", "2022-05-06T12:00:00+08:00"),
    ]


def test_nothing_is_due_for_months_without_school(settings: Settings) -> None:
    """Counties would be reminded of reports for July and August."""
    assert {step.period[5:] for step in due_steps(settings, *YEAR)} == {
        f"{month:02d}" for month in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12)
    }


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(moments=some.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_however_time_is_cut_each_step_is_due_once(settings: Settings, moments: list[datetime]) -> None:
    """A step would be lost or doubled between one look and the next."""
    first, middle, last = moments
    whole = due_steps(settings, first, last)
    assert due_steps(settings, first, middle) + due_steps(settings, middle, last) == whole
    assert len({step.key for step in whole}) == len(whole)
    assert all(first < step.at <= last and WorkingDays().is_worked(step.at.date()) for step in whole)


def test_what_is_done_is_not_due(settings: Settings) -> None:
    """A reminder would go out twice."""
    keys = {step.key for step in due_steps(settings, *YEAR)}
    assert "2022-04 run" in keys
    assert {step.key for step in due_steps(settings, *YEAR, {"2022-04 run"})} == keys - {"2022-04 run"}


def test_the_next_step_is_strictly_later(settings: Settings) -> None:
    """The schedule would find the same step for ever."""
    now = YEAR[0]
    for _ in range(5):
        step = next_step(settings, now)
        assert step is not None
        assert now < step.at < now + timedelta(days=80)
        now = step.at


def test_steps_go_on_in_years_whose_holidays_nobody_knows(settings: Settings) -> None:
    """The schedule would end with the last notice of holidays."""
    steps = due_steps(settings, datetime(2031, 1, 1, tzinfo=CHINA), datetime(2032, 1, 1, tzinfo=CHINA))
    assert len(steps) == 30
    assert all(step.at.weekday() < 5 for step in steps)
