"""课程与特色: what is new since the month before."""

from __future__ import annotations

from typing import Any

from reporting import Report


def test_only_what_no_school_named_before_is_new(invent: Any) -> None:
    """A course that was offered last month would be praised as new, or a new one go unsaid."""
    html = Report(invent()).courses().html
    assert "较上月新增：" in html
    new = html.split("较上月新增：")[1].split("</p>")[0]
    assert "魔术" in new
    assert "剪纸" not in new


def test_without_an_earlier_month_nothing_is_called_new(invent: Any) -> None:
    """The first month would call its whole catalogue new."""
    html = Report(invent(schools_before=[])).courses().html
    assert "较上月新增" not in html
    assert "较上月没有新增" not in html
