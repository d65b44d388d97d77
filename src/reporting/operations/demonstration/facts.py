"""``params/demonstration.yaml``: what the demonstration invents, and what it takes from the founding document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from reporting.definitions.base import Definition, Text
from reporting.definitions.counties import City
from reporting.definitions.periods import Period
from reporting.errors import SettingsError
from reporting.settings import load_params

__all__ = ["Averages", "CountyFacts", "Facts", "Filing", "ProblemRule", "load_facts"]

Path_ = tuple[float, float]  # from the first period to the last
Kind = Literal["workbook", "csv", "own_layout", "vertical", "wide", "silent"]
Quirk = Literal["spaced_county", "traditional_county", "full_width_digits", "blank_minutes"]


class Span(Definition):
    """First and last period, as ``2021-09``."""

    first: str
    last: str


class Names(Definition):
    """Parts that names of schools are put together from."""

    first: str
    second: str
    towns: tuple[str, ...]


class Stage(Definition):
    """A stage of schooling.

    Attributes:
        ending: how names of such schools end.
        in_scope: share of it among in-scope schools; ``boarding`` among boarding schools.
        lower: has grades 1 to 6; ``junior``: has grades 7 to 9.
        pupils: of a school, mean, by area.
        pupils_a_teacher: pupils for each full-time teacher.
        ends_at: when after-school service ends.
    """

    ending: str
    in_scope: float
    boarding: float
    lower: bool
    junior: bool
    pupils: tuple[int, int, int]
    pupils_a_teacher: float
    ends_at: str


class Village(Definition):
    """What a village primary or teaching point is."""

    stage: str
    area: str
    ending: str
    pupils: int


class Ownership(Definition):
    """Who runs schools: the usual, the other, and the share of the other."""

    usual: str
    other: str
    share: float


class Averages(Definition):
    """How an average month looks; pairs lead from the first period to the last.

    Attributes:
        coverage: share of in-scope schools offering service in the first period; in the last, all do.
        outside_coverage: share of the other schools that offer service.
        participation: participants ÷ enrolled of an average school, changed by ``area_effect`` of its area.
        five_day: share of participants who stay all five days.
        teachers: teachers taking part ÷ teachers.
        external_staff: people from outside a school, mean.
        minutes_g36: homework of grades 3-6, minutes, mean; ``minutes_jh`` of junior secondary.
        wiggle: how far a share may fall back for a month.
        shares: yes/no fact → share of schools of which it is true.
    """

    coverage: float
    outside_coverage: float
    participation: Path_
    area_effect: tuple[float, float, float]
    five_day: float
    teachers: Path_
    external_staff: float
    minutes_g36: Path_
    minutes_jh: Path_
    wiggle: float
    shares: dict[str, Path_]


class SchoolCounts(Definition):
    """How many schools a county has: in scope, village points, boarding schools, others (no compulsory stage)."""

    in_scope: int
    village: int
    boarding: int
    other: int


class Summer(Definition):
    """Summer care of a county."""

    schools: int
    students: int


class Practice(Definition):
    """A paragraph on typical practice, sent from that period on."""

    since: str = Constraint(alias="from")
    text: str


class CountyFacts(Definition):
    """One county: how many schools, which share in cities, towns and the country, and where it differs from usual.

    ``file`` is the name its clerk gives to workbooks; ``legal`` are codes of the counties its schools lie in; with
    ``pace`` 1 it reaches the last step of its commitments in the last period.
    """

    code: str
    schools: SchoolCounts
    areas: tuple[float, float, float]
    courses: int
    file: str
    legal: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    named_courses: tuple[str, ...] = ()
    courses_a_school: int | None = None
    coverage: float | None = None
    participation: Path_ | None = None
    pace: float = 0.85
    external_staff: float | None = None
    minutes_g36: Path_ | None = None
    minutes_jh: Path_ | None = None
    shares: dict[str, Path_] = Constraint(default_factory=dict)
    summer: Summer | None = None
    model_named: int = 0
    evaluation: str | None = None
    practices: tuple[Practice, ...] = ()


class Filing(Definition):
    """How a county's files of some periods differ from one workbook of our own; later entries are laid over earlier.

    Attributes:
        periods: of which; empty for all.
        kind: what stands in for the workbook.
        html: whether a national form is a web page called .xls.
        beside: a national form that comes beside it.
        day: day of the following month on which it is received.
        corrected: day on which it is sent again corrected; the first one then holds a visible error.
        quirks: habits of its clerk.
    """

    county: str
    periods: tuple[str, ...] = ()
    kind: Kind | None = None
    html: bool = False
    beside: Literal["vertical", "wide"] | None = None
    day: int | None = None
    corrected: int | None = None
    quirks: tuple[Quirk, ...] = ()


class Case(Definition):
    """One case that a county reports under ``item`` (a violation, an accident)."""

    county: str
    period: str
    item: str


class Institutions(Definition):
    """Subject tutoring institutions: the day of the baseline, and how many there were for each school."""

    as_of: date
    a_school: float


class Notes(Definition):
    """What stands beside figures."""

    no_survey: str
    not_tested: str
    summer: str
    evaluated: str
    and_others: str


class Document(Definition):
    """A document that the bureau issued."""

    title: str
    issued: date


class Bureau(Definition):
    """The bureau's own workbook: figures as typed, one a period, and the documents issued."""

    file: str
    figures: dict[str, tuple[int | str, ...]]
    document_number: str
    documents: tuple[Document, ...]


class ProblemRule(Definition):
    """A problem that a county lists while any of its schools meets ``when`` (a condition over ledger columns)."""

    when: str
    problem: str
    action: str
    days: int


class Step(Definition):
    """Where the work on a commitment stands."""

    progress: str
    evidence: str
    state: str


class Work(Definition):
    """The work on one commitment, step by step."""

    work: str
    steps: tuple[Step, ...]


class Target(Definition):
    """A number that a county has set itself for a commitment."""

    county: str
    commitment: str
    target: str
    due: date


class OwnLayout(Definition):
    """How a county writes its ledger its own way."""

    attachment: str
    title: str
    units: str
    total: str
    yes_no: tuple[str, str]
    sheet: str


class Nested(Definition):
    """How a form writes a label under another, and the sum of such labels."""

    first: str
    total: str


class Layouts(Definition):
    """Words of files that are not our own workbook; ``shares`` are printed as percentages of ``share_of``."""

    national_form: str
    ledger_title: str
    ledger_file: str
    signature: tuple[str, ...]
    note: str
    yes_no: tuple[str, str]
    own: OwnLayout
    national_file: str
    national_title: str
    national_head: str
    sections: dict[str, tuple[str, ...]]
    shares: tuple[str, ...]
    share_of: str
    nested: Nested
    corrected: str


class Scale(Definition):
    """A larger demonstration: how many counties, schools and (last) periods it has, and what the whole is called."""

    counties: int
    schools: int
    periods: int
    code: str
    name: Text


class Facts(Definition):
    """All of ``params/demonstration.yaml``."""

    periods: Span
    notice: str
    suffix: str
    names: Names
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
    notes: Notes
    institutions: Institutions
    bureau: Bureau
    problems: tuple[ProblemRule, ...]
    problems_a_month: int
    problem_states: dict[Literal["new", "ongoing", "solved"], str]
    progress: dict[str, Work]
    targets: tuple[Target, ...]
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
        count = len(self.months)
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
