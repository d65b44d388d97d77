"""The years of months that a table names without one (3月, 4月), from the one period that is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reporting.definitions.periods import Period
from reporting.definitions.widths import narrow
from reporting.intake.recognition.names import periods_in, without_ranges, years_in
from reporting.intake.recognition.periods import period_columns, titles_of
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.table import Table

__all__ = ["with_years"]

_MONTH = re.compile(r"(?P<month>1[0-2]|0?[1-9])月份?(?=$|[^\d日])")
_NUMBER = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?:月份?)?")
_NEIGHBOURS = 6
"""Months from one to the next that a table names; with more between them it is not told in which year the next is."""


def with_years(table: Table, sheet: str, expected: Period | None) -> Table:
    """The table with the year of each month that it names without one, where that can be told.

    A month after the one that is told is of the year before: of January, 12月 is last December. Where the months would
    then not follow each other, or the told one is not among them, nothing is said, and the clerk is asked.

    Args:
        table: as it was found.
        sheet: name of its sheet, which may tell its period.
        expected: the period that its file is said to be of, beside its content; None where that is not undisputed.
    """
    months = list(dict.fromkeys(_months(table)))
    if not months:
        return table
    title = without_ranges(titles_of(table))
    titled = periods_in(title, months=True)
    if years_in(title) and len(titled) != 1:
        return table
    told = {*titled} or {*periods_in(without_ranges(sheet), months=True), *([expected] if expected else [])}
    if len(told) != 1:
        return replace(table, years={})
    (period,) = told
    years = _years(months, period, {month: period.year - (month > period.month) for month in months})
    if not years and titled:
        # a year's table, of which the title names the last month that is full
        years = _years(months, period, dict.fromkeys(months, period.year))
    return replace(table, years=years)


def _years(months: Sequence[int], period: Period, years: Mapping[int, int]) -> Mapping[int, int]:
    """The years, where the months are in order of time, forwards or back, and the period is one of them."""
    steps = {_apart(years[one], one, years[other], other) for one, other in pairwise(months)}
    in_order = all(0 < step <= _NEIGHBOURS for step in steps) or all(0 < -step <= _NEIGHBOURS for step in steps)
    return years if in_order and years.get(period.month) == period.year else {}


def _apart(year: int, month: int, other_year: int, other: int) -> int:
    return 12 * (other_year - year) + other - month


def _months(table: Table) -> Iterator[int]:
    """The months that headings of filled columns name; else those of a column of months, or of lines between rows."""
    across = [
        int(match["month"])
        for column in table.columns
        for piece in column.path
        if (match := _MONTH.match(narrow(piece))) and any(not is_blank(row.at(column.index)) for row in table.rows)
    ]
    yield from across
    if across or not table.columns:
        return
    columns = period_columns(table) or ((table.columns[0],) if not table.columns[0].path else ())
    said = [shown(row.at(column.index)) for column in columns[-1:] for row in table.rows]
    for text in said or dict.fromkeys(row.band for row in table.rows if row.band):
        if match := _NUMBER.fullmatch(narrow(text)):
            yield int(match["month"])
