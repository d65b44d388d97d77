"""Each rule of forms.yaml is held against the smallest table that breaks it, and against one that does not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporting.definitions.forms import ItemTable
from reporting.definitions.periods import Period
from reporting.intake.checks.apply import check_findings
from reporting.intake.checks.base import CheckContext, CheckedTable, Earlier
from reporting.intake.checks.registry import BoundCheck, bind_checks
from reporting.intake.cleaning.tables.printed import PrintedShare, PrintedTotal
from reporting.intake.findings import Finding
from reporting.settings import Project, Settings, load_settings

PERIOD, BEFORE = Period("2022-04"), Period("2022-03")


class Table:
    """A table being built: columns of values, and what the sheet prints besides."""

    def __init__(self, totals: Any = (), shares: Any = (), **columns: Any) -> None:
        self.columns = columns
        self.totals: tuple[PrintedTotal, ...] = totals
        self.shares: tuple[PrintedShare, ...] = shares


Found = Callable[..., list[Finding]]
Bound = Mapping[str, Any]
"""Rules by id; their kinds differ, so that a test looks into them untyped."""


@pytest.fixture(scope="session")
def bound(settings: Settings) -> Mapping[str, BoundCheck]:
    """Every rule of forms.yaml by its id."""
    return {one.check.id: one for form in bind_checks(settings).values() for one in form}


@pytest.fixture
def found(settings: Settings, bound: Mapping[str, BoundCheck]) -> Found:
    """What one rule finds in a table, given the table of the period before."""

    def checked(name: str, table: Table) -> CheckedTable:
        definition = settings.forms.table(name)
        frame = pd.DataFrame({key: _column(values) for key, values in table.columns.items()})
        if isinstance(definition, ItemTable):
            cells = {key: ("县级统计", f"B{row}") for row, key in enumerate(table.columns, start=3)}
            return CheckedTable(definition, frame, cells=cells, totals=table.totals, shares=table.shares)
        given: dict[str, Any] = {
            "sheet": ["学校台账"] * len(frame),
            "row_number": list(range(3, 3 + len(frame))),
            "school_name": [f"第{n}小学" for n in range(len(frame))],
        }
        frame = frame.assign(**{key: values for key, values in given.items() if key not in frame})
        letters = {("学校台账", field.name): ascii_uppercase[n % 26] for n, field in enumerate(definition.fields)}
        return CheckedTable(definition, frame, letters=letters, totals=table.totals, shares=table.shares)

    def run(
        identity: str,
        table: Table | None,
        before: Table | None = None,
        *,
        before_period: Period = BEFORE,
        period: Period = PERIOD,
        sender: str = "410422",
        whole: bool = True,
        elsewhere: frozenset[str] = frozenset(),
    ) -> list[Finding]:
        check = bound[identity]
        name = check.check.table
        earlier = Earlier(before_period, checked(name, before)) if before else None
        context = CheckContext(
            city=settings.city,
            sender=sender,
            period=period,
            tables={name: checked(name, table)} if table else {},
            whole=whole,
            elsewhere=elsewhere,
            earlier=lambda _: earlier,
            awaited=lambda _, here: [] if earlier is None else _gone(earlier.table, here),
        )
        form = next(form for form in settings.forms.forms if any(one.id == identity for one in form.checks))
        findings = list(check_findings([check], form, context))
        for finding in findings:
            assert finding.severity == check.check.severity
            assert "{" not in finding.message
            assert finding.cell in finding.message
            assert finding.message.endswith(check.check.todo or check.check.why)
        return findings

    return run


def _gone(before: CheckedTable, here: Collection[str]) -> list[str]:
    if not before.has("school_id"):
        return []
    return [before.entity(row) for row, one in enumerate(before.frame["school_id"]) if one not in here]


def _column(values: list[Any]) -> np.ndarray[Any, Any]:
    """Numbers as the frames of intake have them, anything else as it is."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return np.array(values, dtype="float64" if numbers else "object")


def rules(kind: str) -> list[str]:
    """Ids of the rules of a kind in forms.yaml."""
    settings = load_settings(Project.at(Path(__file__).parents[4]))
    return [check.id for form in settings.forms.forms for check in form.checks if check.kind == kind]
