"""One number may not be more than another: participants ≤ enrolled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.intake.checks.base import CheckedTable, Context, Kind, Rule, Violation, plain


class OrderRule(Rule):
    """``lesser`` ≤ ``greater``."""

    lesser: str
    greater: str


def order(rule: OrderRule, table: CheckedTable, context: Context) -> Iterator[Violation]:
    """Rows where it is more."""
    if not table.has(rule.lesser, rule.greater):
        return
    lesser, greater = table.numbers(rule.lesser), table.numbers(rule.greater)
    for row in np.flatnonzero(lesser > greater):
        yield Violation(
            int(row),
            rule.lesser,
            {
                "found": plain(lesser[row]),
                "limit": plain(greater[row]),
                "lesser": table.labels[rule.lesser],
                "greater": table.labels[rule.greater],
            },
        )


ORDER = Kind(
    OrderRule,
    order,
    says=frozenset({"found", "limit", "lesser", "greater"}),
    about=(
        "lesser",
        "greater",
    ),
)
