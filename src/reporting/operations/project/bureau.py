"""The bureau that a new project is for: its units, from the national list and as it says itself, as a `City`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ValidationError

from reporting.definitions.base import Text
from reporting.definitions.counties import Calendar, City, County, Scope, Total
from reporting.errors import UsageError
from reporting.operations.project.divisions import Division, divisions, units_of
from reporting.operations.project.naming import short_name, short_names
from reporting.operations.project.project_words import load_words

__all__ = ["Answers", "city_of"]


@dataclass(frozen=True)
class Answers:
    """What only the bureau can say.

    Attributes:
        name, title: of the city and of its reports.
        zones: whether development zones with a statistical code report for themselves.
        direct: whether schools run by the bureau itself report as a unit.
        units: code → name of further units; of a unit of the list, its name here.
        without: codes of units of the list that do not report.
        aliases: code → further names as typed in spreadsheets.
        period, school_months, year_begins: the calendar.
    """

    name: Text
    title: Text
    zones: bool = False
    direct: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    period: Literal["month", "year"] = "month"
    school_months: tuple[int, ...] = tuple(range(1, 13))
    year_begins: int | None = None


def city_of(whole: Division, answers: Answers, scope: Scope | None = None) -> City:
    """The definition of the bureau's city: units by code, zones and its own schools last, and one total.

    Args:
        whole: the division that the bureau is for.
        answers: of the bureau.
        scope: which schools the rates speak of, where the topic has a list of schools.

    Raises:
        UsageError: there are no units, one that is named is not there, or two would have the same name.
    """
    counties = tuple(_counties(whole, answers))
    _all_known(answers, [county.code for county in counties])
    if not counties:
        raise UsageError(
            f"the national list has no division under {whole.code} {whole.name}",
            hint="name the units that report yourself: --unit CODE=NAME, once for each",
        )
    short = short_name(whole)
    try:
        return City(
            code=whole.code,
            name=answers.name,
            aliases=(short,) if short else (),
            title=answers.title,
            counties=counties,
            totals=(Total(code=whole.code, name=answers.name),),
            calendar=Calendar(
                period=answers.period, school_months=answers.school_months, year_begins=answers.year_begins
            ),
            scope=scope,
        )
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise UsageError(
            fault["msg"].removeprefix("Value error, "), where=", ".join(map(str, fault["loc"])), hint="see --help"
        ) from None


def _counties(whole: Division, answers: Answers) -> Iterator[County]:
    listed = [
        unit
        for unit in units_of(whole)
        if unit.code not in answers.without and (answers.zones or unit.level != "zone" or unit.code in answers.units)
    ]
    short = short_names(whole, listed)
    for unit in listed:
        usual = (short[unit.code],) if unit.code in short else ()
        yield County(
            code=unit.code,
            name=Text.model_validate({"zh-Hans": answers.units.get(unit.code) or unit.name}),
            aliases=tuple(dict.fromkeys((*usual, *answers.aliases.get(unit.code, ())))),
            kind="zone" if unit.level == "zone" else "county",
        )
    for code, name in answers.units.items():
        if code not in {unit.code for unit in listed}:
            found = divisions().get(code)
            yield County(
                code=code,
                name=Text.model_validate({"zh-Hans": name or (found.name if found else code)}),
                aliases=tuple(answers.aliases.get(code, ())),
                kind="county" if found and found.level != "zone" else "zone",
            )
    if answers.direct:
        own = load_words().direct
        yield County(code=f"{whole.code}-D", kind="direct", name=own.name, aliases=own.aliases)


def _all_known(answers: Answers, codes: Sequence[str]) -> None:
    """Refuse what is said of units that do not report."""
    for code in answers.aliases:
        if code not in codes:
            raise UsageError(f"--alias: no unit has the code {code}", hint=f"units: {', '.join(codes)}")
    for code in answers.without:
        if code not in divisions():
            raise UsageError(f"--without: no division has the code {code}", hint=f"units: {', '.join(codes)}")
