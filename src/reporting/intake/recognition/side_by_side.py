"""Two months side by side above the columns of one ledger: 3月 and 4月, each over its own 在校学生数.

What is read are the columns of the month that the file is of; of a file that says nothing of that, each month's are
its own. Without the year that is meant no month is told, and the columns stay doubled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.intake.recognition.names import YearOfMonths, may_name_period, parted_period, period_label
from reporting.intake.recognition.periods import year_of_table
from reporting.workbooks.layouts.table import Column, Table

__all__ = ["columns_of_periods"]

_MONTH_FIRST = re.compile(r"(?P<month>(?:1[0-2]|0?[1-9])月份?)(?P<rest>[^\d日].*)")


def columns_of_periods(table: Table, names: PlaceNames) -> Mapping[Period, tuple[Column, ...]]:
    """Period → its columns and those of no period, each without the name of its period; empty where there is but one.

    Args:
        table: as it was found.
        names: of units; the city's periods are months or years.
    """
    if sum(any(map(may_name_period, column.path)) for column in table.columns) < 2:
        return {}
    year = year_of_table(table)
    parted = [_parted(column, months=names.months, year=year) for column in table.columns]
    periods = dict.fromkeys(period for period, _ in parted if period)
    if len(periods) < 2:
        return {}
    return {period: tuple(column for own, column in parted if own in (None, period)) for period in periods}


def _parted(column: Column, *, months: bool, year: YearOfMonths) -> tuple[Period | None, Column]:
    """The one period that a heading names, and the column without it."""
    periods: list[Period] = []
    rest: list[str] = []
    for piece in column.path:
        period = period_label(piece, months=months, year=year)
        left = ""
        if period is None:
            period, left = parted_period(piece, months=months)
        if period is None and months and (match := _MONTH_FIRST.fullmatch(narrow(piece))):
            period, left = period_label(match["month"], months=True, year=year), match["rest"]
        if period is not None:
            periods.append(period)
        rest += [left or piece] if left or period is None else []
    if len(set(periods)) != 1 or not rest:
        return None, column
    return periods[0], replace(column, path=tuple(rest), heading=" > ".join(rest))
