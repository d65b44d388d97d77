"""A school whose row does not tell whether it is in scope is named: it is in no rate until that is mended."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Found, Table


def test_schools_whose_stage_could_not_be_read_are_named_with_their_number(found: Found) -> None:
    """One mistyped cell would take a school out of every rate in silence."""
    table = Table(
        school_id=["1", "2", "3"],
        school_name=["甲校", "乙校", "丙校"],
        stage=["小学", None, None],
        stage_state=["reported", "unreliable", "not_submitted"],
        boarding=[False, False, False],
    )
    (finding,) = found("scope_untold", table)
    assert finding.found == "乙校、丙校"
    assert "2所" in finding.message
    assert "学段" in finding.message
    assert "是否寄宿制" not in finding.message


@pytest.mark.parametrize("state", ["unreliable", "not_submitted", "not_collected"])
def test_what_does_not_tell_is_what_is_asked_for(found: Found, state: str) -> None:
    """A clerk would mend the boarding column, in which nothing is wrong."""
    table = Table(school_id=["1"], stage=[None], stage_state=[state], boarding=[False], boarding_state=["reported"])
    (finding,) = found("scope_untold", table)
    assert "学段" in finding.message
    assert "是否寄宿制" not in finding.message


def test_what_is_out_of_scope_whatever_the_unread_field_may_be_is_not_asked_about(found: Found) -> None:
    """A clerk would be asked about schools that count in no rate anyway."""
    table = Table(school_id=["1"], stage=[None], stage_state=["unreliable"], boarding=[True])
    assert found("scope_untold", table) == []


def test_an_unread_yes_or_no_is_not_taken_for_no(found: Found) -> None:
    """A boarding school would count because 部分寄宿 could not be read."""
    table = Table(school_id=["1"], stage=["小学"], boarding=[None], boarding_state=["unreliable"])
    assert len(found("scope_untold", table)) == 1
    assert found("scope_untold", Table(school_id=["1"], stage=["小学"], boarding=[None])) == []
