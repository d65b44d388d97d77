"""Numbers outside their bounds are found; the bounds themselves are allowed."""

from __future__ import annotations

import math

import pytest
from tests.unit.intake.checks.conftest import Bound, Found, Table, rules


@pytest.mark.parametrize("identity", rules("within"))
def test_a_number_below_or_above_is_found_and_the_bounds_are_not(identity: str, found: Found, bound: Bound) -> None:
    rule = bound[identity].rule
    for name in rule.of:
        if math.isfinite(rule.low):
            (finding,) = found(identity, Table(**{name: [rule.low - 1, rule.low]}))
            assert (finding.field, finding.row) == (name, 3)
        if math.isfinite(rule.high):
            (finding,) = found(identity, Table(**{name: [rule.high, rule.high + 1]}))
            assert finding.row == 4


def test_minutes_that_look_like_hours_are_found_and_none_at_all_are_not(found: Found) -> None:
    """Homework of 0.5 (half an hour) would pass for half a minute, and a school with none would be asked about."""
    (finding,) = found("homework_out_of_bounds", Table(hw_min_g36=[0, 0.5, 5, 60]))
    assert (finding.field, finding.row) == ("hw_min_g36", 4)
