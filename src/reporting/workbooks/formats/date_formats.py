"""What the format of a date leaves of it: 1 January 2021 that is shown as 2021年 means the year, and no day.

Who types 2021年 into a cell that is formatted so, or copies it from another, says no more than that; the file keeps
a day all the same. A month keeps its day where that is not the first, for then somebody has typed a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from reporting.workbooks.cells import CellValue
from reporting.workbooks.formats import number_formats
from reporting.workbooks.formats.number_formats import NumberFormat, number_format, signs_of

__all__ = ["BUILT_IN", "CellFormat", "DateFormat", "cell_format"]

_YEARS = range(1949, 2100)
"""Years that a sheet speaks of; a number that was formatted as a date by mistake lies before them."""


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A format that shows no day: of a date its year, or year and month."""

    months: bool

    def means(self, moment: dt.date) -> CellValue:
        """What is shown, as a text: 2021年, 2021年4月; the date itself where it is told by more than that."""
        if moment.year not in _YEARS or (self.months and moment.day > 1):
            return moment
        return f"{moment.year}年{moment.month}月" if self.months else f"{moment.year}年"


CellFormat: TypeAlias = NumberFormat | DateFormat


@lru_cache(maxsize=1024)
def cell_format(code: str) -> CellFormat | None:
    """What a format code says of what it shows; None where that is the number or the day as it is."""
    found = number_format(code)
    if found is not None:
        return found
    signs = {sign.lower() for sign in signs_of(code)}
    if not signs & {"y", "e"} or signs & {"d", "h", "s", "0", "#"}:
        return None
    return DateFormat("m" in signs)


BUILT_IN: Mapping[int, CellFormat] = MappingProxyType(
    {**number_formats.BUILT_IN, **dict.fromkeys((17, 27, 36, 50, 52, 57), DateFormat(months=True))}
)
"""Formats with a number of their own that a file need not spell out (ECMA-376, part 1, 18.8.30; of Chinese, zh-cn)."""
