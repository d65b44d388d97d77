"""A period of reporting: a month such as ``2022-04``, or a year such as ``2022`` where a bureau reports by year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import total_ordering
from typing import Self

from reporting.dates import month_and_year, year_alone

__all__ = ["Period"]

_MONTH = re.compile(r"(?P<year>[1-9][0-9]{3})-(?P<month>0[1-9]|1[0-2])")
_YEAR = re.compile(r"[1-9][0-9]{3}")


@total_ordering
class Period:
    """A month or a year; ordered, hashable, written as ``2022-04`` or ``2022``.

    Example:
        >>> Period("2022-01").previous()
        Period('2021-12')
    """

    __slots__ = ("month", "year")

    def __init__(self, text: str) -> None:
        if match := _MONTH.fullmatch(text):
            self.year, self.month = int(match["year"]), int(match["month"])
        elif _YEAR.fullmatch(text):
            self.year, self.month = int(text), 0
        else:
            raise ValueError(f"{text!r} is no period: write a month as 2022-04 or a year as 2022")

    @classmethod
    def of(cls, year: int, month: int = 0) -> Self:
        """The period of ``year`` and ``month`` (0: the whole year)."""
        return cls(f"{year:04d}-{month:02d}" if month else f"{year:04d}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"

    def __repr__(self) -> str:
        return f"Period({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and str(self) == str(other)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.year, self.month) < (other.year, other.month)

    def __hash__(self) -> int:
        return hash(str(self))

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    def previous(self) -> Period:
        """The period just before, whether or not anybody reports in it."""
        if not self.month:
            return Period.of(self.year - 1)
        return Period.of(self.year - 1, 12) if self.month == 1 else Period.of(self.year, self.month - 1)

    def next(self) -> Period:
        """The period just after."""
        if not self.month:
            return Period.of(self.year + 1)
        return Period.of(self.year + 1, 1) if self.month == 12 else Period.of(self.year, self.month + 1)

    def label(self, language: str) -> str:
        """As a reader writes it: ``2022年4月``, ``April 2022``, ``2022年``."""
        return (month_and_year if self.month else year_alone)(self.last_day, language)
