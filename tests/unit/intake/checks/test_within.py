"""Numbers outside their bounds are found; the bounds themselves are allowed."""

from __future__ import annotations

import math

import pytest
from tests.unit.intake.checks.conftest import Bound, Found, Table, rules


@pytest.mark.parametrize("identity", rules("within"))
def test_a_number_below_or_above_is_found_and_the_bounds_are_not(identity: str, found: Found, bound: Bound) -> None:
    rule = bound[identity].rule
    for name in rule.of:
        (finding,) = found(identity, Table(**{name: [rule.low - 1, rule.low]}))
        assert (finding.field, finding.row) == (name, 3)
        if math.isfinite(rule.high):
            (finding,) = found(identity, Table(**{name: [rule.high, rule.high + 1]}))
            assert finding.row == 4
