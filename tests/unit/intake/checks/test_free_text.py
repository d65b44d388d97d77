"""A clerk is warned of a text that names somebody, and left alone with one that does not."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table


def test_a_text_that_may_name_somebody_is_found_and_says_whom(found: Found) -> None:
    """The text would stand in the public edition, or nobody know why it does not."""
    said = found("problems_may_name", Table(problem=["部分学校时间不足", "三实小困难学生3人未减免", "约谈佟大为"]))
    assert [(one.row, one.severity) for one in said] == [(4, "warning"), (5, "warning")]
    assert "学校、少数学生" in said[0].message
    assert "个人" in said[1].message


def test_a_name_of_the_ledger_is_found_in_the_same_file(found: Found) -> None:
    """A name without 小学 behind it looks like any other word."""
    assert found("practices_may_name", Table(practice=["岚枫双语的经验"])) == []
