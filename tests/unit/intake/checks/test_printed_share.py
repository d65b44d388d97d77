"""A printed percentage is recomputed; rounding is forgiven, more is not."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Bound, Found, Table, rules

from reporting.intake.cleaning.tables.printed import PrintedShare


@pytest.mark.parametrize("identity", rules("printed_share"))
def test_a_wrong_percentage_is_found_for_each_part(identity: str, found: Found, bound: Bound) -> None:
    rule = bound[identity].rule
    for part in rule.parts:
        printed = (PrintedShare(part, 99.5, "半月报", "C7"),)
        (finding,) = found(identity, Table(shares=printed, **{part: [1], rule.whole: [2]}))
        assert (finding.field, finding.cell) == (part, "C7")
        assert "50.00%" in finding.message


@pytest.mark.parametrize(
    ("printed", "wrong"), [(80.78, False), (80.8, False), (81.0, False), (80.5, True), (4.0, True)]
)
def test_rounding_is_forgiven(found: Found, printed: float, wrong: bool) -> None:
    shares = (PrintedShare("nat_offering", printed, "半月报", "C7"),)
    assert bool(found("printed_school_share", Table(shares=shares, nat_offering=[391], nat_schools=[484]))) is wrong


def test_nothing_is_divided_by_zero(found: Found) -> None:
    shares = (PrintedShare("nat_offering", 100.0, "半月报", "C7"),)
    assert found("printed_school_share", Table(shares=shares, nat_offering=[0], nat_schools=[0])) == []
