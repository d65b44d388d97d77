"""More ways in which clerks write a value, each held against what it means, and what nobody can tell left open."""

from __future__ import annotations

import datetime as dt

import pytest

from reporting.intake.cleaning.tables.columns import clean_column
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.cleaning.values.ticks import ticked

DAY = dt.date(2021, 7, 31)


@pytest.mark.parametrize(
    ("typed", "unit", "value", "qualifier", "doubts"),
    [
        ("一万二千三百四十五", "人", 12345, "", []),
        ("1万零50人", "人", 10050, "", []),
        ("廿五", "人", 25, "", []),
        ("1'234", "人", 1234, "", []),
        ("1.2w人", "人", 12000, "", []),
        ("32O", "人", 320, "", ["letter_as_zero"]),
        ("3 2 0", "人", 320, "", ["digits_apart"]),
        ("≈320", "人", 320, "约", []),
        ("320（估）", "人", 320, "约", ["remark"]),
        ("预计320", "人", 320, "约", []),
        ("320不到", "人", 320, "以下", []),
        ("小于60分钟", "分钟", 60, "以下", []),
        ("控制在60分钟以内", "分钟", 60, "以下", ["remark"]),
        ("男170,女150,共320", "人", 320, "", ["remark"]),
        ("360+200=560", "人", 560, "", ["remark"]),
        ("320，其中女生150", "人", 320, "", ["remark"]),
        ("320[1]", "人", 320, "", []),
        ("【320】", "人", 320, "", []),
        ("320学生", "人", 320, "", ["remark"]),
        ("近20门课程", "门", 20, "近", ["remark"]),
        ("未发生", "起", 0, "", ["remark"]),
        ("70余场次", "场", 70, "余", []),
        ("免费（财政补助）", "元/生·学期", 0, "", ["remark"]),
        ("300元一学期", "元/生·学期", 300, "", ["remark"]),
    ],
)
def test_counts(typed: str, unit: str, value: float, qualifier: str, doubts: list[str]) -> None:
    cleaned = clean(typed, "integer", unit=unit)
    assert (cleaned.value, cleaned.qualifier, [one.code for one in cleaned.doubts]) == (value, qualifier, doubts)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("周一、三、五", "天", 3),
        ("周1-周5", "天", 5),
        ("四天半", "天", 4.5),
        ("16:30-18:00", "小时", 1.5),
        ("4点半到6点半", "小时", 2),
        ("三刻钟", "小时", 0.75),
        ("2H", "小时", 2),
    ],
)
def test_how_long(typed: str, unit: str, value: float) -> None:
    assert clean(typed, "number", unit=unit).value == value


@pytest.mark.parametrize(
    "typed",
    ["32 0", "300-320", "男170女150", "男170,女150,共330", "320?", "1万2", "l20", "300/320", "60岁", "上千"],
)
def test_a_count_that_nobody_can_tell(typed: str) -> None:
    """A number would be stored that the clerk did not mean."""
    assert clean(typed, "integer", unit="人").state == "unreliable"


def test_seconds_are_no_minutes() -> None:
    """60" would be an hour of homework."""
    assert clean('60"', "number", unit="分钟").state == "unreliable"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("百分之九十五点五", 95.5), ("九成五", 95), ("千分之九百五十", 95), ("三分之二", 200 / 3), ("百分百", 100),
        ("95.5%(191/200)", 95.5), ("19/20=95%", 95), ("19/20=75%", None), ("+5%", None), ("95%-100%", None),
    ],
)  # fmt: skip
def test_shares(typed: str, value: float | None) -> None:
    found = clean(typed, "percent").value
    assert found == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("截至2021年7月31日", DAY), ("2021年7月31日止", DAY), ("2021,7,31", DAY), ("2021--7--31", DAY),
        ("2021 7 31", DAY), ("7/31/2021", DAY), ("31/7/2021", DAY), ("31-Jul-21", DAY), ("July 31, 2021", DAY),
        ("2O21.7.31", DAY), ("二0二一年七月三十一日", DAY), (44408.5, DAY), ("3/7/2021", None), ("Jul-21", None),
        ("2021年7月底", None), ("2021.7.1-7.31", None),
    ],
)  # fmt: skip
def test_days(typed: str | float, day: dt.date | None) -> None:
    assert clean(typed, "date").value == day


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("17。30", dt.time(17, 30)), ("17'30", dt.time(17, 30)), ("18:OO", dt.time(18)), (1800, dt.time(18)),
        ("18h30", dt.time(18, 30)), ("至18:00结束", dt.time(18)), ("17:30-18:00", None), (2022, None), ("放学后", None),
    ],
)  # fmt: skip
def test_times_of_day(typed: str | int, time: dt.time | None) -> None:
    assert clean(typed, "time").value == time


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("是（√）否（ ）", "是"), ("是（ ）否（√）", "否"), ("是■否□", "是"), ("□小学 ☑初中", "初中"),
        ("[ ]是 [x]否", "否"),
        ("是√  否", "是"), ("是  √否", "否"), ("是 √ 否", ""), ("是□ 否□", ""), ("是√ 否√", ""), ("是/否", ""),
        ("√是", ""),
    ],
)  # fmt: skip
def test_the_option_that_is_ticked(text: str, option: str) -> None:
    """The other one would be read, or one where none or both are ticked."""
    assert ticked(text) == option


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("是（√）否（ ）", True), ("均有", True), ("已落实到位", True), ("符合", True), ("╳", False),
        ("无法开展", False),
        ("不具备", False), ("目前没有", False), ("均无", False), ("有,但不全", None), ("部分开展", None),
        ("开展中", None),
        ("拟开展", None), ("未全部开展", None), ("是吗", None),
    ],
)  # fmt: skip
def test_yes_and_no(typed: str, value: bool | None) -> None:
    assert clean(typed, "boolean").value is value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("①小学", "小学"), ("A.小学", "小学"), ("小学√", "小学"), ("√小学 □初中", "小学"), ("小学/初中", None)],
)
def test_choices(typed: str, value: str | None) -> None:
    assert clean(typed, "choice", choices=["小学", "初中"]).value == value


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("1、剪纸2、腰鼓3、合唱", ("剪纸", "腰鼓", "合唱")),
        ("（一）剪纸（二）腰鼓", ("剪纸", "腰鼓")),
        ("a.剪纸 b.腰鼓", ("剪纸", "腰鼓")),
        ("剪纸,腰鼓……", ("剪纸", "腰鼓")),
        ("3D打印、4D影院", ("3D打印", "4D影院")),
        ("剪纸1、腰鼓2", ("剪纸1", "腰鼓2")),
    ],
)
def test_lists(typed: str, items: tuple[str, ...]) -> None:
    assert clean(typed, "list").value == items


def test_a_list_of_choices_without_marks_between_them() -> None:
    assert clean("文艺体育", "list", choices=["文艺", "体育"]).value == ("文艺", "体育")
    unknown = clean("文体", "list", choices=["文艺", "体育"])
    assert (unknown.value, unknown.state) == (None, "unreliable")


def test_what_stands_for_the_cell_above() -> None:
    """同上 below a gap that was stated means that gap; below a blank it means nothing."""
    cleaned = clean_column(["公办", "同 上", "（同上）", "—〃—", "/", "同上行", "", "同上"], "text")
    assert [one.value for one in cleaned] == ["公办", "公办", "公办", "公办", None, None, None, None]
    assert [one.state for one in cleaned[4:]] == ["not_applicable", "not_applicable", "not_submitted", "unreliable"]


@pytest.mark.parametrize("typed", ["4100000031（新）", "4100-000031", "4100000031#"])
def test_a_code_with_something_besides(typed: str) -> None:
    cleaned = clean(typed, "code")
    assert (cleaned.value, [one.code for one in cleaned.doubts]) == ("4100000031", ["remark"])


@pytest.mark.parametrize(
    ("amount", "stated", "wanted", "label", "value"),
    [
        ("0.015", "万元/学期", "元/生·学期", "收费标准", 150),
        ("2", "小时/天", "小时", "每天时长", 2),
        ("60", "分钟/天", "分钟", "三至六年级平均时长", 60),
        ("0.4", "万人次", "人次", "", 4000),
        ("1.2", "百间", "间", "", 120),
        ("1.5", "万", "条", "", 15_000),
        ("320", "元/月", "元", "家庭月均支出", 320),
        ("320", "元/年", "元", "家庭月均支出", None),
        ("200", "人次/周", "人次", "现场参加人次", None),
        ("10", "小时/周", "小时", "每天时长", None),
        ("5", "元/课时", "元/生·学期", "收费标准", None),
    ],
)
def test_so_much_for_each_is_read_where_the_label_says_for_what(
    amount: str, stated: str, wanted: str, label: str, value: float | None
) -> None:
    """A spending of a year would be one of a month, or one of a month be asked for again."""
    assert clean(amount, "number", unit=wanted, column_unit=stated, label=label).value == value


def test_marks_of_our_own_in_a_cell_do_no_harm() -> None:
    """A county could break the reading of its file, and see what the program says then."""
    assert clean("书法\ue0007\ue001、足球（男、女）", "list").value == ("书法7", "足球（男、女）")
