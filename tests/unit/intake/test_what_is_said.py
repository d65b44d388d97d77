"""What a clerk is told of a workbook as a whole: of tables that lack headings, of other forms, of whose it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from tests.unit.intake.conftest import in_words, sheet

from reporting.definitions.forms import Forms
from reporting.definitions.periods import Period
from reporting.intake.findings import Finding
from reporting.intake.recognition.blank import blank_findings
from reporting.intake.recognition.form_tables import known_headings, recognise
from reporting.intake.recognition.found import Recognition
from reporting.intake.recognition.mark import FINGERPRINT_SHEET, TemplateMark
from reporting.intake.recognition.sender import Declared, Identity, identify
from reporting.intake.recognition.structure import notice_findings, structure_findings
from reporting.settings import Settings
from reporting.workbooks.cells import CellValue
from reporting.workbooks.layouts.table import Layout
from reporting.workbooks.tables import find_layout
from reporting.workbooks.workbook import Notice, Sheet, Workbook

HEADINGS = ("学校名称", "学校标识码", "学段", "在校学生数")
SCHOOL = ("东岭小学", "1", "小学", 500)
SMALL = Forms.model_validate(
    {
        "forms": [
            {
                "id": "own",
                "name": {"zh-Hans": "月报"},
                "title": "月报",
                "version": "3",
                "tables": [
                    {
                        "layout": "rows",
                        "name": "ledger",
                        "sheets": ["台账"],
                        "entity": ["name"],
                        "fields": [
                            {"name": "name", "heading": "学校名称", "kind": "text", "required": True},
                            {"name": "stage", "heading": "学段", "kind": "text", "required": True, "carried": True},
                            {"name": "pupils", "heading": "在校学生数", "kind": "integer", "counts": "people"},
                            {"name": "fee", "heading": "收费标准", "kind": "number", "counts": "nothing"},
                        ],
                    },
                    {
                        "layout": "items",
                        "name": "figures",
                        "sheets": ["统计"],
                        "item_heading": ["指标"],
                        "value_heading": ["数值"],
                        "items": [{"name": "cases", "label": "违规"}, {"name": "closed", "label": "办结"}],
                    },
                ],
            },
            {
                "id": "other",
                "name": {"zh-Hans": "半月报表"},
                "title": "半月报",
                "tables": [
                    {
                        "layout": "items",
                        "name": "national",
                        "sheets": ["半月报"],
                        "item_heading": ["项目"],
                        "value_heading": ["数量"],
                        "items": [{"name": "schools", "label": "学校总数"}],
                    }
                ],
            },
        ]
    }
)


def known(
    settings: Settings, *sheets: Sheet, forms: Forms = SMALL, declared: str = ""
) -> tuple[Sequence[tuple[Sheet, Layout]], Recognition]:
    both = [(one, find_layout(one, known_headings(forms))) for one in sheets]
    return both, recognise(both, forms, settings.names, declared)


def said(findings: Iterable[Finding]) -> list[tuple[str, str, str, str, str]]:
    told = list(findings)
    assert [one.message for one in told if not in_words(one.sheet, one.cell, one.message)] == []
    return [(one.severity, one.check_id, one.sheet, one.cell, one.found) for one in told]


LEDGER = sheet("台账", ("学校名称", "学段", "在校学生数"), ("甲小学", "小学", 5))
FIGURES = sheet("统计", ("指标", "数值"), ("违规", 1), ("办结", 1))
OTHER = sheet("半月报", ("项目", "数量"), ("学校总数", 5))
STRANGE = sheet("书", ("书名", "价格"), ("语文", 12.5), ("数学", 3))


def test_a_table_that_lacks_a_heading_is_told_the_one_that_is_nearest(settings: Settings) -> None:
    """A clerk who wrote 学校名 would be told that there is no table, or be sent to another cell."""
    lacking = sheet(
        "台账", ("学校名称全", "学段", "在校学生数", "收费标准"), ("甲小学", "小学", 5, 0), ("乙小学", "小学", 5, 0)
    )
    _both, recognition = known(settings, lacking)
    (first, *others) = structure_findings(recognition, None)
    assert not others
    assert said([first]) == [("error", "required_heading", "台账", "A1", "学校名称全")]
    assert "学校名称" in first.message
    bare = sheet("台账", ("学段", "在校学生数", "收费标准"), ("小学", 5, 0), ("小学", 6, 0))
    _both, recognition = known(settings, sheet("台账", ("标题", "", ""), *bare.rows))
    assert said(structure_findings(recognition, None)) == [("error", "required_heading", "台账", "A2", "")]


def test_a_sheet_that_could_be_both_is_looked_at_for_figures_until_most_columns_are_fields(settings: Settings) -> None:
    """Four figures beside two columns of a ledger would be read as one school's, and stored nowhere."""
    headings = ("指标", "数值", "学校名称", "学段", "备注")
    figures = [(label, 1, "甲小学", "小学", "") for label in ("违规", "办结", "违规数", "办结数")]
    _both, recognition = known(settings, sheet("统计", headings, *figures))
    assert [type(one).__name__ for one in recognition.tables] == ["ItemsFound"]


def test_of_two_tables_with_the_same_headings_the_name_of_the_sheet_tells_which_is_sent(settings: Settings) -> None:
    """A list of classes would be stored as a list of schools, or the other way round."""
    fields = [{"name": name, "heading": text, "kind": "text"} for name, text in (("name", "名称"), ("note", "备注"))]
    tables = [
        {"layout": "rows", "name": name, "sheets": [called], "entity": ["name"], "fields": fields}
        for name, called in (("houses", "学校"), ("classes", "班级"))
    ]
    forms = Forms.model_validate({"forms": [{"id": "f", "name": {"zh-Hans": "表"}, "title": "表", "tables": tables}]})
    for called, meant in (("学校", "houses"), ("班级", "classes")):
        _both, recognition = known(settings, sheet(called, ("名称", "备注"), ("甲", "一"), ("乙", "二")), forms=forms)
        assert [one.definition.name for one in recognition.tables] == [meant]


def test_a_hidden_column_of_the_same_heading_is_told(settings: Settings) -> None:
    """Nobody would know which of the two was read."""
    rows: list[list[CellValue]] = [[*HEADINGS, "在校学生数（人）"], [*SCHOOL, 510], ["西岭小学", "2", "小学", 80, 85]]
    _both, recognition = known(settings, Sheet("台账", rows, hidden_columns=frozenset({4})))
    assert ("notice", "hidden_column_twice", "台账", "D1", "在校学生数") in said(structure_findings(recognition, None))


def test_other_forms_strangers_and_covers(settings: Settings) -> None:
    """A second form would be lost without a word, or the cover of our own template be called unknown."""
    cover = Sheet("填报说明", STRANGE.rows)
    _both, recognition = known(settings, LEDGER, FIGURES, OTHER, STRANGE, cover)
    assert recognition.form is not None
    assert recognition.form.id == "own"
    found = list(structure_findings(recognition, None))
    assert said(found) == [("warning", "other_form", "半月报", "", "半月报"), ("notice", "unknown_table", "书", "", "")]
    assert "半月报表" in found[0].message
    assert "2行" in found[1].message
    _both, alone = known(settings, STRANGE)
    assert said(structure_findings(alone, None))[0] == ("error", "no_table", "", "", "")


def test_the_form_is_the_one_declared_or_that_of_most_tables(settings: Settings) -> None:
    """A workbook of two forms would be read as the one whose sheet comes first."""
    for sheets in ((LEDGER, FIGURES, OTHER), (OTHER, FIGURES, LEDGER)):
        for declared, form in (("", "own"), ("own", "own"), ("other", "other"), ("nowhere", "own")):
            _both, recognition = known(settings, *sheets, declared=declared)
            assert recognition.form is not None
            assert recognition.form.id == form
            assert {one.form.id for one in recognition.tables} == {form}
            assert len(recognition.tables) + len(recognition.others) == 3


@pytest.mark.parametrize(("form", "version", "old"), [("own", "2", True), ("own", "3", False), ("other", "2", False)])
def test_an_old_template_is_named_with_both_versions(settings: Settings, form: str, version: str, old: bool) -> None:
    """A bureau would get old templates for ever, or be told that the new one is old."""
    _both, recognition = known(settings, LEDGER)
    found = list(structure_findings(recognition, TemplateMark(form, version, "410422", "2022-04")))
    assert said(found) == ([("notice", "old_template", "", "", version)] if old else [])
    assert all("3" in one.message for one in found)


def test_rows_of_formulas_are_listed_in_runs(settings: Settings) -> None:
    """A clerk would read of four hundred rows one by one, or look in the wrong column."""
    rows: list[Sequence[CellValue]] = [("", "学校名称", "学段", "在校学生数")]
    rows += [("", "甲小学", "小学", 5)] * 2 + [("", "", "", 0)] * 3 + [("", "乙小学", "小学", 0), ("", "", "", 0)]
    formulas = {number: frozenset({4}) for number in (4, 5, 6, 7, 8)}
    _both, recognition = known(settings, Sheet("台账", [list(row) for row in rows], formulas=formulas))
    dropped, blanked = structure_findings(recognition, None)
    assert (said([dropped]), dropped.table) == ([("notice", "formula_rows", "台账", "B4", "")], "ledger")
    assert "4–6、8" in dropped.message
    assert dropped.message.startswith("台账：")
    assert said([blanked]) == [("warning", "formula_zeros", "台账", "B7", "")]
    assert "7" in blanked.message


def test_what_the_reader_noticed_is_said_unless_it_is_said_elsewhere() -> None:
    """A clerk would hear of our own hidden sheet, or not where a formula has no value."""
    notices = (
        Notice("hidden_sheet", "台账"),
        Notice("hidden_sheet", FINGERPRINT_SHEET),
        Notice("hidden_sheet", "旧"),
        Notice("phantom_area", "台账", {"rows": 5}),
        Notice("formulas_without_value", "统计", {"cells": "B3、B4", "count": 2}),
    )
    found = list(notice_findings(Workbook("xlsx", "", (), notices), ["旧"]))
    assert said(found) == [
        ("notice", "hidden_sheet", "台账", "", ""),
        ("warning", "formulas_without_value", "统计", "B3 B4", ""),
    ]


def test_a_workbook_in_which_nothing_stands_is_said_to_be_blank() -> None:
    """A county that sent an empty template would count as reported."""
    assert said(blank_findings([], [])) == [("error", "nothing_filled", "", "", "")]


def whose(
    settings: Settings, lines: Sequence[str], file: str = "x.xlsx", mark: TemplateMark | None = None, **declared: Any
) -> Identity:
    rows: list[Sequence[CellValue]] = [*((line,) for line in lines), HEADINGS, SCHOOL]
    both, recognition = known(settings, sheet("学校台账", *rows), forms=settings.forms)
    return identify(both, recognition, mark, file, Declared(**declared), settings.city, settings.forms, settings.names)


def test_a_row_of_another_s_table_is_no_title(settings: Settings) -> None:
    """A list of books on a second sheet would make a file 叶县's that names nobody."""
    sheets = (sheet("学校台账", HEADINGS, SCHOOL), sheet("书", ("县", "册数"), ("叶县", 12)))
    both, recognition = known(settings, *sheets, forms=settings.forms)
    found = identify(both, recognition, None, "x.xlsx", Declared(), settings.city, settings.forms, settings.names)
    assert found.county is None


def test_a_title_typed_word_by_word_into_cells_is_a_title(settings: Settings) -> None:
    """A file whose title was spread over a row of cells would be sent back as nobody's."""
    typed = sheet("学校台账", ("叶县", 2022, "年", 4, "月"), (), HEADINGS, SCHOOL)
    both, recognition = known(settings, typed, forms=settings.forms)
    found = identify(both, recognition, None, "x.xlsx", Declared(), settings.city, settings.forms, settings.names)
    assert (found.county, str(found.period)) == ("410422", "2022-04")


OF_YE = TemplateMark("x", "1", "410422", "2022-04")


@pytest.mark.parametrize(
    ("lines", "file", "mark", "declared", "is_of", "findings"),
    [
        (["叶县2022年4月"], "x", None, (None, None), ("410422", "2022-04"), []),
        (["叶县2022年4月"], "x", OF_YE, (None, None), ("410422", "2022-04"), []),
        (["x"], "x", OF_YE, (None, None), ("410422", "2022-04"), []),
        (["x"], "叶县2022年4月", None, (None, None), ("410422", "2022-04"), []),
        (["x"], "x", None, ("410422", "2022-04"), ("410422", "2022-04"), []),
        (["x"], "x", None, (None, None), (None, None), ["error county_unknown ", "error period_unknown "]),
        (
            ["叶县2022年4月"], "x", None, ("410425", "2022-03"), ("410422", "2022-04"),
            ["error county_declared_otherwise 叶县", "error period_declared_otherwise 2022-04"],
        ),
        (
            ["叶县2022年4月"], "郏县2022年3月", None, (None, None), ("410422", "2022-04"),
            ["warning county_in_file_name 郏县", "warning period_in_file_name 2022-03"],
        ),
        (["叶县2022年4月"], "叶县、郏县2022年4月", None, (None, None), ("410422", "2022-04"), []),
        (
            ["叶县2022年4月"], "郏县2022年3月", None, ("410422", "2022-04"), ("410422", "2022-04"),
            ["warning county_in_file_name 郏县", "warning period_in_file_name 2022-03"],
        ),
        (
            ["叶县2022年4月"], "叶县2022年4月", None, ("410425", "2022-04"), ("410422", "2022-04"),
            ["error county_declared_otherwise 叶县"],
        ),
        (
            ["郏县2022年3月"], "x", OF_YE, ("410422", "2022-04"), (None, None),
            [
                "error county_contradictory 标题为郏县；模板标记为叶县",
                "error period_contradictory 标题为2022-03；模板标记为2022-04",
            ],
        ),
        (
            ["填报单位：叶县", "郏县2022年3月", "填报月份：2022年4月"], "x", None, (None, None), (None, None),
            [
                "error county_contradictory 标题为郏县；表中注明为叶县",
                "error period_contradictory 表中注明为2022-04；标题为2022-03",
            ],
        ),
        (
            ["填报单位：叶集县", "2022年4月"], "x", None, (None, None), (None, "2022-04"),
            ["error sender_unknown 叶集县"],
        ),
        (
            ["填报单位：叶集县", "2022年4月"], "叶县", None, (None, None), ("410422", "2022-04"),
            ["warning sender_unknown 叶集县"],
        ),
        (["平顶山市2022年4月", "填报单位：叶县"], "x", None, (None, None), ("410422", "2022-04"), []),
        (["平顶山市2022年4月"], "x", None, (None, None), ("410400", "2022-04"), []),
        (["叶县", "填报日期：2022年5月3日", "填报月份：2022年4月"], "x", None, (None, None), ("410422", "2022-04"), []),
    ],
)  # fmt: skip
def test_whose_a_workbook_is_and_what_contradicts_it(
    settings: Settings,
    lines: list[str],
    file: str,
    mark: TemplateMark | None,
    declared: tuple[str | None, str | None],
    is_of: tuple[str | None, str | None],
    findings: list[str],
) -> None:
    """A file would be stored for another county or month than its sheets say, or its sender not hear why not."""
    county, period = declared
    found = whose(settings, lines, f"{file}.xlsx", mark, county=county, period=Period(period) if period else None)
    assert (found.county, str(found.period) if found.period else None) == is_of
    assert [f"{one.severity} {one.check_id} {one.found}" for one in found.findings] == findings
    assert all(one.found in one.message for one in found.findings)
    assert not found.demo


def test_demonstration_is_believed_of_the_mark_or_of_a_line(settings: Settings) -> None:
    """Invented figures would be published as a county's."""
    demo = TemplateMark("x", "1", "410422", "2022-04", demo=True)
    assert whose(settings, ["x"], mark=demo).demo
    assert whose(settings, ["叶县 演示数据"]).demo
    assert not whose(settings, ["叶县"], mark=OF_YE).demo


def test_a_lone_heading_below_a_table_begins_another(settings: Settings) -> None:
    """The problems below a ledger would be schools, or stand in another column than they do."""
    problems = {
        **{"layout": "rows", "name": "problems", "sheets": ["问题"]},
        "fields": [{"name": "problem", "heading": "主要问题", "kind": "text"}],
    }
    form = SMALL.model_dump(exclude_unset=True)["forms"][0]
    forms = Forms.model_validate({"forms": [{**form, "tables": [*form["tables"], problems]}]})
    rows = (*LEDGER.rows, ("", "主要问题", ""), ("", "时间不足", ""), ("", "经费不足", ""))
    _both, recognition = known(settings, sheet("台账", *rows), forms=forms)
    ledger, below = recognition.tables
    assert ([row.number for row in ledger.table.rows], ledger.definition.name) == ([2], "ledger")
    assert ([row.number for row in below.table.rows], below.definition.name) == ([4, 5], "problems")
    (column,) = below.table.columns
    assert (column.letter, column.index, column.heading) == ("B", 2, "主要问题")
    assert below.table.header_rows == (3, 3)
    assert [row.at(2) for row in below.table.rows] == ["时间不足", "经费不足"]
