"""Headings that are dates for the spreadsheet program (2024-01-01, shown as 2024年1月) or months as numbers: 202401."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

from reporting.workbooks.cells import CellValue, is_blank
from reporting.workbooks.workbook import Sheet

__all__ = ["with_dated_headings"]

_HEAD = 60
"""Rows of a sheet in which its headings are looked for."""
_LABELS = 4
"""Columns that may stand before the dates, as names of rows."""


def with_dated_headings(sheet: Sheet) -> Sheet:
    """The sheet with dates above columns of figures written as headings are, and otherwise as it was.

    Where all are the first of a month they are months; where all are the first of January they may be years or months,
    and the date stays whole. How the cells show them is not known here.
    """
    changed = {
        number: texts
        for number, row in enumerate(sheet.rows[:_HEAD])
        if (texts := _headings(row, sheet.rows[number + 1] if number + 1 < sheet.height else ()))
    }
    if not changed:
        return sheet
    rows = list(sheet.rows)
    for number, texts in changed.items():
        rows[number] = [texts.get(index, value) for index, value in enumerate(rows[number])]
    return replace(sheet, rows=rows)


def _headings(row: Sequence[CellValue], below: Sequence[CellValue]) -> dict[int, str]:
    """Position of each date of a row → its heading; empty where they are none."""
    dates: dict[int, dt.date] = {}
    for index, value in enumerate(row):
        day = _date(value)
        if day is not None:
            dates[index] = day
        elif not is_blank(value) if dates else index >= _LABELS or not isinstance(value, str):
            return {}
    days = list(dates.values())
    rises = all(a < b for a, b in itertools.pairwise(days))
    falls = all(a > b for a, b in itertools.pairwise(days))
    figures = [value for index in dates if index < len(below) and not is_blank(value := below[index])]
    if len(days) < 2 or not (rises or falls) or not figures or not all(map(_is_figure, figures)):
        return {}
    months = all(day.day == 1 for day in days) and any(day.month > 1 for day in days)
    if not all(isinstance(row[index], dt.date) for index in dates):
        return {index: _month(day) for index, day in dates.items()} if _is_series(days) else {}
    return {index: _month(day) if months else day.isoformat() for index, day in dates.items()}


def _month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"


def _is_series(days: Sequence[dt.date]) -> bool:
    """Whether numbers such as 202401 are months in a row, a month, quarter or year apart, and no figures by chance."""
    steps = {abs(12 * (b.year - a.year) + b.month - a.month) for a, b in itertools.pairwise(days)}
    return len(days) > 2 and len(steps) == 1 and steps <= {1, 3, 12}


def _date(value: CellValue) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool) and float(value).is_integer():
        year, month = divmod(int(value), 100)
    elif isinstance(value, str) and len(value) == 6 and value.isascii() and value.isdigit():
        year, month = int(value[:4]), int(value[4:])
    else:
        return None
    return dt.date(year, month, 1) if 1949 <= year <= 2099 and 1 <= month <= 12 else None


def _is_figure(value: CellValue) -> bool:
    if isinstance(value, str):
        return value.strip()[:1].isdigit() and _date(value) is None
    return isinstance(value, int | float) and not isinstance(value, bool) and _date(value) is None
