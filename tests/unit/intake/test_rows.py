"""Row tables become frames: every value as read, every cell as typed, nothing lost without a word."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.unit.intake.conftest import COUNTY, PERIOD, Examine, sheet

from reporting.workbooks.cells import CellValue
from reporting.workbooks.workbook import Merge, Sheet

HEADINGS = (
    "序号",
    "学校名称",
    "学校标识码",
    "县(市、区)",
    "在校学生数(人)",
    "是否寄宿制",
    "结束时间",
    "开设类别",
    "学段",
)


def ledger(*rows: tuple[object, ...]) -> Sheet:
    return sheet("学校台账", ("叶县2022年4月学校台账",), HEADINGS, *rows)  # type: ignore[arg-type]


def test_values_are_read_and_kept_as_typed(examined: Examine) -> None:
    found = examined(
        ledger((1, "东岭 小学", 4111010001.0, "叶　县", "１,２００", "√", "17：30", "文艺，体育、", "小学"))
    )
    row, typed = found.rows["ledger"].iloc[0], found.typed["ledger"].iloc[0]
    assert row["school_name"] == "东岭小学"
    assert row["school_code"] == "4111010001"
    assert row["county"] == "410422"
    assert row["enrolled"] == 1200
    assert row["boarding"] is True or bool(row["boarding"])
    assert row["ends_at"] == "17:30"
    assert row["categories"] == "文艺、体育"
    assert row["stage"] == "小学"
    assert (row["sheet"], row["row_number"]) == ("学校台账", 3)
    assert typed["enrolled"] == "１,２００"
    assert typed["county"] == "叶　县"
    assert typed["school_code"] == "4111010001"


def test_kinds_of_missing_stay_apart(examined: Examine) -> None:
    found = examined(ledger((1, "甲", "1", "", "/", "", "", "", ""), (2, "乙", "2", "", "暂缺", "", "", "", ""),
                            (3, "丙", "3", "", "abc", "", "", "", "")))  # fmt: skip
    assert list(found.rows["ledger"]["enrolled_state"]) == ["not_applicable", "not_submitted", "unreliable"]
    assert found.rows["ledger"]["enrolled"].isna().all()
    assert list(found.typed["ledger"]["enrolled"]) == ["/", "暂缺", "abc"]


def test_a_column_that_is_not_there_is_not_submitted_and_said(examined: Examine) -> None:
    found = examined(ledger((1, "甲", "1", "", 5, "是", "", "", "")))
    assert set(found.rows["ledger"]["participants_state"]) == {"not_submitted"}
    said = found.findings.set_index("check_id").loc["missing_headings"]
    assert "参加课后服务学生数" in said["message"]
    assert "所属行政区" not in said["message"]


def test_an_unreadable_cell_is_named_with_sheet_cell_and_what_stood_there(examined: Examine) -> None:
    found = examined(ledger((1, "甲", "1", "", "若干", "是", "", "", "")))
    said = found.findings.set_index("check_id").loc["unreadable_number"]
    assert (said["severity"], said["sheet"], said["cell"], said["field"]) == ("warning", "学校台账", "E3", "enrolled")
    assert said["found"] == "若干"
    assert "学校台账 E3" in said["message"]
    assert "若干" in said["message"]
    assert found.outcome == "accepted"


def test_a_number_keeps_its_qualifier_and_the_clerk_is_told(examined: Examine) -> None:
    """About five hundred would go on as exactly five hundred."""
    found = examined(ledger((1, "甲", "1", "", "约500", "是", "", "", ""), (2, "乙", "2", "", "600", "是", "", "", "")))
    assert found.rows["ledger"]["enrolled"].tolist() == [500, 600]
    assert found.rows["ledger"]["enrolled_qualifier"].fillna("").tolist() == ["约", ""]
    assert found.findings.set_index("check_id").loc["qualified_number"]["found"] == "约500"


def test_a_doubt_that_many_cells_share_is_said_once_with_all_of_them(examined: Examine) -> None:
    rows = [(n, f"第{n}小学", 4111010000.0 + n, "", 5, "是", "", "", "") for n in range(1, 11)]
    found = examined(ledger(*rows))
    said = found.findings[found.findings["check_id"] == "code_was_number"]
    assert list(said["cell"]) == ["C3:C12"]


def test_an_unknown_county_rejects_its_row_and_names_the_nearest(examined: Examine) -> None:
    found = examined(ledger((1, "甲", "1", "叶集县", 5, "是", "", "", ""), (2, "乙", "2", "叶县", 5, "是", "", "", "")))
    said = found.findings.set_index("check_id").loc["unknown_place"]
    assert said["severity"] == "error"
    assert "叶县" in said["message"]
    assert list(found.rows["ledger"]["school_name"]) == ["乙"]
    assert list(found.typed["ledger"]["school_name"]) == ["甲", "乙"]
    assert found.outcome == "partly"


def test_an_unknown_place_that_is_not_whose_the_row_is_costs_its_cell_alone(examined: Examine) -> None:
    """A school would be lost by a misspelt word in a column that nobody has to fill in."""
    head: list[CellValue] = ["学校名称", "学校标识码", "所属行政区", "在校学生数"]
    rows: list[list[CellValue]] = [head, ["甲小学", "4104220001", "叶集县", 500], ["乙小学", "4104220002", "叶县", 300]]
    found = examined(Sheet("学校台账", rows), county="410422", period=PERIOD)
    kept = found.rows["ledger"]
    assert list(kept["enrolled"]) == [500, 300]
    assert list(kept["legal_county_state"]) == ["unreliable", "reported"]
    said = found.findings.set_index("check_id").loc["unknown_place"]
    assert "此格待核" in said["message"]


def test_a_number_that_counts_rows_has_lost_no_zero(examined: Examine) -> None:
    """A clerk would be told to type 序号 1 as text."""
    rows: list[list[CellValue]] = [
        ["学校名称", "学校标识码", "在校学生数"],
        ["甲小学", 1, 500],
        ["乙小学", 411101001, 300],
    ]
    found = examined(Sheet("学校台账", rows), county="410422", period=PERIOD)
    said = found.findings[found.findings["check_id"] == "code_was_number"]
    assert list(said["cell"]) == ["B3"]


def test_a_row_without_a_name_is_rejected_and_kept_as_typed(examined: Examine) -> None:
    found = examined(ledger((1, "", "1", "", 5, "是", "", "", ""), (2, "乙", "2", "", 5, "是", "", "", "")))
    assert "required" in set(found.findings["check_id"])
    assert list(found.rows["ledger"]["school_name"]) == ["乙"]
    assert len(found.typed["ledger"]) == 2


def test_rows_that_are_only_numbered_are_no_rows(examined: Examine) -> None:
    found = examined(ledger((1, "甲", "1", "", 5, "是", "", "", ""), (2,), (3,)))
    assert len(found.typed["ledger"]) == 1


def test_an_unknown_heading_is_reported_with_the_nearest_known(examined: Examine) -> None:
    found = examined(
        sheet("学校台账", ("叶县2022年4月学校台账",), ("学校名称", "学校标识码", "在校学生总数量"), ("甲", "1", 5))
    )
    said = found.findings.set_index("check_id").loc["unknown_heading"]
    assert said["cell"] == "C2"
    assert "在校学生数" in said["message"]


def test_a_heading_that_stands_twice_is_not_read(examined: Examine) -> None:
    found = examined(
        sheet("学校台账", ("叶县2022年4月",), ("学校名称", "学校标识码", "在校学生数", "在校学生数"), ("甲", "1", 5, 6))
    )
    assert found.rows["ledger"]["enrolled"].isna().all()
    assert found.findings.set_index("check_id").loc["heading_twice"]["cell"] == "C2 D2"


def test_a_ledger_without_the_heading_it_must_have_is_rejected(examined: Examine) -> None:
    headings = [heading for heading in HEADINGS if heading != "学校名称"] + ["学校称呼", "在校生", "城乡", "办学性质"]
    more = ["是否村小/教学点", "是否开展课后服务", "申请参加学生数", "参加课后服务学生数", "专任教师数", "参与教师数"]
    more += ["外聘人员", "每周天数", "每天时长(小时)", "备注", "课程门数", "弹性上下班(是/否)", "读物清理(是/否)"]
    found = examined(sheet("学校台账", ("叶县2022年4月",), (*headings, *more), ["x"] * len(headings + more)))
    said = found.findings.set_index("check_id").loc["required_heading"]
    assert "学校名称" in said["message"]
    assert found.outcome == "rejected"


def test_two_sheets_of_one_ledger_are_one_table(examined: Examine) -> None:
    first = ledger((1, "甲", "1", "", 5, "是", "", "", ""))
    second = sheet("台账", HEADINGS, (1, "乙", "2", "", 6, "否", "", "", ""))
    found = examined(first, second)
    assert list(zip(found.rows["ledger"]["sheet"], found.rows["ledger"]["enrolled"], strict=True)) == [
        ("学校台账", 5),
        ("台账", 6),
    ]


def test_where_each_field_stood_is_kept(examined: Examine) -> None:
    found = examined(ledger((1, "甲", "1", "", 5, "是", "", "", "")))
    places = found.columns.set_index("field")
    assert places.loc["enrolled", "letter"] == "E"
    assert places.loc["enrolled", "heading"] == "在校学生数(人)"


def test_dates_without_a_year_take_that_of_the_period(examined: Examine) -> None:
    found = examined(
        sheet("县级统计", ("叶县2022年4月",), ("序号", "标题", "文号", "日期"), (1, "通知", "叶教1号", "4月5日"))
    )
    assert found.rows["documents"]["issued"].iloc[0] == pd.Timestamp("2022-04-05")
    assert "year_supplied" in set(found.findings["check_id"])


def test_a_table_of_one_column_below_another_is_found(examined: Examine) -> None:
    found = examined(
        sheet("工作进展", ("叶县2022年4月",), ("序号", "承诺", "工作内容", "进展"), (1, "一", "w", "p"), (),
              ("典型做法",), ("引入志愿者",), ("开展选课",))
    )  # fmt: skip
    assert list(found.rows["progress"]["work"]) == ["w"]
    assert list(found.rows["practices"]["practice"]) == ["引入志愿者", "开展选课"]


def test_a_month_declared_for_a_nameless_file_is_enough(examined: Examine) -> None:
    found = examined(sheet("台账", HEADINGS, (1, "甲", "1", "", 5, "是", "", "", "")), county=COUNTY, period=PERIOD)
    assert found.outcome == "accepted"


def test_the_county_of_the_row_above_may_be_repeated(examined: Examine) -> None:
    """A school would lose all its cells because 同上 stands where its county is."""
    rows = [(1, "甲", "1", "叶县", 5, "是", "", "", ""), (2, "乙", "2", "同上", 5, "是", "", "", "")]
    found = examined(ledger(*rows, (3, "丙", "3", "〃", 5, "是", "", "", "")))
    assert list(found.rows["ledger"]["county"]) == [COUNTY] * 3
    assert list(found.typed["ledger"]["county"]) == ["叶县", "同上", "〃"]
    assert "unknown_place" not in set(found.findings["check_id"])
    lost = examined(ledger((1, "甲", "1", "叶集县", 5, "是", "", "", ""), (2, "乙", "2", "同上", 5, "是", "", "", "")))
    assert lost.rows["ledger"].empty, "what nobody knows is not repeated"


def test_a_name_is_kept_without_the_breaks_that_fit_it_to_its_cell(examined: Examine) -> None:
    """A school would be printed with a hole in its name wherever a clerk's column was narrow."""
    names = ("城关镇\n中心小学", "城关镇 \n 二小", "Bell\n学校")
    found = examined(ledger(*((at, name, str(at), "叶县", 5, "是", "", "", "") for at, name in enumerate(names, 1))))
    assert list(found.rows["ledger"]["school_name"]) == ["城关镇中心小学", "城关镇二小", "Bell 学校"]
    assert found.typed["ledger"]["school_name"].iloc[0] == "城关镇\n中心小学"
    assert "name_tidied" not in set(found.findings["check_id"])


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("实验　小学", "实验小学", True),
        ("城 关 镇 中 心 小 学", "城关镇中心小学", True),
        ("实验\u00a0小学", "实验小学", True),
        ("第 1 小学", "第1小学", True),
        ("实验小学 (东校区)", "实验小学(东校区)", True),
        ("实验小学*", "实验小学", True),
        ("★实验小学①", "实验小学", True),
        ("实验\u200b小学", "实验小学", False),
        (" 实验小学　", "实验小学", False),
        ("Hope School", "Hope School", False),
        ("实验小学 A 区", "实验小学 A 区", False),
        ("Hope 小学", "Hope 小学", False),
    ],
)
def test_a_blank_within_a_chinese_name_or_a_mark_at_it_is_left_out_and_said(
    examined: Examine, typed: str, kept: str, said: bool
) -> None:
    """A school would stand under two names, or its name be changed without a word."""
    found = examined(ledger((1, typed, "1", "叶县", 5, "是", "", "", ""), (2, "乙", "2", "叶县", 5, "是", "", "", "")))
    assert list(found.rows["ledger"]["school_name"]) == [kept, "乙"]
    told = found.findings[found.findings["check_id"] == "name_tidied"]
    assert list(zip(told["severity"], told["cell"], told["found"], strict=True)) == (
        [("notice", "B3", typed)] if said else []
    )


def test_what_a_list_has_in_brackets_is_one_item_of_it(examined: Examine) -> None:
    """Two courses would be counted as three, and half a bracket be the name of one."""
    page = sheet("学校台账", ("学校名称", "学校标识码", "课程名称"), ("甲", "1", "书法（软笔、硬笔）、足球"))
    (kept,) = examined(page, county=COUNTY, period=PERIOD).rows["ledger"]["course_names"]
    assert kept.split("、") == ["书法（软笔，硬笔）", "足球"]


def test_hours_above_a_table_are_those_of_the_day_and_not_of_homework(examined: Examine) -> None:
    """50 minutes of homework under 单位：人、天、小时 would become 3,000 and every school would break the limit."""
    headings = ("学校名称", "学校标识码", "每周天数", "每天时长", "三至六年级平均时长", "在校学生数")
    found = examined(
        sheet("学校台账", ("叶县2022年4月学校台账",), ("单位：人、天、小时",), headings,
              ("甲", "4110000001", "每周5天", "每天2小时", 50, "320人"), ("乙", "4110000002", 5, 2, "1小时", 300)),
        county=COUNTY, period=PERIOD,
    ).rows["ledger"]  # fmt: skip
    assert found["hw_min_g36"].tolist() == [50, 60]
    assert found["days_per_week"].tolist() == [5, 5]
    assert found["hours_per_day"].tolist() == [2, 2]
    assert found["enrolled"].tolist() == [320, 300]


@pytest.mark.parametrize(
    ("caption", "fee", "enrolled"),
    [
        ("单位：元", 240, 320),
        ("单位：万元、人", 0.024, 320),
        ("单位：万元", 0.024, 320),
        ("单位：人、小时、元", "每生每学期240元", "320名学生"),
        ("单位：元", "240/学期", 320),
    ],
)
def test_money_above_a_table_is_that_of_its_fees_alone(
    caption: str, fee: CellValue, enrolled: CellValue, examined: Examine
) -> None:
    """0.024 of 万元 would be a fee of two cents, or every number of people be asked about for being no money."""
    headings = ("学校名称", "学校标识码", "收费标准", "在校学生数", "每天时长")
    found = examined(
        sheet("学校台账", ("叶县2022年4月学校台账",), (caption,), headings, ("甲", "4110000001", fee, enrolled, 2)),
        county=COUNTY, period=PERIOD,
    ).rows["ledger"]  # fmt: skip
    assert found[["fee", "enrolled", "hours_per_day"]].to_numpy().tolist() == [[240, 320, 2]]


def test_the_sum_below_a_heading_is_what_the_heading_asks_for(examined: Examine) -> None:
    """Pupils that a school gives as 男, 女 and 合计 would be missing."""
    rows: tuple[tuple[CellValue, ...], ...] = (
        ("学校名称", "学校标识码", "在校学生数", "", "", "申请参加学生数"),
        ("", "", "男", "女", "合计", ""),
        ("甲", "4110000001", 170, 150, 320, 300),
    )
    merges = (Merge(1, 1, 2, 1), Merge(1, 2, 2, 2), Merge(1, 3, 1, 5), Merge(1, 6, 2, 6))
    found = examined(replace(sheet("学校台账", *rows), merges=merges), county=COUNTY, period=PERIOD)
    assert found.rows["ledger"][["enrolled", "applied"]].to_numpy().tolist() == [[320, 300]]


def test_a_row_that_says_how_to_fill_in_is_no_school(examined: Examine) -> None:
    """填写全称 would be expected as a school every month from then on."""
    found = examined(
        ledger(("", "填写全称", "10位", "下拉", "填整数", "是/否", "", "", ""), (1, "甲", "4110000001", "", 5, "是"))
    )
    assert found.rows["ledger"]["school_name"].tolist() == ["甲"]
    assert "no_name" in set(found.findings["check_id"])


def test_a_ledger_without_its_schools_names_is_told_what_it_lacks(examined: Examine) -> None:
    """A clerk who calls a column otherwise would be told that the file holds no table at all."""
    headings = ["单位", *[text for text in HEADINGS if text != "学校名称"]]
    lacking = sheet("台账（4月）", headings, ("甲小学", 1, "1", "叶县", 5, "是", "", "", "小学"))
    found = examined(lacking, county=COUNTY, period=PERIOD)
    assert list(found.findings["check_id"]) == ["required_heading"]
    assert "学校名称" in found.findings["message"].iloc[0]


def test_a_table_without_names_beside_a_whole_ledger_costs_nothing(examined: Examine) -> None:
    """A clerk's own list beside the ledger would have the whole file sent back."""
    whole = ledger((1, "甲", "1", "叶县", 5, "是", "", "", "小学"))
    aside = sheet("排序", [text for text in HEADINGS if text != "学校名称"], (1, "1", "叶县", 5, "是", "", "", "小学"))
    found = examined(whole, aside, county=COUNTY, period=PERIOD)
    assert found.outcome == "accepted"
    assert list(found.rows["ledger"]["school_name"]) == ["甲"]
