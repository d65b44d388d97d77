"""What is a unit, where it stands, and what one is in another: exactly, or not at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.workbooks.layouts.captions import caption_unit, money_unit
from reporting.workbooks.units import conversion, is_unit, split_unit, unit_of


@pytest.mark.parametrize(
    ("unit", "wanted", "factor"),
    [
        ("万美元", "美元", 10_000),
        ("亿港元", "港币", 10**8),
        ("万间", "间", 10_000),
        ("亩", "公顷", Fraction(1, 15)),
        ("平方公里", "公顷", 100),
        ("人/公顷", "人/平方公里", 100),
        ("万元/人", "元/人", 10_000),
        ("‰", "%", Fraction(1, 10)),
        ("分钟", "小时", Fraction(1, 60)),
        ("10 000 persons", "万人", 1),
        ("个", "所", 1),
        ("万大卡", "大卡", 10_000),
        ("万元、人", "人", 1),
        ("百分比", "%", 1),
    ],
)
def test_what_can_be_converted(unit: str, wanted: str, factor: int | Fraction) -> None:
    """12 under 单位：万美元 would be kept as 12 美元."""
    assert conversion(unit, wanted) == factor


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("万元", "美元"), ("人次", "人"), ("间", "所"), ("百分点", "%"), ("万元、元", "元"), ("万元、美元", "人"),
        ("大卡", "人"), ("元/生·月", "元/生·学期"), ("摄氏度", "华氏度"), ("户", "人"), ("天", "小时"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted(unit: str, wanted: str) -> None:
    """A number would be kept in a unit that nobody stated."""
    assert conversion(unit, wanted) is None


@given(st.sampled_from(["十", "百", "千", "万", "十万", "百万", "千万", "亿", "万亿"]), st.sampled_from("人元辆座间次"))
def test_a_scale_may_stand_before_any_unit(scale: str, unit: str) -> None:
    """A combination that no list has would be taken for its unit without the scale."""
    assert is_unit(scale + unit)
    factor = conversion(scale + unit, unit)
    assert factor is not None and factor >= 10
    assert factor * (conversion(unit, scale + unit) or 0) == 1


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("外资（单位：万美元）", ("外资", "万美元")),
        ("外资/万美元", ("外资", "万美元")),
        ("外资\n万美元", ("外资", "万美元")),
        ("外资：万美元", ("外资", "万美元")),
        ("外资（万美元", ("外资", "万美元")),
        ("面积〔公顷〕", ("面积", "公顷")),
        ("热量(万大卡)", ("热量", "万大卡")),
        ("在校生数（万人、%）", ("在校生数", "万人、%")),
        ("常住人口(万人) Population (10 000 persons)", ("常住人口 Population", "万人")),
        ("县(市、区)", ("县(市、区)", None)),
        ("是否村小/教学点", ("是否村小/教学点", None)),
        ("时 间", ("时 间", None)),
        ("年\n份", ("年 份", None)),
        ("2022 年", ("2022 年", None)),
    ],
)
def test_where_a_heading_carries_its_unit(heading: str, parts: tuple[str, str | None]) -> None:
    """A unit that is not seen is not compared; a word that is none would make a column of numbers unreadable."""
    assert split_unit(heading) == parts


@pytest.mark.parametrize(
    ("above", "below", "unit"),
    [
        (["单位：万美元"], [], "万美元"),
        (["（单位：万元、人）"], [], "万元、人"),
        (["计量单位：大卡"], [], "大卡"),
        (["单位：万人 (10 000 persons)"], [], "万人"),
        (["单位：万元  Unit: 10 000 yuan"], [], "万元"),
        (["2022年 单位：亿 元"], [], "亿元"),
        (["外资情况（万美元）"], [], "万美元"),
        ([], ["注：本表单位为万元。"], "万元"),
        (["单位：叶县教育局"], [], None),
        (["填报单位：叶县"], [], None),
        (["金额单位：万元"], [], None),
        (["单位：万元"], ["注：单位均为亿元"], "万元、亿元"),
    ],
)
def test_what_the_lines_around_a_table_say(above: list[str], below: list[str], unit: str | None) -> None:
    """A caption that is not understood would be left out in silence."""
    assert caption_unit(above, below) == unit


def test_a_unit_of_money_alone() -> None:
    """People would be counted in 万元."""
    assert money_unit(["金额单位：万元"]) == "万元"
    assert money_unit(["单位：万元"]) == ""


def test_a_size_is_what_it_is() -> None:
    """One wrong line of the list would multiply every figure."""
    assert conversion("亩", "平方米") == Fraction(2000, 3)
    assert unit_of("平方千米") == unit_of("平方公里")
    assert unit_of("千克") == unit_of("公斤")
    assert unit_of("亿千瓦时") == unit_of("亿度电")
