"""A school of which the row does not tell whether it is in scope: it counts in no rate until that is mended."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.analysis.expressions import fields_of, told_scope
from reporting.definitions.forms import RowTable
from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class ScopeUntoldRule(Rule):
    """Every row says what the scope of the rates asks of it."""


def scope_untold(rule: ScopeUntoldRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation for all such schools, each by name."""
    scope, definition = context.city.scope, table.definition
    if scope is None or scope.table != definition.name or not isinstance(definition, RowTable) or table.frame.empty:
        return
    told = told_scope(definition, scope, table.frame)
    rows = [int(row) for row in np.flatnonzero(told.isna())]
    if not rows:
        return
    asked = [name for name in fields_of(scope.condition) if name in table.labels]
    blank = [name for name in asked if any(_is_untold(table, name, row) for row in rows)]
    labels = "、".join(table.labels[name] for name in blank or asked)
    names = "、".join(table.entity(row) or str(table.row_number(row)) for row in rows)
    yield Violation(None, "", {"found": names, "count": str(len(rows)), "fields": labels})


def _is_untold(table: CheckedTable, name: str, row: int) -> bool:
    state = f"{name}_state"
    return state in table.frame and str(table.frame[state].iat[row]) in ("unreliable", "not_submitted", "not_collected")


SCOPE_UNTOLD = CheckKind(
    ScopeUntoldRule,
    scope_untold,
    says=frozenset({"found", "count", "fields"}),
)
