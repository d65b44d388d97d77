"""Which item a label means, whose column a heading is, and which rows a formula filled: row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.unit.intake.test_placed_cells import Line, table_of

from reporting.definitions.forms import ItemTable, RowTable
from reporting.intake.recognition.formula_rows import unfilled, unfilled_figures
from reporting.intake.recognition.item_labels import column_roles, labelled_rows, nearest_label, wide_columns
from reporting.intake.recognition.parents import is_of_what_is_asked
from reporting.workbooks.cells import CellValue, ExcelError
from reporting.workbooks.layouts.table import Column
from reporting.workbooks.workbook import Sheet

FIGURES = ItemTable.model_validate(
    {
        "layout": "items",
        "name": "figures",
        "sheets": ["统计"],
        "item_heading": ["指标"],
        "value_heading": ["数值"],
        "unit_heading": ["单位"],
        "basis_heading": ["口径"],
        "note_heading": ["备注"],
        "share_heading": ["占比"],
        "county_heading": ["县区"],
        "items": [
            {"name": "all", "label": "学科类机构总数", "aliases": ["学科类机构"]},
            {"name": "online", "label": "学科类机构总数/线上"},
            {"name": "others", "label": "非学科类机构总数"},
            {"name": "others_online", "label": "非学科类机构总数/线上"},
            {"name": "cases", "label": "违规"},
            {"name": "closed", "label": "违规/其中办结"},
        ],
    }
)


@pytest.mark.parametrize(
    ("labels", "items"),
    [
        (
            ["学科类机构总数", "其中:线上", "非学科类机构总数", "其中：线上"],
            ["all", "online", "others", "others_online"],
        ),
        (
            ["1. 学科类机构总数", "（1）线上", "2、非学科类机构总数", "①线上"],
            ["all", "online", "others", "others_online"],
        ),
        (["学科类机构", "其中线上"], ["all", "online"]),
        (["线上", "违规"], [None, "cases"]),
        (["违规（起）", "第一项 违规", "违规情况说明"], ["cases", "cases", None]),
        (["违规", "其中办结", "违规/其中办结", "学科类机构总数/线上"], ["cases", "closed", "closed", "online"]),
    ],
)
def test_a_label_below_another_is_of_it(labels: list[str], items: list[str | None]) -> None:
    """Online institutions of one kind would be counted as those of the other."""
    _sheet, table = table_of(("指标", "数值"), *((label, at) for at, label in enumerate(labels, 1)))
    lines = list(labelled_rows(table, FIGURES, column_roles(table, FIGURES)))
    assert [line.item for line in lines] == items
    assert [line.label for line in lines] == labels


def test_the_unit_in_a_label_and_rows_without_one() -> None:
    """Ten thousands would be ones, or a choice that stands in brackets be a unit."""
    _sheet, table = table_of(("指标", "数值"), ("学科类机构总数（万个）", 1), ("违规（是/否）", 2), ("", 3))
    lines = list(labelled_rows(table, FIGURES, column_roles(table, FIGURES)))
    assert [(line.label, line.unit) for line in lines] == [("学科类机构总数（万个）", "万个"), ("违规（是/否）", "")]


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        (
            ("指标", "数值", "单位", "口径", "备注", "占比"),
            {"item": "A", "value": "B", "unit": "C", "basis": "D", "note": "E", "share": "F"},
        ),
        (("指标", "指标", "数值"), {"item": "AB", "value": "C"}),
        (("指标", "数值", "数值"), {"item": "A", "value": "B"}),
        (("指标", "本月数", "上月数"), {"item": "A", "value": "B"}),
        (("指标", "本月", "本年数"), {"item": "A"}),
        (("指标", "数值", "本年累计"), {"item": "A", "value": "B", "so_far": "C"}),
        (("指标", "数值", "累计", "本年累计"), {"item": "A", "value": "B"}),
        (("指标", "累计", "备注"), {"item": "A", "note": "C"}),
    ],
)
def test_which_column_plays_which_part(headings: tuple[str, ...], roles: dict[str, str]) -> None:
    """Last month's figures would be this month's, or those of the year so far."""
    _sheet, table = table_of(headings, ("违规", *range(1, len(headings))), ("学科类机构总数", *range(1, len(headings))))
    found = column_roles(table, FIGURES)
    assert {role: "".join(column.letter for column in columns) for role, columns in found.items()} == roles


def test_a_heading_in_two_scripts_is_the_chinese_one() -> None:
    """A yearbook that says each heading in English below would be refused: none of its columns is known."""
    rows = (("指标", "数值", "备注"), ("Item", "Value", "Remarks"), ("违规", 1, "甲"), ("学科类机构总数", 2, "乙"))
    _sheet, table = table_of(*rows)
    both = [replace(column, path=(own, other)) for column, own, other in zip(table.columns, *rows[:2], strict=True)]
    found = column_roles(replace(table, columns=tuple(both)), FIGURES)
    assert {role: columns[0].letter for role, columns in found.items()} == {"item": "A", "value": "B", "note": "C"}


def test_columns_of_a_sheet_of_all_counties() -> None:
    """A printed share would be stored as a figure, or a part as its whole."""
    columns = [
        Column(letter, at, path, " > ".join(path))
        for at, (letter, path) in enumerate(
            (
                ("A", ("县区",)),
                ("B", ("学科类机构总数",)),
                ("C", ("学科类机构总数", "合计")),
                ("D", ("学科类机构总数", "线上")),
                ("E", ("学科类机构总数", "线上", "占比")),
                ("F", ("非学科类机构总数", "数值")),
                ("G", ("别的", "数值")),
                ("H", ("违规", "数值", "本月")),
                ("I", ("违规", "数值", "本年累计")),
                ("J", ("本月",)),
            ),
            1,
        )
    ]
    _sheet, table = table_of(("县区", "违规"), ("东", 1), ("西", 2))
    found = wide_columns(type(table)("统计", (1, 1), tuple(columns), table.rows), FIGURES)
    assert [(one.column.letter, one.item, one.share) for one in found] == [
        ("B", "all", False),
        ("C", "all", False),
        ("D", "online", False),
        ("E", "online", True),
        ("F", "others", False),
        ("H", "cases", False),
    ]


@pytest.mark.parametrize(
    ("label", "nearest"), [("学科类机构数", "学科类机构总数"), ("2. 违规起数", "违规"), ("天气", "")]
)
def test_an_unknown_label_is_answered_with_the_nearest(label: str, nearest: str) -> None:
    """A clerk would be told of an item that looks nothing like it."""
    assert nearest_label(label, FIGURES) == nearest


@pytest.mark.parametrize(
    ("parents", "heading", "asked"),
    [
        (("本学期",), "在校学生数", True),
        (("上学期",), "在校学生数", False),
        (("上学期",), "上学期在校学生数", True),
        (("计划",), "计划招生数", True),
        (("一年级",), "在校学生数", False),
        (("教师",), "参加人数", True),
        (("教师",), "参加学生数", False),
        (("教师",), "参加教师数", True),
        (("学生",), "教师数", False),
        (("学生",), "参加学生数", True),
        (("教师", "学生"), "参加学生数", True),
        ((), "上年在校学生数", True),
    ],
)
def test_what_stands_over_a_heading(parents: tuple[str, ...], heading: str, asked: bool) -> None:
    """Teachers would be stored as pupils, or last term's pupils as this one's."""
    column = Column("B", 2, (*parents, heading), heading)
    assert is_of_what_is_asked(column, heading) is asked


LEDGER = RowTable.model_validate(
    {
        "layout": "rows",
        "name": "ledger",
        "sheets": ["台账"],
        "entity": ["name"],
        "fields": [
            {"name": "name", "heading": "学校名称", "kind": "text"},
            {"name": "stage", "heading": "学段", "kind": "text", "carried": True},
            {"name": "pupils", "heading": "学生数", "kind": "integer", "counts": "people"},
            {"name": "joined", "heading": "参加数", "kind": "integer", "counts": "people"},
        ],
    }
)
HEAD: Line = ("学校名称", "学段", "学生数", "参加数")


@pytest.mark.parametrize(
    ("row", "formulas", "fate"),
    [
        (("甲", "小学", 0, 0), {3, 4}, "blanked"),
        (("甲", "小学", 0, ""), {3, 4}, "blanked"),
        (("甲", "小学", "0", ExcelError("#REF!")), {3, 4}, "blanked"),
        (("甲", "小学", 0, 0), {3}, "kept"),  # the other zero was typed
        (("甲", "小学", 0, 7), {3, 4}, "kept"),
        (("甲", "小学", "", ""), {3, 4}, "kept"),  # nothing there to blank
        (("甲", "小学", 0, 0), set(), "kept"),
        (("", "小学", 0, 0), {2, 3, 4}, "dropped"),
        ((0, "", 0, 0), {1, 3, 4}, "dropped"),
        (("", "小学", 0, 0), {3, 4}, "blanked"),  # somebody typed its stage
        (("", "", 5, 0), {3, 4}, "dropped"),
        (("", "", "", ""), {3, 4}, "kept"),
    ],
)
def test_rows_that_formulas_fill(row: Line, formulas: set[int], fate: str) -> None:
    """A school that was not asked would have no pupils, or a typed zero be lost."""
    cells: list[Sequence[CellValue]] = [HEAD, ("乙", "初中", 9, 8), row, ("丙", "初中", 7, 6)]
    sheet = Sheet("台账", [list(line) for line in cells], formulas={3: frozenset(formulas)} if formulas else {})
    columns = {name: Column("ABCD"[at], at + 1, (str(HEAD[at]),), str(HEAD[at])) for at, name in enumerate(
        ("name", "stage", "pupils", "joined"))}  # fmt: skip
    _sheet, table = table_of(HEAD, *cells[1:2])
    rows = [type(table.rows[0])(number, list(line)) for number, line in enumerate(cells[1:], 2)]
    whole = type(table)("台账", (1, 1), tuple(columns.values()), tuple(rows))
    read, blanked = unfilled(sheet, whole, LEDGER, columns)
    assert blanked == ((3,) if fate == "blanked" else ())
    assert [one.number for one in read.rows] == ([2, 4] if fate == "dropped" else [2, 3, 4])
    assert [(one.row, one.reason) for one in read.dropped] == ([(3, "formulas")] if fate == "dropped" else [])
    third = next((one.values for one in read.rows if one.number == 3), None)
    if fate == "blanked":
        assert third == ["" if at + 1 in formulas and at > 1 else value for at, value in enumerate(row)]
    elif fate == "kept":
        assert third == list(row)
    kept = LEDGER.model_copy(update={"formula_rows": "filled"})
    assert unfilled(sheet, whole, kept, columns) == (whole, ())


@pytest.mark.parametrize(
    ("values", "typed", "each", "blanked"),
    [
        ((0, 0), (), False, (2, 3)),
        ((0, 5), (), False, ()),
        ((0, 0), (3,), False, ()),
        ((0, ""), (), False, (2,)),
        (("", ""), (), False, ()),
        ((0, 5), (), True, (2,)),
        ((0, 0), (3,), True, (2,)),
    ],
)
def test_figures_that_formulas_fill(
    values: tuple[CellValue, CellValue], typed: tuple[int, ...], each: bool, blanked: tuple[int, ...]
) -> None:
    """A county that filled in nothing would have held no meeting; one that typed a zero would be silent."""
    _sheet, table = table_of(("指标", "数值"), ("违规", 1), ("学科类机构总数", 1))
    rows = tuple(type(one)(one.number, [one.values[0], value]) for one, value in zip(table.rows, values, strict=True))
    whole = type(table)("统计", (1, 1), table.columns, rows)
    formulas = {number: frozenset({2}) for number in (2, 3) if number not in typed}
    sheet = Sheet("统计", [["指标", "数值"], *(list(one.values) for one in rows)], formulas=formulas)
    read, found = unfilled_figures(sheet, whole, FIGURES, table.columns[1:], each=each)
    assert found == blanked
    assert [one.values[1] for one in read.rows] == [
        "" if one.number in blanked else value for one, value in zip(rows, values, strict=True)
    ]
