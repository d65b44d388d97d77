"""A row of another county is found; one that names nobody is not."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table


def test_a_stranger_s_row_is_found_and_both_are_named(found: Found) -> None:
    (finding,) = found("other_county", Table(county=["410422", "410425", None]))
    assert finding.row == 4
    assert "郏县" in finding.message
    assert "叶县" in finding.message
