"""What is part of something may not be more than it."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Bound, Found, Table, rules


@pytest.mark.parametrize("identity", rules("order"))
def test_each_part_above_its_whole_is_found_and_an_equal_one_is_not(identity: str, found: Found, bound: Bound) -> None:
    rule = bound[identity].rule
    for part in rule.lesser:
        (finding,) = found(identity, Table(**{part: [2], rule.greater: [1]}))
        assert (finding.field, finding.found) == (part, "2")
        assert found(identity, Table(**{part: [1], rule.greater: [1]})) == []


def test_a_missing_number_breaks_nothing(found: Found) -> None:
    assert found("participants_above_enrolled", Table(participants=[float("nan"), 5], enrolled=[1, float("nan")])) == []


def test_the_row_and_the_school_are_named(found: Found) -> None:
    (finding,) = found(
        "participants_above_enrolled", Table(school_name=["甲小学", "乙小学"], participants=[1, 9], enrolled=[1, 8])
    )
    assert (finding.sheet, finding.row) == ("学校台账", 4)
    assert finding.cell.endswith("4"), "the cell of the part, in its row"
    assert "乙小学" in finding.message
