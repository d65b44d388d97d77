"""Late is after the closing day of the next month, by the city's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from reporting.definitions.periods import Period
from reporting.definitions.runs import Closing
from reporting.intake.receipts.deadlines import is_late
from reporting.settings import Settings

APRIL = Period("2022-04")


def closing(settings: Settings, day: int) -> Settings:
    return replace(settings, run=settings.run.model_copy(update={"closing": Closing(day=day)}))


def test_it_is_due_on_a_day_of_the_next_month(settings: Settings) -> None:
    assert closing(settings, 5).run.closing_day(APRIL) == date(2022, 5, 5)
    assert closing(settings, 5).run.closing_day(Period("2022-12")) == date(2023, 1, 5)
    assert closing(settings, 5).run.closing_day(Period("2022")) == date(2023, 1, 5)


@pytest.mark.parametrize(
    ("moment", "late"), [(datetime(2022, 5, 5, 15, 59), False), (datetime(2022, 5, 5, 16, 0), True)]
)
def test_the_day_ends_at_midnight_in_the_city(settings: Settings, moment: datetime, late: bool) -> None:
    assert is_late(moment, APRIL, closing(settings, 5)) is late


def test_a_holiday_puts_it_off_to_the_next_working_day(settings: Settings) -> None:
    # 5 October 2022 lies in the National Day week; the Saturday after it was worked in exchange.
    assert closing(settings, 5).run.closing_day(Period("2022-09")) == date(2022, 10, 8)
