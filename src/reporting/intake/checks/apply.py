"""A form's rules applied to a submission: every violation becomes a finding, none stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from reporting.definitions.forms import Check, Form
from reporting.intake.checks.base import CheckContext, CheckedTable, Violation
from reporting.intake.checks.registry import BoundCheck
from reporting.intake.findings import Finding, located

__all__ = ["check_findings"]


def check_findings(checks: Sequence[BoundCheck], form: Form, context: CheckContext) -> Iterator[Finding]:
    """What the rules find, rule by rule."""
    for bound in checks:
        name = bound.check.table
        table = context.tables.get(name) or CheckedTable(form.table(name), pd.DataFrame())
        for violation in bound.violations(table, context):
            yield _finding(bound.check, table, violation)


def _finding(check: Check, table: CheckedTable, violation: Violation) -> Finding:
    sheet, cell = table.place(violation.row, violation.field)
    sheet, cell = violation.sheet or sheet, violation.cell or cell
    text = "".join(part.format_map(violation.facts) for part in (check.message, check.why, check.todo))
    return Finding(
        check.severity,
        check.id,
        located(text, sheet, cell, table.entity(violation.row)),
        sheet=sheet,
        cell=cell,
        field=violation.field,
        found=violation.facts.get("found", ""),
        table=check.table,
        row=table.row_number(violation.row),
        cells=violation.cells,
        also=tuple((table.place(row, "")[0], table.row_number(row) or 0) for row in violation.also),
    )
