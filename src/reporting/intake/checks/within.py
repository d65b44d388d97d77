"""A number stays within bounds: days of a week, hours of an afternoon."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain


class WithinRule(Rule):
    """``low`` ≤ every one of ``of`` ≤ ``high``; what is above 0 is at least ``least``."""

    of: tuple[str, ...]
    low: float = -np.inf
    high: float = np.inf
    least: float = 0


def within(rule: WithinRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Numbers out of bounds, field by field."""
    for name in rule.of:
        if not table.has(name):
            continue
        values = table.numbers(name)
        for row in np.flatnonzero((values < rule.low) | (values > rule.high) | ((values > 0) & (values < rule.least))):
            facts = {
                "found": plain(values[row]),
                "low": plain(rule.low),
                "high": plain(rule.high),
                "least": plain(rule.least),
            }
            yield Violation(int(row), name, facts | {"field": table.labels[name]}, cells=(name,))


WITHIN = CheckKind(
    WithinRule,
    within,
    says=frozenset({"found", "low", "high", "least", "field"}),
    about=("of",),
)
