"""Each cell in its place, and what is said of those that have none: the smallest tables, looked at cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from tests.unit.intake.conftest import in_words
from tests.unit.intake.test_layouts import bureau

from reporting.definitions.periods import Period
from reporting.intake.recognition.copies import without_copies
from reporting.intake.recognition.crossed import Crossed, PlacedCell
from reporting.intake.recognition.division import divided, division_findings, lost_rows
from reporting.intake.recognition.form_tables import recognise
from reporting.intake.recognition.formula_rows import unfilled_cells
from reporting.intake.recognition.found import ItemsFound, Recognition
from reporting.intake.recognition.periods import banded_periods, period_columns, row_periods, year_of_table
from reporting.intake.recognition.titled import titled_apart
from reporting.intake.recognition.wide_sheets import by_county, rows_of_nobody
from reporting.settings import Settings
from reporting.workbooks.cells import CellValue
from reporting.workbooks.layouts.table import Table
from reporting.workbooks.tables import find_layout
from reporting.workbooks.workbook import Merge, Sheet

Line = Sequence[CellValue]
Known = Callable[..., tuple[Settings, Recognition]]
Y22, Y23 = Period("2022"), Period("2023")


def filled(name: str, rows: Sequence[Line], merges: Sequence[Merge] = ()) -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows], merges=tuple(merges))


@pytest.fixture
def known(settings: Settings) -> Known:
    """What is recognised in sheets of two units and three figures; periods are years unless said otherwise."""

    def run(
        *rows: Line, sheets: Mapping[str, Sequence[Line]] | None = None, length: str = "year", **form: object
    ) -> Any:
        ours = bureau(settings, length, **form)
        found = [filled(name, lines) for name, lines in (sheets or {"数据": rows}).items()]
        return ours, recognise([(one, find_layout(one)) for one in found], ours.forms, ours.names)

    return run


def crossed_of(recognition: Recognition) -> Crossed:
    (one,) = recognition.tables
    assert isinstance(one, ItemsFound)
    assert one.crossed is not None
    return one.crossed


def told(cells: Sequence[PlacedCell]) -> list[tuple[object, ...]]:
    """Item, unit, year, address and value of each cell."""
    return [
        (one.item, one.county, str(one.period or ""), f"{one.column.letter}{one.row.number}", one.typed)
        for one in cells
    ]


LONG: list[Line] = [
    ("城市", "年份", "外资", "出口"),
    ("北区", 2022, 1, 2),
    ("北区", 2023, 3, 4),
    ("南区", 2022, 5, ""),
    ("西区", 2022, 9, 9),
    ("南区", "去年", 7, 8),
]
ACROSS: list[Line] = [
    ("城市", "2022年外资", "2023年外资", "备注数", "合计"),
    ("北区", 1, 2, 7, 3),
    ("南区", 3, 4, 8, 7),
    ("合计", 4, 6, 15, 10),
]
UNITS: list[Line] = [
    ("指标", "北区", "南区", "合计"),
    ("外资", 1, 2, 3),
    ("出口（万元）", 3, 4, 7),
    ("别的", 5, 6, 11),
]


def test_rows_of_units_and_years(known: Known) -> None:
    """A figure would be another unit's or year's, or a row that nobody can place be left out without a word."""
    found = crossed_of(known(*LONG)[1])
    assert told(found.cells) == [
        ("capital", "A", "2022", "C2", 1),
        ("exports", "A", "2022", "D2", 2),
        ("capital", "A", "2023", "C3", 3),
        ("exports", "A", "2023", "D3", 4),
        ("capital", "B", "2022", "C4", 5),
        ("exports", "B", "2022", "D4", ""),
    ]
    assert (found.nobody, found.unclear) == ({5: ("A", "西区")}, {6: ("B", "去年")})
    assert not found.left
    assert not found.totals
    assert found.shown == {"periods"}
    expected = crossed_of(known(*LONG, period_heading=["年份"])[1])
    assert expected.shown == frozenset(), "the form asks for it"


def test_years_in_headings_beside_what_nobody_can_place(known: Known) -> None:
    """A column of figures would be dropped in silence, or the sum of both years be taken for a year."""
    found = crossed_of(known(*ACROSS)[1])
    assert told(found.cells) == [
        ("capital", "A", "2022", "B2", 1),
        ("capital", "A", "2023", "C2", 2),
        ("capital", "B", "2022", "B3", 3),
        ("capital", "B", "2023", "C3", 4),
    ]
    assert [column.heading for column in found.left] == ["备注数"]
    assert told(found.totals) == [("capital", None, "2022", "B4", 4), ("capital", None, "2023", "C4", 6)]
    assert crossed_of(known(*ACROSS, periods_across=True)[1]).shown == frozenset()


def test_units_in_headings_and_items_in_rows(known: Known) -> None:
    """North's figures would be South's, or the column of sums a unit's."""
    found = crossed_of(known(*UNITS)[1])
    assert told(found.cells) == [
        ("capital", "A", "", "B2", 1),
        ("capital", "B", "", "C2", 2),
        ("exports", "A", "", "B3", 3),
        ("exports", "B", "", "C3", 4),
    ]
    assert [one.labelled for one in found.cells] == ["", "", "万元", "万元"]
    assert told(found.totals) == [("capital", None, "", "D2", 3), ("exports", None, "", "D3", 7)]
    assert found.shown == {"units"}
    assert not found.left
    assert crossed_of(known(*UNITS, units_across=True)[1]).shown == frozenset()


def test_the_sum_of_units_is_of_the_year_of_its_row(known: Known) -> None:
    """The sum of one year would be held against the units of another."""
    rows = [("指标", "年份", "北区", "南区", "合计"), ("外资", 2022, 1, 2, 3), ("外资", 2023, 3, 4, 7)]
    found = crossed_of(known(*rows)[1])
    assert told(found.totals) == [("capital", None, "2022", "E2", 3), ("capital", None, "2023", "E3", 7)]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (  # the item in the title, units in rows, years in columns
            [("2022—2023年各市外资情况",), ("城市", "2022年", "2023年"), ("北区", 1, 2), ("南区", 3, 4)],
            "capital A 2022 1, capital A 2023 2, capital B 2022 3, capital B 2023 4",
        ),
        (  # years as lines between the rows
            [("城市", "外资"), ("2022年", ""), ("北区", 1), ("南区", 2), ("2023年", ""), ("北区", 3), ("南区", 4)],
            "capital A 2022 1, capital B 2022 2, capital A 2023 3, capital B 2023 4",
        ),
        (  # a corner
            [("年份\\指标", "外资", "出口"), (2022, 1, 2), (2023, 3, 4)],
            "capital - 2022 1, exports - 2022 2, capital - 2023 3, exports - 2023 4",
        ),
        (  # of a year that nobody filled there is no figure
            [("指标", "2022年", "2023年"), ("外资", 1, ""), ("出口", 3, "")],
            "capital - 2022 1, exports - 2022 3",
        ),
        (  # a unit written once, above the rows of its figures
            [("城市", "指标", "2022年"), ("北区", "外资", 1), ("", "出口", 2), ("南区", "外资", 3), ("", "出口", 4)],
            "capital A 2022 1, exports A 2022 2, capital B 2022 3, exports B 2022 4",
        ),
        (  # the first column is of units, whatever it is called
            [("甲", "2022年外资", "2023年外资"), ("北区", 1, 2), ("南区", 3, 4)],
            "capital A 2022 1, capital A 2023 2, capital B 2022 3, capital B 2023 4",
        ),
        (  # 计量单位 beside the figures
            [("指标", "计量单位", "2022年", "2023年"), ("外资", "万美元", 1, 2), ("出口", "〃", 3, 4)],
            "capital - 2022 1, capital - 2023 2, exports - 2022 3, exports - 2023 4",
        ),
    ],
)  # fmt: skip
def test_other_layouts(known: Known, rows: list[Line], cells: str) -> None:
    """A yearbook's page would be read as another unit's, or not at all."""
    found = crossed_of(known(*rows)[1])
    assert ", ".join(f"{one.item} {one.county or '-'} {one.period} {one.typed}" for one in found.cells) == cells


@pytest.mark.parametrize(
    ("county", "parts"),
    [
        (None, [("A", "2022", 2), ("A", "2023", 2), ("B", "2022", 2)]),
        ("W", [("A", "2022", 2), ("A", "2023", 2), ("B", "2022", 2)]),
        ("A", [("A", "2022", 2), ("A", "2023", 2)]),
        ("B", [("B", "2022", 2)]),
    ],
)
def test_a_file_becomes_a_part_for_each_unit_and_period(
    known: Known, county: str | None, parts: list[tuple[str, str, int]]
) -> None:
    """A county's file would be stored for its neighbour, or two years be one."""
    ours, recognition = known(*LONG)
    found = divided(recognition, ours.names, county, None)
    assert [(one.county, str(one.period), len(crossed_of(one.recognition).cells)) for one in found] == parts
    assert all(one.own == {"county", "period"} for one in found)


def test_the_city_s_own_row_is_the_sum_of_the_others(known: Known) -> None:
    """The city's figures would be added to those of its counties."""
    rows = [*LONG[:3], ("大城", 2022, 6, 6), LONG[3]]
    ours, recognition = known(*rows)
    assert [one.county for one in divided(recognition, ours.names, "W", None)] == ["A", "A", "B"]
    beside, one = known(LONG[0], ("大城", 2022, 6, 6), ("北区", 2022, 1, 2))
    assert [part.county for part in divided(one, beside.names, "W", None)] == ["A"]
    alone, only = known(LONG[0], ("大城", 2022, 6, 6), ("大城", 2023, 7, 7))
    assert [one.county for one in divided(only, alone.names, "W", None)] == ["W", "W"]


def test_what_cells_leave_open_the_file_says(known: Known) -> None:
    """Figures of a year in a county's file would be nobody's, or be called the cells' own word."""
    ours, recognition = known(("指标", "2022年", "2023年"), ("外资", 1, 2), ("出口", 3, 4))
    found = divided(recognition, ours.names, "A", None)
    assert [(one.county, one.period, set(one.own)) for one in found] == [("A", Y22, {"period"}), ("A", Y23, {"period"})]
    whose, units = known(*UNITS)
    found = divided(units, whose.names, None, Y22)
    assert [(one.county, one.period, set(one.own)) for one in found] == [("A", Y22, {"county"}), ("B", Y22, {"county"})]
    plain = known(("指标", "数值"), ("外资", 1), ("出口", 3))
    assert divided(plain[1], plain[0].names, "A", Y22) == ()


def said(findings: Any) -> list[tuple[str, str, str, str]]:
    told = list(findings)
    assert all(one.cell in one.message and one.found in one.message for one in told), "where, and what stands there"
    assert [one.message for one in told if not in_words(one.sheet, one.cell, one.message)] == []
    placed = [one for one in told if one.check_id in ("other_rows", "county_declared_otherwise")]
    assert all(one.sheet and one.sheet in one.message for one in placed), "on which sheet"
    return [(one.severity, one.check_id, one.cell, one.found) for one in told]


def test_what_is_said_of_a_table_that_lays_out_more_than_its_form(known: Known) -> None:
    """A county would not know that its neighbour's rows were left out, or that its title names another year."""
    ours, recognition = known(*LONG)
    assert said(division_findings(recognition, ours.names, None, None)) == [("warning", "periods_in_table", "", "")]
    # one of the years is meant
    assert said(division_findings(recognition, ours.names, None, Y23)) == [("warning", "periods_in_table", "", "")]
    other = said(division_findings(recognition, ours.names, None, Period("2021")))
    assert [one[:2] for one in other] == [("error", "period_contradictory"), ("warning", "periods_in_table")]
    assert "2022、2023" in other[0][3]
    mine = said(division_findings(recognition, ours.names, "A", None))
    assert [one[:2] for one in mine] == [("warning", "periods_in_table"), ("notice", "other_rows")]
    turned, recognition = known(("指标", "外资", "出口"), ("数值", 1, 2), ("目标", 3, 4))
    left = said(division_findings(recognition, turned.names, None, None))
    assert left == [("warning", "unknown_item", "A3", "目标")]
    alone, recognition = known(LONG[0], *LONG[3:4], ("南区", 2023, 1, 1))
    stranger = said(division_findings(recognition, alone.names, "A", None))
    assert stranger[-1] == ("error", "county_declared_otherwise", "", "南区")
    across, recognition = known(*ACROSS)
    assert ("warning", "unknown_heading", "", "备注数") in said(
        division_findings(recognition, across.names, None, None)
    )


def test_each_row_that_nobody_can_place_is_an_error(known: Known) -> None:
    """A row would be missing from the store, and its sender believe that it was read."""
    ours, recognition = known(*LONG)
    rows = [("error", "sender_unknown", "A5", "西区"), ("error", "row_of_no_period", "B6", "去年")]
    assert said(lost_rows(recognition, ours.names, None)) == rows
    assert said(lost_rows(recognition, ours.names, "W")) == rows
    assert said(lost_rows(recognition, ours.names, "A")) == rows[1:], "a county need not know others"


def test_a_unit_misspelt_is_asked_about_by_the_nearest_name(known: Known) -> None:
    """A clerk would have to look through the list of units for the one letter that is wrong."""
    ours, recognition = known(LONG[0], ("北区", 2022, 1, 2), ("南区区", 2022, 5, 6))
    (asked,) = lost_rows(recognition, ours.names, None)
    assert (asked.found, "南区" in asked.message.replace("南区区", "")) == ("南区区", True)
    assert said([asked]) == [("error", "sender_unknown", "A3", "南区区")]
    wide, recognition = known(*WIDE[:2], ("南区区", 3, 4), ("南区", 3, 4))
    (asked,) = rows_of_nobody(recognition, wide.names)
    assert said([asked]) == [("error", "sender_unknown", "A3", "南区区")]
    assert "南区" in asked.message.replace("南区区", "")


def test_lone_months_of_rows_are_of_the_year_above_the_table(known: Known) -> None:
    """Rows called 3月 and 4月 below 2022年 would be of no time, and the table be left out."""
    rows: list[Line] = [("2022年外资和出口情况", "", "", ""), ("城市", "月份", "外资", "出口")]
    rows += [("北区", "3月", 1, 2), ("北区", "4月", 3, 4)]
    assert [line[2:] for line in told(crossed_of(known(*rows, length="month")[1]).cells)] == [
        ("2022-03", "C3", 1),
        ("2022-03", "D3", 2),
        ("2022-04", "C4", 3),
        ("2022-04", "D4", 4),
    ]


WIDE: list[Line] = [("城市", "外资", "出口"), ("北区", 1, 2), ("南区", 3, 4), ("西区", 5, 6), ("大城", 9, 12)]


def test_a_sheet_of_all_counties_is_divided_by_its_rows(known: Known) -> None:
    """The city's row, which is the sum of the others, would be a county's; or a row of nobody be passed over."""
    ours, recognition = known(*WIDE)
    found = by_county(recognition, ours.names)
    assert {county: [row.number for row in part.tables[0].table.rows] for county, part in found.items()} == {
        "A": [2],
        "B": [3],
    }
    assert said(rows_of_nobody(recognition, ours.names)) == [("error", "sender_unknown", "A4", "西区")]
    alone, single = known(*WIDE[:2])
    assert by_county(single, alone.names) == {}


@pytest.mark.parametrize(
    ("titles", "file", "periods"),
    [
        (("2022年", "2023年"), "x.xlsx", ["2022", "2023"]),
        (("2022年", "2022年"), "x.xlsx", [None, None]),
        (("2022年", "数据"), "x.xlsx", [None, None]),
        (("2022年和2023年", "2023年"), "x.xlsx", [None, None]),
    ],
)
def test_sheets_of_several_years_are_each_of_its_own(
    known: Known, titles: tuple[str, str], file: str, periods: list[str | None]
) -> None:
    """The figures of two years would be one year's, or of a file of one year half be another's."""
    sheets = {title: [("指标", "数值"), ("外资", at), ("出口", at)] for at, title in enumerate(titles)}
    if len(sheets) < 2:
        sheets = {**sheets, f"{titles[1]} ": [("指标", "数值"), ("外资", 5), ("出口", 6)]}
    _ours, recognition = known(sheets=sheets)
    apart = titled_apart(recognition, file, months=False)
    assert [None if one.period is None else str(one.period) for one in apart.tables] == periods


def test_months_of_sheets_are_of_the_year_that_the_file_names(known: Known) -> None:
    """Sheets called 3月 and 4月 would be of no year, or of the first of two."""
    sheets = {name: [("指标", "数值"), ("外资", 1), ("出口", 2)] for name in ("3月", "4月")}
    _ours, recognition = known(sheets=sheets, length="month")
    for file, periods in (
        ("2022年.xlsx", ["2022-03", "2022-04"]),
        ("x.xlsx", [None] * 2),
        ("2021-2022.xlsx", [None] * 2),
    ):
        apart = titled_apart(recognition, file, months=True)
        assert [None if one.period is None else str(one.period) for one in apart.tables] == periods


def table_of(*rows: Line, merges: Sequence[Merge] = ()) -> tuple[Sheet, Table]:
    sheet = filled("数据", rows, merges)
    return sheet, find_layout(sheet).tables[0]


@pytest.mark.parametrize(
    ("rows", "months", "year", "periods", "unclear"),
    [
        ([("年份", "数"), (2022, 1), ("", 2), ("同上", 3)], False, None, {2: "2022"}, {3: "", 4: ""}),
        ([("年份", "数"), (2022, 1), ("同上", 2), ("2023年", 3)], False, None, {2: "2022", 3: "2022", 4: "2023"}, {}),
        ([("年份", "月份", "数"), (2022, 4, 1), ("同上", 5, 2)], True, None, {2: "2022-04", 3: "2022-05"}, {}),
        ([("年份", "月份", "数"), (2022, 13, 1), (2022, "4月", 2)], True, None, {3: "2022-04"}, {2: "2022 13"}),
        (
            [("年月", "月份", "数"), ("2022年4月", 4, 1), ("2022年4月", 5, 2)],
            True,
            None,
            {2: "2022-04"},
            {3: "2022年4月 5"},
        ),
        ([("月份", "数"), ("4月", 1), ("x", 2)], True, 2022, {2: "2022-04"}, {3: "x"}),
        ([("月份", "数"), ("4月", 1)], True, None, None, None),
        ([("月份", "数"), (4, 1), (12, 2), (122, 3)], True, 2022, {2: "2022-04", 3: "2022-12"}, {4: "122"}),
        ([("年份", "月份", "数"), (2022, "", 1), (2022, 4, 2)], False, None, {2: "2022"}, {3: "2022 4"}),
    ],
)
def test_of_when_each_row_is(
    rows: list[Line], months: bool, year: int | None, periods: dict[int, str] | None, unclear: dict[int, str] | None
) -> None:
    """A row of May would be April's, or one of no month be taken along with the one above it."""
    sheet, table = table_of(*rows)
    found = row_periods(sheet, table, period_columns(table), months=months, year=year)
    if periods is None:
        assert found is None
        return
    assert found is not None
    assert {number: str(period) for number, period in found.periods.items()} == periods
    assert found.unclear == unclear
    assert found.letter == "A"


def test_a_year_written_once_for_several_rows_is_all_of_theirs() -> None:
    """Rows two and three of a merged year would be of no year."""
    rows: list[Line] = [("年份", "指标", "数"), (2022, "外资", 1), ("", "出口", 2), (2023, "外资", 3), ("", "出口", 4)]
    sheet, table = table_of(*rows, merges=(Merge(2, 1, 3, 1), Merge(4, 1, 5, 1)))
    found = row_periods(sheet, table, period_columns(table), months=False, year=None)
    assert found is not None
    assert {number: str(period) for number, period in found.periods.items()} == {
        2: "2022",
        3: "2022",
        4: "2023",
        5: "2023",
    }


def test_a_date_written_once_for_several_rows_is_all_of_theirs() -> None:
    """The rows below the first of a month would be of no time: what fills merged cells down knows texts and numbers."""
    rows: list[Line] = [("月份", "数", "外资"), (dt.date(2022, 4, 1), 1, 2), ("", 3, 4), (dt.date(2022, 5, 1), 5, 6)]
    sheet, table = table_of(*rows, merges=(Merge(2, 1, 3, 1),))
    found = row_periods(sheet, table, period_columns(table), months=True, year=None)
    assert found is not None
    assert {number: str(one) for number, one in found.periods.items()} == {2: "2022-04", 3: "2022-04", 4: "2022-05"}


def test_columns_of_time_are_a_year_and_a_month_at_most() -> None:
    """A column of other years beside the first would be taken for the month."""
    _sheet, table = table_of(("月份", "年份", "统计年度", "外资"), (4, 2022, 2021, 1), (5, 2022, 2021, 2))
    assert [column.heading for column in period_columns(table)] == ["年份", "月份"]
    assert [column.heading for column in period_columns(table, taken={2})] == ["统计年度", "月份"]
    assert [column.heading for column in period_columns(table, more=["外资"], taken={1, 2, 3})] == ["外资"]
    assert year_of_table(table) is None


@pytest.mark.parametrize(
    ("titles", "year"),
    [(["2022年外资"], 2022), (["外资"], None), (["2021—2022年外资"], None), (["2022年外资", "填报年度：2021年"], None)],
)
def test_the_one_year_above_a_table(titles: list[str], year: int | None) -> None:
    """Months would be put into one of two years."""
    _sheet, table = table_of(*((title,) for title in titles), ("指标", "4月"), ("外资", 1), ("出口", 2))
    assert year_of_table(table) == year


def test_lines_between_rows_say_of_when_they_are() -> None:
    """The second year's rows would be the first's, or lines that name no year be taken for one."""
    _sheet, table = table_of(
        ("城市", "外资"), ("一、2022年", ""), ("北区", 1), ("2023年", ""), ("北区", 3), ("南区", 4)
    )
    found = banded_periods(table, months=False, year=None)
    assert found is not None
    assert ({number: str(one) for number, one in found.periods.items()}, found.letter) == (
        {3: "2022", 5: "2023", 6: "2023"},
        "A",
    )
    _sheet, plain = table_of(("城市", "外资"), ("北区", 1), ("南区", 3))
    assert banded_periods(plain, months=False, year=None) is None


def test_units_in_headings_are_said_and_other_units_left_out(known: Known) -> None:
    """A bureau would not hear that a form is laid out otherwise than it expects."""
    ours, recognition = known(*UNITS)
    assert said(division_findings(recognition, ours.names, None, None)) == [("warning", "units_in_table", "", "")]
    mine = said(division_findings(recognition, ours.names, "A", None))
    assert mine == [("warning", "units_in_table", "", ""), ("notice", "other_rows", "", "")]


@pytest.mark.parametrize(
    ("formulas", "counts_as", "cells", "gone"),
    [
        ({2: {2, 3}, 3: {2, 3}}, "empty", ["B2", "B3"], (2, 3)),
        ({2: {2, 3}, 3: {2, 3}}, "filled", ["B2", "C2", "B3", "C3"], ()),
        ({2: {3}, 3: set()}, "empty", ["B2", "C2", "B3", "C3"], ()),  # a zero of 2023 was typed
        ({2: {3}, 3: {3}}, "empty", ["B2", "B3"], (2, 3)),
        ({}, "empty", ["B2", "C2", "B3", "C3"], ()),
    ],
)
def test_a_year_that_formulas_alone_filled_has_no_figures(
    known: Known, formulas: dict[int, set[int]], counts_as: str, cells: list[str], gone: tuple[int, ...]
) -> None:
    """The year to come would have zeros for every figure, or one typed zero be lost."""
    rows: list[Line] = [("指标", "2022年", "2023年"), ("外资", 1, 0), ("出口", 3, 0)]
    _ours, recognition = known(*rows, formula_rows=counts_as)
    (one,) = recognition.tables
    sheet = Sheet("数据", [list(row) for row in rows], formulas={row: frozenset(at) for row, at in formulas.items()})
    assert isinstance(one, ItemsFound)
    kept, blanked = unfilled_cells(sheet, one.definition, crossed_of(recognition).cells)
    assert [f"{cell.column.letter}{cell.row.number}" for cell in kept] == cells
    assert blanked == gone


def test_totals_below_a_figure_that_the_title_names(known: Known) -> None:
    """What a sheet of one figure adds up would be held against nothing."""
    rows: list[Line] = [
        ("2022—2023年各市外资情况",),
        ("城市", "2022年", "2023年"),
        ("北区", 1, 2),
        ("南区", 3, 4),
        ("合计", 4, 7),
    ]
    found = crossed_of(known(*rows)[1])
    assert told(found.totals) == [("capital", None, "2022", "B5", 4), ("capital", None, "2023", "C5", 7)]


def test_what_all_tables_of_a_part_say_is_its_own_word(known: Known) -> None:
    """The period of a file would be called the cells' own, though half of its tables do not say it."""
    sheets: dict[str, Sequence[Line]] = {
        "数据": [("指标", "2022年", "2023年"), ("外资", 1, 2), ("出口", 3, 4)],
        "数据二": [("指标", "数值"), ("在校生", 5)],
    }
    ours, recognition = known(sheets=sheets)
    found = divided(recognition, ours.names, "A", Y22)
    assert {(one.period, len(one.recognition.tables), tuple(one.own)) for one in found} == {
        (Y22, 2, ()),
        (Y23, 1, ("period",)),
    }


def test_two_sheets_of_the_same_units_are_a_question(known: Known) -> None:
    """Half of one sheet and half of the other would be stored, or two halves of one be asked about."""
    first: list[Line] = [("城市", "外资", "出口"), ("北区", 1, 2), ("南区", 3, 4)]
    again: list[Line] = [("城市", "外资", "出口"), ("北区", 11, 12), ("南区", 13, 14)]
    _ours, recognition = known(sheets={"数据": first, "数据二": again})
    asked = without_copies(recognition, None)
    assert [one.check_id for one in asked.findings] == ["sheets_twice"]
    assert "北区" in asked.findings[0].message
    assert without_copies(recognition, None, "数据二").left_out == {"数据"}
    _ours, halves = known(sheets={"数据": first[:2], "数据二": [first[0], first[2]]})
    assert without_copies(halves, None).findings == ()


def test_a_hidden_sheet_that_a_person_has_meant_is_read(known: Known) -> None:
    """Whoever answered that the hidden sheet is the one would get the visible one all the same."""
    rows: list[Line] = [("指标", "数值"), ("外资", 1), ("出口", 2)]
    ours, _recognition = known(*rows)
    sheets = [filled("数据", rows), Sheet("旧", [list(row) for row in rows], hidden=True)]
    recognition = recognise([(one, find_layout(one)) for one in sheets], ours.forms, ours.names)
    for meant, read, left, check in (("", "数据", "旧", "hidden_copy"), ("旧", "旧", "数据", "copy_not_meant")):
        chosen = without_copies(recognition, None, meant)
        assert [one.sheet.name for one in chosen.recognition.tables] == [read]
        assert chosen.left_out == {left}
        (finding,) = chosen.findings
        assert (finding.severity, finding.check_id, finding.sheet, finding.found) == ("warning", check, left, read)
        assert left in finding.message
        assert read in finding.message
