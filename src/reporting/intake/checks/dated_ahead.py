"""A day long after the period of something that has happened: its year was left out, and is an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class DatedAheadRule(Rule):
    """No day of ``of`` is more than ``days`` days after the period's last one."""

    of: tuple[str, ...]
    days: int = 31


def dated_ahead(rule: DatedAheadRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Days that are, field by field."""
    if context.period is None:
        return
    latest = pd.Timestamp(context.period.last_day) + pd.Timedelta(days=rule.days)
    for name in rule.of:
        if not table.has(name):
            continue
        days = pd.to_datetime(table.frame[name])
        for row in np.flatnonzero(days > latest):
            facts = {"found": f"{days.iloc[row]:%Y-%m-%d}", "field": table.labels[name]}
            yield Violation(int(row), name, facts, cells=(name,))


DATED_AHEAD = CheckKind(DatedAheadRule, dated_ahead, says=frozenset({"found", "field"}), about=("of",))
