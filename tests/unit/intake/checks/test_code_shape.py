"""A code of another length, or with letters in it, is asked about; a missing one is not."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table


def test_a_short_code_is_found_where_it_stands(found: Found) -> None:
    """A school would be two schools, one by its code and one by a part of it."""
    (finding,) = found("school_code_shape", Table(school_code=["4110000001", "12345", None, ""]))
    assert (finding.found, finding.row, finding.severity) == ("12345", 4, "warning")
    assert "5位" in finding.message
