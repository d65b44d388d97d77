"""A figure that was fixed once stays the same from period to period: a dated baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain


class ConstantRule(Rule):
    """Each item of ``of`` is as it was."""

    of: tuple[str, ...]


def constant(rule: ConstantRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Items that differ from the last figures sent."""
    earlier = context.earlier(table.definition.name)
    if earlier is None:
        return
    for name in rule.of:
        if not (table.has(name) and earlier.table.has(name)):
            continue
        now, before = (_shown(part.frame[name].iloc[0]) for part in (table, earlier.table))
        if now and before and now != before:
            facts = {"found": now, "before": before, "field": table.labels[name]}
            yield Violation(0, name, facts | {"period": earlier.period.label("zh-Hans")})


def _shown(value: Any) -> str:
    if pd.isna(value):
        return ""
    return plain(value) if isinstance(value, float) else str(value)


CONSTANT = CheckKind(
    ConstantRule,
    constant,
    says=frozenset({"found", "before", "field", "period"}),
    about=("of",),
)
