"""Of when each row of a table is, where a column of it says so: 年份, 月份, 统计时间."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from reporting.definitions.periods import Period
from reporting.intake.cleaning.values.gaps import is_ditto
from reporting.intake.recognition.names import YearOfMonths, period_label, years_in
from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.table import Column, Table
from reporting.workbooks.workbook import Sheet

__all__ = [
    "RowPeriods",
    "banded_periods",
    "period_columns",
    "row_periods",
    "titles_of",
    "written_once",
    "year_of_table",
]

_WHEN = frozenset(
    {
        "年份", "年度", "年", "月份", "月", "年月", "时间", "时期", "期间", "报告期", "报告期间", "报表期",
        "统计时间", "统计年份", "统计年度", "统计月份", "统计期", "统计期间", "数据时间", "数据年份", "数据年度",
        "年末", "年底", "月末", "月底", "期末", "期别", "年次", "年别", "时点", "统计时点", "数据时点",
        "所属年份", "所属年度", "所属期", "所属月份", "报告年度", "报告月份", "year", "month", "period",
    }
)  # fmt: skip
"""Headings that say of when a row is."""
_YEAR_ONLY = frozenset(
    {
        "年份", "年度", "年", "年次", "年别", "统计年份", "统计年度", "数据年份", "数据年度",
        "所属年份", "所属年度", "报告年度", "year",
    }
)  # fmt: skip
"""Of these, what asks for a year: a day below it is of that year."""
_Cell = TypeVar("_Cell", bound=CellValue)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、])\s*")
"""一、 before the name of a period."""
_MONTH_ONLY = frozenset({"月份", "月", "统计月份", "所属月份", "报告月份", "month"})


@dataclass(frozen=True, slots=True)
class RowPeriods:
    """The periods of the rows of a table.

    Attributes:
        columns: that say it; none where lines between the rows do.
        periods: number of the row → its period.
        unclear: rows whose period nobody can tell, with what stands there.
    """

    columns: tuple[Column, ...]
    periods: Mapping[int, Period]
    unclear: Mapping[int, str]

    @property
    def letter(self) -> str:
        """Of the column to look at."""
        return self.columns[0].letter if self.columns else "A"


def period_columns(table: Table, more: Collection[str] = (), taken: Collection[int] = ()) -> tuple[Column, ...]:
    """The columns that say of when a row is, at most a year and a month.

    Args:
        table: as it was found.
        more: headings that the form adds.
        taken: indexes of columns that are something else.
    """
    wanted = _WHEN | {key for text in more for key in heading_keys(text)}
    found = [
        column
        for column in table.columns
        if column.index not in taken and column.path and wanted.intersection(heading_keys(column.path[-1]))
    ]
    if len(found) <= 1:
        return tuple(found)
    months = [column for column in found if _MONTH_ONLY.intersection(heading_keys(column.path[-1]))]
    others = [column for column in found if column not in months]
    return (*others[:1], *months[:1])


def row_periods(
    sheet: Sheet, table: Table, columns: tuple[Column, ...], *, months: bool, year: YearOfMonths, grouped: bool = False
) -> RowPeriods | None:
    """The period of each row; None where no row of the columns holds a period, so that they mean something else.

    Days are of a time all the same, be it of none that can be told.

    Args:
        sheet: with its merged ranges: a year may be written once for several rows.
        table: of the sheet.
        columns: as `period_columns` finds them.
        months: whether periods are months.
        year: of months that stand alone.
        grouped: whether the rows of one period are of different things, so that it may be written once above them.
    """
    periods: dict[int, Period] = {}
    unclear: dict[int, str] = {}
    above: list[CellValue] = []
    fills = {column.index: _fills(sheet, column) for column in columns}
    said: list[Sequence[CellValue]] = [
        [
            fills[column.index].get(row.number, "") if is_blank(row.at(column.index)) else row.at(column.index)
            for row in table.rows
        ]
        for column in columns
    ]
    said = [written_once(values) for values in said] if grouped else said
    if not months:
        said = [
            [_year(value) for value in values] if _YEAR_ONLY.intersection(heading_keys(column.path[-1])) else values
            for column, values in zip(columns, said, strict=True)
        ]
    elif len(columns) == 1 and _MONTH_ONLY.intersection(heading_keys("".join(columns[0].path[-1:]))):
        said = [[_month(value) for value in said[0]]]
    for at, row in enumerate(table.rows):
        typed = [values[at] for values in said]
        if above:
            pairs = zip(typed, above, strict=True)
            typed = [old if is_ditto(shown(new)) else new for new, old in pairs]
        above = typed
        period = _period(typed, months=months, year=year)
        if period is None:
            unclear[row.number] = " ".join(shown(value) for value in typed if not is_blank(value))
        else:
            periods[row.number] = period
    are_days = all(isinstance(value, dt.date) for values in said for value in values if not is_blank(value))
    return RowPeriods(columns, periods, unclear) if periods or (are_days and any(unclear.values())) else None


def banded_periods(table: Table, *, months: bool, year: YearOfMonths) -> RowPeriods | None:
    """Of when each row is, where lines such as 2018年 stand above the rows of each period; None where none do."""
    bands = {row.band: period_label(_NUMBERED.sub("", row.band), months=months, year=year) for row in table.rows}
    if not any(bands.values()) or any(period is None for band, period in bands.items() if band):
        return None
    periods = {row.number: period for row in table.rows if (period := bands[row.band]) is not None}
    return RowPeriods((), periods, {row.number: "" for row in table.rows if row.number not in periods})


def titles_of(table: Table) -> str:
    """What stands above a table, in one line."""
    return " ".join((table.title, *table.captions.values()))


def year_of_table(table: Table) -> YearOfMonths:
    """The year of the table's lone months, where that is known; else the one year that the lines above it name."""
    if table.years is not None:
        return table.years
    years = set(years_in(titles_of(table)))
    return years.pop() if len(years) == 1 else None


def written_once(values: Sequence[_Cell]) -> Sequence[_Cell]:
    """The cells of a column, with what is written once above blanks in each of these, as a merged cell has it.

    Only where every cell that is filled has blanks below it, and another text than the one before: a blank in a column
    that is filled row by row is one that was forgotten.
    """
    filled = [at for at, value in enumerate(values) if not is_blank(value)]
    ends = [*filled[1:], len(values)]
    if not filled or filled[0] or any(end - at < 2 for at, end in zip(filled, ends, strict=True)):
        return values
    if any(shown(values[at]) == shown(values[after]) for at, after in pairwise(filled)):
        return values
    return [values[at] for at, end in zip(filled, ends, strict=True) for _ in range(at, end)]


def _period(typed: list[CellValue], *, months: bool, year: YearOfMonths) -> Period | None:
    if len(typed) == 1:
        return period_label(typed[0], months=months, year=year)
    first, second = typed
    if months and (whole := period_label(first, months=True)) is not None:
        # a month column beside a column that already says year and month has to say the same
        month = period_label(_month(second), months=True, year=whole.year)
        return whole if is_blank(second) or month == whole else None
    own = period_label(first, months=False)
    if own is None:
        return None
    if months:
        return period_label(_month(second), months=True, year=own.year)
    return own if is_blank(second) else None


def _year(value: CellValue) -> CellValue:
    return value.year if isinstance(value, dt.date) else value


def _month(value: CellValue) -> CellValue:
    """A bare 4 below 月份 is 4月."""
    text = shown(value)
    return f"{text}月" if text.isdigit() and len(text) <= 2 else value


def _fills(sheet: Sheet, column: Column) -> Mapping[int, CellValue]:
    """Row → what is written once for several rows in a merged cell over it."""
    return {
        row: sheet.at(merge.first_row, merge.first_column)
        for merge in sheet.merges
        if merge.first_column <= column.index <= merge.last_column and merge.height > 1
        for row in range(merge.first_row + 1, merge.last_row + 1)
    }
