"""Figures for a holiday month are asked about, except those of summer care."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Found, Table

from reporting.definitions.periods import Period

JULY = Period("2022-07")


@pytest.mark.parametrize(
    ("identity", "column"),
    [
        ("ledger_outside_calendar", "participants"),
        ("figures_outside_calendar", "obs_visits"),
        ("national_outside_calendar", "nat_offering"),
    ],
)
def test_figures_of_a_holiday_are_found_once_and_those_of_a_term_are_not(
    found: Found, identity: str, column: str
) -> None:
    assert len(found(identity, Table(**{column: [1]}), period=JULY)) == 1
    assert found(identity, Table(**{column: [1]})) == []


def test_summer_care_belongs_to_the_holidays(found: Found) -> None:
    table = Table(summer_schools=[3], summer_students=[90], obs_visits=[float("nan")])
    assert found("figures_outside_calendar", table, period=JULY) == []
