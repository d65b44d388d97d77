"""A date that is shown as its year or its month says no more than that, in every container that keeps formats."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporting.workbooks.cells import CellValue
from reporting.workbooks.files import read_workbook
from reporting.workbooks.formats.date_formats import DateFormat, cell_format

NEW_YEAR = dt.datetime(2021, 1, 1)


@pytest.mark.parametrize(
    ("code", "day", "meant"),
    [
        ('yyyy"年"', NEW_YEAR, "2021年"),
        ("yyyy", NEW_YEAR, "2021年"),
        ("[$-804]yyyy年;@", dt.datetime(2021, 12, 31), "2021年"),
        (r"yyyy\年m\月", dt.datetime(2022, 4, 1), "2022年4月"),
        ('yyyy"年"mm"月"', dt.datetime(2022, 11, 1), "2022年11月"),
        ("mmm-yy", dt.datetime(2022, 4, 1), "2022年4月"),
        # a day that somebody typed is kept, and so is what was a number before it was formatted
        ('yyyy"年"m"月"', dt.datetime(2022, 4, 9), dt.datetime(2022, 4, 9)),
        ("yyyy", dt.datetime(1905, 7, 13), dt.datetime(1905, 7, 13)),
    ],
)
def test_what_a_date_shows_is_meant(code: str, day: dt.datetime, meant: CellValue) -> None:
    """2021 would be stored as its first of January, and as the figures of that month."""
    found = cell_format(code)
    assert isinstance(found, DateFormat)
    assert found.means(day) == meant


@pytest.mark.parametrize(
    "code", ["yyyy-mm-dd", 'm"月"d"日"', 'm"月"', "[h]:mm", "h:mm", "[$-F800]dddd", "General", "0", "@", "y" * 300]
)
def test_a_format_that_shows_a_day_or_no_year_says_nothing(code: str) -> None:
    """Days would be lost, and months without a year would be those of a year that nobody sees."""
    assert cell_format(code) is None


def test_a_unit_of_a_number_is_no_date() -> None:
    """2021 shown as 2021年 is a number with its unit, whatever the word."""
    assert not isinstance(cell_format('0"年"'), DateFormat)


def test_dates_of_excel_workbooks(xlsx: Callable[..., Path]) -> None:
    """A column of years made of dates would be refused, or taken for days; built-in formats are not spelt out."""

    def change(sheet: Any) -> None:
        sheet["A2"].number_format = 'yyyy"年"'
        sheet["B2"].number_format = "mmm-yy"
        sheet["C2"].number_format = "yyyy-mm-dd"
        sheet["D2"].number_format = 'yyyy"年"'

    rows = [["年份", "月份", "日期", "名称"], [NEW_YEAR, dt.datetime(2022, 4, 1), NEW_YEAR, "第一小学"]]
    sheet = read_workbook(xlsx(rows, change)).sheets[0]
    assert list(sheet.rows[1]) == ["2021年", "2022年4月", NEW_YEAR.date(), "第一小学"]


def test_dates_of_excel_97(xls: Callable[..., Path]) -> None:
    """The same year in an .xls would be a day."""
    code = 'yyyy"年"'
    text = struct.pack("<HB", len(code), 1) + code.encode("utf-16-le")
    styles = [(0x41E, struct.pack("<H", 164) + text), (0xE0, struct.pack("<HH", 0, 164) + bytes(16))]
    sheet = read_workbook(xls({(1, 1): "年份", (2, 1): 44197.0}, styles=styles)).sheets[0]
    assert sheet.at(2, 1) == "2021年"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2021年", "2021年"), ("2021", "2021年"), ("2021年1月", "2021年1月"), ("2021-01", "2021年1月"), ("21-1-1", None)],
)
def test_dates_of_opendocument(ods_with: Callable[[str], Path], text: str, meant: str | None) -> None:
    """The same year in an .ods would be a day."""
    cell = (
        '<table:table-cell office:value-type="date" office:date-value="2021-01-01">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )
    assert read_workbook(ods_with(cell)).sheets[0].at(1, 1) == (meant or dt.date(2021, 1, 1))
