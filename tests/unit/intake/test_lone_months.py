"""Months without a year are of the year that is told of their table, where that leaves no doubt."""

from __future__ import annotations

import pytest
from tests.unit.intake.conftest import sheet

from reporting.definitions.periods import Period
from reporting.intake.recognition.lone_months import with_years
from reporting.intake.recognition.mark import TemplateMark
from reporting.intake.recognition.sender import Declared, undisputed_period
from reporting.workbooks.tables import find_tables


def years(expected: str | None, *months: str, title: str = "", name: str = "县级统计") -> dict[int, int] | None:
    """Month → year of a table with these months over its columns."""
    rows = (("指标", *months), ("专题会议次数", *range(1, 1 + len(months))))
    (table,) = find_tables(sheet(name, *([(title,)] if title else []), *rows), ["指标"])
    found = with_years(table, name, Period(expected) if expected else None).years
    return None if found is None else dict(found)


@pytest.mark.parametrize(
    ("expected", "months", "found"),
    [
        ("2022-04", ("3月", "4月"), {3: 2022, 4: 2022}),
        ("2022-04", ("4月份", "3月份"), {4: 2022, 3: 2022}),
        ("2022-01", ("11月", "12月", "1月"), {11: 2021, 12: 2021, 1: 2022}),
        ("2022-01", ("1月", "12月"), {1: 2022, 12: 2021}),
        ("2021-12", ("12月", "1月"), {}),
        ("2022-04", ("5月", "6月"), {}),
        ("2022-04", ("1月", "8月", "4月"), {}),
        ("2022-06", ("3月", "4月"), {}),
        (None, ("3月", "4月"), {}),
    ],
)
def test_the_year_of_each_month(expected: str | None, months: tuple[str, ...], found: dict[int, int]) -> None:
    """December would be stored a year late, or a month of nobody knows when as one of this year."""
    assert years(expected, *months) == found


def test_a_title_says_more_than_the_file() -> None:
    """A table of last year in a file of this one would be stored as this year's."""
    assert years("2022-04", "3月", "4月", title="2021年4月进展") == {3: 2021, 4: 2021}
    assert years("2022-01", "12月", "1月", title="2022年1月进展") == {12: 2021, 1: 2022}
    assert years("2022-04", "3月", "4月", title="2021年进展") is None
    assert years("2022-04", "3月", "4月", name="2021年4月") == {}
    assert years(None, "3月", "4月", name="2021年4月") == {3: 2021, 4: 2021}, (
        "where nothing else says it, the sheet does"
    )
    assert years("2022-04", "指标甲", "指标乙") is None


def test_months_down_a_column_that_has_no_heading_have_their_year() -> None:
    """A table with its months in rows would be asked about where the same one turned round is read."""
    rows = (("", "专题会议次数", "督查次数"), ("3月", 1, 2), ("4月", 3, 4))
    (table,) = find_tables(sheet("县级统计", *rows), ["专题会议次数", "督查次数"])
    assert with_years(table, "县级统计", Period("2022-04")).years == {3: 2022, 4: 2022}


def test_months_that_a_year_s_table_has_not_come_to_say_nothing() -> None:
    """A table of twelve months of which four are filled would not be read."""
    months = tuple(f"{month}月" for month in range(1, 13))
    (table,) = find_tables(sheet("县级统计", ("指标", *months), ("专题会议次数", 1, 2, 3, 4)), ["指标"])
    assert with_years(table, "县级统计", Period("2022-04")).years == {1: 2022, 2: 2022, 3: 2022, 4: 2022}


@pytest.mark.parametrize(
    ("file", "declared", "found"),
    [
        ("叶县2022年4月.xlsx", None, "2022-04"),
        ("叶县.xlsx", "2022-04", "2022-04"),
        ("叶县2022年4月.xlsx", "2022-04", "2022-04"),
        ("叶县2021年4月.xlsx", "2022-04", None),
        ("叶县.xlsx", None, None),
    ],
)
def test_what_contradicts_itself_tells_no_year(file: str, declared: str | None, found: str | None) -> None:
    """Months would be of the year that somebody mistyped."""
    told = undisputed_period(None, file, Declared(period=Period(declared) if declared else None), months=True)
    assert told == (Period(found) if found else None)


def test_a_template_s_mark_says_its_period_too() -> None:
    """A template of April that came back under the name of May would count as the year that its name tells."""
    mark = TemplateMark("x", "1", "410422", "2022-04")
    for file, found in (("叶县.xlsx", Period("2022-04")), ("叶县2022年5月.xlsx", None)):
        assert undisputed_period(mark, file, Declared(), months=True) == found
