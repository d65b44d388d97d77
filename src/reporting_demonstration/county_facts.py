"""What a county of the demonstration is like: its schools, how well it does, how it files."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field as Constraint

from reporting.definitions.base import Definition, Text

__all__ = [
    "Averages",
    "Case",
    "CountyFacts",
    "Filing",
    "Institutions",
    "Kind",
    "Ownership",
    "Practice",
    "Quirk",
    "Scale",
    "SchoolCounts",
    "SchoolNameParts",
    "Stage",
    "Summer",
    "Village",
]

Pair = tuple[float, float]  # from the first period to the last
Kind = Literal["workbook", "csv", "own_layout", "vertical", "wide", "silent"]
Quirk = Literal[
    "spaced_county",
    "traditional_county",
    "full_width_digits",
    "blank_minutes",
    "closed_village_point",
    "merged_school",
]


class SchoolNameParts(Definition):
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
    participation: Pair
    area_effect: tuple[float, float, float]
    five_day: float
    teachers: Pair
    external_staff: float
    minutes_g36: Pair
    minutes_jh: Pair
    wiggle: float
    shares: dict[str, Pair]


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
    participation: Pair | None = None
    pace: float = 0.85
    external_staff: float | None = None
    minutes_g36: Pair | None = None
    minutes_jh: Pair | None = None
    shares: dict[str, Pair] = Constraint(default_factory=dict)
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


class Scale(Definition):
    """A larger demonstration: how many counties, schools and (last) periods it has, and what the whole is called.

    Attributes:
        words: as `reporting.definitions.counties.City.words`.
    """

    counties: int
    schools: int
    periods: int
    words: dict[str, dict[str, str]] = Constraint(default_factory=dict)
    code: str
    name: Text
