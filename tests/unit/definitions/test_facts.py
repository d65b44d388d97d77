"""Facts are declared once, and everything that has columns has them from there."""

from __future__ import annotations

from dataclasses import fields
from inspect import getsource

from reporting.analysis import assessments
from reporting.analysis.observations import COLUMNS
from reporting.definitions.facts import ASSESSMENTS, OBSERVATIONS, Judged, Measured, columns_of
from reporting.report.facts import Fact


def test_the_engine_computes_every_fact_and_no_other() -> None:
    """A fact would be declared and never filled in."""
    computed = getsource(assessments._assessment)
    assert [column.name for column in ASSESSMENTS if f"{column.name}=" not in computed] == []
    assert tuple(column.name for column in OBSERVATIONS) == COLUMNS


def test_notebooks_see_every_fact() -> None:
    """An analyst would not find what the page shows."""
    seen = {field.name for field in fields(Fact)}
    assert {column.name for part in (Measured, Judged) for column in columns_of(part)} <= seen


def test_kinds_follow_from_the_declaration() -> None:
    """A flag would be read as a number, or a missing number as a text."""
    kinds = {column.name: column.kind for column in ASSESSMENTS}
    assert (kinds["strong"], kinds["gap"], kinds["against_city"]) == ("flag", "number", "text")
    assert all(column.meaning for column in (*ASSESSMENTS, *OBSERVATIONS))
