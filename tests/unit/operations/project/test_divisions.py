"""The national list: codes and names as published, what lies under what, and short names that mean one unit."""

from __future__ import annotations

from collections import Counter

import pytest

from reporting.errors import UsageError
from reporting.operations.project.divisions import Division, division, divisions, units_of
from reporting.operations.project.naming import short_name, short_names
from reporting.settings import Settings


def test_the_list_has_every_division() -> None:
    """A city's unit would be missing, or be there twice: the Ministry counts 31, 333 and 2,844."""
    levels = Counter(one.level for one in divisions().values())
    assert (levels["province"], levels["city"], levels["county"]) == (31, 333, 2844)
    assert all(len(code) == 6 and code.isdecimal() and one.name for code, one in divisions().items())


def test_every_county_lies_somewhere() -> None:
    """A county would belong to no city and to no province, so that no project could have it."""
    reached = {unit.code for whole in divisions().values() for unit in units_of(whole)}
    assert reached == set(divisions()) - {"000000"}


def test_the_first_city_is_as_its_own_params_say(settings: Settings) -> None:
    """Codes or names would not be those that a bureau knows."""
    ours = {county.code: county.name.zh for county in settings.city.counties if county.kind == "county"}
    theirs = {one.code: one.name for one in units_of(division(settings.city.code)) if one.level == "county"}
    assert theirs == ours


@pytest.mark.parametrize(
    ("code", "first", "count"),
    [("000000", "北京市", 31), ("500000", "万州区", 38), ("410000", "郑州市", 18), ("441900", None, 0)],
)
def test_what_lies_directly_under_a_division(code: str, first: str | None, count: int) -> None:
    """重庆 has no cities, 济源 no city above it, 东莞 no counties below."""
    units = units_of(division(code))
    assert len(units) == count
    assert (units[0].name if units else None) == first


@pytest.mark.parametrize(
    ("typed", "near"), [("410501", "410500 安阳市"), ("安阳", "410500 安阳市"), ("x", "six digits")]
)
def test_an_unknown_code_is_told_the_nearest(typed: str, near: str) -> None:
    """A slip of the keyboard would end in a riddle."""
    with pytest.raises(UsageError, match=near):
        division(typed)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("文峰区", "文峰"),
        ("林州市", "林州"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("滑县", ""),
        ("石柱土家族自治县", ""),
    ],
)
def test_a_short_name_is_what_people_type(name: str, short: str) -> None:
    """滑 or 石柱土家族 would be taken for names that nobody types."""
    assert short_name(Division("999901", name, "county")) == short


def test_a_short_name_of_two_is_nobodys() -> None:
    """安阳 in a file of 安阳市 would be taken for 安阳县."""
    whole = division("410500")
    short = short_names(whole, units_of(whole))
    assert "410522" not in short
    assert short["410581"] == "林州"
