"""Cells as people say them: read where the meaning is plain, with a word about what was left out, and never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.intake.cleaning.tables.columns import clean_column
from reporting.intake.cleaning.values.by_kind import Kind, clean
from reporting.intake.cleaning.values.numerals import in_digits

ONES = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """A number below ten thousand as it is said in Chinese."""
    text, rest, pending = "", number, False
    for step, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, step)
        if digit:
            text += ("零" if pending and text else "") + ONES[digit] + word
            pending = False
        elif text and rest:
            pending = True
    return text or "零"


@given(st.integers(0, 9999))
def test_every_numeral_is_the_number_that_it_says(number: int) -> None:
    """三百零五 would be 35, or a number that nobody wrote."""
    assert in_digits(spelt(number)) == str(number)


@pytest.mark.parametrize("vague", ["五六人", "两三百人", "三百二", "七八十", "几十人", "十二三人"])
def test_what_leaves_the_number_open_is_no_number(vague: str) -> None:
    """五六人 would be 56."""
    assert clean(vague, "integer", unit="人").state == "unreliable"


@pytest.mark.parametrize(
    ("typed", "unit", "value", "qualifier", "doubts"),
    [
        ("三百二十人", "人", 320, "", []),
        ("叁佰贰拾", "人", 320, "", []),
        ("1千2百", "人", 1200, "", []),
        ("三二〇", "人", 320, "", []),
        ("320。", "人", 320, "", []),
        ("320名学生", "人", 320, "", ["remark"]),
        ("486①", "人", 486, "", ["remark"]),
        ("38人，兼职2人", "人", 38, "", ["remark"]),
        ("5个工作日", "天", 5, "", []),
        ("320个", "人", 320, "", []),
        ("320（含寄宿）", "人", 320, "", ["remark"]),
        ("现有320人（其中女150人）", "人", 320, "", ["remark"]),
        ("十来人", "人", 10, "余", []),
        ("不少于2小时", "小时", 2, "以上", []),
        ("不超过55分钟", "分钟", 55, "以下", []),
        ("两小时", "小时", 2, "", []),
        ("每天2小时", "小时", 2, "", ["remark"]),
        ("2小时/天", "小时", 2, "", ["remark"]),
        ("1个半小时", "小时", 1.5, "", []),
        ("一小时半", "小时", 1.5, "", []),
        ("半小时", "小时", 0.5, "", []),
        ("1小时30分", "小时", 1.5, "", []),
        ("120′", "小时", 2, "", []),
        ("周一至周五", "天", 5, "", []),
        ("每周五天", "天", 5, "", ["remark"]),
        ("三百元整", "元/生·学期", 300, "", []),
        ("￥300", "元/生·学期", 300, "", ["remark"]),
        ("300元/人/学期", "元/生·学期", 300, "", []),
        ("不收费", "元/生·学期", 0, "", []),
    ],
)
def test_a_number_as_it_is_said(typed: str, unit: str, value: float, qualifier: str, doubts: list[str]) -> None:
    """The county would be asked again for what it said."""
    cleaned = clean(typed, "number", unit=unit)
    assert (cleaned.value, cleaned.qualifier, [doubt.code for doubt in cleaned.doubts]) == (value, qualifier, doubts)
    assert cleaned.typed == typed


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("2小时/周", "小时"), ("半天", "小时"), ("免费", "小时"), ("每月300元", "元/生·学期"),
        ("300元/月", "元/生·学期"),
        ("3元/天", "元/生·学期"), ("每周1次", "次"), ("12（13）", "人"), ("男160女160", "人"),
        ("320人/班", "人"), ("三年级320人", "人"), ("(12)", "人"), ("320人次", "人"), ("1.5-2小时", "小时"),
    ],
)  # fmt: skip
def test_a_number_of_something_else_is_not_taken(typed: str, unit: str) -> None:
    """A fee of a month would be one of a term, or one of two numbers the only one."""
    assert clean(typed, "number", unit=unit).state == "unreliable"


@pytest.mark.parametrize(
    ("typed", "value", "doubts"),
    [
        ("√是", True, []), ("是√", True, []), ("是的", True, []), ("均已开展", True, []), ("■", True, []),
        ("×否", False, []), ("还没有", False, []), ("不开展", False, []), ("没开", False, []),
        ("是（全部）", True, ["remark"]), ("否（未开）", False, ["remark"]), ("是，每天", True, ["remark"]),
        ("□是", None, ["unreadable_boolean"]), ("是否", None, ["unreadable_boolean"]), ("√否", None, None),
        ("部分是", None, ["unreadable_boolean"]), ("□是☑否", False, []),
    ],
)  # fmt: skip
def test_yes_and_no_as_they_are_said(typed: str, value: bool | None, doubts: list[str] | None) -> None:
    """A box that nobody ticked would be a yes."""
    cleaned = clean(typed, "boolean")
    assert cleaned.value is value or (doubts is None and cleaned.value is False)
    if doubts is not None:
        assert [doubt.code for doubt in cleaned.doubts] == doubts


@pytest.mark.parametrize("typed", ["下午五点半", "17-30", "17 30", "1730", "17；30", "十七点三十分", "17h30", "17∶30"])
def test_a_time_as_it_is_said(typed: str) -> None:
    """Half a day's schools would have no end."""
    assert clean(typed, "time").value == dt.time(17, 30)


def test_a_time_with_words_is_read_and_said_and_a_year_is_none() -> None:
    """A year in the wrong column would be a time of the evening."""
    cleaned = clean("17:30左右", "time")
    assert (cleaned.value, [doubt.code for doubt in cleaned.doubts]) == (dt.time(17, 30), ["remark"])
    assert [clean(typed, "time").value for typed in ("2022", "17:30-18:30", "下午放学后")] == [None] * 3


@pytest.mark.parametrize(
    ("typed", "choice", "doubts"),
    [
        ("小学部", "小学", []), ("公办小学", "小学", []), ("小學。", "小学", []),
        ("9年一贯制", None, None), ("小学阶段", "小学", []),
        ("小学（完小）", "小学", ["remark"]), ("小学1-6年级", None, None), ("非小学", None, None),
    ],
)  # fmt: skip
def test_a_choice_as_it_is_said(typed: str, choice: str | None, doubts: list[str] | None) -> None:
    """A school would leave every rate for the word 部; or be what it says that it is not."""
    cleaned = clean(typed, "choice", choices=["小学", "初中"])
    assert cleaned.value == choice
    assert doubts is None or [doubt.code for doubt in cleaned.doubts] == doubts


@pytest.mark.parametrize(
    "typed",
    [
        "剪纸+腰鼓+足球", "剪纸 腰鼓 足球", "剪纸，腰鼓，足球。", "《剪纸》《腰鼓》《足球》", "①剪纸②腰鼓③足球",
        "“剪纸”、“腰鼓”、“足球”",
        "剪纸·腰鼓·足球", "剪纸\\腰鼓\\足球",
    ],
)  # fmt: skip
def test_a_list_as_it_is_written(typed: str) -> None:
    """Three courses would be one with a long name."""
    assert clean(typed, "list").value == ("剪纸", "腰鼓", "足球")


@pytest.mark.parametrize("typed", ["3D打印、Scratch 编程", "语文和数学", "空竹、化石与矿物", "太极·功夫扇", "琴棋书画"])
def test_a_name_is_not_torn(typed: str) -> None:
    """One course would be two."""
    assert clean(typed, "list").value == tuple(typed.split("、"))


@pytest.mark.parametrize("typed", ["书法和绘画", "足球、剪纸和腰鼓", "书法与绘画", "书法或绘画"])
def test_a_name_that_may_be_two_is_said(typed: str) -> None:
    """Two courses would count as one without a word."""
    (doubt,) = clean(typed, "list").doubts
    assert (doubt.code, doubt.parameters["typed"]) == ("perhaps_several", typed.split("、")[-1])


@pytest.mark.parametrize(
    "typed",
    [
        "开设剪纸、腰鼓、足球",
        "我校开设了剪纸、腰鼓、足球",
        "社团：剪纸、腰鼓、足球",
        "特色课程有：剪纸、腰鼓、足球",
        "剪纸、腰鼓、足球（共3门）",
        "剪纸2个班；腰鼓1个班；足球3个班",
        "•剪纸\n•腰鼓\n•足球",
        "★剪纸 ★腰鼓 ★足球",
        "剪纸（周一）、腰鼓（周二、周四）、足球（每周五下午）",
        "课程有剪纸、腰鼓、足球",
        "(3门)剪纸、腰鼓、足球",
    ],
)
def test_what_stands_around_names_is_none(typed: str) -> None:
    """开设剪纸, 足球（共3门） or 剪纸2个班 would be a course of its own."""
    assert clean(typed, "list").value == ("剪纸", "腰鼓", "足球")


@pytest.mark.parametrize("typed", ["有氧操、足球", "开心农场、足球", "项目式学习、足球", "社团活动、足球"])
def test_a_name_that_begins_like_that_stays_whole(typed: str) -> None:
    """氧操 would be a course."""
    assert clean(typed, "list").value == tuple(typed.split("、"))


def test_what_a_column_gives_apart_may_be_two() -> None:
    """书法与武术 would be a third course of a school whose neighbours have these two."""
    column = clean_column(["书法与武术、化石与矿物", "书法、武术", "剪纸"], "list")
    assert [(one.code, one.parameters["typed"]) for one in column[0].doubts] == [("perhaps_several", "书法与武术")]
    assert all(not cell.doubts for cell in column[1:])


def test_what_a_column_gives_without_leads_up_to_names() -> None:
    """有书法 would be a course beside 书法, or 有氧操 lose its first character."""
    column = clean_column(["有书法、剪纸", "书法、有氧操"], "list")
    assert [cell.value for cell in column] == [("书法", "剪纸"), ("书法", "有氧操")]
    assert [doubt.parameters["typed"] for doubt in column[0].doubts] == ["有书法"]
    assert not column[1].doubts


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("除手工外全开", "no_names"),
        ("各班自定", "no_names"),
        ("若干", "no_names"),
        ("没有固定课程", "no_names"),
        ("每班2门", "no_names"),
        ("丰富多彩", "no_names"),
        ("围棋（已停）", "remark"),
        ("手工？", "remark"),
    ],
)
def test_what_names_no_course_is_asked_about(typed: str, code: str) -> None:
    """A county would have a course of that name."""
    read = clean(typed, "list")
    assert read.value == ()
    assert [doubt.code for doubt in read.doubts] == [code]


@pytest.mark.parametrize("typed", ["有", "有（附件3）", "无，已公示", "没有（见备注）"])
def test_what_answers_a_denial_either_way_stays_open_with_words_of_its_own(typed: str) -> None:
    """A school with its rules in an annex would be one that leaves homework to parents."""
    assert clean(typed, "boolean", label="不给家长布置作业").value is None


def test_a_mark_behind_a_name_is_said() -> None:
    """合唱* would be a course beside 合唱, or what the mark means be lost."""
    read = clean("合唱*、足球", "list")
    assert read.value == ("合唱", "足球")
    assert [doubt.parameters["typed"] for doubt in read.doubts] == ["合唱*"]


@pytest.mark.parametrize(
    ("typed", "value"), [("17-18", None), ("16-20", None), ("17-30", dt.time(17, 30)), ("17-05", dt.time(17, 5))]
)
def test_two_hours_are_no_hour_and_its_minutes(typed: str, value: dt.time | None) -> None:
    """From five to six would end at 17:18."""
    assert clean(typed, "time", label="结束时间").value == value


def test_that_there_is_one_where_it_is_asked_whether_this_is_one_is_told() -> None:
    """A school with some boarders would leave the scope as a boarding school, and nobody know why."""
    read = clean("有", "boolean", label="是否寄宿制")
    assert (read.value, [doubt.code for doubt in read.doubts]) == (True, ["remark"])
    assert clean("有", "boolean", label="自愿书面确认").doubts == ()


def test_a_name_with_such_a_word_in_it_is_one() -> None:
    """A clerk would be asked about courses that nobody could part."""
    assert clean("和声训练、和平鸽手工、共和国故事、化石与矿物", "list").doubts == ()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("(是)", True), ("[否]", False), ("是/√", True), ("√/×", None), ("(部分)", None), ("是/否", None)],
)
def test_yes_and_no_within_brackets_or_beside_their_tick(typed: str, answer: bool | None) -> None:
    """A clerk would be asked about an answer that is plain, or a choice of two be taken for one."""
    assert clean(typed, "boolean", label="手机管理").value is answer


@pytest.mark.parametrize(("typed", "kind"), [("2O22-04-12", "date"), ("17:3O", "time")])
def test_a_letter_for_a_zero_is_said(typed: str, kind: Kind) -> None:
    """A day or a time would be corrected without a word."""
    read = clean(typed, kind)
    assert read.value is not None
    assert "letter_as_zero" in [doubt.code for doubt in read.doubts]


@pytest.mark.parametrize(("typed", "kind"), [("1299↑", "integer"), ("↓85", "integer"), ("95%↑", "percent")])
def test_an_arrow_beside_a_number_is_said(typed: str, kind: Kind) -> None:
    """A number that its clerk marked as risen, or as too low, would be taken as if it stood alone."""
    read = clean(typed, kind, unit="人" if kind == "integer" else "")
    assert read.value is not None
    assert [doubt.code for doubt in read.doubts] == ["remark"]


def test_kinds_joined_by_and_are_told_apart() -> None:
    """A school would offer neither of two kinds; a kind whose name holds 与 would be torn."""
    choices = ["文艺", "体育", "生活与劳动"]
    assert clean("文艺和体育、生活与劳动", "list", choices=choices).value == ("文艺", "体育", "生活与劳动")
    for typed in ("文艺-体育", "2类：文艺、体育", "(2类)文艺、体育", "类别：文艺、体育"):
        assert clean(typed, "list", choices=choices).value == ("文艺", "体育")


def test_percentages_and_days_as_they_are_said() -> None:
    """百分之九十五 and 二〇二二年四月五日 would be no values."""
    assert clean("百分之九十五", "percent").value == 95
    assert clean("二〇二二年四月五日", "date").value == dt.date(2022, 4, 5)
    assert clean("4月5日前", "date", year=2022).value is None
