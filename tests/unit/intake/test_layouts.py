"""One table, many layouts: units, periods and items in rows and in columns. Every figure lands in its own place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest
from tests.unit.intake.conftest import told_in_words

from reporting.definitions.base import Text
from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.definitions.periods import Period
from reporting.intake.checks.history import Past
from reporting.intake.checks.registry import bind_checks
from reporting.intake.examination import Examined, examine
from reporting.intake.recognition.sender import Declared
from reporting.settings import Settings
from reporting.store.view import View
from reporting.workbooks.cells import CellValue
from reporting.workbooks.workbook import Merge, Sheet, Workbook

Placed = dict[tuple[str | None, str | None, str], float | None]
Taken = Callable[..., tuple[Examined, ...]]


def bureau(settings: Settings, length: str, **more: object) -> Settings:
    """Two units that report three figures."""
    names = [Text.model_validate({"zh-Hans": name}) for name in ("大城", "北区", "南区")]
    whole, *units = ({"code": code, "name": name} for code, name in zip(("W", "A", "B"), names, strict=True))
    city = City.model_validate(
        whole | {"title": names[0], "counties": units, "totals": [whole], "calendar": {"period": length}}
    )
    table = {
        "layout": "items",
        "name": "yearbook",
        "sheets": ["数据"],
        "item_heading": ["指标"],
        "value_heading": ["数值"],
        "unit_heading": ["单位"],
        "county_heading": ["城市"],
        "items": [
            {"name": "capital", "label": "外资", "unit": "美元"},
            {"name": "exports", "label": "出口", "unit": "元"},
            {"name": "pupils", "label": "在校生", "unit": "人"},
        ],
    } | more
    form = {"id": "yearly", "name": names[0], "title": "年报", "tables": [table]}
    forms = Forms.model_validate({"forms": [form]})
    return Settings(city, forms, settings.indicators, settings.commitments, settings.claims, settings.run)


@pytest.fixture
def taken(settings: Settings, nothing_sent: View) -> Taken:
    """Examine one sheet; periods are years unless said otherwise."""

    def run(
        *rows: Sequence[CellValue],
        merges: Sequence[tuple[int, int, int, int]] = (),
        county: str | None = None,
        period: str | None = None,
        length: str = "year",
        sheets: Mapping[str, Rows] | None = None,
        formulas: Mapping[int, frozenset[int]] | None = None,
        hidden_rows: frozenset[int] = frozenset(),
        **more: object,
    ) -> tuple[Examined, ...]:
        ours = bureau(settings, length, **more)
        found = [
            Sheet(
                name,
                [[*row, *[""] * (max(map(len, cells)) - len(row))] for row in cells],
                merges=tuple(Merge(*merge) for merge in merges),
                formulas=formulas or {},
                hidden_rows=hidden_rows,
            )
            for name, cells in (sheets or {"数据": rows}).items()
        ]
        parts = examine(
            Workbook("xlsx", "", tuple(found)),
            "t.xlsx",
            Declared(county, Period(period) if period else None),
            ours,
            {"yearly": ()},
            Past(lambda: nothing_sent, ours.forms),
        )
        return tuple(map(told_in_words, parts))

    return run


@pytest.fixture
def examined_all(settings: Settings, nothing_sent: View) -> Taken:
    """Examine one sheet of schools in the real settings."""

    def run(
        *rows: Sequence[CellValue], county: str | None = "410422", period: str | None = None
    ) -> tuple[Examined, ...]:
        parts = examine(
            Workbook("xlsx", "", (Sheet("学校台账", [list(row) for row in rows]),)),
            "t.xlsx",
            Declared(county, Period(period) if period else None),
            settings,
            bind_checks(settings),
            Past(lambda: nothing_sent, settings.forms),
        )
        return tuple(map(told_in_words, parts))

    return run


def said_of(examined: Examined, check: str) -> list[list[str]]:
    return examined.findings.query("check_id == @check")[["severity", "cell", "found"]].to_numpy().tolist()


def places(examined: Sequence[Examined]) -> Placed:
    return {
        (one.county, str(one.period) if one.period else None, item): None if value is None or value != value else value
        for one in examined
        if one.outcome != "rejected"
        for item, value in zip(one.figures["item"].tolist(), one.figures["value"].tolist(), strict=True)
    }


TWO_BY_TWO: Placed = {
    ("A", "2021", "capital"): 1, ("A", "2022", "capital"): 2,
    ("B", "2021", "capital"): 3, ("B", "2022", "capital"): 4,
    ("A", "2021", "pupils"): 5, ("A", "2022", "pupils"): 6,
    ("B", "2021", "pupils"): 7, ("B", "2022", "pupils"): 8,
}  # fmt: skip
CAPITAL = {place: value for place, value in TWO_BY_TWO.items() if place[2] == "capital"}
OF_2021 = {place: value for place, value in CAPITAL.items() if place[1] == "2021"}
NORTH = {place: value for place, value in TWO_BY_TWO.items() if place[0] == "A"}

Rows = Sequence[Sequence[CellValue]]
Layout = tuple[Rows, Sequence[tuple[int, int, int, int]], dict[str, str], Placed]

LAYOUTS: dict[str, Layout] = {
    "years in rows below figures, targets between them": (
        [["指标", "外资", "在校生"], ["目标值", 90, 91], ["2021年", 1, 5], ["同比", 9, 9], ["2022年", 2, 6]],
        [], {"county": "A"}, NORTH,
    ),
    "names of units above their figures": (
        [["指标", "2021年", "2022年"],
         ["北区"], ["外资", 1, 2], ["在校生", 5, 6],
         ["南区"], ["外资", 3, 4], ["在校生", 7, 8]],
        [], {}, TWO_BY_TWO,
    ),
    "numbered names of units across the table": (
        [["指标", "2021年", "2022年"],
         ["一、北区", "", ""], ["外资", 1, 2], ["在校生", 5, 6],
         ["二、南区", "", ""], ["外资", 3, 4], ["在校生", 7, 8]],
        [(2, 1, 2, 3), (5, 1, 5, 3)], {}, TWO_BY_TWO,
    ),
    "figures in rows over which nothing stands": (
        [["", "2021年", "2022年"], ["外资", 1, 2], ["在校生", 5, 6]],
        [], {"county": "A"}, NORTH,
    ),
    "a year a row": (
        [["城市", "年份", "外资", "在校生"],
         ["北区", 2021, 1, 5],
         ["北区", 2022, 2, 6],
         ["南区", 2021, 3, 7],
         ["南区", 2022, 4, 8]],
        [], {}, TWO_BY_TWO,
    ),
    "a year a row, merged units, years as text": (
        [["城市", "统计时间", "外资", "在校生"],
         ["北区", "2021年", 1, 5],
         ["", "2022年", 2, 6],
         ["南区", "2021年度", 3, 7],
         ["", "2022", 4, 8]],
        [(2, 1, 3, 1), (4, 1, 5, 1)], {}, TWO_BY_TWO,
    ),
    "years merged over units": (
        [["年份", "城市", "外资", "在校生"],
         [2021, "北区", 1, 5],
         ["", "南区", 3, 7],
         [2022, "北区", 2, 6],
         ["", "南区", 4, 8]],
        [(2, 1, 3, 1), (4, 1, 5, 1)], {}, TWO_BY_TWO,
    ),
    "long": (
        [["城市", "年份", "指标", "数值", "单位"],
         ["北区", 2021, "外资", 1, "美元"],
         ["北区", 2022, "外资", 2, "美元"],
         ["南区", 2021, "外资", 3, "美元"],
         ["南区", 2022, "外资", 4, "美元"],
         ["北区", 2021, "在校生", 5, "人"],
         ["北区", 2022, "在校生", 6, "人"],
         ["南区", 2021, "在校生", 7, "人"],
         ["南区", 2022, "在校生", 8, "人"]],
        [], {}, TWO_BY_TWO,
    ),
    "items in rows, years across, of a county that the title names": (
        [["北区：主要指标（2021—2022年）"], ["指标", "单位", "2021年", "2022年"],
         ["外资", "美元", 1, 2],
         ["在校生", "人", 5, 6]],
        [(1, 1, 1, 4)], {}, NORTH,
    ),
    "the same, declared, years as numbers": (
        [["指标", "单位", 2021, 2022],
         ["外资", "美元", 1, 2],
         ["在校生", "人", 5, 6]],
        [], {"county": "A"}, NORTH,
    ),
    "years down, items across, declared": (
        [["年份", "外资", "在校生"],
         [2021, 1, 5],
         [2022, 2, 6]], [], {"county": "A", "period": "2022"}, NORTH,
    ),
    "a corner": (
        [["年份\\指标", "外资", "在校生"],
         [2021, 1, 5],
         [2022, 2, 6]], [], {"county": "A"}, NORTH,
    ),
    "one figure in a caption, years across": (
        [["指标：外资(美元)"], ["城市", "2021年", "2022年"],
         ["北区", 1, 2],
         ["南区", 3, 4]], [], {}, CAPITAL,
    ),
    "one figure in the title, years across": (
        [["2021—2022年各市外资情况"], ["地区", 2021, 2022],
         ["北区", 1, 2],
         ["南区", 3, 4]], [(1, 1, 1, 3)], {}, CAPITAL,
    ),
    "years over nameless units": (
        [["各区县外资"],
         ["", 2021, 2022],
         ["北区", 1, 2],
         ["南区", 3, 4]], [(1, 1, 1, 3)], {}, CAPITAL,
    ),
    "one figure, years down, units across": (
        [["外资情况"], ["年份", "北区", "南区"],
         [2021, 1, 3],
         [2022, 2, 4]], [(1, 1, 1, 3)], {}, CAPITAL,
    ),
    "items over years": (
        [["城市", "外资", "", "在校生", ""],
         ["", 2021, 2022, 2021, 2022],
         ["北区", 1, 2, 5, 6],
         ["南区", 3, 4, 7, 8]],
        [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)], {}, TWO_BY_TWO,
    ),
    "years over items": (
        [["城市", "2021年", "", "2022年", ""],
         ["", "外资", "在校生", "外资", "在校生"],
         ["北区", 1, 5, 2, 6],
         ["南区", 3, 7, 4, 8]],
        [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)], {}, TWO_BY_TWO,
    ),
    "units over years, items down": (
        [["指标", "北区", "", "南区", ""],
         ["", "2021年", "2022年", "2021年", "2022年"],
         ["外资", 1, 2, 3, 4],
         ["在校生", 5, 6, 7, 8]],
        [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)], {}, TWO_BY_TWO,
    ),
    "year and item in one heading": (
        [["城市", "2021年外资", "2022年外资", "2021年在校生（人）", "2022年在校生（人）"],
         ["北区", 1, 2, 5, 6],
         ["南区", 3, 4, 7, 8]],
        [], {}, TWO_BY_TWO,
    ),
    "years as lines between the rows": (
        [["城市", "外资", "在校生"],
         ["2021年", "", ""],
         ["北区", 1, 5],
         ["南区", 3, 7],
         ["2022年", "", ""],
         ["北区", 2, 6],
         ["南区", 4, 8]], [(2, 1, 2, 3), (5, 1, 5, 3)], {"period": "2023"}, TWO_BY_TWO,
    ),
    "the same, not merged, numbered": (
        [["城市", "外资", "在校生"],
         ["一、2021年", "", ""],
         ["北区", 1, 5],
         ["南区", 3, 7],
         ["二、2022年", "", ""],
         ["北区", 2, 6],
         ["南区", 4, 8]], [], {}, TWO_BY_TWO,
    ),
    "a table a year, each under its title": (
        [["2021年外资情况"], ["城市", "外资", "在校生"], ["北区", 1, 5], ["南区", 3, 7], [],
         ["2022年外资情况"], ["城市", "外资", "在校生"], ["北区", 2, 6], ["南区", 4, 8]],
        [], {}, TWO_BY_TWO,
    ),
    "years under a heading that is rarely used": (
        [["年末", "外资", "在校生"], ["2021年末", 1, 5], ["2022年末", 2, 6]], [], {"county": "A"}, NORTH,
    ),
    "a county whose name the title begins with": (
        [["北区历年数据摘编"], ["年份", "外资", "在校生"], [2021, 1, 5], [2022, 2, 6]], [], {}, NORTH,
    ),
    "a title of all districts above years across, under a heading that the form does not list": (
        [["2021年至2022年各区外资（美元）"], ["地区", 2022, 2021],
         ["北区", 2, 1],
         ["南区", 4, 3]], [], {}, CAPITAL,
    ),
    "one figure of this year beside the last": (
        [["2021年外资"], ["城市", "本年", "上年"], ["北区", 1, 99], ["南区", 3, 99]], [], {}, OF_2021,
    ),
    "a unit below the table": (
        [["2021年外资"], ["城市", "外资"], ["北区", 0.0001], ["南区", 0.0003], ["单位：万美元"]], [], {}, OF_2021,
    ),
    "a unit beside each district": (
        [["2021年外资"], ["城市", "外资", "单位"], ["北区", 0.0001, "万美元"], ["南区", 3, "美元"]], [], {}, OF_2021,
    ),
    "units across, of the year that the title names": (
        [["主要指标（2021年）"], ["指标", "北区", "南区"],
         ["外资", 1, 3],
         ["在校生", 5, 7]],
        [(1, 1, 1, 3)], {}, {place: value for place, value in TWO_BY_TWO.items() if place[1] == "2021"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_lands_in_its_own_place(layout: str, taken: Taken) -> None:
    """Rows of 2017 would be stored as 2019, or one unit's figures as another's."""
    rows, merges, declared, expected = LAYOUTS[layout]
    assert places(taken(*rows, merges=merges, **declared)) == expected


def test_a_district_twice_is_not_believed(taken: Taken) -> None:
    """The first of two rows of one district would be taken without a word."""
    examined = taken(["2021年外资"], ["城市", "外资(美元)"], ["北区", 1], ["南区", 3], ["北区", 5])
    assert places(examined)["A", "2021", "capital"] is None
    assert "item_twice" in checks(examined)


def test_a_visible_row_before_a_hidden_one(taken: Taken) -> None:
    """An old row that was hidden, not deleted, would be the county's."""
    rows = (["2021年外资"], ["城市", "外资(美元)"], ["北区", 99], ["北区", 1], ["南区", 3])
    examined = taken(*rows, hidden_rows=frozenset({3}))
    assert places(examined) == OF_2021
    assert "hidden_row_twice" in checks(examined)


def test_sheets_of_different_figures_are_no_copies(taken: Taken) -> None:
    """A file with a sheet a figure would be held with the question which of them is meant."""
    capital = (["2021年外资"], ["城市", "外资(美元)"], ["北区", 1], ["南区", 3])
    pupils = (["2021年在校生"], ["城市", "在校生(人)"], ["北区", 5], ["南区", 7])
    expected = {place: value for place, value in TWO_BY_TWO.items() if place[1] == "2021"}
    assert places(taken(sheets={"外资": capital, "在校生": pupils})) == expected


def test_the_name_of_a_sheet_says_of_when_it_is_where_nothing_else_does(taken: Taken) -> None:
    """The file would come back, and its period stands on the tab."""
    rows = (["各区外资"], ["城市", "外资(美元)"], ["北区", 1], ["南区", 3])
    assert places(taken(sheets={"2021年数据": rows})) == OF_2021


def checks(examined: Sequence[Examined]) -> set[str]:
    return {str(check) for one in examined for check in one.findings["check_id"]}


@pytest.mark.parametrize(
    "heading", ["2022年比2021年增长(%)", "2022年一季度", "2022年上半年", "2022年1-4月", "同比增长", "2022年计划"]
)
def test_a_column_of_something_else_is_no_year(heading: str, taken: Taken) -> None:
    """The growth of a figure, or a part of a year, would be stored as the figure of the year."""
    examined = taken(["指标", "单位", "2021年", heading], ["外资", "美元", 1, 99], ["在校生", "人", 5, 99], county="A")
    assert places(examined) == {("A", "2021", "capital"): 1, ("A", "2021", "pupils"): 5}
    assert "unknown_heading" in checks(examined)


@pytest.mark.parametrize("when", ["", "去年", "2021年一季度", "2021-2022年", 12])
def test_a_row_of_no_period_is_left_out_and_said(when: CellValue, taken: Taken) -> None:
    """A row that does not say of when it is would be stored under the year of another."""
    examined = taken(["年份", "外资", "在校生"], [2021, 1, 5], [when, 2, 6], county="A", period="2022")
    assert places(examined) == {("A", "2021", "capital"): 1, ("A", "2021", "pupils"): 5}
    found = pd.concat([one.findings for one in examined])
    (said,) = found[found["check_id"] == "row_of_no_period"].to_dict("records")
    assert (said["cell"], said["found"]) == ("A3", str(when)), "the receipt says where"


@pytest.mark.parametrize("heading", ["年份", "统计年度", "年"])
def test_a_day_below_a_heading_that_asks_for_a_year_is_of_that_year(heading: str, taken: Taken) -> None:
    """Figures of 2021 and 2022 would be stored as the year that the command line names."""
    rows = [
        ["城市", heading, "外资", "在校生"],
        ["北区", dt.datetime(2021, 1, 1), 1, 5],
        ["北区", dt.datetime(2022, 1, 1), 2, 6],
    ]
    assert places(taken(*rows, county="A", period="2019")) == NORTH


def test_days_of_which_nobody_can_tell_the_year_they_are_of_are_left_out_and_said(taken: Taken) -> None:
    """What is counted on 1 January 2021 may be of the year before; it would be stored as 2019 without a word."""
    rows = [["城市", "统计时间", "外资"], ["北区", dt.datetime(2021, 1, 1), 1], ["南区", dt.datetime(2021, 1, 1), 3]]
    examined = taken(*rows, period="2019")
    assert places(examined) == {}
    assert "row_of_no_period" in {code for one in examined for code in one.findings["check_id"]}


def test_a_row_of_nobody_is_left_out_and_said(taken: Taken) -> None:
    """A misspelt unit would vanish without a word."""
    examined = taken(
        ["城市", "年份", "外资", "在校生"], ["北区", 2021, 1, 5], ["东区", 2021, 2, 6], ["南区", 2021, 3, 7]
    )
    assert set(places(examined)) == {place for place in TWO_BY_TWO if place[1] == "2021"}
    assert "sender_unknown" in checks(examined)


@pytest.mark.parametrize("label", ["目标值", "上年同期", "去年", "全省", "标准值"])
@pytest.mark.parametrize(
    "rows",
    [
        [["城市", "外资", "在校生"], ["北区", 1, 5], ["南区", 3, 7]],
        [["城市", "年份", "外资"], ["北区", 2021, 1], ["南区", 2021, 3]],
        [["外资"], ["城市", "2021年", "2022年"], ["北区", 1, 2], ["南区", 3, 4]],
    ],
    ids=["wide", "a period a row", "periods across"],
)
def test_a_row_that_is_plainly_no_unit_s_is_set_aside(label: str, rows: list[list[CellValue]], taken: Taken) -> None:
    """A table would be refused in part for a row of targets that its office put below the units."""
    examined = taken(*rows, [label, *rows[-1][1:]], period="2021")
    assert places(examined) == places(taken(*rows, period="2021"))
    assert {one.outcome for one in examined} == {"accepted"}
    (said,) = {tuple(one) for part in examined for one in said_of(part, "row_aside")}
    assert said == ("notice", f"A{len(rows) + 1}", label)


@pytest.mark.parametrize(("total", "said"), [(4, set()), (5, {"B4"})])
def test_the_whole_city_s_row_is_held_against_the_units(total: int, said: set[str], taken: Taken) -> None:
    """全市 would be refused as an unknown unit, and a unit that is missing above it go unnoticed."""
    examined = taken(["城市", "外资", "在校生"], ["北区", 1, 5], ["南区", 3, 7], ["全市", total, 12], period="2021")
    assert places(examined) == {
        ("A", "2021", "capital"): 1, ("B", "2021", "capital"): 3, ("A", "2021", "pupils"): 5, ("B", "2021", "pupils"): 7
    }  # fmt: skip
    assert {cell for part in examined for _, cell, _ in said_of(part, "total_row")} == said
    assert "sender_unknown" not in checks(examined)


def test_the_sum_of_all_units_is_none_of_them(taken: Taken) -> None:
    """The city's own row would be a submission of the city beside its units'."""
    examined = taken(
        ["城市", "年份", "外资", "在校生"], ["大城", 2021, 9, 9], ["北区", 2021, 1, 5], ["南区", 2021, 3, 7]
    )
    assert {one.county for one in examined} == {"A", "B"}


def test_a_title_of_another_year_is_a_contradiction(taken: Taken) -> None:
    """One of the two is a slip, and nobody can tell which."""
    examined = taken(
        ["外资情况（2023年）"], ["城市", "年份", "外资", "在校生"], ["北区", 2021, 1, 5], ["南区", 2022, 3, 7]
    )
    assert {one.outcome for one in examined} == {"held"}
    assert "period_contradictory" in checks(examined)


def test_one_figure_twice_is_neither(taken: Taken) -> None:
    """The last of two rows of one unit and year would win."""
    examined = taken(
        ["城市", "年份", "外资", "在校生"], ["北区", 2021, 1, 5], ["北区", 2021, 2, 5], ["南区", 2021, 3, 7]
    )
    assert places(examined)[("A", "2021", "capital")] is None
    assert "item_twice" in checks(examined)


def test_units_of_measure_are_held_cell_by_cell(taken: Taken) -> None:
    """A long table's 万美元 would be stored as 美元."""
    rows = [
        ["城市", "年份", "指标", "数值", "单位"],
        ["北区", 2021, "外资", 1, "万美元"],
        ["北区", 2021, "在校生", 5, "万元"],
    ]
    assert places(taken(*rows)) == {("A", "2021", "capital"): 10_000, ("A", "2021", "pupils"): None}


def test_what_the_form_does_not_expect_is_said_and_what_it_expects_is_not(taken: Taken) -> None:
    """A clerk's own layout would be taken without anybody having looked at it."""
    rows = [["指标", "单位", "2021年", "2022年"], ["外资", "美元", 1, 2], ["在校生", "人", 5, 6]]
    assert "periods_in_table" in checks(taken(*rows, county="A"))
    assert "periods_in_table" not in checks(taken(*rows, county="A", periods_across=True))
    rows = [["指标", "北区", "南区"], ["外资", 1, 3], ["在校生", 5, 7]]
    assert "units_in_table" in checks(taken(*rows, period="2021"))
    assert "units_in_table" not in checks(taken(*rows, period="2021", units_across=True))
    rows = [["统计口径年", "外资", "在校生"], [2021, 1, 5]]
    assert places(taken(*rows, county="A", period_heading=["统计口径年"])) == {
        ("A", "2021", "capital"): 1,
        ("A", "2021", "pupils"): 5,
    }


MONTHS = {("A", "2022-03", "capital"): 1, ("A", "2022-04", "capital"): 2,
          ("A", "2022-03", "pupils"): 5, ("A", "2022-04", "pupils"): 6}  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["月份", "外资", "在校生"], ["2022年3月", 1, 5], ["2022年4月", 2, 6]],
        [["统计时间", "外资", "在校生"], [202203, 1, 5], ["2022-04", 2, 6]],
        [["年份", "月份", "外资", "在校生"], [2022, 3, 1, 5], [2022, "4月", 2, 6]],
        [["2022年各月情况"], ["月份", "外资", "在校生"], ["3月", 1, 5], ["4月", 2, 6]],
        [["指标", "单位", "2022年3月", "2022年4月"], ["外资", "美元", 1, 2], ["在校生", "人", 5, 6]],
        [
            ["2022年各月情况"],
            ["指标", "单位", "3月", "4月", "1-4月"],
            ["外资", "美元", 1, 2, 9],
            ["在校生", "人", 5, 6, 9],
        ],
    ],
)
def test_months(rows: Rows, taken: Taken) -> None:
    """A month's figures would be stored as another's, or a sum of months as one of them."""
    assert places(taken(*rows, county="A", length="month")) == MONTHS


def test_months_in_a_yearly_bureau_are_no_years(taken: Taken) -> None:
    """The figure of a month would be stored as the year's."""
    rows = [["年份", "月份", "外资", "在校生"], [2022, 3, 1, 5], [2022, 4, 2, 6]]
    assert places(taken(*rows, county="A", period="2022")) == {}


def test_a_ledger_of_several_months(examined_all: Taken) -> None:
    """Schools of March would be counted in April."""
    rows = [
        ["月份", "学校名称", "学校标识码", "在校学生数"],
        ["2022年3月", "甲小学", "1", 100],
        ["2022年4月", "甲小学", "1", 110],
    ]
    found = examined_all(*rows)
    assert {(str(one.period), *one.rows["ledger"]["enrolled"]) for one in found} == {("2022-03", 100), ("2022-04", 110)}
    assert "periods_in_table" in checks(found)
    assert "unknown_heading" not in checks(found), "月份 was read, and is said to be ignored"


TWO_MONTHS: dict[str, Rows] = {
    "months over fields": [
        ["学校名称", "学校标识码", "2022年3月", "", "2022年4月", ""],
        ["", "", "在校学生数", "参加课后服务学生数", "在校学生数", "参加课后服务学生数"],
        ["青一小学", "9900010001", 500, 400, 510, 410],
    ],
    "fields over months": [
        ["学校名称", "学校标识码", "在校学生数", "", "参加课后服务学生数", ""],
        ["", "", "2022年3月", "2022年4月", "2022年3月", "2022年4月"],
        ["青一小学", "9900010001", 500, 510, 400, 410],
    ],
    "growth beside two months": [
        ["学校名称", "学校标识码", "2022年3月", "", "2022年4月", "", "同比增长", ""],
        ["", "", *["在校学生数", "参加课后服务学生数"] * 3],
        ["青一小学", "9900010001", 500, 400, 510, 410, "2%", "3%"],
    ],
    "months before fields": [
        ["2022年学校台账", "", "", "", "", ""],
        ["学校名称", "学校标识码", "3月在校学生数", "3月参加课后服务学生数", "4月在校学生数", "4月参加课后服务学生数"],
        ["青一小学", "9900010001", 500, 400, 510, 410],
    ],
}


@pytest.mark.parametrize("layout", TWO_MONTHS)
def test_of_two_months_side_by_side_the_one_asked_for_is_read(layout: str, examined_all: Taken) -> None:
    """Neither month would be read, or March's columns become a revision of March that lacks all else."""

    def read(examined: Sequence[Examined]) -> dict[str, list[float]]:
        return {str(one.period): one.rows["ledger"][["enrolled", "participants"]].iloc[0].tolist() for one in examined}

    (april,) = examined_all(*TWO_MONTHS[layout], county="410422", period="2022-04")
    assert read([april]) == {"2022-04": [510, 410]}
    assert "columns_of_other_period" in set(april.findings["check_id"])
    both = examined_all(*TWO_MONTHS[layout], county="410422")
    assert read(both) == {"2022-03": [500, 400], "2022-04": [510, 410]}


def test_months_of_no_year_side_by_side_are_asked_about(examined_all: Taken) -> None:
    """April of one year would be taken for that of another."""
    (found,) = examined_all(*TWO_MONTHS["months before fields"][1:], county="410422")
    assert found.period is None
    assert found.rows["ledger"]["enrolled"].isna().all()
    assert "unknown_heading" in set(found.findings["check_id"])


SCHOOLS_OF_TWO: Rows = [
    ["学校名称", "学校标识码", "在校学生数", "参加课后服务学生数"],
    ["叶县", "", "", ""],
    ["青一小学", "9900010001", 500, 400],
    ["青二小学", "9900010002", 510, 410],
    ["二、郏县（1所）", "", "", ""],
    ["白一小学", "9900020001", 600, 500],
]


def schools(examined: Examined) -> list[str]:
    return examined.rows["ledger"]["school_name"].tolist() if examined.rows else []


def test_schools_below_the_name_of_a_county_are_its_own(examined_all: Taken) -> None:
    """The schools of 郏县 would be stored as those of 叶县, or the file be refused as nobody's."""
    found = {one.county: schools(one) for one in examined_all(*SCHOOLS_OF_TWO, county=None)}
    assert found == {"410422": ["青一小学", "青二小学"], "410425": ["白一小学"]}
    (own,) = examined_all(*SCHOOLS_OF_TWO, county="410422")
    assert schools(own) == ["青一小学", "青二小学"]
    assert "other_rows" in set(own.findings["check_id"])


def test_schools_of_other_counties_alone_are_held(examined_all: Taken) -> None:
    """A file that names two counties would be stored as that of a third, which the command line names."""
    (held,) = examined_all(*SCHOOLS_OF_TWO, county="410421")
    assert held.outcome in ("held", "rejected")
    assert "county_declared_otherwise" in set(held.findings["check_id"])


def test_the_name_of_the_city_alone_is_no_place_of_its_own(examined_all: Taken) -> None:
    """A county's file with the city's name above its rows would be held as the city's."""
    rows = [SCHOOLS_OF_TWO[0], ["平顶山市", "", "", ""], *SCHOOLS_OF_TWO[2:4]]
    (found,) = examined_all(*rows, county="410422", period="2022-04")
    assert found.outcome == "accepted"
    assert schools(found) == ["青一小学", "青二小学"]


def test_the_name_of_a_town_alone_makes_no_school_and_no_county(examined_all: Taken) -> None:
    """青石镇 above its schools would be a school of its own, or hide whose the rows are."""
    rows = [list(row) for row in SCHOOLS_OF_TWO]
    rows[1][0], rows[4][0] = "青石镇", "白河乡"
    (found,) = examined_all(*rows, county="410422")
    assert schools(found) == ["青一小学", "青二小学", "白一小学"]
    assert "no_name" in set(found.findings["check_id"])


def test_a_sheet_a_year_is_a_submission_a_year(taken: Taken) -> None:
    """Two honest sheets would be a riddle, or one of them would vanish."""
    heading = ["城市", "外资", "在校生"]
    sheets = {"2021": [heading, ["北区", 1, 5], ["南区", 3, 7]], "2022": [heading, ["北区", 2, 6], ["南区", 4, 8]]}
    assert places(taken(sheets=sheets)) == TWO_BY_TWO
    declared = taken(sheets=sheets, period="2022")
    assert places(declared) == {place: value for place, value in TWO_BY_TWO.items() if place[1] == "2022"}
    assert "copy_of_other_period" in checks(declared)


def test_the_table_of_another_year_on_the_same_sheet_is_left_out_and_said(taken: Taken) -> None:
    """Last year's table, kept below this year's, would make both unreadable."""
    old, new = (
        [[f"{year}年外资情况"], ["城市", "外资", "在校生"], ["北区", n, n], []] for year, n in ((2021, 1), (2022, 2))
    )
    examined = taken(*old, *new, period="2022")
    assert places(examined) == {("A", "2022", "capital"): 2, ("A", "2022", "pupils"): 2}
    assert "copy_of_other_period" in checks(examined)


TOTALS: dict[str, tuple[Rows, Rows]] = {
    "a column": (
        [["指标", "北区", "南区", "合计"], ["外资", 1, 2, 4], ["在校生", 5, 6, 11]],
        [["指标", "北区", "南区", "合计"], ["外资", 1, 2, 3], ["在校生", 5, 6, 11]],
    ),
    "a row, years across": (
        [["城市", "2021年外资", "2022年外资"], ["北区", 1, 1], ["南区", 2, 2], ["合计", 3, 4]],
        [["城市", "2021年外资", "2022年外资"], ["北区", 1, 1], ["南区", 2, 2], ["合计", 3, 3]],
    ),
    "the city's own column": (
        [["指标", "大城", "北区", "南区"], ["外资", 4, 1, 2], ["在校生", 11, 5, 6]],
        [["指标", "大城", "北区", "南区"], ["外资", 3, 1, 2], ["在校生", 11, 5, 6]],
    ),
    "a row a year": (
        [["年份", "城市", "外资"], [2021, "北区", 1], [2021, "南区", 2], ["合计", "", 3], [2022, "北区", 1],
         [2022, "南区", 2], ["合计", "", 4]],
        [["年份", "城市", "外资"], [2021, "北区", 1], [2021, "南区", 2], ["合计", "", 3], [2022, "北区", 1],
         [2022, "南区", 2], ["合计", "", 3]],
    ),
    "a row under all years": (
        [["年份", "城市", "外资"], [2021, "北区", 1], [2021, "南区", 2], [2022, "北区", 1], [2022, "南区", 2],
         ["合计", "", 7]],
        [["年份", "城市", "外资"], [2021, "北区", 1], [2021, "南区", 2], [2022, "北区", 1], [2022, "南区", 2],
         ["合计", "", 6]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", TOTALS)
def test_totals_are_held_against_what_they_add_up(layout: str, taken: Taken) -> None:
    """A unit that was left out of a yearbook would be missed by nobody."""
    wrong, right = (taken(*rows, period="2021") for rows in TOTALS[layout])
    said = {cell for one in wrong for cell in one.findings.query("check_id == 'total_row'")["cell"]}
    assert len(said) == 1
    assert not checks(right) & {"total_row", "unknown_heading"}


def test_totals_of_a_ledger_of_several_months(examined_all: Taken) -> None:
    """The total of two months would be held against the rows of one of them."""
    heading = ["月份", "学校名称", "学校标识码", "在校学生数"]
    rows = [["2022年3月", "甲小学", "1", 100], ["2022年4月", "甲小学", "1", 110]]
    assert "total_row" not in checks(examined_all(heading, *rows, ["合计", "", "", 210]))
    said = examined_all(heading, *rows, ["合计", "", "", 300])
    assert {cell for one in said for cell in one.findings.query("check_id == 'total_row'")["cell"]} == {"D4"}


def test_the_unit_that_a_label_gives(taken: Taken) -> None:
    """12 below 外资（万美元） would be 12 dollars, without a word."""
    found = taken(["指标", "数值"], ["外资（万美元）", 12], ["出口（万元）", 5], county="A", period="2022")
    assert places(found) == {("A", "2022", "capital"): 120_000, ("A", "2022", "exports"): 50_000}
    found = taken(["指标", "2021年", "2022年"], ["外资（万美元）", 12, 13], county="A")
    assert places(found) == {("A", "2021", "capital"): 120_000, ("A", "2022", "capital"): 130_000}


def test_a_label_and_a_column_that_give_two_units(taken: Taken) -> None:
    """Nobody can tell which of them is meant: it would be read by the one, and the other lost."""
    found = taken(["指标", "数值", "单位"], ["外资（万美元）", 12, "亿美元"], county="A", period="2022")
    assert places(found) == {("A", "2022", "capital"): None}
    assert "unit_differs" in set(found[0].findings["check_id"])


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "21年", "22年"], ["外资", 1, 2]],
        [["指标", "2021年（终核）", "2022年（快报数）"], ["外资", 1, 2]],
        [["指标", "单位", "2021年", "2022年"], ["Item", "Unit", "2021", "2022"], ["外资", "美元", 1, 2]],
    ],
)
def test_years_as_they_are_written_above_columns(taken: Taken, rows: Rows) -> None:
    assert places(taken(*rows, county="A")) == {("A", "2021", "capital"): 1, ("A", "2022", "capital"): 2}


def test_this_year_beside_the_year_before(taken: Taken) -> None:
    """The file would be of no form, or 上年 be stored as this year."""
    found = taken(["指标", "本年", "上年"], ["外资", 2, 1], county="A", period="2022")
    assert places(found) == {("A", "2022", "capital"): 2}


def test_one_figure_beside_the_names_of_units(taken: Taken) -> None:
    """A sheet of one column of figures would be of no form."""
    found = taken(["城市", "外资（万美元）"], ["合计", 3], ["北区", 1], ["南区", 2], period="2022")
    assert places(found) == {("A", "2022", "capital"): 10_000, ("B", "2022", "capital"): 20_000}


def test_figures_of_a_year_that_nobody_filled(taken: Taken) -> None:
    """Formulas would give a year of zeros; a zero that was typed stays, and so does what a formula adds up."""
    rows = [["城市", "2021年", "2022年"], ["北区", 1, 0], ["南区", 0, 0]]
    title = ["外资"]
    found = taken(title, *rows, formulas={3: frozenset({3}), 4: frozenset({2, 3})})
    assert places(found) == {("A", "2021", "capital"): 1}
    assert "formula_zeros" in set(found[0].findings["check_id"])
    kept = taken(title, *rows, formulas={3: frozenset({3}), 4: frozenset({2, 3})}, formula_rows="filled")
    assert len(places(kept)) == 4


@pytest.mark.parametrize("title", ["各市人均外资", "各市外资指数（上年=100）", "各市外资占全国比重"])
def test_what_a_title_makes_of_a_figure_is_not_the_figure(taken: Taken, title: str) -> None:
    """An index of 103 would be stored as 103 dollars."""
    found = taken([f"2023年{title}"], ["单位：美元"], ["城市", "外资", "出口"], ["北区", 103, 5], ["南区", 98, 6])
    assert {key: value for key, value in places(found).items() if key[2] == "capital" and value is not None} == {}
    assert all("unit_differs" in set(one.findings["check_id"]) for one in found)


def test_a_period_written_once_stands_for_the_rows_below_it(taken: Taken) -> None:
    """Rows below a year that is written once, as if merged, would be sent back one by one."""
    examined = taken(
        ["年份", "指标", "数值"], [2021, "外资", 1], ["", "在校生", 5], [2022, "外资", 2], ["", "在校生", 6], county="A"
    )
    assert {place: value for place, value in places(examined).items() if value} == {
        ("A", "2021", "capital"): 1,
        ("A", "2021", "pupils"): 5,
        ("A", "2022", "capital"): 2,
        ("A", "2022", "pupils"): 6,
    }


def test_a_blank_in_a_column_of_periods_that_is_filled_row_by_row_is_no_period(taken: Taken) -> None:
    """A year that was forgotten would become the one above it."""
    examined = taken(
        ["年份", "指标", "数值"],
        [2021, "外资", 1],
        ["", "在校生", 5],
        [2022, "外资", 2],
        [2022, "在校生", 6],
        county="A",
    )
    assert ("A", "2021", "pupils") not in {place for place, value in places(examined).items() if value}
    assert "row_of_no_period" in checks(examined)


@pytest.mark.parametrize("itself", ["绝对值（千人）", "总量（千人）", "数值（千人）"])
def test_growth_beside_a_figure_is_not_it(taken: Taken, itself: str) -> None:
    """The file would be refused for 绝对值, or the growth stored as pupils."""
    rows = [["2022年统计"], ["城市", "在校生", "", "外资", ""], ["", itself, "增长（%）", "绝对量（美元）", "增速"]]
    merges = [(2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]
    found = taken(*rows, ["北区", 2.5, 9, 7, 8], ["南区", 3, 9, 6, 8], merges=merges)
    wanted = {("A", "2022", "pupils"): 2500, ("A", "2022", "capital"): 7}
    wanted |= {("B", "2022", "pupils"): 3000, ("B", "2022", "capital"): 6}
    assert {place: value for place, value in places(found).items() if value is not None} == wanted


@pytest.mark.parametrize("title", ["2021/2022学年在校生", "2021-22学年在校生", "2021—2022学年在校生"])
def test_a_school_year_does_not_contradict_the_period_that_is_said(taken: Taken, title: str) -> None:
    """A title of two years would hold the file although its period was given; without one nobody knows which it is."""
    rows = [[title], ["城市", "在校生"], ["北区", 5], ["南区", 6]]
    found = places(taken(*rows, period="2022"))
    assert {place: value for place, value in found.items() if value is not None} == {
        ("A", "2022", "pupils"): 5,
        ("B", "2022", "pupils"): 6,
    }
    assert all(one.outcome != "accepted" for one in taken(*rows))
