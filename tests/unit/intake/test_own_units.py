"""Units that a project adds in params/forms.yaml: read wherever units are read, and by that project alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.unit.intake.conftest import COUNTY, PERIOD, sheet

from reporting.definitions.forms import UnitWord
from reporting.errors import SettingsError
from reporting.intake.examination import read_tables
from reporting.intake.recognition.sender import Declared
from reporting.settings import Project, Settings, load_settings
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.units import OwnUnit, conversion, is_money, speaking, split_unit, vocabulary_of
from reporting.workbooks.workbook import Workbook

OURS = vocabulary_of(
    (
        OwnUnit("坪", ("台坪",), "400/121 平方米"),
        OwnUnit("大坪", (), "10 坪"),
        OwnUnit("第纳尔", ("iqd",), money=True),
        OwnUnit("桌", counter=True),
        OwnUnit("床位", below=True),
        OwnUnit("斤", (), "600 克"),
    )
)


@pytest.mark.parametrize(
    ("unit", "wanted", "factor"),
    [
        ("万坪", "平方米", Fraction(4_000_000, 121)),
        ("大坪", "台坪", 10),
        ("百万IQD", "第纳尔", 1_000_000),
        ("个", "桌", 1),
        ("万元/床位·年", "元/年·床位", 10_000),
        ("斤", "克", 600),
    ],
)
def test_an_own_unit_composes_as_others_do(unit: str, wanted: str, factor: int | Fraction) -> None:
    """A project with another currency or area could convert nothing, or would have to wait for the program."""
    before = conversion(unit, wanted)
    with speaking(OURS):
        assert conversion(unit, wanted) == factor
    assert conversion(unit, wanted) == before != factor


def test_headings_are_read_by_the_words_of_the_project_alone() -> None:
    """What one project calls a unit would be one for the next that the same process reads."""
    heading = "活动场地（大坪）"
    assert split_unit(heading) == ("活动场地(大坪)", None)
    with speaking(OURS):
        assert split_unit(heading) == ("活动场地", "大坪")
        assert "活动场地" in heading_keys(heading)
        assert is_money("第纳尔")
    assert "活动场地" not in heading_keys(heading)


def test_figures_are_converted_by_them(settings: Settings) -> None:
    """An amount in a currency of the project's own would wait for a person every month."""
    own = UnitWord.model_validate({"name": "第纳尔", "spellings": ["IQD"], "is": "0.5 元", "money": True})
    ours = replace(settings, forms=settings.forms.model_copy(update={"units": (own,)}))
    book = Workbook("xlsx", "", (sheet("县级统计", ("指标", "数值", "单位"), ("校外培训家庭月均支出", 3, "千IQD")),))

    def spending(by: Settings) -> Any:
        (one,) = read_tables(book, "t.xlsx", Declared(COUNTY, PERIOD), by)
        (figures,) = one.items.values()
        (row,) = figures.figures.query("item == 'tutoring_spend'")[["value", "state"]].to_numpy().tolist()
        return row

    assert spending(ours) == [1500, "reported"]
    assert spending(settings)[1] == "unreliable"


@pytest.mark.parametrize(
    ("size", "said"),
    [("3 布什尔", "布什尔"), ("2 坪", "坪"), ("许多 平方米", "units\\[0\\]"), ("0 平方米", "units\\[0\\]")],
)
def test_a_size_that_means_nothing_is_said(make_project: Callable[..., Project], size: str, said: str) -> None:
    """Every number in the unit would be wrong, or the program would go round in circles."""
    units = f'units: [{{name: 坪, is: "{size}"}}]\nforms:'
    with pytest.raises(SettingsError, match=said) as told:
        load_settings(make_project(replace={"forms.yaml": ("forms:", units)}))
    assert "forms.yaml" in f"{told.value.where} {told.value}"
