"""What the headings over a column's own say of it."""

from __future__ import annotations

import pytest

from reporting.intake.recognition.parents import is_of_what_is_asked
from reporting.workbooks.layouts.headings import match_headings
from reporting.workbooks.layouts.table import Column


@pytest.mark.parametrize("parent", ["上学期", "去年同期", "计划", "教师", "一年级", "其中：女生", "同比增长", "占比"])
def test_what_stands_over_a_heading_may_make_it_another(parent: str) -> None:
    """Pupils of last year, of one grade, or teachers would be stored as the pupils of now."""
    column = Column("B", 2, (parent, "在校学生数"), f"{parent} > 在校学生数")
    found = match_headings([column], {"enrolled": ("在校学生数",)}, is_of_what_is_asked)
    assert found.columns == {}
    assert [unknown.column for unknown in found.unknown] == [column]


@pytest.mark.parametrize(
    ("own", "field"),
    [("读物清理数量", None), ("读物清理总数（本）", None), ("读物清理情况", "book_ok"), ("读物清理", "book_ok")],
)
def test_how_many_is_not_whether(own: str, field: str | None) -> None:
    """One book that was taken away would be a yes, and none a no."""
    column = Column("B", 2, (own,), own)
    found = match_headings([column], {"book_ok": ("读物清理(是/否)",)}, is_of_what_is_asked)
    assert list(found.columns) == ([field] if field else [])
