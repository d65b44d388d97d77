"""Where tables start and end, what their columns are called, and which rows are data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.workbooks.cells import SharedNumber
from reporting.workbooks.layouts.table import Table
from reporting.workbooks.tables import find_layout, find_tables
from reporting.workbooks.workbook import Merge, Sheet

MakeSheet = Callable[..., Sheet]

LEDGER = ["序号", "学校名称", "在校学生数", "参加课后服务学生数"]


def dropped(table: Table) -> dict[int, str]:
    return {row.row: row.reason for row in table.dropped}


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def test_a_plain_table(sheet: MakeSheet) -> None:
    (table,) = find_tables(sheet([LEDGER, [1, "第一小学", 120, 100], [2, "第二小学", 80, ""]]))
    assert table.header_rows == (1, 1)
    assert [column.heading for column in table.columns] == LEDGER
    assert numbers(table) == [2, 3]
    assert table.rows[1].cells == {1: 2, 2: "第二小学", 3: 80}
    assert table.values(table.columns[2]) == [120, 80]


def test_everything_around_a_table_is_dropped_with_its_reason(sheet: MakeSheet) -> None:
    rows = [
        ["附件1："],
        ["宝丰县课后服务\n台账"],
        ["填报单位:宝丰县教育体育局(盖章)", "", "", "单位：人"],
        LEDGER,
        ["", "", "人", "人"],
        ["", "示例：某某小学", 100, 90],
        ["合计", "", 300, 260],
        ["一、小学"],
        [1, "第一小学", 120, 100],
        ["", "小 计", 120, 100],
        [],
        ["二、初中"],
        [2, "第一中学", 180, 160],
        ["总  计", "", 300, 260],
        ["注：在校学生数为学期初数"],
        ["　　2.不含民办"],
        ["填 报 人：张三", "", "审核人：李四", "填报日期：2022年4月30日"],
    ]
    (table,) = find_tables(sheet(rows))
    assert dropped(table) == {
        1: "title", 2: "title", 3: "title", 4: "header", 5: "unit", 6: "sample", 7: "total", 8: "band", 10: "subtotal",
        11: "blank", 12: "band", 14: "total", 15: "note", 16: "note", 17: "footer",
    }  # fmt: skip
    assert [(row.number, row.band) for row in table.rows] == [(9, "一、小学"), (13, "二、初中")]
    assert table.title == "宝丰县课后服务 台账"
    assert table.captions["填报单位"] == "宝丰县教育体育局"
    assert table.unit == "人"
    assert [column.unit for column in table.columns] == [None, None, "人", "人"]
    assert (table.footer["填报人"], table.footer["审核人"]) == ("张三", "李四")
    assert table.footer["填报日期"] == "2022年4月30日"


def test_the_caption_line_of_the_national_form(sheet: MakeSheet) -> None:
    """Whose form it is and of which month stands nowhere else."""
    rows = [
        ["“双减”工作专项督导半月报（2022年4月15日）"],
        ["填报单位:叶　县(盖章)  负责人:(签字)  联系人及电话:"],
        ["督导内容项目", "数量", "占比"],
        ["一、学校作业管理"],
        ["义务教育阶段学校总数", 118, ""],
        ["建立作业校内公示制度学校", 118, "100%"],
        ["二、校外培训"],
        ["学科类机构总数", 12, "/"],
        ["　其中:线上", 2, ""],
    ]
    (table,) = find_tables(sheet(rows, merges=[(1, 1, 1, 3), (2, 1, 2, 3), (4, 1, 4, 3)]))
    assert table.captions["填报单位"] == "叶 县"
    assert table.captions["负责人"] == ""
    assert table.title == "“双减”工作专项督导半月报（2022年4月15日）"
    assert numbers(table) == [5, 6, 8, 9]
    assert table.rows[-1].band == "二、校外培训"


def test_merged_headers_become_paths(sheet: MakeSheet) -> None:
    rows = [
        ["县（市、区）", "学科类机构", "", "", "课后服务"],
        ["", "总数", "其中", "", "提供学校（所）"],
        ["", "", "线上", "线下", ""],
        ["宝丰县", 12, 2, 10, 40],
    ]
    merges = [(1, 1, 3, 1), (1, 2, 1, 4), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 3, 5)]
    (table,) = find_tables(sheet(rows, merges))
    assert table.header_rows == (1, 3)
    assert [column.path for column in table.columns] == [
        ("县（市、区）",),
        ("学科类机构", "总数"),
        ("学科类机构", "其中", "线上"),
        ("学科类机构", "其中", "线下"),
        ("课后服务", "提供学校（所）"),
    ]
    assert table.columns[2].heading == "学科类机构 > 其中 > 线上"
    assert table.columns[4].unit == "所"


def test_levels_without_merges_as_text_files_have_them(sheet: MakeSheet) -> None:
    rows = [["地区", "机构", "", "学校"], ["", "线上", "线下", ""], ["宝丰县", "2", "10", "40"]]
    (table,) = find_tables(sheet(rows))
    assert table.header_rows == (1, 2)
    assert [column.path for column in table.columns] == [("地区",), ("机构", "线上"), ("机构", "线下"), ("学校",)]


def test_a_header_printed_again_on_each_page_is_dropped(sheet: MakeSheet) -> None:
    (table,) = find_tables(sheet([LEDGER, [1, "甲", 1, 1], LEDGER, [2, "乙", 2, 2]]))
    assert dropped(table) == {1: "header", 3: "header"}
    assert numbers(table) == [2, 4]


def test_only_the_levels_printed_again_are_dropped(sheet: MakeSheet) -> None:
    """A page that repeats the first level alone would lose the row below it."""
    levels = [["地区", "机构", "", "学校"], ["", "线上", "线下", ""]]
    (table,) = find_tables(sheet([*levels, ["宝丰县", "2", "10", "40"], levels[0], ["叶县", "3", "11", "41"]]))
    assert numbers(table) == [3, 5]


def test_stacked_blocks_with_the_same_header_are_tables_of_their_own(sheet: MakeSheet) -> None:
    """Whose block it is may stand in the title above it."""
    rows = [["宝丰县"], LEDGER, [1, "甲", 1, 1], [], ["叶县"], LEDGER, [1, "乙", 2, 2]]
    first, second = find_tables(sheet(rows))
    assert (first.title, numbers(first)) == ("宝丰县", [3])
    assert (second.title, numbers(second)) == ("叶县", [7])


COUNTY: list[list[Any]] = [
    ["指标", "数值", "单位", "统计口径", "说明"],
    ["专题会议次数", 5, "次", "累计", ""],
    ["推门听课节次", "", "节", "", ""],
]
DOCUMENTS: list[list[Any]] = [["标题", "文号", "日期"], ["关于做好课后服务的通知", "平教〔2022〕1号", "2022.4.5"]]
HEADINGS = [*COUNTY[0], *DOCUMENTS[0]]


@pytest.mark.parametrize(
    ("between", "known"),
    [
        ([], HEADINGS),
        ([[]], HEADINGS),
        ([["印发文件"]], HEADINGS),
        ([[], ["印发文件"]], HEADINGS),
        ([["印发文件"], []], HEADINGS),
        ([[]], ()),
        ([["印发文件"]], ()),
        ([[], ["印发文件"]], ()),
        ([["印发文件"], []], ()),
    ],
)
def test_a_second_table_of_another_form_below(sheet: MakeSheet, between: list[Any], known: list[str]) -> None:
    """Its rows would be taken for indicators."""
    first, second = find_tables(sheet([*COUNTY, *between, *DOCUMENTS]), known)
    assert numbers(first) == [2, 3]
    assert [column.heading for column in second.columns] == DOCUMENTS[0]
    assert len(second.rows) == 1
    assert second.title == ("印发文件" if ["印发文件"] in between else "")


def test_a_row_with_no_more_than_its_name_is_no_title_of_the_next(sheet: MakeSheet) -> None:
    """Items without a figure, a bare one above one with its unit only, would break the table in two."""
    rows = [*COUNTY, ["学科类机构基数日期"], ["学科类机构注销", "", "个", "累计"], ["学科类机构转型", 3, "个", "累计"]]
    (table,) = find_tables(sheet(rows))
    assert numbers(table) == [2, 3, 4, 5, 6]


def test_a_colon_inside_a_title_makes_no_caption(sheet: MakeSheet) -> None:
    (table,) = find_tables(sheet([["“双减”月报表：学校台账（宝丰县）"], LEDGER, [1, "甲", 1, 1]]))
    assert table.captions == {}


def test_text_rows_after_a_gap_stay_data_where_the_form_is_known(sheet: MakeSheet) -> None:
    """A school whose row holds only words, below a blank row, would be lost as a header."""
    rows = [LEDGER, [1, "甲", 1, 1], [], ["", "乙", "未报", "未报"], [3, "丙", 1, 1]]
    (table,) = find_tables(sheet(rows), LEDGER)
    assert numbers(table) == [2, 4, 5]


def test_a_school_with_nothing_but_its_name_stays_data(sheet: MakeSheet) -> None:
    """It would vanish as a group heading instead of coming back with its gaps."""
    (table,) = find_tables(sheet([LEDGER, [1, "甲", 1, 1], ["", "乙小学"], [3, "丙", 1, 1]]))
    assert numbers(table) == [2, 3, 4]


@pytest.mark.parametrize(
    "name", ["注音小学", "示范小学", "合计数学学校", "总计划小学", "说明书学校", "单位小学", "例行小学", "审核镇小学"]
)
def test_names_that_hold_a_mark_stay_data(sheet: MakeSheet, name: str) -> None:
    (table,) = find_tables(sheet([LEDGER, [1, name, 120, 100]]))
    assert numbers(table) == [2]


def test_remarks_that_hold_a_mark_stay_data(sheet: MakeSheet) -> None:
    remark = "注：该校与第一小学合计填报，审核人：李四"
    (table,) = find_tables(sheet([[*LEDGER, "备注"], [1, "甲", 120, 100, remark]]))
    assert numbers(table) == [2]


def test_text_merged_over_rows_stands_for_each_of_them(sheet: MakeSheet) -> None:
    """Rows 2 and 3 would have no county; a number merged over schools belongs to none of them."""
    rows = [["县", "学校", "教师"], ["宝丰县", "甲", 30], ["", "乙", ""]]
    (table,) = find_tables(sheet(rows, merges=[(2, 1, 3, 1), (2, 3, 3, 3)]))
    assert [row.at(1) for row in table.rows] == ["宝丰县", "宝丰县"]
    assert table.rows[1].merged == {1, 3}
    assert [type(row.at(3)) for row in table.rows] == [SharedNumber, SharedNumber]


def test_a_number_written_over_two_columns_is_of_neither(sheet: MakeSheet) -> None:
    """The first of two cities would get what both have; a cell as wide as its heading is one column."""
    rows = [["指标", "郑州", "开封"], ["在校生数", 275_000, ""], ["学校数", 2100, 1500]]
    (table,) = find_tables(sheet(rows, merges=[(2, 2, 2, 3)]))
    assert [type(table.rows[0].at(column)) for column in (2, 3)] == [SharedNumber, SharedNumber]
    wide = [["学校", "教师", ""], ["甲", 30, ""], ["乙", 20, ""]]
    (table,) = find_tables(sheet(wide, merges=[(1, 2, 1, 3), (2, 2, 2, 3), (3, 2, 3, 3)]))
    assert type(table.rows[0].at(2)) is int


def test_a_record_of_several_lines_shares_its_number_with_none(sheet: MakeSheet) -> None:
    """A school whose row is merged out of two would lose all its numbers."""
    rows = [["学校", "教师"], ["甲", 30], ["", ""], ["乙", 20]]
    (table,) = find_tables(sheet(rows, merges=[(2, 1, 3, 1), (2, 2, 3, 2)]))
    assert type(table.rows[0].at(2)) is int
    assert table.rows[1].at(3) == ""


def test_hidden_rows_are_data_and_marked(sheet: MakeSheet) -> None:
    rows = [LEDGER, [1, "甲", 1, 1], [2, "乙", 1, 1]]
    (table,) = find_tables(sheet(rows, hidden_rows=frozenset({3})))
    assert [row.hidden for row in table.rows] == [False, True]


def test_columns_without_a_heading_are_kept_if_they_hold_data(sheet: MakeSheet) -> None:
    (table,) = find_tables(sheet([["学校", "人数", "", ""], ["甲", 1, "请核", ""]]))
    assert [(column.letter, column.heading) for column in table.columns] == [("A", "学校"), ("B", "人数"), ("C", "")]


def test_numbers_without_a_header_are_a_table_without_one(sheet: MakeSheet) -> None:
    (table,) = find_tables(sheet([["甲", 1, 2], ["乙", 3, 4]]))
    assert table.header_rows is None
    assert numbers(table) == [1, 2]


def test_prose_holds_no_table_and_is_not_lost(sheet: MakeSheet) -> None:
    layout = find_layout(sheet([["填报说明"], ["1. 每校一行。"], [], ["2. 不要改动表头。"]]))
    assert layout.tables == ()
    assert [row.row for row in layout.loose] == [1, 2, 3, 4]


cells = st.one_of(
    st.just(""),
    st.sampled_from(
        ["合计", "注：x", "学校名称", "在校学生数", "单位：人", "一、小学", "填报人：", "示例", "2022.4", " "]
    ),
    st.integers(0, 9),
    st.text(max_size=5),
)


@settings(deadline=None)
@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=12),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 3), st.integers(0, 3), st.integers(0, 2)), max_size=4),
    st.booleans(),
)
def test_no_row_is_lost_whatever_the_sheet_holds(
    rows: list[list[Any]], merges: list[tuple[int, int, int, int]], known: bool
) -> None:
    """Every row is data, or dropped with a reason, and once: of tables that stand side by side, in each of them."""
    inside = [
        Merge(row, column, min(row + down, len(rows)), min(column + across, 3))
        for row, column, down, across in merges
        if row <= len(rows)
    ]
    layout = find_layout(Sheet("s", rows, merges=tuple(inside)), ["学校名称", "在校学生数"] if known else ())
    found = [([*(row.number for row in one.rows), *(row.row for row in one.dropped)], one) for one in layout.tables]
    loose = [row.row for row in layout.loose]
    assert {number for numbers, _ in found for number in numbers} | set(loose) == set(range(1, len(rows) + 1))
    for numbers, table in found:
        assert len({*numbers, *loose}) == len(numbers) + len(loose)
        across = [other for taken, other in found if other is not table and set(taken) & set(numbers)]
        columns = {column.index for other in across for column in other.columns}
        assert columns.isdisjoint(column.index for column in table.columns)


@pytest.mark.parametrize(
    "name", ["校均", "各县平均", "初中平均", "平均每校", "全县校均(所)", "均", "本 县 平 均 值", "平均"]
)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_row_of_averages_among_schools_is_no_school(sheet: MakeSheet, name: str, at: int) -> None:
    """If this fails, the average of a county is stored as one more of its schools."""
    rows = [LEDGER, [1, "第一小学", 120, 100], [2, "第二小学", 80, 60]]
    rows.insert(at, ["", name, 100, 80])
    (table,) = find_tables(sheet(rows))
    assert dropped(table)[at + 1] == "note"
    assert len(table.rows) == 2


def test_an_average_that_is_a_figure_or_an_answer_is_data(sheet: MakeSheet) -> None:
    """If this fails, a row is lost: a figure whose name is an average, or a school that answers with such a word."""
    figures = [["指标", "单位", "2021年", "2022年"], ["总收入", "元", 120, 100], ["农村人均", "元", 80, 60]]
    (table,) = find_tables(sheet(figures))
    assert numbers(table) == [2, 3]
    answers = [["学校", "范围", "人数"], ["第一小学", "全校", 120], ["第二小学", "各校均", 80], ["第三小学", "全校", 8]]
    (table,) = find_tables(sheet(answers))
    assert numbers(table) == [2, 3, 4]


LEVELS = [["学校", "学生", "", "班数"], ["", "男", "女", ""]]
SPANS = [(1, 1, 1, 4), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)]


@pytest.mark.parametrize(
    "between",
    [
        [["统计表"]],
        [["统计表（续）"]],
        [["续表"]],
        [["第1页 共2页"], []],
        [["- 1 -"], [], ["统计表"], ["单位：人"]],
    ],
)
def test_the_head_of_each_page_over_again_tears_no_table(sheet: MakeSheet, between: list[list[str]]) -> None:
    """If this fails, pages after the first lose the title and the unit, or each page is a table of its own."""
    top = [["统计表"], ["单位：人"]] if ["单位：人"] in between else [["统计表"]]
    rows = [*top, *LEVELS, ["甲小学", 1, 2, 3], ["乙小学", 4, 5, 6], *between, *LEVELS, ["丙小学", 7, 8, 9]]
    head = len(top) + 1
    again = len(rows) - 2
    merges = [
        (at + first - 2, left, at + last - 2, right) for at in (head, again) for first, left, last, right in SPANS[1:]
    ]
    (table,) = find_tables(sheet(rows, merges))
    assert numbers(table) == [head + 2, head + 3, len(rows)]
    assert dropped(table)[again] == dropped(table)[again + 1] == "header"
    assert table.title == "统计表"


def test_a_heading_broken_over_lines_on_the_next_page_is_the_same(sheet: MakeSheet) -> None:
    """If this fails, the rows of the second page are those of a table of their own, or their heading is a school."""
    rows = [
        ["学校", "学生数", "班数"],
        ["甲小学", 1, 2],
        ["乙小学", 3, 4],
        ["学 校", "学生\n数", "班数"],
        ["丙小学", 5, 6],
    ]
    (table,) = find_tables(sheet(rows))
    assert numbers(table) == [2, 3, 5]


@pytest.mark.parametrize(
    "between", [[[]], [["合计", 5, 7, 9], ["统计表"]], [["叶县统计表"]], [["填报人：张三"], ["统计表"]]]
)
def test_blocks_of_their_own_stay_apart(sheet: MakeSheet, between: list[list[object]]) -> None:
    """If this fails, the rows of two counties, each with its own total, are those of the first."""
    rows = [["统计表"], *LEVELS, ["甲小学", 1, 2, 3], ["乙小学", 4, 5, 6], *between, *LEVELS, ["丙小学", 7, 8, 9]]
    again = len(rows) - 2
    merges = [
        (at + first - 2, left, at + last - 2, right) for at in (2, again) for first, left, last, right in SPANS[1:]
    ]
    assert len(find_tables(sheet(rows, merges))) == 2
