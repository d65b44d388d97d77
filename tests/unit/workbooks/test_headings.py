"""Columns answer fields by name and alias, exactly; likeness only suggests."""

from __future__ import annotations

import pytest

from reporting.workbooks.layouts.headings import match_headings
from reporting.workbooks.layouts.table import Column
from reporting.workbooks.units import is_options, is_unit, split_unit

FIELDS = {
    "school_name": ("学校名称", "校名"),
    "county": ("县(市、区)",),
    "menu": ("菜单式选课(是/否)",),
    "fee": ("收费标准(元/生·学期)",),
    "enrolled": ("在校学生数",),
}


def columns(*headings: str) -> list[Column]:
    return [Column("A", n, (text,), text) for n, text in enumerate(headings, 1)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("学校名称", "school_name"),
        ("校名", "school_name"),
        ("学 校\n名 称", "school_name"),
        ("*学校名称：", "school_name"),
        ("县（市、区）", "county"),
        ("菜单式选课", "menu"),
        ("菜单式选课（是/否）", "menu"),
        ("收费标准（元/生·月）", "fee"),
        ("在校学生数（万人）", "enrolled"),
    ],
)
def test_spellings_of_one_heading(heading: str, field: str) -> None:
    assert list(match_headings(columns(heading), FIELDS).columns) == [field]


def test_the_lowest_level_of_a_path_answers_too() -> None:
    column = Column("B", 2, ("学生情况", "在校学生数"), "学生情况 > 在校学生数")
    assert match_headings([column], FIELDS).columns == {"enrolled": column}


def test_a_likely_heading_is_suggested_and_not_taken() -> None:
    """在校男学生数 is another figure: a guess would put it into the wrong column for good."""
    found = match_headings(columns("在校男学生数", "座右铭"), FIELDS)
    assert found.columns == {}
    assert [unknown.suggestion for unknown in found.unknown] == ["在校学生数", ""]
    assert set(found.missing) == set(FIELDS)


EVERYDAY = {
    "minutes": ("三至六年级平均时长(分钟)",),
    "zero": ("一二年级无书面作业(是/否)",),
    "public": ("作业公示(是/否)",),
    "boarding": ("是否寄宿制", "寄宿制"),
    "offers": ("是否开展课后服务",),
    "enrolled": ("在校学生数",),
    "five": ("其中每周5天全程参加",),
    "rules": ("作业管理办法(是/否)",),
    "stage": ("学段",),
}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("3-6年级平均时长", "minutes"),
        ("3—6年级平均时长（分钟）", "minutes"),
        ("三到六年级平均时长", "minutes"),
        ("1-2年级无书面作业", "zero"),
        ("一、二年级无书面作业", "zero"),
        ("是否建立作业公示制度", "public"),
        ("【作业公示】", "public"),
        ("有无作业管理办法", "rules"),
        ("学段（必填）", "stage"),
        ("学段\n（下拉选择，必填）", "stage"),
        ("在校学生数（人）（填整数）", "enrolled"),
        ("学段【请勾选】", "stage"),
        ("学段（小学部）", None),
        ("在校学生数（不含幼儿）", None),
        ("在校学生数（填上学期）", None),
        ("作业管理办法制定情况", None),
        ("寄宿制学校", "boarding"),
        ("开展课后服务情况", "offers"),
        ("在校学生人数", "enrolled"),
        ("是否为寄宿制学校", "boarding"),
        ("课后服务是否开展", "offers"),
        ("在校的学生数", "enrolled"),
        ("学段（小学、初中、九年一贯制）", "stage"),
        ("其中：每周五天全程参加人数", "five"),
        ("在校生", None),
        ("1-6年级平均时长", None),
        ("三、六年级平均时长", None),
    ],
)
def test_everyday_headings(heading: str, field: str | None) -> None:
    """A clerk who writes from memory would leave every such column unread; a guess would fill the wrong one."""
    found = match_headings(columns(heading), EVERYDAY)
    assert list(found.columns) == ([field] if field else [])


def test_what_comes_out_alike_of_two_fields_is_neither() -> None:
    """学生数 would be taken for the one of two figures that stands first."""
    fields = {"pupils": ("学生总数",), "asked": ("学生人数",)}
    assert match_headings(columns("学生数量"), fields).columns == {}


def test_what_is_written_out_goes_before_what_comes_out_alike() -> None:
    """A second column would make the field's own be disbelieved."""
    found = match_headings(columns("在校学生数", "在校学生情况"), EVERYDAY)
    assert found.columns["enrolled"].heading == "在校学生数"
    assert [unknown.column.heading for unknown in found.unknown] == ["在校学生情况"]


def test_a_field_claimed_twice_is_taken_from_neither() -> None:
    found = match_headings(columns("学校名称", "校名"), FIELDS)
    assert "school_name" not in found.columns
    (doubled,) = found.doubled
    assert (doubled.field, len(doubled.columns)) == ("school_name", 2)
    assert "school_name" not in found.missing


def test_columns_without_a_heading_are_not_unknown() -> None:
    assert match_headings([Column("A", 1, (), "")], FIELDS).unknown == ()


@pytest.mark.parametrize(
    "text", ["人", "万人", "%", "％", "亿元", "元/生·学期", "小时", "分钟", "人次", "所", "(万元)"]
)
def test_units(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize("text", ["市、区", "人数", "", "学校", "市州", "叶县", "盖章"])
def test_what_is_no_unit(text: str) -> None:
    assert not is_unit(text)


def test_brackets_that_hold_no_unit_stay() -> None:
    assert split_unit("县(市、区)") == ("县(市、区)", None)
    assert split_unit("增速\n（%）") == ("增速", "%")
    assert split_unit("学段 (小学/初中/九年一贯制)") == ("学段", "小学/初中/九年一贯制")
    assert is_options("强/弱")
    assert not is_options("/")
