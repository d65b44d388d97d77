"""Facts: what is known of an indicator, declared once.

From here come the columns of the engine's frames, what the documentation and the data dictionary say of them, the
exports, and the attributes of the `reporting.report.facts.Fact` that notebooks see. A new fact is one field here and
its computation in `reporting.analysis` (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Literal, TypeAlias, get_type_hints

__all__ = [
    "ASSESSMENTS",
    "GROUPED",
    "OBSERVATIONS",
    "SPREAD",
    "Assessment",
    "FactColumn",
    "Grouped",
    "Judged",
    "Measured",
    "Spread",
    "columns_of",
]

N_ = str
"""Marks a message for the catalogue of the reports."""

ColumnKind: TypeAlias = Literal["text", "number", "flag"]
_KINDS: Mapping[Any, ColumnKind] = {str: "text", float: "number", float | None: "number", bool: "flag"}


@dataclass(frozen=True)
class FactColumn:
    """One column of a table of facts.

    Attributes:
        kind: ``text`` (empty where there is nothing to say), ``number`` (missing where unknown) or ``flag``.
        meaning: what it says, with its unit; a message of the reports' catalogue.
    """

    name: str
    kind: ColumnKind
    meaning: str


def _says(meaning: str) -> Any:
    return field(metadata={"meaning": meaning})


@lru_cache(maxsize=16)
def columns_of(facts: type) -> tuple[FactColumn, ...]:
    """The columns that a class of facts declares, in their order."""
    kinds = get_type_hints(facts)
    return tuple(FactColumn(one.name, _KINDS[kinds[one.name]], one.metadata["meaning"]) for one in fields(facts))


@dataclass(frozen=True, kw_only=True)
class _Place:
    county: str = _says(N_("code of the county or of the total"))
    indicator: str = _says(N_("id of the indicator"))
    category: str = _says(N_("the part of an indicator that has several, such as a category of courses or an area"))


@dataclass(frozen=True, kw_only=True)
class _Period:
    period: str = _says(N_("the month or year that the figure is of"))


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was counted of an indicator in one place and period; values in the indicator's unit."""

    numerator: float | None = _says(N_("what is divided, or the sum or count itself"))
    denominator: float | None = _says(N_("what it is divided by"))
    value: float | None = _says(N_("the value in its unit, not rounded; a rate is 0 to 100"))
    unit: str = _says(N_("the unit of the value"))
    qualifier: str = _says(N_("over, nearly or about, as the county wrote it, or how the figure was made otherwise"))
    state: str = _says(N_("reported, or why there is no value"))
    scope: str = _says(N_("which schools or persons the figure speaks of"))
    completeness: float | None = _says(N_("share of the schools or counties to be counted that are counted, 0 to 1"))
    source: str = _says(N_("the tables that the figure was added up from"))
    counted: float | None = _says(N_("rows that count"))
    expected: float | None = _says(N_("rows that should count"))
    complaints: float | None = _says(N_("complaints about it that were received in the period, where the form asks"))
    clusters: float | None = _says(N_("schools that the people come from, where the form says so"))
    made: str = _says(N_("how a total was made: rate, sum, mean, distinct, flag, gap or own, the bureau's own filing"))


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is said of it: the three separate facts. Codes as in `reporting.definitions.words`; empty for none."""

    lower: float | None = _says(N_("lower end of the interval around the value, in its unit; rates only"))
    upper: float | None = _says(N_("upper end of the interval around the value, in its unit; rates only"))
    city: float | None = _says(N_("the value of the whole city, in the same unit"))
    city_n: float | None = _says(N_("what the city's value is divided by"))
    method: str = _says(N_("where the limits come from: exact, dealt (schools at random) or design_effect"))
    units: float | None = _says(N_("what the limits rest on: schools of the county, or what is counted itself"))
    limit_lower: float | None = _says(N_("lower limit for a county like this one, in the value's unit"))
    limit_upper: float | None = _says(N_("upper limit for a county like this one, in the value's unit"))
    strong_lower: float | None = _says(N_("lower outer limit for a county like this one, in the value's unit"))
    strong_upper: float | None = _says(N_("upper outer limit for a county like this one, in the value's unit"))
    against_city: str = _says(N_("against the city: better, similar, worse, higher, lower or not_comparable"))
    strong: bool = _says(N_("whether the value lies outside the outer limits too"))
    city_doubt: str = _says(N_("why it is not comparable with the city"))
    against_target: str = _says(N_("against the target: met, near, not_met, uncertain or no_target"))
    gap: float | None = _says(
        N_("what is missing to the target: schools where schools are counted or have the pupils that are")
    )
    target_doubt: str = _says(N_("why the word against the target is uncertain"))
    change: float | None = _says(N_("difference from the period before, in percentage points or in the unit"))
    change_word: str = _says(
        N_("the change in a word: up, down, unchanged, no_clear_change, other_schools or not_comparable")
    )
    change_about: bool = _says(N_("whether one of the two figures is inexact, so that the difference is about so much"))
    gained: float | None = _says(N_("schools newly meeting the target, of those judged in both periods"))
    lost: float | None = _says(N_("schools no longer meeting the target, of those judged in both periods"))
    entered: float | None = _says(N_("schools counted now and not in the period before"))
    left: float | None = _says(N_("schools counted in the period before and not now"))
    target_before: str = _says(N_("what was said against the target in the period before"))
    signal: str = _says(N_("the rule that the latest point of the series breaks"))
    direction: str = _says(N_("which way it breaks it: up or down"))
    suspected: bool = _says(N_("whether a voluntary service is to be checked for compulsion"))
    suspected_schools: float | None = _says(N_("schools in which nearly all take part, where somebody complained"))


@dataclass(frozen=True, kw_only=True)
class _Reported:
    value: float | None = _says(N_("the value in its unit, not rounded; a rate is 0 to 100"))
    state: str = _says(N_("reported, or why there is no value"))


@dataclass(frozen=True, kw_only=True)
class Assessment(Judged, _Reported, _Place):
    """What is said of an indicator (and category) of a county or total in the period: one row."""


@dataclass(frozen=True, kw_only=True)
class _Observation(Measured, _Place, _Period):
    """What was counted of an indicator (and category) of a county or total in a period: one row."""


@dataclass(frozen=True, kw_only=True)
class Grouped(_Place):
    """What is said of an indicator (and category) of a county against its group, where params name groups: one row."""

    group: str = _says(N_("code of the group of similar counties"))
    counties: float = _says(N_("counties of the group that reported over the same scope as the city"))
    group_value: float = _says(N_("the value of the group, in the indicator's unit"))
    group_qualifier: str = _says(N_("over, nearly or about, where a county of the group wrote so"))
    against_group: str = _says(N_("against the group: better, similar, worse, higher, lower or not_comparable"))
    strong: bool = _says(N_("whether the value lies outside the outer limits too"))
    group_doubt: str = _says(N_("why it is not comparable with the group"))


@dataclass(frozen=True)
class Spread:
    """The counties' values of one indicator: lowest, quartiles, highest."""

    counties: float = _says(N_("counties that reported over the same scope as the city"))
    low: float = _says(N_("the lowest of their values"))
    q25: float = _says(N_("a quarter of them lie below"))
    median: float = _says(N_("half of them lie below"))
    q75: float = _says(N_("three quarters of them lie below"))
    high: float = _says(N_("the highest of their values"))


OBSERVATIONS = columns_of(_Observation)
"""The columns of every frame and file of observations."""
ASSESSMENTS = columns_of(Assessment)
"""The columns of every frame of assessments."""
GROUPED = columns_of(Grouped)
"""The columns of the frame that holds counties against their groups."""
SPREAD = (*(column for column in columns_of(_Place) if column.name != "county"), *columns_of(Spread))
"""The columns of the frame that says how the counties lie."""
