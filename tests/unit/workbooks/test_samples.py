"""The real files of the manifest: what it says is messy in each is found.

One table a row: sheet, number of the table on it, header rows, data rows, unit, and how many rows were dropped for
which reason. Counted by hand in the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reporting.workbooks.cells import is_blank
from reporting.workbooks.files import read_workbook
from reporting.workbooks.layouts.table import Column, Table
from reporting.workbooks.tables import find_layout, find_tables

EXPECTED = {
    ("01", 0, 0): ((1, 1), 12, None, {"header": 1, "blank": 2}),
    ("01", 0, 1): ((16, 16), 12, None, {"header": 1, "blank": 2}),
    ("01", 0, 2): ((31, 31), 12, None, {"header": 1}),
    ("02", 0, 0): ((3, 4), 19, "亿元", {"title": 1, "unit": 1, "header": 2, "total": 1}),
    ("02", 1, 0): ((3, 4), 12, "亿元", {"title": 1, "unit": 1, "header": 2}),
    ("02", 2, 0): ((3, 3), 12, None, {"title": 1, "blank": 1, "header": 1}),
    ("04", 0, 0): ((1, 4), 444, None, {"header": 3, "unit": 1}),
    ("06", 0, 0): ((2, 2), 9, None, {"title": 1, "header": 1, "sample": 1}),
    ("07", 0, 0): ((3, 3), 2919, None, {"title": 2, "header": 1, "band": 31}),
    ("08", 0, 0): ((3, 3), 248, None, {"title": 2, "header": 1, "band": 30}),
    ("10", 0, 0): ((4, 4), 31, "万人", {"title": 3, "header": 1, "note": 2}),
    ("11", 0, 0): ((4, 4), 31, "亿元", {"title": 3, "header": 1, "note": 2}),
    ("12", 0, 0): ((4, 4), 31, "亿元", {"title": 3, "header": 1, "note": 3}),
    ("14", 0, 0): ((1, 1), 31, None, {"header": 1}),
    ("17", 0, 0): ((1, 1), 101, None, {"header": 1}),
}


@pytest.mark.parametrize(("place", "expected"), EXPECTED.items(), ids=lambda value: str(value)[:20])
def test_tables_of_the_real_files(
    sample: Callable[[str], Path],
    place: tuple[str, int, int],
    expected: tuple[tuple[int, int], int, str | None, Mapping[str, int]],
) -> None:
    number, tab, index = place
    sheet = read_workbook(sample(number)).sheets[tab]
    table = find_tables(sheet)[index]
    header, rows, unit, dropped = expected
    assert table.header_rows == header
    assert len(table.rows) == rows
    assert table.unit == unit
    assert Counter(row.reason for row in table.dropped) == dropped


@pytest.mark.parametrize("number", sorted({number for number, _, _ in EXPECTED}))
def test_every_row_is_accounted_for(sample: Callable[[str], Path], number: str) -> None:
    """A row that is neither data nor dropped with a reason would be lost in silence."""
    for sheet in read_workbook(sample(number)).sheets:
        layout = find_layout(sheet)
        rows = [row.number for table in layout.tables for row in table.rows]
        rows += [row.row for table in layout.tables for row in table.dropped] + [row.row for row in layout.loose]
        assert sorted(rows) == list(range(1, sheet.height + 1))


def test_text_named_xlsx(sample: Callable[[str], Path]) -> None:
    workbook = read_workbook(sample("01"))
    assert (workbook.kind, workbook.encoding, workbook.sheets[0].width) == ("csv", "gb18030", 13)


def test_header_paths_and_hidden_columns_of_a_city_form(sample: Callable[[str], Path]) -> None:
    workbook = read_workbook(sample("02"))
    table = find_tables(workbook.sheets[0])[0]
    assert len(table.columns) == 96
    assert column(table, "C").path == ("2018年完成数", "增速（%）")
    assert column(table, "C").unit == "%"
    assert all(len(column.path) == 2 for column in table.columns[1:])
    assert len(workbook.sheets[0].hidden_columns) == 11
    assert len(workbook.sheets[0].merges) == 31


def test_four_levels_and_units_among_sixteen_thousand_columns(sample: Callable[[str], Path]) -> None:
    workbook = read_workbook(sample("04"))
    table = find_tables(workbook.sheets[0])[0]
    assert column(table, "B").path == ("地区", "区县")
    assert column(table, "D").path == ("区域债务情况", "过去12个月内区域金融新债务违约情况", "违约主体家数")
    assert [column(table, letter).unit for letter in "DEHI"] == ["个", "亿元", "强/弱", "是/否"]
    assert [sheet.options for sheet in workbook.sheets] == [False, True]
    declared = [notice.parameters["declared"] for notice in workbook.notices if notice.code == "phantom_area"]
    assert declared == ["A1:XEP448"]


def test_codes_as_numbers_and_as_text_in_one_column(sample: Callable[[str], Path]) -> None:
    """Neither file is of one kind, whatever the manifest says: 57 codes of 07 are text, one of 08 is a number."""
    kinds = []
    for number in ("07", "08"):
        table = find_tables(read_workbook(sample(number)).sheets[0])[0]
        kinds.append(Counter(type(value) for value in table.values(column(table, "C"))))
    assert kinds == [{float: 2862, str: 57}, {float: 1, str: 247}]


def test_bands_carry_the_number_of_their_rows(sample: Callable[[str], Path]) -> None:
    """Rows would stand under the wrong heading if a band were missed. One band of the file itself is wrong."""
    table = find_tables(read_workbook(sample("07")).sheets[0])[0]
    counted = Counter(row.band for row in table.rows)
    assert [(band, rows) for band, rows in counted.items() if f"（{rows}所）" not in band] == [("海南省（27所）", 28)]


def test_months_whose_zero_was_lost_stay_headings(sample: Callable[[str], Path]) -> None:
    table = find_tables(read_workbook(sample("14")).sheets[0])[0]
    headings = [column.heading for column in table.columns]
    assert sum(heading.endswith(".1") for heading in headings) == 4


def test_text_codes_and_phantom_rows(sample: Callable[[str], Path]) -> None:
    workbook = read_workbook(sample("17"))
    table = find_tables(workbook.sheets[0])[0]
    assert "01001" in table.values(column(table, "A"))
    assert not any(is_blank(row.at(1)) for row in table.rows)
    assert {"phantom_area", "options_sheet"} <= {notice.code for notice in workbook.notices}


def column(table: Table, letter: str) -> Column:
    return next(column for column in table.columns if column.letter == letter)
