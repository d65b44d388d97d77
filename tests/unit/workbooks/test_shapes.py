"""Shapes that people give to sheets: what is a header, a row, a title, a note, and where a table ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from reporting.workbooks.layouts.table import Layout, Table
from reporting.workbooks.tables import find_layout
from reporting.workbooks.workbook import Sheet

Make = Callable[..., Sheet]


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def paths(table: Table) -> list[tuple[str, ...]]:
    return [column.path for column in table.columns]


def reasons(layout: Layout) -> dict[int, str]:
    rows = [*(row for table in layout.tables for row in table.dropped), *layout.loose]
    return {row.row: row.reason for row in rows}


@pytest.mark.parametrize(
    ("rows", "merges", "headers"),
    [
        (
            [["计划表"], ["类别", "完成", "总投资"], ["农林", "是", "未定"], [],
             ["计划表"], ["类别", "完成", "年度总投资"], ["农林", "是", "未定"]],
            [(1, 1, 1, 3), (5, 1, 5, 3)],
            [(2, 2), (6, 6)],
        ),
        ([["类别", "完成", "总投资"], ["农林", "是", "未定"], [],
          ["类别", "完成", "年度投资"], ["农林", "是", "未定"]], [], [(1, 1), (4, 4)]),
        ([["学校", "在校生"], ["甲", 1], [], ["教师", "工作量"], ["张", 3]], [], [(1, 1), (4, 4)]),
        # without a gap: words stand where numbers stood, and numbers below other words
        ([["学校", "学生", "教师"], ["甲校", 100, 8], ["乙校", 90, 7],
          ["课程", "门数", "类别"], ["剪纸", 2, "文艺"], ["足球", 3, "体育"]], [], [(1, 1), (4, 4)]),
        ([["学校", "学生", "教师"], ["甲校", 100, 8], ["乙校", 90, 7],
          ["镇", "人口数", "面积"], ["东镇", 2, 9], ["西镇", 3, 8]], [], [(1, 1), (4, 4)]),
        # words alone, behind a gap: schools above, and none below
        ([["学校", "校长", "地址"], ["甲小学", "张三", "东路"], ["乙小学", "李四", "西路"], [],
          ["课程", "教师", "教室"], ["剪纸", "王五", "东楼"], ["足球", "赵六", "操场"]], [], [(1, 1), (5, 5)]),
    ],
)  # fmt: skip
def test_a_changed_heading_starts_a_table(sheet: Make, rows: Any, merges: Any, headers: Any) -> None:
    """The second table's headings and rows would be rows of the first."""
    assert [table.header_rows for table in find_layout(sheet(rows, merges)).tables] == headers


@pytest.mark.parametrize("word", ["未报", "x", "停办", "—", "暂无", "不详", "未统计", "/"])
def test_a_row_of_words_is_a_row(sheet: Make, word: str) -> None:
    """The school would be lost as a heading, and all rows below it stand under its name."""
    rows = [["学校", "在校生数", "参加人数"], ["甲校", 100, 80], [], ["丙校", word, word], ["丁校", 130, 100]]
    (table,) = find_layout(sheet(rows)).tables
    assert numbers(table) == [2, 4, 5]


@pytest.mark.parametrize("gap", [[], [[]]])
@pytest.mark.parametrize("words", [["暂停办学", "移交镇政府"], ["人数", "待查"], ["2月撤并", "并入甲校"]])
def test_a_row_of_different_words_is_a_row(sheet: Make, gap: list[list[str]], words: list[str]) -> None:
    """A school that was closed would be the heading of those below it."""
    rows = [["学校", "在校生数", "参加人数"], ["甲校", 100, 80], ["乙校", 90, 70], *gap, ["丙校", *words]]
    rows += [["丁校", "停办", "停办"], ["戊校", "未报", "未报"], ["己校", 130, 100]]
    (table,) = find_layout(sheet(rows)).tables
    assert len(table.rows) == 6


def test_years_over_nameless_labels_are_headings(sheet: Make) -> None:
    """Years would be a row of figures."""
    rows = [["", "", 2021, 2022], ["杭州", "外资", 1, 2], ["宁波", "外资", 3, 4]]
    (table,) = find_layout(sheet(rows)).tables
    assert (table.header_rows, paths(table)) == ((1, 1), [(), (), ("2021",), ("2022",)])
    (table,) = find_layout(sheet([[2021, 2022], [3, 4]])).tables
    assert table.header_rows is None


def test_a_row_of_times_divides_a_heading_that_nobody_merged(sheet: Make) -> None:
    """The first year's figures would be taken for those that the heading names."""
    rows = [["指标", "数值", "", "单位"], ["", "2021年", "2022年", ""], ["外资", 1, 2, "元"], ["出口", 3, 4, "元"]]
    (table,) = find_layout(sheet(rows), ("指标", "数值", "单位")).tables
    assert paths(table) == [("指标",), ("数值", "2021年"), ("数值", "2022年"), ("单位",)]


def test_a_time_over_one_heading_is_part_of_it(sheet: Make) -> None:
    """Pupils of last term would be those of this one."""
    rows = [["台账"], ["", "上学期", ""], ["学校", "在校生", "教师"], ["甲校", 1, 2], ["乙校", 3, 4]]
    (table,) = find_layout(sheet(rows), ("学校", "在校生", "教师")).tables
    assert paths(table)[1] == ("上学期", "在校生")


@pytest.mark.parametrize(
    "label",
    [
        "平均",
        "占比",
        "上月合计",
        "共计5所学校",
        "全县平均",
        "全市同比增长",
        "增长率",
        "占全市比重",
        "增速%",
        "比上月增加",
    ],
)
def test_rows_that_sum_up_are_no_schools(sheet: Make, label: str) -> None:
    """平均 would count as a school, with the average as its pupils."""
    rows = [["学校", "在校生", "教师"], ["甲校", 1, 2], ["乙校", 3, 4], [label, 2, 3], [label, "", ""]]
    (table,) = find_layout(sheet(rows), ("学校", "在校生", "教师")).tables
    assert [row.number for row in table.rows] == [2, 3]


@pytest.mark.parametrize(
    "rows",
    [
        [["小学", "所", 1, 2], ["　增长", "%", 2, 3], ["初中", "所", 2, 3], ["　增长", "%", 2, 3]],
        [["小学", "", 1, 2], ["增长", "", 2, 3], ["初中", "", 2, 3], ["增长", "", 2, 3]],
        [["在校生（人）", "", 1, 2], ["增长（%）", "", 2, 3], ["占比", "", 2, 3], ["经费", "", 2, 3]],
    ],
)
def test_a_change_is_a_figure_where_rows_are_figures(sheet: Make, rows: Any) -> None:
    """The growth below each figure would be left out of the table as if it summed up schools."""
    (table,) = find_layout(sheet([["指标", "单位", "2022年", "2023年"], *rows])).tables
    assert numbers(table) == [2, 3, 4, 5]


def test_a_hidden_column_with_the_heading_of_a_visible_one_stands_back(sheet: Make) -> None:
    """The number of last month, hidden beside this month's, would be taken, or neither of them."""
    rows = [["学校", "在校生", "在校生（人）", "教师"], ["甲校", 90, 100, 8], ["乙校", 80, 85, 7]]
    (table,) = find_layout(sheet(rows, hidden_columns=frozenset({2}))).tables
    assert [column.letter for column in table.columns] == ["A", "C", "D"]
    assert [column.letter for column in table.twins] == ["B"]


def test_hidden_columns_of_their_own_are_read(sheet: Make) -> None:
    """What is hidden for width alone would be lost, and so would a column below another parent."""
    rows = [["学校", "上学期", "本学期"], ["", "在校生", "在校生"], ["甲校", 90, 100], ["乙校", 80, 85]]
    (table,) = find_layout(sheet(rows, hidden_columns=frozenset({1, 2}))).tables
    assert [column.letter for column in table.columns] == ["A", "B", "C"]
    assert table.twins == ()


def test_where_a_page_ends_is_no_row(sheet: Make) -> None:
    """（续表见下页） would be a county."""
    rows = [["县", "初中", "高中"], ["甲县", 1, 2], ["乙县", 1, 2], ["（续表见下页）"]]
    assert numbers(find_layout(sheet(rows)).tables[0]) == [2, 3]


def test_ten_letters_that_count_columns_are_no_row(sheet: Make) -> None:
    """甲 would be a school with the code 乙."""
    head = ["学校", "代码", "学段", "城乡", "性质", "寄宿", "在校生", "教师"]
    rows = [head, [*"甲乙丙丁戊己", 1, 2], ["东岭小学", "1", "小学", "镇区", "公办", "否", 5, 6]]
    (table,) = find_layout(sheet(rows), head).tables
    assert [row.number for row in table.rows] == [3]


@pytest.mark.parametrize(
    "title",
    [
        [["2021", "年", "各县", "外资"]],
        [["各县", "", "外资"], ["", "2022年", ""]],
        [["表1", "", "各县外资", "2021年"]],
    ],
)  # fmt: skip
def test_a_title_in_pieces_is_no_header(sheet: Make, title: Sequence[Sequence[str]]) -> None:
    """The true headings would be a row of data."""
    rows = [*title, ["地区", "外资", "出口"], ["北区", 1, 2], ["南区", 3, 4]]
    (table,) = find_layout(sheet(rows)).tables
    assert paths(table)[:3] == [("地区",), ("外资",), ("出口",)]
    assert len(table.rows) == 2
    assert "外资" in table.title


@pytest.mark.parametrize("merges", [[], [(1, 1, 1, 5)], [(1, 1, 1, 5), (2, 1, 3, 1), (2, 2, 2, 3)]])
def test_a_parent_need_not_be_merged(sheet: Make, merges: Any) -> None:
    """男 under 教师 would be 男 under nothing."""
    rows = [["各县情况"], ["地区", "学生", "", "教师", ""], ["", "男", "女", "男", "女"], ["北区", 1, 2, 3, 4]]
    (table,) = find_layout(sheet(rows, merges)).tables
    assert paths(table) == [("地区",), ("学生", "男"), ("学生", "女"), ("教师", "男"), ("教师", "女")]


def test_five_levels(sheet: Make) -> None:
    """The lowest levels would be rows."""
    rows = [
        ["地区", "总计", "", "", ""], ["", "小学", "", "初中", ""], ["", "学生", "教师", "学生", "教师"],
        ["", "城区", "城区", "城区", "城区"], ["", "男", "男", "男", "男"], ["北区", 1, 2, 3, 4],
    ]  # fmt: skip
    (table,) = find_layout(sheet(rows, [(1, 1, 5, 1), (1, 2, 1, 5), (2, 2, 2, 3), (2, 4, 2, 5)])).tables
    assert table.header_rows == (1, 5)
    assert paths(table)[4] == ("总计", "初中", "教师", "城区", "男")


def test_a_heading_in_two_languages(sheet: Make) -> None:
    """Region and Population would be a row of data."""
    rows = [["地区", "常住人口", "户数"], ["Region", "Population", "Households"], ["北区", 1, 2], ["南区", 3, 4]]
    (table,) = find_layout(sheet(rows)).tables
    assert (table.header_rows, numbers(table)) == ((1, 2), [3, 4])
    assert paths(table)[1] == ("常住人口", "Population")


def test_a_row_that_numbers_the_columns_is_no_data(sheet: Make) -> None:
    """Official forms write 甲 1 2 3 below the headings: a school called 甲 with one pupil."""
    heads = ["学校", "在校生", "教师", "班级"]
    (table,) = find_layout(sheet([heads, ["甲", 1, 2, 3], ["城关小学", 10, 20, 30]])).tables
    assert (table.header_rows, numbers(table)) == ((1, 2), [3])
    (table,) = find_layout(sheet([heads, ["甲", 1, 2, 3], ["乙", 10, 20, 30]])).tables
    assert numbers(table) == [2, 3]


def test_a_list_beside_a_table_is_not_of_it(sheet: Make) -> None:
    """是 and 否 would be a column of the ledger, and a row without a school be added."""
    rows = [
        ["学校", "在校生", "", "", "学段"],
        ["甲", 1, "", "", "小学"],
        ["乙", 2, "", "", "初中"],
        ["", "", "", "", "高中"],
    ]
    first, second = find_layout(sheet(rows)).tables
    assert (paths(first), numbers(first)) == ([("学校",), ("在校生",)], [2, 3])
    assert (paths(second), numbers(second)) == ([("学段",)], [2, 3, 4])


def test_a_column_of_the_form_behind_an_empty_one_is_of_the_table(sheet: Make) -> None:
    """A remark behind a spacer would be parted from its school."""
    rows = [["学校", "在校生", "", "备注"], ["甲", 1, "", "a"], ["乙", 2, "", "b"], ["丙", 3, "", ""]]
    (table,) = find_layout(sheet(rows), ["学校", "在校生", "备注"]).tables
    assert len(table.columns) == 3


@pytest.mark.parametrize("gap", [[""], []])
def test_two_tables_side_by_side(sheet: Make, gap: list[str]) -> None:
    """Two schools would stand in one row, and the second be lost."""
    rows = [["学校", "在校生", *gap, "学校", "在校生"], ["甲", 1, *gap, "丙", 3], ["乙", 2, *gap, "丁", 4]]
    first, second = find_layout(sheet(rows)).tables
    assert [paths(first), paths(second)] == [[("学校",), ("在校生",)]] * 2
    assert [row.at(second.columns[0].index) for row in second.rows] == ["丙", "丁"]


def test_prose_around_a_table_is_a_note(sheet: Make) -> None:
    """A sentence would be a school, or the title."""
    rows = [
        ["各县区："], ["现将有关情况填报如下，请于4月30日前报送市教育局。"], ["学校", "在校生"], ["甲", 1],
        ["另有丙校因搬迁未统计，待下月补报，说明见附件。"], ["乙", 2], ["以上数据截至4月底。"], ["特此报告。"],
    ]  # fmt: skip
    layout = find_layout(sheet(rows))
    (table,) = layout.tables
    assert (numbers(table), table.title) == ([4, 6], "")
    assert {row: reason for row, reason in reasons(layout).items() if reason == "note"}.keys() == {1, 2, 5, 7, 8}


def test_a_sentence_under_a_lone_heading_of_a_form_is_an_answer(sheet: Make) -> None:
    """What a county wrote of its practice would be thrown away as a note."""
    rows = [
        ["承诺", "进展"],
        ["一", "推进中"],
        [],
        ["", "典型做法"],
        ["", "课程达200余门，每学期初发放选课单，可跨年级走班。"],
    ]
    (table,) = find_layout(sheet(rows), ["承诺", "进展", "典型做法"]).tables
    assert numbers(table) == [2, 4, 5]
    (table,) = find_layout(
        sheet([*rows[:3], ["", "以上数据由各校填报，请以正式文件为准。"]]), ["承诺", "进展", "典型做法"]
    ).tables
    assert numbers(table) == [2]


@pytest.mark.parametrize(("first", "second"), [(2, 5), (3, 6), (4, 7)])
@pytest.mark.parametrize("known", [(), ("城市", "外资", "出口")])
def test_a_parent_over_any_column_of_its_round(sheet: Make, known: Any, first: int, second: int) -> None:
    """Of 外资 written over 2022, the figures of 2021 would be of nothing, or of 城市."""
    parents = {1: "城市", first: "外资", second: "出口"}
    years = ["2021年", "2022年", "2023年"]
    rows = [[parents.get(column, "") for column in range(1, 8)], ["", *years, *years], ["杭州", 1, 2, 3, 4, 5, 6]]
    (table,) = find_layout(sheet(rows), known).tables
    assert paths(table)[1:] == [*(("外资", year) for year in years), *(("出口", year) for year in years)]


@pytest.mark.parametrize(
    "below",
    [
        [["可选单位"], ["美元"], ["元"], ["人"]],
        [["", "", "", "选项"], ["", "", "", "是"], ["", "", "", "否"]],
        [["学段"], ["小学"], ["初中"], ["高中"]],
    ],
)
def test_a_list_below_a_table_is_no_data(sheet: Make, below: Any) -> None:
    """美元 and 小学 would be schools."""
    rows = [["学校", "学段", "教师"], ["甲校", "小学", 2], ["乙校", "初中", 1], [], *below]
    layout = find_layout(sheet(rows))
    assert [numbers(table) for table in layout.tables] == [[2, 3]]
    assert {reason for row, reason in reasons(layout).items() if row > 4} == {"list"}


def test_names_alone_behind_a_gap_are_rows(sheet: Make) -> None:
    """Schools that have sent nothing yet would be taken for a list."""
    (table,) = find_layout(sheet([["学校", "学段", "教师"], ["甲校", "小学", 2], [], ["丙校"], ["丁校"]])).tables
    assert numbers(table) == [2, 4, 5]


@pytest.mark.parametrize(
    ("dates", "headings"),
    [
        ([dt.date(2024, 1, 1), dt.date(2024, 2, 1)], ["2024年1月", "2024年2月"]),
        ([dt.datetime(2024, 3, 5), dt.datetime(2024, 3, 4)], ["2024-03-05", "2024-03-04"]),
        ([dt.date(2023, 1, 1), dt.date(2024, 1, 1)], ["2023-01-01", "2024-01-01"]),
        ([202311, 202312, 202401], ["2023年11月", "2023年12月", "2024年1月"]),
    ],
)
def test_dates_over_figures_are_headings(sheet: Make, dates: list[Any], headings: list[str]) -> None:
    """A monthly table whose months are dates would have no heading, and 1 January might be a year or a month."""
    (table,) = find_layout(sheet([["地区", *dates], ["甲县", 5, 6, 7], ["乙县", 8, 9, 7]])).tables
    assert [column.heading for column in table.columns][1 : 1 + len(headings)] == headings
    assert numbers(table) == [2, 3]


@pytest.mark.parametrize("row", [["甲县", 200311, 200407], ["甲县", dt.date(2024, 1, 1), dt.date(2024, 2, 1)]])
def test_figures_that_could_be_months_are_figures(sheet: Make, row: list[Any]) -> None:
    """A county of 200,311 people would become a heading; so would a row with a day of beginning and one of end."""
    rows = [["县", "初", "末"], row, ["乙县", dt.date(2024, 3, 1), dt.date(2024, 4, 1)], ["丙县", "", ""]]
    (table,) = find_layout(sheet(rows)).tables
    assert list(table.rows[0].values) == row


def test_codes_above_names_are_of_the_heading(sheet: Make) -> None:
    """学校名称 would be a school; but below English headings a row of words is the first row."""
    rows = [["xxmc", "xss"], ["学校名称", "学生数"], ["甲校", "120"], ["乙校", "80"]]
    (table,) = find_layout(sheet(rows)).tables
    assert (paths(table), numbers(table)) == ([("xxmc", "学校名称"), ("xss", "学生数")], [3, 4])
    (table,) = find_layout(sheet([["name", "town"], ["甲校", "东镇"], ["乙校", "西镇"], ["丙校", "西镇"]])).tables
    assert numbers(table) == [2, 3, 4]


def test_three_levels_that_nobody_merged(sheet: Make) -> None:
    """初中 and 高中 below 中学 would be rows, and the parents headings of nothing."""
    rows = [
        ["县", "学校数", "", "", "学生数", "", ""],
        ["", "小学", "中学", "", "小学", "中学", ""],
        ["", "", "初中", "高中", "", "初中", "高中"],
        ["甲县", 1, 2, 3, 4, 5, 6],
    ]
    (table,) = find_layout(sheet(rows)).tables
    assert paths(table)[1:4] == [("学校数", "小学"), ("学校数", "中学", "初中"), ("学校数", "中学", "高中")]
    assert paths(table)[6] == ("学生数", "中学", "高中")
    assert numbers(table) == [4]


def test_a_middle_level_that_the_next_one_divides_whole(sheet: Make) -> None:
    """校数 and 生数 below 小学 and 初中 would be rows, as nothing in their level stands alone."""
    rows = [
        ["县", "义务教育", "", "", "", "高中"],
        ["", "小学", "", "初中", "", ""],
        ["", "校数", "生数", "校数", "生数", ""],
    ]
    rows += [["甲县", 1, 2, 3, 4, 5], ["乙县", 1, 2, 3, 4, 5]]  # type: ignore[list-item]
    (table,) = find_layout(sheet(rows)).tables
    assert paths(table)[1:] == [
        *(("义务教育", stage, of) for stage in ("小学", "初中") for of in ("校数", "生数")),
        ("高中",),
    ]
    assert numbers(table) == [4, 5]


@pytest.mark.parametrize("known", [(), ("地区", "学校数", "教职工数")])
def test_a_last_level_in_the_gap_beside_its_parent(sheet: Make, known: Any) -> None:
    """女 of the teachers would be a row, and the women teachers all of the staff."""
    rows = [["地区", "学校数", "教职工数", "", ""], ["", "", "合计", "教师", ""], ["", "", "", "", "女"]]
    rows += [["甲县", 1, 2, 3, 4], ["乙县", 1, 2, 3, 4]]  # type: ignore[list-item]
    (table,) = find_layout(sheet(rows, [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5)]), known).tables
    assert paths(table)[3:] == [("教职工数", "教师"), ("教职工数", "教师", "女")]
    assert numbers(table) == [4, 5]


@pytest.mark.parametrize("line", [["单位：万元", "", "", "上年=100"], ["单位：万元", "", "", "单位：人"]])
def test_two_tables_of_as_many_rows_with_a_title_each(sheet: Make, line: list[str]) -> None:
    """The titles would be one heading, and the figures of both tables one row."""
    rows = [["全县用电情况", "", "", "居民消费价格"], line, ["县", "9月", "", "类别", "9月"]]
    rows += [["甲县", 1, "", "食品", 2], ["乙县", 1, "", "衣着", 2]]  # type: ignore[list-item]
    first, second = find_layout(sheet(rows)).tables
    assert (first.title, second.title) == (
        "全县用电情况",
        "居民消费价格" if "单位" in line[3] else "居民消费价格 上年=100",
    )
    assert (first.unit, numbers(first), numbers(second)) == ("万元", [4, 5], [4, 5])


def test_a_helper_copy_of_the_names_is_a_list_of_its_own(sheet: Make) -> None:
    """The figures that feed a chart would be columns of the table without a name."""
    rows = [["序号", "县", "人数", "", "图表数据", ""], *([n, f"{n}县", n, "", f"{n}县", n] for n in (1, 2, 3))]
    table, helper = find_layout(sheet(rows)).tables
    assert [column.heading for column in table.columns] == ["序号", "县", "人数"]
    assert [column.heading for column in helper.columns] == ["图表数据", ""]


def test_a_table_of_a_document_begins_where_the_document_says(sheet: Make) -> None:
    """Cells of a document are text, so nothing else tells the second heading; a table broken by a page is one."""
    rows = [
        ["县", "学校数", "学生数"],
        ["甲县", "1", "20"],
        [],
        ["类别", "数量", ""],
        ["公办", "12", ""],
        ["民办", "3", ""],
    ]
    first, second = find_layout(sheet(rows, starts=frozenset({1, 4}))).tables
    assert (numbers(first), second.header_rows, numbers(second)) == ([2], (4, 4), [5, 6])
    rows[3:] = [["乙县", "停办", "未报"], ["丙县", "3", "30"]]
    (table,) = find_layout(sheet(rows, starts=frozenset({1, 4}))).tables
    assert numbers(table) == [2, 4, 5]


def test_units_spelt_out_below_headings_do_not_make_titles_of_them(sheet: Make) -> None:
    """The headings would be a title, and the figures have no names."""
    rows = [["县", "经费", "学生"], ["", "单位：万元", "单位：人"], ["甲县", 1, 2], ["乙县", 3, 4]]
    (table,) = find_layout(sheet(rows)).tables
    assert ([path[0] for path in paths(table)], numbers(table)[-2:]) == (["县", "经费", "学生"], [3, 4])
