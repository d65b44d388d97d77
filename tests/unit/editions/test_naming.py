"""Names of counties in texts: whole names, in a city whose names contain each other."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.definitions.counties import City
from reporting.editions.gates.naming import CountyNames

COUNTIES: dict[str, dict[str, Any]] = {
    "1": {"name": {"zh-Hans": "新区", "en": "Xin District"}},
    "2": {"name": {"zh-Hans": "东新区", "en": "Dongxin District"}},
    "3": {"name": {"zh-Hans": "叶县", "en": "Ye County"}, "aliases": ["叶", "葉縣"]},
    "4": {"name": {"zh-Hans": "范县", "en": "Fan County"}},
    "5": {"name": {"zh-Hans": "新华区", "en": "Xinhua District"}, "aliases": ["新华", "河南云州市新华区"]},
    "6": {"name": {"zh-Hans": "市直(局属学校)", "en": "Schools run by the city"}},
}


@pytest.fixture(scope="module")
def names() -> CountyNames:
    document = {
        "code": "9",
        "name": {"zh-Hans": "云州市", "en": "Yunzhou"},
        "title": {"zh-Hans": "月报"},
        "counties": [{"code": code, **county} for code, county in COUNTIES.items()],
        "totals": [{"code": "9", "name": {"zh-Hans": "全市"}}],
    }
    return CountyNames(City.model_validate(document))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("东新区参与率上升", {"2"}),  # not 新区, which it contains
        ("新区与东新区", {"1", "2"}),
        ("云州市新华区", {"5"}),
        ("河南云州市新华区", {"5"}),
        ("新华书店、新华小学", set()),  # short forms are words of the language
        ("叶县参与率上升", {"3"}),
        ("与叶县相比，范县较低", {"3", "4"}),
        ("（叶县）", {"3"}),
        ("2022年4月 叶县", {"3"}),
        ("云州市叶县", {"3"}),
        ("示范县、枫叶县级活动", set()),  # ordinary words that end in a county's name
        ("创建示范县", set()),
        ("各县(市、区)", set()),
        ("市直(局属学校)", {"6"}),
        ("Ye County and Fan County", {"3", "4"}),
        ("Shaye County, Fan Countys", set()),
        ("", set()),
    ],
)
def test_which_counties_a_text_names(names: CountyNames, text: str, found: set[str]) -> None:
    """The gate would shut on an ordinary word, or let another county's page pass for want of a blank."""
    assert names.found_in(text) == found
