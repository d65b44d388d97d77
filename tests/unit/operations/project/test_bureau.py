"""A bureau's answers as the definition of its city."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.definitions.base import Text
from reporting.errors import UsageError
from reporting.operations.project.bureau import Answers, city_of
from reporting.operations.project.divisions import division

WHOLE = division("410500")
ANSWERS = Answers(name=Text.model_validate({"zh-Hans": "安阳市"}), title=Text.model_validate({"zh-Hans": "月报"}))


def test_units_come_from_the_list_in_order_of_code() -> None:
    """Counties would be missing, or zones report that nobody asked for."""
    city = city_of(WHOLE, ANSWERS)
    assert city.codes == tuple(sorted(city.codes))
    assert len(city.codes) == 9
    assert city.totals[0].code == "410500"


def test_zones_and_the_bureaus_own_schools_come_last() -> None:
    """The order of reports: by code, zones and own schools at the end."""
    city = city_of(WHOLE, replace(ANSWERS, zones=True, direct=True))
    assert [county.kind for county in city.counties[-2:]] == ["zone", "direct"]
    assert city.codes[-2:] == ("410571", "410500-D")


def test_a_bureau_names_further_units_leaves_some_out_and_adds_names() -> None:
    """A unit that the list does not have could not report."""
    answers = replace(
        ANSWERS, units={"410599": "红旗渠示范区"}, without=("410581",), aliases={"410522": ("安阳县教育局",)}
    )
    city = city_of(WHOLE, answers)
    assert city.county("410599").kind == "zone"
    assert "410581" not in city.codes
    assert city.county("410522").aliases == ("安阳县教育局",)


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        (replace(ANSWERS, aliases={"410402": ("x",)}), "--alias: no unit has the code 410402"),
        (replace(ANSWERS, without=("1",)), "--without: no division has the code 1"),
        (replace(ANSWERS, aliases={"410502": ("北关",)}), "'北关' is a name of both"),
    ],
)
def test_what_cannot_be_is_refused(answers: Answers, complaint: str) -> None:
    """A unit would be taken for another, or an answer be passed over in silence."""
    with pytest.raises(UsageError, match=complaint):
        city_of(WHOLE, answers)


def test_a_city_without_counties_needs_units_of_its_own() -> None:
    """东莞 would get a project in which nobody reports."""
    with pytest.raises(UsageError, match="--unit CODE=NAME"):
        city_of(division("441900"), ANSWERS)
