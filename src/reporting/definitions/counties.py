"""The reporting units of a city, its totals, its school calendar, and which schools are in scope."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, field_validator, model_validator

from reporting.definitions.base import Definition, DefinitionError, Text, doubled
from reporting.definitions.periods import Period
from reporting.definitions.widths import fold

__all__ = ["Calendar", "City", "County", "CountyGroup", "Place", "Scope", "Total"]


Month = Annotated[int, Field(ge=1, le=12)]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no time zone is called {name!r}; write one such as Asia/Shanghai") from None
    return name


class Place(Definition):
    """Whatever a number can belong to: it has a code and a name."""

    code: str = Field(pattern=r"^[0-9A-Z][0-9A-Z-]{0,11}$")
    name: Text


class County(Place):
    """A county-level reporting unit.

    ``aliases`` are names as typed in spreadsheets, compared with widths and spaces folded; ``old_codes`` are codes
    that the unit had before. Neither is ever matched by likeness. ``schools`` is how many schools in scope the bureau
    knows it to have, at least; without it only those that were once reported are expected.
    """

    aliases: tuple[str, ...] = ()
    old_codes: tuple[str, ...] = ()
    kind: Literal["county", "zone", "direct"] = "county"
    schools: Annotated[int, Field(ge=0)] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the unit may be called by, codes too, each once."""
        every = (self.code, self.name.zh, self.name.en, *self.aliases, *self.old_codes)
        return tuple(dict.fromkeys(name for name in every if name))


class Total(Place):
    """A total over the counties, and which of them it leaves out."""

    without: tuple[str, ...] = ()


class CountyGroup(Place):
    """Counties that are like each other, such as the districts of a city: what each of them is also compared with."""

    counties: Annotated[tuple[str, ...], Field(min_length=1)]


class Calendar(Definition):
    """How long a period is, and the months in which there is school.

    Attributes:
        year_begins: the month with which other classes are counted than before: no run of a series leads across it;
            None where nothing begins anew.
    """

    period: Literal["month", "year"] = "month"
    school_months: Annotated[tuple[Month, ...], Field(min_length=1)] = tuple(range(1, 13))
    year_begins: Month | None = None

    @property
    def is_monthly(self) -> bool:
        """Whether a period is a month; otherwise it is a year."""
        return self.period == "month"

    def is_school_time(self, period: Period) -> bool:
        """Whether schools are open in ``period``."""
        return not period.month or period.month in self.school_months

    def begins_anew(self, period: Period, before: Period) -> bool:
        """Whether a school year begins after ``before``, and by ``period`` at the latest."""
        first = self.year_begins
        if first is None or not period.month:
            return False
        return period.year - (period.month < first) > before.year - (before.month < first)

    def period_of(self, day: date) -> Period:
        """The period in which a day lies."""
        return Period.of(day.year, day.month if self.is_monthly else 0)

    def previous(self, period: Period) -> Period:
        """The school period before ``period``: what it is compared with."""
        earlier = period.previous()
        while not self.is_school_time(earlier):
            earlier = earlier.previous()
        return earlier

    def next(self, period: Period) -> Period:
        """The school period after ``period``."""
        later = period.next()
        while not self.is_school_time(later):
            later = later.next()
        return later


class Scope(Definition):
    """Which schools the rates speak of: the rows of the ledger ``table`` that meet ``condition``.

    ``condition`` is SQL over one row of the table; ``label`` is how readers are told.
    """

    table: str
    condition: str
    label: Text


MOST_SIDE_BY_SIDE = 40
"""More counties than that fit no table with a column, and no drawing with a row, for each."""


class City(Place):
    """A city: its counties in report order, its totals (the first is the whole), calendar and scope.

    Attributes:
        groups: of counties that are like each other, each county in one at most: a second benchmark beside the whole
            city. Without any there is none.
        scope: None for a bureau whose counties send no list of schools: nobody then knows how many schools to expect,
            and completeness is counted in counties.
        words: language → the catalogue's word → this bureau's, where units are no counties or the whole is no city:
            ``{zh-Hans: {全市: 全国}}``. Held against every text of the program's own, never against data. Brackets may
            be written half as wide as the texts have them.
    """

    aliases: tuple[str, ...] = ()
    title: Text
    counties: tuple[County, ...] = Field(min_length=1)
    totals: tuple[Total, ...] = Field(min_length=1)
    groups: tuple[CountyGroup, ...] = ()
    calendar: Calendar = Calendar()
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    scope: Scope | None = None
    words: dict[Literal["zh-Hans", "en"], dict[Annotated[str, Field(min_length=1)], str]] = Field(default_factory=dict)

    @field_validator("words")
    @classmethod
    def _brackets_as_texts_have_them(cls, words: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        spelt = str.maketrans("()", "（）")
        return {
            language: {word.translate(spelt) if language == "zh-Hans" else word: own for word, own in said.items()}
            for language, said in words.items()
        }

    @model_validator(mode="after")
    def _codes_are_known_and_single(self) -> City:
        kinds = {"counties": self.counties, "totals": self.totals, "groups": self.groups}
        places = [(kind, i) for kind, members in kinds.items() for i in range(len(members))]
        codes = [place.code for members in kinds.values() for place in members]
        for i in doubled(codes):
            raise DefinitionError(f"the code {codes[i]} stands twice", *places[i], "code")
        if self.totals[0].code != self.code:
            raise DefinitionError(f"the first total must be the city itself, {self.code}", "totals", 0, "code")
        for i, total in enumerate(self.totals):
            for j, code in enumerate(total.without):
                if code not in self.codes:
                    raise DefinitionError(
                        f"total {total.code} leaves out the unknown county {code}", "totals", i, "without", j
                    )
        return self

    @model_validator(mode="after")
    def _groups_are_of_counties_each_in_one(self) -> City:
        taken: dict[str, str] = {}
        for i, group in enumerate(self.groups):
            for j, code in enumerate(group.counties):
                if code not in self.codes:
                    raise DefinitionError(
                        f"group {group.code} has the unknown county {code}", "groups", i, "counties", j
                    )
                if code in taken:
                    raise DefinitionError(
                        f"county {code} is in {taken[code]} and in {group.code}: leave it in one",
                        *("groups", i, "counties", j),
                    )
                taken[code] = group.code
        return self

    @model_validator(mode="after")
    def _no_name_means_two_counties(self) -> City:
        """Counties are told apart by name; which one is meant is never guessed."""
        meant: dict[str, str] = {}
        for i, county in enumerate(self.counties):
            for name in county.names:
                if meant.setdefault(fold(name), county.code) != county.code:
                    both = f"{meant[fold(name)]} and {county.code}"
                    raise DefinitionError(f"{name!r} is a name of both {both}", "counties", i)
        return self

    @property
    def is_large(self) -> bool:
        """Whether it has more counties than a page can show side by side: those that stand out are named then."""
        return len(self.counties) > MOST_SIDE_BY_SIDE

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the city's clocks."""
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """A moment by the city's clocks; one without a zone is UTC, as the store keeps it."""
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(self.zone)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the counties, in report order."""
        return tuple(county.code for county in self.counties)

    @property
    def declared_schools(self) -> dict[str, int]:
        """County → how many schools in scope it is said to have, of those of which it is said."""
        return {county.code: county.schools for county in self.counties if county.schools is not None}

    def members(self, total: Total) -> tuple[str, ...]:
        """Codes of the counties that a total is over, in report order."""
        return tuple(code for code in self.codes if code not in total.without)

    def group_of(self, code: str) -> CountyGroup | None:
        """The group that a county is in; None where it is in none."""
        return next((group for group in self.groups if code in group.counties), None)

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
