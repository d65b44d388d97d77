"""Item tables become figures, from a list of labels or from one row under merged headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.unit.intake.conftest import Examine, sheet

from reporting.intake.examination import Examined
from reporting.workbooks.workbook import Merge, Sheet

HEADINGS = ("指标", "数值", "单位", "统计口径", "说明")


def figures(*rows: tuple[object, ...]) -> Sheet:
    return sheet("县级统计", ("叶县2022年4月",), HEADINGS, *rows)  # type: ignore[arg-type]


def item(found: Examined, name: str) -> Any:
    return found.figures.set_index("item").loc[name]


def test_a_figure_keeps_qualifier_unit_basis_note_and_cell(examined: Examine) -> None:
    found = item(examined(figures(("区域教研场次", "７0余", "场", "累计", "含线上"))), "rsch_sessions")
    assert found[["value", "qualifier", "unit", "basis", "note", "state", "sheet", "cell", "typed"]].tolist() == [
        70.0, "余", "场", "cumulative", "含线上", "reported", "县级统计", "B3", "７0余",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "unit", "value"), [("0.4万", "人次", 4000), ("近4000", "人次", 4000), (3, "千人次", 3000)]
)
def test_units_are_converted(examined: Examine, typed: Any, unit: str, value: float) -> None:
    assert item(examined(figures(("远程参加人次", typed, unit, "", ""))), "rsch_remote")["value"] == value


@pytest.mark.parametrize(
    ("headings", "values"),
    [
        (("项目", "数量"), (3,)),
        (("指标名称", "完成情况"), (3,)),
        (("工作内容", "目标值", "实际完成数"), (4, 3)),
        (("指标", "完成值", "完成率"), (3, "75%")),
    ],
)
def test_columns_of_labels_and_figures_as_people_call_them(
    headings: Sequence[str], values: Sequence[object], examined: Examine
) -> None:
    """A list of figures would be refused as no table, or a target taken for what was reached."""
    page = sheet("县级统计", ("叶县2022年4月",), headings, ("1.区域教研场次（场）", *values))  # type: ignore[arg-type]
    assert item(examined(page), "rsch_sessions")["value"] == 3


def test_of_two_columns_of_figures_neither_is_taken(examined: Examine) -> None:
    """What was reached and what there is now would be mixed up."""
    page = sheet("县级统计", ("叶县2022年4月",), ("指标", "完成数", "现有数"), ("区域教研场次", 3, 4))
    assert examined(page).figures["value"].dropna().empty


def test_yes_is_one_and_a_date_is_text(examined: Examine) -> None:
    found = examined(figures(("经费保障机制", "是", "", "", ""), ("学科类机构基数日期", "2021.7.24", "", "", "")))
    assert item(found, "fund_mech")["value"] == 1
    assert item(found, "oc_base_date")["text"] == "2021-07-24"


def test_what_is_added_up_stands_in_its_own_column(examined: Examine) -> None:
    """A month's sessions would be published as all sessions so far."""
    head = ("指标", "单位", "本月", "累计")
    rows = (("区域教研场次", "场", 7, 70), ("推门听课节次", "节", 32, 320))
    found = examined(sheet("县级统计", ("叶县2022年4月",), head, *rows))
    assert item(found, "rsch_sessions")["value"] == 70
    assert item(found, "obs_visits")["value"] == 32


def test_a_scale_over_the_numbers_goes_with_the_unit_beside_them(examined: Examine) -> None:
    """0.7 beside 场 under 数值（万） would be no session at all."""
    head = ("指标", "数值（万）", "单位")
    found = examined(
        sheet("县级统计", ("叶县2022年4月",), head, ("区域教研场次", 0.007, "场"), ("推门听课节次", 0.032, "节"))
    )
    assert item(found, "rsch_sessions")["value"] == 70


def test_two_years_under_one_heading_are_not_the_first_of_them(examined: Examine) -> None:
    """Last year's figures would be stored as this month's."""
    rows = (("", "2021年", "2022年", ""), ("区域教研场次", 60, 70, "场"), ("推门听课节次", 300, 320, "节"))
    found = examined(sheet("县级统计", ("叶县2022年4月",), ("指标", "数值", "", "单位"), *rows))
    assert found.outcome == "rejected"


def test_a_blank_figure_is_not_submitted_and_an_absent_one_is_missed(examined: Examine) -> None:
    found = examined(figures(("专题会议次数", "", "次", "累计", ""), ("推门听课节次", 3, "节", "本月", "")))
    assert item(found, "gov_meetings")["state"] == "not_submitted"
    assert "rsch_sessions" not in set(found.figures["item"])
    missed = found.findings.set_index("check_id").loc["missing_items"]["message"]
    assert "区域教研场次" in missed
    assert "课后服务投诉" not in missed, "a workbook of before it was asked"
    assert "学生问卷学校数" not in missed, "what is read where a county gives it is not asked"


def test_the_form_says_what_a_figure_counts_where_the_sheet_does_not(examined: Examine) -> None:
    found = examined(figures(("专题会议次数", 3, "次", "", ""), ("推门听课节次", 3, "节", "大概", "")))
    assert item(found, "gov_meetings")["basis"] == "cumulative"
    assert item(found, "obs_visits")["basis"] == "period"
    assert "unknown_basis" in set(found.findings["check_id"])


def test_an_unknown_label_is_reported_with_the_nearest_known(examined: Examine) -> None:
    found = examined(figures(("专题大会次数", 3, "次", "", ""), ("推门听课节次", 3, "节", "", "")))
    said = found.findings.set_index("check_id").loc["unknown_item"]
    assert said["cell"] == "A3"
    assert "专题会议次数" in said["message"]


def test_an_item_that_stands_twice_is_not_believed(examined: Examine) -> None:
    found = examined(
        figures(("专题会议次数", 3, "次", "", ""), ("专题会议", 4, "次", "", ""), ("推门听课", 1, "", "", ""))
    )
    assert item(found, "gov_meetings")["state"] == "unreliable"
    assert pd.isna(item(found, "gov_meetings")["value"])
    assert item(found, "gov_meetings")["typed"] == "3"
    assert found.outcome == "partly"


VERTICAL = sheet(
    "半月报",
    ("“双减”工作专项督导半月报",),
    ("填报单位：叶县（盖章）  负责人：（签字）  联系人及电话：",),
    ("2022年4月15日",),
    ("督导内容项目", "数量", "占比"),
    ("一、基本情况",),
    ("1.义务教育阶段学校总数", 118, ""),
    ("2.学科类机构总数", 20, ""),
    ("    其中：线上", 2, ""),
    ("          线下", 18, ""),
    ("二、作业管理",),
    ("（一）建立作业校内公示制度学校", 5, "4%"),
    ("举报线索总数", 7, ""),
    ("其中办结", 6, ""),
)


def test_the_vertical_layout_reads_indented_rows_below_their_item(examined: Examine) -> None:
    found = examined(VERTICAL)
    assert (found.county, str(found.period), found.form) == ("410422", "2022-04", "national_half_monthly")
    values = found.figures.set_index("item")["value"].to_dict()
    assert values == {
        "nat_schools": 118, "nat_institutions": 20, "nat_institutions_online": 2, "nat_institutions_offline": 18,
        "nat_hw_public": 5, "nat_tips": 7, "nat_tips_closed": 6,
    }  # fmt: skip


def wide(*rows: tuple[object, ...], title: str = "2022年4月 双减半月报") -> Sheet:
    top = ("填报单位", "义务教育阶段学校总数", "学科类机构总数", "", "", "建立作业校内公示制度学校", "")
    low = ("", "", "总数", "线上", "线下", "数量", "占比")
    made = sheet("半月报", (title,), top, low, *rows)  # type: ignore[arg-type]
    merges = (Merge(1, 1, 1, 7), Merge(2, 1, 3, 1), Merge(2, 2, 3, 2), Merge(2, 3, 2, 5), Merge(2, 6, 2, 7))
    return Sheet(made.name, made.rows, merges=merges)


def test_the_wide_layout_reads_the_county_s_row(examined: Examine) -> None:
    found = examined(wide(("叶县", 118, 20, 2, 18, 118, "100%")))
    assert (found.county, found.outcome) == ("410422", "accepted")
    assert found.figures.set_index("item")["value"].to_dict() == {
        "nat_schools": 118, "nat_institutions": 20, "nat_institutions_online": 2, "nat_institutions_offline": 18,
        "nat_hw_public": 118,
    }  # fmt: skip
    assert item(found, "nat_institutions_online")["cell"] == "D4"


def test_rows_of_others_in_the_wide_layout_are_left_alone_and_said(examined: Examine) -> None:
    found = examined(wide(("郏县", 90, 9, 0, 9, 90, ""), ("叶县", 118, 20, 2, 18, 118, "")), file="叶县2022年4月.xlsx")
    assert item(found, "nat_schools")["value"] == 118
    (said,) = found.findings[found.findings["check_id"] == "other_rows"].to_dict("records")
    assert said["severity"] == "notice", "whose rows stand there besides is no fault of the county's"


def test_a_wide_sheet_without_the_sender_s_row_is_rejected(examined: Examine) -> None:
    found = examined(wide(("郏县", 90, 9, 0, 9, 90, ""), ("鲁山县", 1, 2, 1, 1, 1, "")), file="叶县2022年4月.xlsx")
    assert found.outcome == "rejected"
    assert found.figures.empty


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ((("数值", 3, "0.4万", "已建立"), ("单位", "次", "人次", "")), [3, 4000, 1]),
        ((("单位", "次", "千人次", ""), ("数量", "三次", 4, "√"), ("说明", "", "含线上", "")), [3, 4000, 1]),
        ((("本月", 1, 400, "是"), ("累计", 3, 4000, "是")), [3, 4000, 1]),
    ],
)
def test_a_list_that_lies_on_its_side_is_read(
    rows: tuple[tuple[object, ...], ...], values: list[float], examined: Examine
) -> None:
    """A county that writes its figures from left to right would be told that it had sent nothing."""
    head = ("指标", "专题会议次数", "远程参加人次", "经费保障机制")
    found = examined(sheet("县级统计", ("叶县2022年4月县级统计",), head, *rows))  # type: ignore[arg-type]
    read = [item(found, name)["value"] for name in ("gov_meetings", "rsch_remote", "fund_mech")]
    assert read == values


@pytest.mark.parametrize("label", ["目标值", "上月", "去年同期", "同比增长（%）", "完成率", "全年任务数", "较上月增减"])
@pytest.mark.parametrize("own", ["数值", "本月值", "2022年4月", "4月"])
def test_targets_and_changes_beside_the_values_are_left_and_said(label: str, own: str, examined: Examine) -> None:
    """Targets, or the figures of last month, would be stored as the county's, or the whole table refused."""
    head = ("指标", "专题会议次数", "推门听课节次")
    for rows in (((label, 10, 100), (own, 3, 30)), ((own, 3, 30), (label, 10, 100))):
        found = examined(sheet("县级统计", ("叶县2022年4月县级统计",), head, *rows))
        assert [item(found, name)["value"] for name in ("gov_meetings", "obs_visits")] == [3, 30]
        assert label in set(found.findings["found"]) or label in _SUMS_UP


_SUMS_UP = ("同比增长（%）", "完成率", "较上月增减")
"""Rows that the layout leaves out itself below another, as it does below any table."""


def test_a_row_of_a_school_beside_the_values_is_not_read(examined: Examine) -> None:
    """The figures of one school would be stored as the county's."""
    head = ("指标", "专题会议次数", "推门听课节次")
    found = examined(sheet("县级统计", ("叶县2022年4月县级统计",), head, ("一小", 10, 100), ("数值", 3, 30)))
    assert found.outcome == "rejected"


@pytest.mark.parametrize(
    "rows",
    [
        (("专题会议次数", 3, "推门听课节次", 40), ("区域教研场次", 5)),
        (("专题会议次数", 3), ("推门听课节次", 40), ("区域教研场次", 5), ("审核人", "张三")),
        (("专题会议次数", 3, "次", "推门听课节次", 40, "节"), ("区域教研场次", 5, "场")),
    ],
)
def test_figures_beside_their_labels_are_read(rows: Sequence[Sequence[object]], examined: Examine) -> None:
    """A form without headings, filled in by a county, would be sent back whole."""
    found = examined(sheet("县级统计", ("叶县2022年4月",), *rows))  # type: ignore[arg-type]
    assert [item(found, name)["value"] for name in ("gov_meetings", "obs_visits", "rsch_sessions")] == [3, 40, 5]


@pytest.mark.parametrize(
    "row", [("推门听课节次", 40, 41), ("推门听课节次", 40, "张三"), ("推门听课节次", 40, "合计", 4)]
)
def test_of_two_numbers_beside_a_label_neither_is_taken(row: Sequence[object], examined: Examine) -> None:
    """A target, or the figure of another month, might be stored."""
    found = examined(sheet("县级统计", ("叶县2022年4月",), ("专题会议次数", 3), row, ("区域教研场次", 5)))  # type: ignore[arg-type]
    assert found.outcome == "rejected"


def test_a_hidden_row_of_an_item_gives_way_to_the_one_in_sight(examined: Examine) -> None:
    """The old figure that a clerk hid would leave the item without any."""
    shown = figures(("专题会议次数", 2, "次", "", ""), ("专题会议次数", 5, "次", "", ""))
    found = examined(replace(shown, hidden_rows=frozenset({3})))
    assert item(found, "gov_meetings")["value"] == 5
    assert set(found.findings["check_id"]) >= {"hidden_row_twice"}


def test_of_this_month_and_so_far_below_an_item_each_takes_its_own(examined: Examine) -> None:
    """A month's visits would be published as a year's, or a table of all counties be sent back whole."""
    table = sheet(
        "县级统计",
        ("2022年4月各县区统计",),
        ("县区", "专题会议次数", "", "推门听课节次", ""),
        ("", "本月", "累计", "本月", "累计"),
        ("叶县", 1, 5, 20, 60),
    )
    merges = (Merge(2, 1, 3, 1), Merge(2, 2, 2, 3), Merge(2, 4, 2, 5))
    found = examined(replace(table, merges=merges))
    assert item(found, "gov_meetings")["value"] == 5
    assert item(found, "obs_visits")["value"] == 20
