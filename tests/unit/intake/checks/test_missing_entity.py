"""A school that was there last time and is gone is found; a whole missing ledger is another check's matter."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table

BEFORE = Table(school_id=["1", "2"], school_name=["甲小学", "乙小学"])


def test_the_missing_school_is_named(found: Found) -> None:
    (finding,) = found("school_gone", Table(school_id=["1", "3"], school_name=["甲小学", "丙小学"]), BEFORE)
    assert finding.found == "乙小学"
    assert finding.row is None


def test_nothing_is_missed_where_all_are_there_or_there_was_nothing_before(found: Found) -> None:
    assert found("school_gone", Table(school_id=["2", "1"], school_name=["乙", "甲"]), BEFORE) == []
    assert found("school_gone", Table(school_id=["1"])) == []
    assert found("school_gone", None, BEFORE) == []
