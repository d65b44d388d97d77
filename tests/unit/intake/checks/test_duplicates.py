"""The second row of one school is found, and told where the first is."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table


def test_the_later_row_is_found(found: Found) -> None:
    (finding,) = found("duplicate_school", Table(school_id=["1", "2", "1"], school_name=["甲小学", "乙小学", "甲小学"]))
    assert finding.row == 5
    assert "学校台账 A3" in finding.message


def test_three_rows_of_one_code_are_one_finding(found: Found) -> None:
    """A clerk would read of one fault twice, or two further rows would count."""
    names = ["甲小学", "乙小学", "甲小学", "甲小学"]
    codes = ["0000000001", "2", "0000000001", "0000000001"]
    (finding,) = found("duplicate_school", Table(school_id=["1", "2", "1", "1"], school_name=names, school_code=codes))
    assert "标识码0000000001在第3、5、6行重复" in finding.message
    assert "其余2行未入库" in finding.message
    assert (finding.row, finding.also) == (5, (("学校台账", 6),))


def test_rows_without_an_identity_are_nobody_s_doubles(found: Found) -> None:
    assert found("duplicate_school", Table(school_id=[None, None], school_name=["甲", "乙"])) == []


def test_a_document_listed_twice_is_found(found: Found) -> None:
    (finding,) = found("duplicate_document", Table(school_id=["x", "x"], title=["通知", "通知"]))
    assert finding.row == 4
