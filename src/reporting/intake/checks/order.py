"""Some numbers may not be more than another: participants ≤ enrolled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain


class OrderRule(Rule):
    """Every one of ``lesser`` ≤ ``greater``."""

    lesser: tuple[str, ...]
    greater: str


def order(rule: OrderRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Rows where one is more, field by field."""
    for name in rule.lesser:
        if not table.has(name, rule.greater):
            continue
        lesser, greater = table.numbers(name), table.numbers(rule.greater)
        for row in map(int, np.flatnonzero(lesser > greater)):
            facts = {"lesser": table.labels[name], "greater": table.labels[rule.greater]}
            facts |= {"found": plain(lesser[row]), "limit": plain(greater[row])}
            yield Violation(row, name, facts, cells=(name, rule.greater))


ORDER = CheckKind(
    OrderRule,
    order,
    says=frozenset({"found", "limit", "lesser", "greater"}),
    about=(
        "lesser",
        "greater",
    ),
)
