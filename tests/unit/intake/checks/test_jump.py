"""A change of more than a fifth in one month is found, for a school or for the county as a whole."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Found, Table

from reporting.definitions.periods import Period


def schools(**numbers: list[float]) -> Table:
    return Table(school_id=["1", "2"], **numbers)


@pytest.mark.parametrize(("now", "jumps"), [(121, True), (120, False), (79, True), (80, False)])
def test_a_school_that_jumps_is_found_and_one_at_the_limit_is_not(found: Found, now: float, jumps: bool) -> None:
    findings = found("enrolment_jump", schools(enrolled=[now, 100]), schools(enrolled=[100, 100]))
    assert [(finding.row, finding.cells) for finding in findings] == ([(3, ("enrolled",))] if jumps else [])


def test_small_numbers_may_jump(found: Found) -> None:
    assert found("enrolment_jump", schools(enrolled=[49, 100]), schools(enrolled=[10, 100])) == []


def test_sums_are_of_the_schools_in_both_months(found: Found) -> None:
    before = Table(school_id=["1", "9"], participants=[100, 5000])
    assert found("participants_jump", Table(school_id=["1", "2"], participants=[100, 9000]), before) == []
    (finding,) = found("participants_jump", Table(school_id=["1", "2"], participants=[130, 1]), before)
    assert finding.row is None
    assert "+30%" in finding.message


def test_only_the_month_before_is_compared_and_holidays_are_stepped_over(found: Found) -> None:
    now, before = schools(enrolled=[500, 100]), schools(enrolled=[100, 100])
    assert found("enrolment_jump", now, before, before_period=Period("2022-02")) == []
    assert len(found("enrolment_jump", now, before, period=Period("2022-09"), before_period=Period("2022-06"))) == 1
