"""Gathered tables: a row a unit, a column a period, the figure named above; divided into what each unit would send."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reporting.definitions.base import Text
from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.errors import UsageError
from reporting.intake.divide import divide, gathered_figures
from reporting.settings import Settings

HEAD = "数据库：分省年度数据\n指标：{label}\n时间：最近2年\n地区,2019年,2018年\n"
ROWS = "北区,12.5,11\n南区,8,\n注：南区2018年暂缺。\n"


@pytest.fixture
def yearly(settings: Settings) -> Settings:
    """Two units that report two figures by year."""
    names = [Text.model_validate({"zh-Hans": name}) for name in ("大城", "北区", "南区")]
    whole, *units = ({"code": code, "name": name} for code, name in zip(("W", "A", "B"), names, strict=True))
    city = City.model_validate(
        whole | {"title": names[0], "counties": units, "totals": [whole], "calendar": {"period": "year"}}
    )
    table = {
        "layout": "items",
        "name": "yearbook",
        "sheets": ["数据"],
        "item_heading": ["指标"],
        "value_heading": ["数值"],
        "note_heading": ["说明"],
        "county_heading": ["地区"],
        "items": [
            {"name": "people", "label": "年末常住人口", "unit": "万人"},
            {"name": "output", "label": "地区生产总值", "unit": "亿元"},
        ],
    }
    form = {"id": "yearly", "name": names[0], "title": "年报", "tables": [table]}
    forms = Forms.model_validate({"forms": [form]})
    return Settings(city, forms, settings.indicators, settings.commitments, settings.claims, settings.run)


def table(folder: Path, label: str, rows: str = ROWS) -> Path:
    path = folder / f"{label.partition('(')[0]}.csv"
    path.write_bytes((HEAD.format(label=label) + rows).encode("gb18030"))
    return path


def test_each_figure_keeps_its_unit_period_and_cell(yearly: Settings, tmp_path: Path) -> None:
    """A number would be another unit's or year's, or nobody could find where it was; a blank is no number."""
    found = list(gathered_figures(yearly, table(tmp_path, "年末常住人口(万人)")))
    assert [(one.county, str(one.period), one.item, str(one.value), one.cell) for one in found] == [
        ("A", "2019", "people", "12.5", "B5"),
        ("A", "2018", "people", "11", "C5"),
        ("B", "2019", "people", "8", "B6"),
    ]


def test_figures_of_several_files_meet_in_one_workbook(yearly: Settings, tmp_path: Path) -> None:
    """A unit would send its second figure as a revision that takes the first away."""
    files = [table(tmp_path, "年末常住人口(万人)"), table(tmp_path, "地区生产总值(亿元)")]
    (one,) = divide(yearly, files, {yearly.period("2018")}, tmp_path / "inbox")
    assert one == tmp_path / "inbox" / "2018" / "A_2018.xlsx"
    rows = {row[0]: row[1:] for row in load_workbook(one)["数据"].iter_rows(values_only=True)}
    assert [str(rows[label][0]) for label in ("年末常住人口", "地区生产总值")] == ["11", "11"]
    assert "年末常住人口.csv" in str(rows["年末常住人口"][1])
    assert "C5" in str(rows["年末常住人口"][1])


@pytest.mark.parametrize(
    ("label", "rows", "complaint"),
    [
        ("年末常住人口(万人)", "北方区,1,2\n南区,3,4\n", "no unit is called '北方区'.*near: 北区"),
        ("年末常住人口(人)", ROWS, "the table is in 人, the form's 年末常住人口 in 万人"),
        ("粮食产量(万吨)", ROWS, "no table here has"),
    ],
)
def test_what_cannot_be_divided_is_said(
    label: str, rows: str, complaint: str, yearly: Settings, tmp_path: Path
) -> None:
    """Figures would be lost in silence, or be ten thousand times too large."""
    with pytest.raises(UsageError, match=complaint):
        list(gathered_figures(yearly, table(tmp_path, label, rows)))


def test_a_period_that_no_file_has_is_said(yearly: Settings, tmp_path: Path) -> None:
    """An empty folder would look like success."""
    with pytest.raises(UsageError, match="none of the files has figures of 2017"):
        divide(yearly, [table(tmp_path, "年末常住人口(万人)")], {yearly.period("2017")}, tmp_path)
