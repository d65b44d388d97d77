"""Cells that say two things: nothing of them is taken for the one that is asked."""

from __future__ import annotations

import pytest

from reporting.intake.cleaning.values.by_kind import Kind, clean

TEACHERS, HOURS, MINUTES = "专任教师数", "每天时长(小时)", "三至六年级平均时长(分钟)"


@pytest.mark.parametrize(
    ("typed", "unit", "label"),
    [
        ("教师86人，其中专任80人", "人", TEACHERS),
        ("86（专任80）", "人", TEACHERS),
        ("在校1268人，参加800人", "人", "参加课后服务学生数"),
        ("1268（1286）人", "人", "在校学生数"),
        ("2小时（100分钟）", "小时", HOURS),
        ("2小时，冬季1.5小时", "小时", HOURS),
        ("60（六年级70）", "分钟", MINUTES),
        ("一周5小时", "小时", HOURS),
        ("周5", "天", "每周天数"),
        ("1268人减3人", "人", "在校学生数"),
        ("申报3个", "个", "命名示范区校数"),
        ("月收60", "元/生·学期", "收费标准(元/生·学期)"),
        ("一次3元", "元/生·学期", "收费标准(元/生·学期)"),
        ("60（每月）", "元/生·学期", "收费标准(元/生·学期)"),
        ("$300", "元/生·学期", "收费标准(元/生·学期)"),
        ("2小时左右（冬季1.5）", "小时", HOURS),
    ],
)
def test_the_number_beside_another_is_not_taken(typed: str, unit: str, label: str) -> None:
    """The first of two numbers would stand on the page as the one that was asked for."""
    cleaned = clean(typed, "number", unit=unit, label=label)
    assert (cleaned.value, cleaned.state) == (None, "unreliable")


@pytest.mark.parametrize(
    ("typed", "unit", "label", "value"),
    [
        ("2小时（120分钟）", "小时", HOURS, 2),
        ("16:30-18:30（2小时）", "小时", HOURS, 2),
        ("50分钟（语文20、数学30）", "分钟", MINUTES, 50),
        ("150元（5个月×30元）", "元/生·学期", "收费标准(元/生·学期)", 150),
        ("60分钟（3—6年级）", "分钟", MINUTES, 60),
        ("86（含特岗6）", "人", TEACHERS, 86),
        ("2½", "小时", HOURS, 2.5),
    ],
)
def test_what_agrees_with_the_number_leaves_it(typed: str, unit: str, label: str, value: float) -> None:
    """A county would be asked again for what it explained."""
    assert clean(typed, "number", unit=unit, label=label).value == value


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("有语文", "作业管理办法(是/否)"),
        ("已有初稿", "作业管理办法(是/否)"),
        ("9月起开展", "是否开展课后服务"),
        ("小学部开展", "是否开展课后服务"),
        ("口头确认", "自愿书面确认(是/否)"),
        ("正清理", "读物清理(是/否)"),
        ("无需清理", "读物清理(是/否)"),
        ("有过", "作业管理办法(是/否)"),
        ("是（×）", "作业管理办法(是/否)"),
        ("不正常开展", "是否开展课后服务"),
        ("可寄宿", "是否寄宿制"),
        ("有教学点", "是否村小/教学点"),
        ("未超标", "上课时间达标(是/否)"),
        ("不允许带", "手机管理(是/否)"),
        ("走读、寄宿", "是否寄宿制"),
        ("原村小", "是否村小/教学点"),
        ("否，不布置", "不给家长布置作业(是/否)"),
        ("0", "一二年级无书面作业(是/否)"),
    ],
)
def test_a_sentence_with_words_of_its_own_is_no_answer(typed: str, label: str) -> None:
    """What a school has begun, or has of something else, would count as yes; what it forbids as no."""
    cleaned = clean(typed, "boolean", label=label)
    assert (cleaned.value, cleaned.state) == (None, "unreliable")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("申请中", "code"), ("4104229007/4104229008", "code"), ("05-04-22", "date"), ("6:30", "time")],
)
def test_no_code_day_or_hour_is_made_of_what_may_be_another(typed: str, kind: Kind) -> None:
    """Two schools without a code would become one, a school would close at dawn."""
    cleaned = clean(typed, kind, year=2022, label="结束时间")
    assert (cleaned.value, cleaned.state) == (None, "unreliable")


def test_a_list_that_is_denied_names_nothing() -> None:
    """What a school does not offer would be counted as offered."""
    choices = ["文艺", "体育", "劳动"]
    for typed in ("未开设文艺、体育", "文艺、体育除外", "文艺1体育0劳动1"):
        assert clean(typed, "list", choices=choices).value is None
    assert clean("体育；无文艺、劳动", "list", choices=choices).value == ("体育",)
    assert clean("有文艺、体育", "list", choices=choices).value == ("文艺", "体育")
    assert clean("合唱（拟开）、围棋，共1门", "list").value == ("围棋",)
