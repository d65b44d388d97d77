"""Parts that do not add up are found; an unknown part says nothing."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Bound, Found, Table, rules


@pytest.mark.parametrize("identity", rules("parts"))
def test_a_total_that_is_one_off_is_found(identity: str, found: Found, bound: Bound) -> None:
    rule = bound[identity].rule
    parts = {part: [1] for part in rule.parts}
    total = len(parts)
    (finding,) = found(identity, Table(**parts, **{rule.total: [total + 1]}))
    assert finding.field == rule.total
    assert finding.cells == (rule.total, *rule.parts), "which of them is wrong nobody can tell"
    assert finding.cell, "the receipt says where"
    assert str(total) in finding.message
    assert found(identity, Table(**parts, **{rule.total: [total]})) == []
    assert found(identity, Table(**parts | {rule.parts[0]: [float("nan")]}, **{rule.total: [total]})) == []
