"""``params/demonstration.yaml``: what the demonstration invents, and what it takes from the founding document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from reporting.definitions.base import Definition, Text
from reporting.definitions.counties import City
from reporting.definitions.periods import Period
from reporting.errors import SettingsError
from reporting.settings import load_params
from reporting_demonstration.county_facts import (
    Averages,
    Case,
    CountyFacts,
    Filing,
    Institutions,
    Ownership,
    Scale,
    SchoolNameParts,
    Stage,
    Village,
)
from reporting_demonstration.paperwork import Bureau, CommitmentWork, CountyTarget, FigureNotes, Layouts, ProblemRule

__all__ = ["Facts", "Span", "load_facts"]


class Span(Definition):
    """First and last period, as ``2021-09``."""

    first: str
    last: str


class Facts(Definition):
    """All of ``params/demonstration.yaml``."""

    periods: Span
    notice: str
    suffix: str
    names: SchoolNameParts
    usual: Averages
    areas: dict[str, str]
    stages: dict[str, Stage]
    village: Village
    other_stage: str
    ownership: Ownership
    fees: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    fee_too_high: int
    counties: tuple[CountyFacts, ...]
    filings: tuple[Filing, ...]
    rounded: dict[str, Literal["余", "近"]]
    rounding_counties: tuple[str, ...]
    surveys: tuple[str, ...]
    cases: tuple[Case, ...]
    notes: FigureNotes
    institutions: Institutions
    bureau: Bureau
    problems: tuple[ProblemRule, ...]
    problems_a_month: int
    problem_states: dict[Literal["new", "ongoing", "solved"], str]
    progress: dict[str, CommitmentWork]
    targets: tuple[CountyTarget, ...]
    courses_a_school: int
    common_courses: tuple[str, ...]
    catalogue: dict[str, tuple[str, ...]]
    layouts: Layouts
    scales: dict[Literal["province", "nation"], Scale]
    county_endings: tuple[str, ...]
    scale_title: Text

    @model_validator(mode="after")
    def _fits_together(self) -> Facts:
        courses = [course for names in self.catalogue.values() for course in names]
        for county in self.counties:
            if county.courses > len(courses):
                raise ValueError(f"{county.code}: {county.courses} courses, but the catalogue has {len(courses)}")
            if unknown := {*county.named_courses, *self.common_courses} - set(courses):
                raise ValueError(f"courses that the catalogue lacks: {', '.join(sorted(unknown))}")
            if unknown := set(county.shares) - set(self.usual.shares):
                raise ValueError(f"{county.code}: shares that `usual` lacks: {', '.join(sorted(unknown))}")
        if unknown := {self.other_stage, self.village.stage} - set(self.stages):
            raise ValueError(f"stages that `stages` lacks: {', '.join(sorted(unknown))}")
        if self.village.area not in self.areas:
            raise ValueError(f"village: an area that `areas` lacks: {self.village.area}")
        count = len(self.months)
        if not count:
            raise ValueError("periods: the last comes before the first")
        for item, entries in self.bureau.figures.items():
            if len(entries) != count:
                raise ValueError(f"bureau: {item} has {len(entries)} entries for {count} periods")
        return self

    @property
    def months(self) -> tuple[Period, ...]:
        """Every period, first to last."""
        return tuple(_periods(Period(self.periods.first), Period(self.periods.last)))

    def filing(self, county: str, period: Period) -> Filing:
        """How ``county`` files ``period``: the entries that speak of it, laid over each other."""
        merged: dict[str, object] = {"county": county, "kind": "workbook"}
        quirks: list[str] = []
        for entry in self.filings:
            if entry.county == county and (not entry.periods or str(period) in entry.periods):
                merged |= entry.model_dump(exclude_unset=True, exclude={"periods", "quirks"})
                quirks += entry.quirks
        return Filing.model_validate(merged | {"quirks": tuple(quirks)})


def load_facts(params: Path, city: City) -> Facts:
    """The facts in the folder ``params``.

    Raises:
        SettingsError: the file is missing or wrong, or speaks of counties that the city does not have.
    """
    if not (params / "demonstration.yaml").is_file():
        raise SettingsError(
            "this topic has no demonstration",
            where="params/demonstration.yaml",
            hint="fill in blank workbooks instead: `reporting template --all --period P -o FOLDER`",
        )
    places: dict[tuple[str, tuple[str | int, ...]], int] = {}
    facts = load_params(params / "demonstration.yaml", Facts, places)
    _check_counties(facts, city, places)
    return facts


def _check_counties(facts: Facts, city: City, places: Mapping[tuple[str, tuple[str | int, ...]], int]) -> None:
    def refuse(what: str, *key: str | int) -> None:
        line = places.get(("demonstration.yaml", key), 1)
        raise SettingsError(
            what, where=f"params/demonstration.yaml, line {line}", hint=f"counties of the city: {', '.join(city.codes)}"
        )

    given = [county.code for county in facts.counties]
    if missing := set(city.codes) - set(given):
        refuse(f"no schools are given for {', '.join(sorted(missing))}", "counties")
    for index, code in enumerate(given):
        if code not in city.codes:
            refuse(f"the city has no county {code}", "counties", index)
    for index, filing in enumerate(facts.filings):
        if filing.county not in city.codes:
            refuse(f"the city has no county {filing.county}", "filings", index)


def _periods(first: Period, last: Period) -> Iterator[Period]:
    while first <= last:
        yield first
        first = first.next()
