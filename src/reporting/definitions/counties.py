"""The reporting units of a city, its totals, its school calendar, and which schools are in scope."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from reporting.definitions.base import Definition, Text
from reporting.definitions.periods import Period

__all__ = ["Calendar", "City", "County", "Place", "Scope", "Total"]


class Place(Definition):
    """Whatever a number can belong to: it has a code and a name."""

    code: str = Field(pattern=r"^[0-9A-Z][0-9A-Z-]{0,11}$")
    name: Text


class County(Place):
    """A county-level reporting unit.

    ``aliases`` are names as typed in spreadsheets, compared with widths and spaces folded; ``old_codes`` are codes
    that the unit had before. Neither is ever matched by likeness.
    """

    aliases: tuple[str, ...] = ()
    old_codes: tuple[str, ...] = ()
    kind: Literal["county", "zone", "direct"] = "county"


class Total(Place):
    """A total over the counties, and which of them it leaves out."""

    without: tuple[str, ...] = ()


class Calendar(Definition):
    """How long a period is, and the months in which there is school."""

    period: Literal["month", "year"] = "month"
    school_months: tuple[int, ...] = tuple(range(1, 13))

    def is_school_time(self, period: Period) -> bool:
        """Whether schools are open in ``period``."""
        return not period.month or period.month in self.school_months

    def previous(self, period: Period) -> Period:
        """The school period before ``period``: what it is compared with."""
        earlier = period.previous()
        while not self.is_school_time(earlier):
            earlier = earlier.previous()
        return earlier


class Scope(Definition):
    """Which rows of a table are counted: a condition over its columns, and how readers are told."""

    table: str
    condition: str
    label: Text


class City(Place):
    """A city: its counties in report order, its totals (the first is the whole), calendar and scope."""

    aliases: tuple[str, ...] = ()
    title: Text
    counties: tuple[County, ...] = Field(min_length=1)
    totals: tuple[Total, ...] = Field(min_length=1)
    calendar: Calendar = Calendar()
    timezone: str = "Asia/Shanghai"
    scope: Scope

    @model_validator(mode="after")
    def _codes_are_known_and_single(self) -> City:
        codes = [county.code for county in self.counties] + [total.code for total in self.totals]
        if doubled := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"codes stand twice: {', '.join(sorted(doubled))}")
        if self.totals[0].code != self.code:
            raise ValueError(f"the first total must be the city itself, {self.code}")
        for total in self.totals:
            if unknown := set(total.without) - set(codes):
                raise ValueError(f"total {total.code} leaves out unknown counties: {', '.join(sorted(unknown))}")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the counties, in report order."""
        return tuple(county.code for county in self.counties)

    def county(self, code: str) -> County:
        """The county of ``code``.

        Raises:
            KeyError: no county has that code.
        """
        for county in self.counties:
            if county.code == code:
                return county
        raise KeyError(code)

    def place(self, code: str) -> Place:
        """The county or total of ``code``; a KeyError where there is none."""
        for total in self.totals:
            if total.code == code:
                return total
        return self.county(code)
