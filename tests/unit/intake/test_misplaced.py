"""Rows that stand beside their headings, rows that are no schools, and what is said about a table outside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.unit.intake.conftest import Examine, sheet

from reporting.intake.examination import Examined
from reporting.workbooks.cells import CellValue
from reporting.workbooks.workbook import Sheet

HEADINGS = (
    "学校名称",
    "学校标识码",
    "在校学生数",
    "是否开展课后服务",
    "参加课后服务学生数",
    "每周天数",
    "每天时长(小时)",
    "是否寄宿制",
)


def school(number: int, *cells: CellValue) -> tuple[CellValue, ...]:
    return (f"东岭{number}小学", f"000000000{number}", *(cells or (500 + number, "是", 400 + number, 5, 2, "否")))


def ledger(*rows: Sequence[CellValue], headings: Sequence[str] = HEADINGS) -> Sheet:
    return sheet("学校台账", ("叶县2022年4月",), headings, *rows)


def column(found: Examined, name: str) -> list[object]:
    return found.rows["ledger"][name].astype("object").where(found.rows["ledger"][name].notna(), None).tolist()


@pytest.mark.parametrize(
    "cells",
    [
        ("是", 402, 5, 2, "否", ""),
        (1, 502, "是", 402, 5, 2, "否"),
        (502, 402, 5, 2, "否", ""),
    ],
)
def test_nothing_is_taken_of_a_row_from_where_it_is_shifted(examined: Examine, cells: Sequence[CellValue]) -> None:
    """A cell that was left out, or 1,502 in a text file, would make days of pupils, and hours of days."""
    found = examined(ledger(school(1), school(2, *cells), school(3)))
    assert column(found, "participants") == [401, None, 403]
    assert column(found, "days_per_week") == [5, None, 5]
    assert column(found, "hours_per_day") == [2, None, 2]
    assert "row_shifted" in set(found.findings["check_id"])
    assert column(found, "school_name")[1] == "东岭2小学"


CODED = ("学校名称", "学校标识码", "在校学生数", "参加课后服务学生数", "专任教师数", "备注")


def coded(number: int, *cells: CellValue) -> tuple[CellValue, ...]:
    return (f"东岭{number}小学", *(cells or (f"000000000{number}", 500 + number, 400 + number, 30, "")))


@pytest.mark.parametrize(
    ("headings", "shifted"),
    [
        # the last column that most rows fill is the one before the remarks
        (CODED, (502, 402, 30, "", "")),
        (("学校名称", "学校标识码", "是否寄宿制", *CODED[2:]), ("否", 502, 402, 30, "", "")),
        (("学校名称", "学校标识码", "学段", *CODED[2:]), ("小学", 502, 402, 30, "", "")),
    ],
)
def test_a_missing_code_shifts_its_row(
    examined: Examine, headings: Sequence[str], shifted: Sequence[CellValue]
) -> None:
    """The participants would be the pupils, the teachers the participants, and the pupils a code."""
    extra = () if len(headings) == len(CODED) else ("否",) if "是否寄宿制" in headings else ("小学",)
    rows = [(one[0], one[1], *extra, *one[2:]) for one in (coded(1), coded(3), coded(4))]
    found = examined(ledger(rows[0], ("东岭2小学", *shifted), *rows[1:], headings=headings))
    assert column(found, "enrolled") == [501, None, 503, 504]
    assert column(found, "participants") == [401, None, 403, 404]
    assert column(found, "school_name")[1] == "东岭2小学"
    assert "row_shifted" in set(found.findings["check_id"])


def test_a_short_code_alone_shifts_nothing(examined: Examine) -> None:
    """A school would lose its numbers for a code that was cut off while it was typed."""
    found = examined(ledger(coded(1), ("东岭2小学", "12345", 502, 402, 30, ""), coded(3), headings=CODED))
    assert column(found, "enrolled") == [501, 502, 503]
    assert "row_shifted" not in set(found.findings["check_id"])


def test_cells_between_two_slips_that_are_right_say_that_nothing_moved(examined: Examine) -> None:
    """A school would lose all its numbers for a × and a word that would have answered the headings beside them."""
    headings = (*HEADINGS, "一二年级无书面作业", "作业公示")
    slips = school(2, "×", "是", 402, 5, 2, "否", "有", "是")
    found = examined(ledger(school(1, 501, "是", 401, 5, 2, "否", "是", "是"), slips, headings=headings))
    assert column(found, "participants") == [401, 402]
    assert column(found, "hw_public") == [True, True]
    assert "row_shifted" not in set(found.findings["check_id"])


def test_two_slips_in_a_row_are_no_shift(examined: Examine) -> None:
    """A school would lose all its numbers for two cells that nobody can read."""
    found = examined(ledger(school(1), school(2, "很多", "部分", 402, 5, 2, "否")))
    assert column(found, "participants") == [401, 402]
    assert "row_shifted" not in set(found.findings["check_id"])


@pytest.mark.parametrize(
    "name",
    [
        "其中：民办",
        "上年同期",
        "城关镇",
        "学校数",
        "叶县",
        "乡村",
        "全县",
        "计",
        "4",
        "12所",
        "参与率",
        "全县参与率（%）",
    ],
)
def test_a_row_of_a_group_or_a_sum_is_no_school(examined: Examine, name: str) -> None:
    """A township with all its pupils would count as one more school."""
    found = examined(ledger(school(1), school(2), (name, "", 1003, "", 803, "", "", "")))
    assert column(found, "school_name") == ["东岭1小学", "东岭2小学"]
    assert name in found.findings.set_index("check_id").loc["no_name"]["message"]


def test_a_code_where_the_name_should_be_is_an_error(examined: Examine) -> None:
    """Schools whose row stands one cell beside its headings would be missing from a file that is called accepted."""
    beside, group = ("0000000009", 5, "是", 4, 5, 2, "否", "", ""), ("4所", "", 9, "", 8, "", "", "", "")
    found = examined(ledger(school(1), school(2), beside, beside, group))
    assert column(found, "school_name") == ["东岭1小学", "东岭2小学"]
    told = found.findings[["severity", "check_id", "found"]].to_numpy().tolist()
    assert ["error", "code_as_name", "0000000009"] in told
    assert ["warning", "no_name", "4所"] in told
    assert found.outcome == "partly"


def test_a_name_with_a_code_is_a_school_whatever_it_is_called(examined: Examine) -> None:
    found = examined(ledger(school(1), ("城关镇", "0000000009", 5, "是", 4, 5, 2, "否")))
    assert column(found, "school_name") == ["东岭1小学", "城关镇"]


def test_a_note_may_change_a_unit_or_what_1_means(examined: Examine) -> None:
    """Two lessons would be two hours, and 1 yes where the note says that it is no."""
    headings = tuple(one.replace("(小时)", "") for one in HEADINGS)
    rows = [school(1, 501, "是", 401, 5, 2, 1), school(2, 502, "是", 402, 5, 2, 1)]
    note = ("注：每天时长以课时计；是否寄宿制1表示否，2表示是。",)
    found = examined(ledger(*rows, note, headings=headings))
    assert column(found, "hours_per_day") == [None, None]
    assert column(found, "boarding") == [None, None]


def test_a_unit_above_the_table_is_of_the_columns_that_it_fits(examined: Examine) -> None:
    """单位：人 above a ledger would take out the days of every school."""
    found = examined(
        sheet("学校台账", ("叶县2022年4月",), ("单位：百人",), HEADINGS, school(1, 5, "是", 4, 5, 2, "否"))
    )
    assert column(found, "enrolled") == [500]
    assert column(found, "days_per_week") == [5]


def test_a_table_of_targets_is_not_taken_for_what_was_reached(examined: Examine) -> None:
    """What a county is to reach would be published as what it has."""
    for title in ("叶县2022年4月目标任务分解表", "叶县2022年4月上年同期数"):
        found = examined(
            sheet(
                "县级统计", (title,), ("指标", "数值", "单位"), ("区域教研场次", 70, "场"), ("推门听课节次", 320, "节")
            )
        )
        assert found.figures["value"].isna().all()


BESIDE = (("学校名称", "青石小学", "学校标识码", "9900000001"), ("学段", "小学", "在校学生数", 1200))
SIDEWAYS = (
    ("学校名称", "青石小学", "白河小学"),
    ("学校标识码", "9900000001", "9900000002"),
    ("学段", "小学", "小学"),
    ("在校学生数", 1200, 1300),
)


@pytest.mark.parametrize(
    ("rows", "check"),
    [
        (BESIDE, "labels_beside"),
        ((("学校基本情况",), *((cells[0], cells[1]) for cells in SIDEWAYS)), "labels_beside"),
        (SIDEWAYS, "labels_sideways"),
    ],
)
def test_a_form_of_labels_is_refused_with_what_to_do(
    examined: Examine, rows: Sequence[Sequence[CellValue]], check: str
) -> None:
    """A county would be told that its file holds no table, and send the same again."""
    found = examined(sheet("登记表", *rows), file="叶县2022年4月.xlsx")
    assert found.outcome == "rejected"
    assert set(found.findings["check_id"]) == {check}
    assert set(found.findings["sheet"]) == {"登记表"}
    assert found.findings["message"].str.contains("请").all()


def test_a_form_of_labels_beside_a_ledger_is_said(examined: Examine) -> None:
    """The school of the form would be missing, and nobody told."""
    found = examined(ledger(school(1), school(2)), sheet("登记表", *BESIDE))
    assert column(found, "school_name") == ["东岭1小学", "东岭2小学"]
    assert "labels_beside" in set(found.findings["check_id"])


def test_a_list_of_other_words_is_no_form_of_labels(examined: Examine) -> None:
    """A cover with the name of an office would be taken for a school's form."""
    cover = sheet("封面", ("填报单位", "叶县"), ("学校", "共5所"), ("备注", "无"))
    found = examined(ledger(school(1), school(2)), cover)
    assert not {"labels_beside", "labels_sideways"} & set(found.findings["check_id"])
