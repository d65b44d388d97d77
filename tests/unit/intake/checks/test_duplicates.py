"""The second row of one school is found, and told where the first is."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table


def test_the_later_row_is_found(found: Found) -> None:
    (finding,) = found("duplicate_school", Table(school_id=["1", "2", "1"], school_name=["甲小学", "乙小学", "甲小学"]))
    assert finding.row == 5
    assert "学校台账 A3" in finding.message


def test_rows_without_an_identity_are_nobody_s_doubles(found: Found) -> None:
    assert found("duplicate_school", Table(school_id=[None, None], school_name=["甲", "乙"])) == []


def test_a_document_listed_twice_is_found(found: Found) -> None:
    (finding,) = found("duplicate_document", Table(school_id=["x", "x"], title=["通知", "通知"]))
    assert finding.row == 4
