"""A typed text is read as what the clerk meant, or comes with a doubt; one table a kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reporting.intake.cleaning.values.by_kind import Kind, clean
from reporting.intake.cleaning.values.doubts import DOUBTS, UNREADABLE
from reporting.workbooks.cells import CellValue, ExcelError, Percentage, SharedNumber, SharedText


def check(typed: CellValue | None, kind: Kind, value: Any, doubts: str = "", **options: Any) -> None:
    cleaned = clean(typed, kind, **options)
    assert cleaned.value == value
    assert type(cleaned.value) is type(value)
    assert " ".join(doubt.code for doubt in cleaned.doubts) == doubts
    assert (cleaned.state == "reported") is (value is not None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (120, 120),
        (120.0, 120),
        ("１２０", 120),
        (" 120 ", 120),
        ("1,234", 1234),
        ("１，２３４，５６７", 1234567),
        ("3 000", 3000),
        ("－5", -5),
        ("−5", -5),
        ("1.2万", 12000),
        ("1.3001万", 13001),
        ("130.01万", 1300100),
        ("0.5亿", 50_000_000),
        ("120人", 120),
        ("120（人）", 120),
        ("1.2万人", 12000),
        ("120.", 120),
    ],
)
def test_counts(typed: CellValue, value: int) -> None:
    check(typed, "integer", value, unit="人")


@pytest.mark.parametrize(
    ("typed", "value", "qualifier"),
    [
        ("200余", 200, "余"),
        ("1.2万余人", 12000, "余"),
        ("7000多人", 7000, "余"),
        ("近4000人", 4000, "近"),
        ("将近4000", 4000, "近"),
        ("约３，０００人", 3000, "约"),
        ("3000人左右", 3000, "约"),
        ("70人以上", 70, "以上"),
        ("≥70", 70, "以上"),
        ("超过70人", 70, "以上"),
        ("不足70", 70, "以下"),
        ("70人以内", 70, "以下"),
    ],
)
def test_quantities_keep_their_qualifier(typed: str, value: int, qualifier: str) -> None:
    """3000 + 近4000 would be added up to an exact 7000."""
    cleaned = clean(typed, "integer", unit="人")
    assert (cleaned.value, cleaned.qualifier, cleaned.unit, cleaned.doubts) == (value, qualifier, "人", ())
    assert cleaned.typed == typed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1,23", "odd_separators"),
        ("12,3456", "odd_separators"),
        ("12.5", "not_whole"),
        (12.5, "not_whole"),
        ("几十", "unreadable_number"),
        ("很多", "unreadable_number"),
        ("12-15", "several_numbers"),
        ("线上2线下10", "several_numbers"),
        ("12/15", "several_numbers"),
        ("3000人次", "unit_differs"),
        ("95%", "unit_differs"),
        (True, "unreadable_number"),
        (dt.date(1900, 1, 6), "date_in_number"),
        (float("nan"), "unreadable_number"),
        (float("inf"), "unreadable_number"),
        (Percentage("nan"), "unreadable_number"),
        ("1e9999999", "several_numbers"),
        (ExcelError("#REF!"), "excel_error"),
    ],
)
def test_what_is_no_count_says_why(typed: CellValue, code: str) -> None:
    cleaned = clean(typed, "integer", unit="人")
    assert (cleaned.value, cleaned.state) == (None, "unreliable")
    assert [doubt.code for doubt in cleaned.doubts] == [code]


def test_units_of_heading_and_cell_are_turned_into_the_unit_wanted() -> None:
    check(1.2, "integer", 12000, unit="人", column_unit="万人")
    check("120人", "integer", 120, unit="人", column_unit="万人")
    check("90分钟", "number", 1.5, unit="小时")
    check("1.5", "number", 90.0, unit="分钟", column_unit="小时")
    check(0.03, "number", 300.0, unit="元", column_unit="万元")
    check("300元/生·学期", "number", 300.0, unit="元/生·学期")
    check("60元/生·月", "number", None, "unit_differs", unit="元/生·学期")
    check(60, "number", None, "unit_differs", unit="元/生·学期", column_unit="元/生·月")
    check("5天", "number", 5.0, unit="日")


@pytest.mark.parametrize(
    ("typed", "column_unit", "value", "doubts"),
    [
        ("95%", "", 95.0, ""),
        ("95％", "%", 95.0, ""),
        (Percentage(0.95), "%", 95.0, ""),
        (Percentage(0.004), "%", 0.4, ""),
        (95, "%", 95.0, ""),
        ("95.5", "", 95.5, ""),
        (0, "%", 0.0, ""),
        (0.95, "%", 0.95, "fraction_or_percent"),
        (1, "%", 1.0, "fraction_or_percent"),
        (0.95, "", 95.0, "fraction_as_percent"),
        ("0.5%", "", 0.5, ""),
        ("391/484", "%", 391 / 484 * 100, "ratio_as_percent"),
        ("950‰", "", 95.0, ""),
        (130, "%", 130.0, "percent_out_of_range"),
        ("约95%", "", 95.0, ""),
    ],
)
def test_percentages(typed: CellValue, column_unit: str, value: float, doubts: str) -> None:
    """0.95 and 95 % are not the same thing without a word."""
    cleaned = clean(typed, "percent", column_unit=column_unit)
    assert cleaned.value == pytest.approx(value)
    assert " ".join(doubt.code for doubt in cleaned.doubts) == doubts
    assert cleaned.unit == "%"


@pytest.mark.parametrize(
    ("typed", "kind", "state", "doubts"),
    [
        ("", "integer", "not_submitted", ""),
        (None, "integer", "not_submitted", ""),
        ("　", "text", "not_submitted", ""),
        ("/", "integer", "not_applicable", ""),
        ("不适用", "number", "not_applicable", ""),
        ("未开展", "integer", "not_applicable", ""),
        ("未开展", "time", "not_applicable", ""),
        ("无", "number", "not_applicable", "none_as_number"),
        ("空", "integer", "not_applicable", "none_as_number"),
        ("无", "date", "not_applicable", ""),
        ("--", "integer", "not_submitted", "dash"),
        ("—", "percent", "not_submitted", "dash"),
        ("未报送", "integer", "not_submitted", ""),
        ("暂缺", "integer", "not_submitted", ""),
        ("未统计", "integer", "not_collected", ""),
        ("保密", "integer", "suppressed", ""),
        ("/", "boolean", "not_applicable", ""),
    ],
)
def test_gaps_are_of_the_right_kind(typed: str | None, kind: Kind, state: str, doubts: str) -> None:
    """A gap would pass for 0, or one kind of gap for another."""
    cleaned = clean(typed, kind)
    assert (cleaned.value, cleaned.state) == (None, state)
    assert " ".join(doubt.code for doubt in cleaned.doubts) == doubts


def test_nothing_is_a_text_and_a_list_without_items() -> None:
    check("无", "text", "")
    check("无", "list", ())


@pytest.mark.parametrize("typed", ["是", "√", "✓", "有", "Y", "yes", True, "☑是□否", "√是 □否", "已开展", " 是 "])
def test_yes(typed: CellValue) -> None:
    check(typed, "boolean", True)


@pytest.mark.parametrize("typed", ["否", "×", "X", "无", "未开展", "没有", False, "□是☑否", "N"])
def test_no(typed: CellValue) -> None:
    check(typed, "boolean", False)


def test_doubtful_ticks() -> None:
    check(1, "boolean", True, "number_as_boolean")
    check("0", "boolean", False, "number_as_boolean")
    check("□", "boolean", None, "open_box")
    check("部分", "boolean", None, "unreadable_boolean")
    check("☑是☑否", "boolean", None, "unreadable_boolean")
    check(2, "boolean", None, "unreadable_boolean")


@pytest.mark.parametrize(
    ("typed", "doubts"),
    [
        ("2022.4.5", ""),
        ("2022-04-05", ""),
        ("2022/4/5", ""),
        ("２０２２．４．５", ""),
        ("2022年4月5日", ""),
        ("2022 年 4 月 5 日", ""),
        ("2022年4月5号", ""),
        ("2022年4月5日（星期二）", ""),
        ("2022-04-05 00:00:00", ""),
        ("20220405", ""),
        (20220405, ""),
        (20220405.0, ""),
        (dt.date(2022, 4, 5), ""),
        (dt.datetime(2022, 4, 5, 10, 30), ""),
        ("22.4.5", "two_digit_year"),
        ("4月5日", "year_supplied"),
        ("4.5", "year_supplied"),
        ("04-05", "year_supplied"),
        (44656, "serial_date"),
        ("44656", "serial_date"),
    ],
)
def test_days(typed: CellValue, doubts: str) -> None:
    check(typed, "date", dt.date(2022, 4, 5), doubts, year=2022)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2022.4", "unreadable_date"),
        ("2022年2月30日", "unreadable_date"),
        ("2022/13/5", "day_or_month_first"),
        (6.3, "third_or_thirtieth"),
        (6.1, "third_or_thirtieth"),
        ("上周", "unreadable_date"),
        (12, "unreadable_date"),
        (True, "unreadable_date"),
        ("1822.4.5", "unreadable_date"),
    ],
)
def test_what_is_no_day_says_why(typed: CellValue, code: str) -> None:
    check(typed, "date", None, code, year=2022)


def test_a_day_without_a_year_needs_one_supplied() -> None:
    check("4月5日", "date", None, "unreadable_date")
    check(6.29, "date", dt.date(2022, 6, 29), "year_supplied", year=2022)
    check("6.30", "date", dt.date(2022, 6, 30), "year_supplied", year=2022)


@pytest.mark.parametrize(
    ("typed", "value", "doubts"),
    [
        ("2022-04", "2022-04", ""),
        ("2022.04", "2022-04", ""),
        ("2022.4", "2022-04", ""),
        (2022.04, "2022-04", ""),
        ("2022年4月", "2022-04", ""),
        ("2022年4月份", "2022-04", ""),
        (202204, "2022-04", ""),
        ("2022.10", "2022-10", ""),
        (dt.date(2022, 4, 1), "2022-04", ""),
        ("2022-04-30", "2022-04", ""),
        ("4月", "2022-04", "year_supplied"),
        ("四月份", "2022-04", "year_supplied"),
        ("2022.1", None, "october_or_january"),
        (2022.1, None, "october_or_january"),
        ("2022.13", None, "unreadable_month"),
        ("上月", None, "unreadable_month"),
    ],
)
def test_months(typed: CellValue, value: str | None, doubts: str) -> None:
    """2022.1 is January, or October whose zero the spreadsheet program ate."""
    check(typed, "month", value, doubts, year=2022)


@pytest.mark.parametrize("typed", [SharedNumber(275_000), SharedText("275000人"), SharedText("27.5万")])
def test_a_number_written_once_over_several_rows_is_of_none_of_them(typed: CellValue) -> None:
    """The sum of two cities would be the first one's, or each one's where its unit makes it a text."""
    check(typed, "integer", None, "shared_number", unit="人")
    assert clean(SharedText("是"), "boolean").value is True
    assert clean(SharedText("/"), "integer").state == "not_applicable"
    assert clean(SharedNumber(2021), "text").value == "2021"


@pytest.mark.parametrize(
    ("typed", "label", "value"),
    [
        ("15:40-17:40", "结束时间", dt.time(17, 40)),
        ("15：40—17：40", "结束时间", dt.time(17, 40)),
        ("下午3:40至5:40", "结束时间", dt.time(17, 40)),
        ("15:40-17:40", "开始时间", dt.time(15, 40)),
        # when pupils are fetched, no service of half an hour; and which end a label asks for has to be plain
        ("17:30-18:00", "结束时间", None),
        ("15:40-17:40", "时间", None),
        ("17-40", "结束时间", dt.time(17, 40)),
        ("17:30/18:00", "结束时间", None),
        ("6:30", "起床时间", dt.time(6, 30)),
        ("5:30", "起床时间", dt.time(5, 30)),
    ],
)
def test_a_label_says_which_end_of_a_stretch_of_time_it_asks_for(typed: str, label: str, value: dt.time | None) -> None:
    """Most schools write from when to when; the other end, or none, would be kept."""
    assert clean(typed, "time", label=label).value == value


@pytest.mark.parametrize(
    ("typed", "value", "doubts"),
    [
        ("17:30", dt.time(17, 30), ""),
        ("17：30", dt.time(17, 30), ""),
        ("17时30分", dt.time(17, 30), ""),
        ("17点半", dt.time(17, 30), ""),
        ("下午5:30", dt.time(17, 30), ""),
        ("17:30:00", dt.time(17, 30), ""),
        (dt.time(17, 30), dt.time(17, 30), ""),
        (dt.datetime(1899, 12, 31, 17, 30), dt.time(17, 30), ""),
        (dt.datetime(1900, 1, 17, 12), None, "unreadable_time"),
        # 1.5, 1.25, 1.2 and 1 hours in a cell that shows a time of day
        (dt.datetime(1899, 12, 31, 12), None, "unreadable_time"),
        (dt.datetime(1899, 12, 31, 6), None, "unreadable_time"),
        (dt.datetime(1899, 12, 31, 4, 48), None, "unreadable_time"),
        (dt.datetime(1899, 12, 31), None, "unreadable_time"),
        (dt.time(12), dt.time(12), ""),
        (dt.datetime(1899, 12, 29, 21, 36), None, "unreadable_time"),
        (0.7291666667, dt.time(17, 30), "serial_time"),
        ("5:30", None, "half_day_open"),
        (dt.time(5, 30), None, "half_day_open"),
        ("7:30", dt.time(7, 30), "half_day_unknown"),
        ("17:4", None, "unreadable_time"),
        ("17.30", dt.time(17, 30), "decimal_time"),
        (17.3, dt.time(17, 30), "decimal_time"),
        ("25:00", None, "unreadable_time"),
        ("放学后", None, "unreadable_time"),
    ],
)
def test_times(typed: CellValue, value: dt.time | None, doubts: str) -> None:
    check(typed, "time", value, doubts)


@pytest.mark.parametrize(
    ("typed", "value", "doubts"),
    [
        ("01001", "01001", ""),
        ("　０１００１ ", "01001", ""),
        ("'01001", "01001", ""),
        ("3141000123", "3141000123", ""),
        (4111010001.0, "4111010001", "code_was_number"),
        ("4111010001.0", "4111010001", "code_was_number"),
        (1e17, None, "code_digits_lost"),
        ("4.11E+09", None, "code_digits_lost"),
        (1.5, None, "code_digits_lost"),
        (float("nan"), None, "code_digits_lost"),
        (float("inf"), None, "code_digits_lost"),
    ],
)
def test_codes_are_text(typed: CellValue, value: str | None, doubts: str) -> None:
    """01001 must not become 1001, nor 4111010001 a code with .0."""
    check(typed, "code", value, doubts)


def test_choices_match_exactly_or_by_a_listed_spelling() -> None:
    stages = {"小学": "小学", "初中": "初中", "初级中学": "初中"}
    check(" 小 学 ", "choice", "小学", choices=stages)
    check("初级中学", "choice", "初中", choices=stages)
    check("完小", "choice", None, "not_a_choice", choices=stages)
    assert clean("小学1-6年级", "choice", choices=stages).doubts[0].parameters["suggestion"] == "小学"


STAGES = {one: one for one in ("小学", "初中", "九年一贯制", "完全中学", "十二年一贯制")}
STATES = {one: one for one in ("已整改", "整改中", "未整改")}


@pytest.mark.parametrize(
    ("typed", "choices", "suggestion"),
    [
        ("高中", STAGES, None),
        ("高小学", STAGES, None),
        ("大学", STAGES, None),
        ("中学", STAGES, None),
        ("九年一惯制", STAGES, "九年一贯制"),
        ("九年一贯", STAGES, "九年一贯制"),
        ("十二年一贯", STAGES, "十二年一贯制"),
        ("乡镇小学", STAGES, "小学"),
        ("没整改", STATES, None),
        ("不整改", STATES, None),
        ("整改", STATES, None),
        ("正在整改中", STATES, "整改中"),
        ("未整改完", STATES, "未整改"),
        ("民", {"公办": "公办", "民办": "民办"}, None),
        ("公民办", {"公办": "公办", "民办": "民办"}, "民办"),
    ],
)
def test_the_opposite_is_never_offered(typed: str, choices: dict[str, str], suggestion: str | None) -> None:
    """A clerk would be led from 高中 to 初中, or from 没整改 to 已整改."""
    assert clean(typed, "choice", choices=choices).doubts[0].parameters.get("suggestion") == suggestion


@pytest.mark.parametrize(
    ("typed", "value", "doubts"),
    [
        ("足球、合唱、书法", ("足球", "合唱", "书法"), ""),
        ("足球，合唱; 书法/围棋", ("足球", "合唱", "书法", "围棋"), ""),
        ("足球、 足　球、合唱", ("足球", "合唱"), ""),
        ("1.足球 2.合唱 3.书法", ("足球", "合唱", "书法"), ""),
        ("1、足球\n2、合唱", ("足球", "合唱"), ""),
        ("（1）足球（2）合唱", ("足球", "合唱"), ""),
        ("足球、合唱等", ("足球", "合唱"), "list_goes_on"),
        ("足球、合唱等12门课程", ("足球", "合唱"), "list_goes_on"),
        ("、", (), ""),
    ],
)
def test_lists(typed: str, value: tuple[str, ...], doubts: str) -> None:
    check(typed, "list", value, doubts)


def test_items_that_are_no_choice_are_named() -> None:
    cleaned = clean("文艺、体育类、其他", "list", choices={"文艺": "文艺", "体育": "体育", "体育类": "体育"})
    assert cleaned.value == ("文艺", "体育")
    assert [(doubt.code, doubt.parameters["typed"]) for doubt in cleaned.doubts] == [("not_a_choice", "其他")]


def test_texts_lose_white_space_only() -> None:
    check("　第一小学\n（东校区） ", "text", "第一小学 （东校区）")
    check(12.0, "text", "12")
    check("=cmd|' /C calc'!A0", "text", "=cmd|' /C calc'!A0")


def test_every_code_is_documented() -> None:
    assert set(DOUBTS) >= UNREADABLE


def test_a_stated_unit_is_never_left_out() -> None:
    """12 under 万美元 would be kept as 12 元, 8 beside 百分比 as 8 people, and per mille as per cent."""
    check(12, "number", 120_000.0, unit="美元", column_unit="万美元")
    check(12, "number", None, "unit_differs", unit="元", column_unit="万美元")
    check(8, "integer", None, "unit_differs", unit="人", column_unit="百分比")
    check(8, "number", None, "unit_differs", unit="人", column_unit="大卡")
    check(8, "number", 80_000.0, unit="人", column_unit="万人、元")
    check(8, "number", None, "unit_differs", unit="人", column_unit="万人、人")
    check(45, "percent", 4.5, column_unit="‰")
    check(45, "percent", None, "unit_differs", column_unit="万元")


def test_without_a_unit_wanted_the_scale_still_counts() -> None:
    """1.2 under 万所 would be kept as 1.2, where the form names no unit."""
    check(1.2, "integer", 12_000, column_unit="万所")
    check("3万辆", "number", 30_000.0)


@pytest.mark.parametrize(("unit", "column_unit"), [("人", "万人"), ("万元", ""), ("万元", "万元")])
def test_a_scale_in_the_cell_and_one_in_the_heading(unit: str, column_unit: str) -> None:
    """1.2万 under 万人 is 12,000 people or 120 million: nobody can tell, so nobody is told a number."""
    check("1.2万", "number", None, "scale_twice", unit=unit, column_unit=column_unit)
    check("1.2万人", "number", 12_000.0, unit="人", column_unit="万人")


@pytest.mark.parametrize("kind", ["integer", "number", "percent", "boolean", "date", "month", "time"])
@pytest.mark.parametrize("text", ["1" * 50_000 + "x", "1," * 30_000, "2022年" * 10_000, "(" * 20_000])
def test_fifty_thousand_characters_are_no_value_and_are_not_pondered(kind: Kind, text: str) -> None:
    """One hostile cell would keep intake busy for hours, and every other county out: this test would not end."""
    read = clean(text, kind, unit="人" if kind in ("integer", "number") else "")
    assert (read.value, read.state) == (None, "unreliable")


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("80 90", "percent", "several_numbers"),
        ("80\n90", "percent", "several_numbers"),
        ("1 1/2", "percent", "several_numbers"),
        ("95%(待核)", "percent", "left_open"),
        ("95%(应为85%)", "percent", "left_open"),
        ("95%(85%)", "percent", "several_numbers"),
        ("95%[85%]", "percent", "several_numbers"),
        ("0.95（0.85）", "percent", "several_numbers"),
        ("19/20(85%)", "percent", "several_numbers"),
        ("⑤", "percent", "unreadable_number"),
        ("5、6", "date", "unreadable_date"),
        ("5 、 6", "date", "unreadable_date"),
        ("5；6", "date", "unreadable_date"),
        ("4月5日（计划）", "date", "unreadable_date"),
        ("2022.4.5(拟)", "date", "unreadable_date"),
        ("1 1/2", "date", "unreadable_date"),
    ],
)
def test_what_cannot_be_told_of_two_numbers_is_not_taken_for_one(typed: str, kind: Kind, code: str) -> None:
    """If this fails, 80 90 is 8,090 %, a list of two lessons is a day of May, or a share under dispute is stored."""
    cell = clean(typed, kind, year=2022)
    assert cell.value is None
    assert code in {doubt.code for doubt in cell.doubts}
    assert cell.typed


@pytest.mark.parametrize(
    ("typed", "kind", "value", "doubts"),
    [
        ("95%(含借读2人)", "percent", 95.0, ["remark"]),
        ("486①", "integer", 486, ["remark"]),
        ("95%①", "percent", 95.0, ["remark"]),
        ("95%（小学）", "percent", 95.0, ["remark"]),
        ("95%(约)", "percent", 95.0, []),
        ("100%(100%)", "percent", 100.0, ["remark"]),
        ("95%[1]", "percent", 95.0, []),
        ("19/20(95%)", "percent", 95.0, ["ratio_as_percent"]),
        ("=95%", "percent", 95.0, ["remark"]),
        ("==5", "integer", 5, ["remark"]),
        ("5=", "integer", 5, ["remark"]),
        ("=830=", "integer", 830, ["remark"]),
        ("5-", "integer", 5, ["remark"]),
        ("+5", "integer", 5, ["remark"]),
        ("+5", "number", 5.0, []),
        ("=5+3", "integer", 8, ["summed"]),
        ("均为是", "boolean", True, []),
        ("皆是", "boolean", True, []),
        ("全无", "boolean", False, []),
        ("均否", "boolean", False, []),
        ("全部未落实", "boolean", False, []),
        ("未全部落实", "boolean", None, ["unreadable_boolean"]),
        ("2022.4.5（周二）", "date", dt.date(2022, 4, 5), []),
        ("95 %", "percent", 95.0, []),
        ("9 5 . 5", "percent", None, ["several_numbers"]),
        ("2022 4 5", "date", dt.date(2022, 4, 5), []),
        ("2022、4、5", "date", dt.date(2022, 4, 5), []),
    ],
)
def test_a_number_beside_another_is_told_where_it_can_be(
    typed: str, kind: Kind, value: object, doubts: list[str]
) -> None:
    """If this fails, a share is stored without a word on what stood beside it, or a plain one is refused."""
    cell = clean(typed, kind, year=2022)
    assert cell.value == value
    assert [doubt.code for doubt in cell.doubts] == doubts
