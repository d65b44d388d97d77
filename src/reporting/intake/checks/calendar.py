"""A month without school has no figures of after-school service, except of summer care."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class CalendarRule(Rule):
    """Outside the school calendar nothing but ``allowed`` is reported."""

    allowed: tuple[str, ...] = ()


def outside_calendar(rule: CalendarRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation where there are figures all the same."""
    period = context.period
    if period is None or context.city.calendar.is_school_time(period) or table.frame.empty:
        return
    asked = [name for name in table.labels if name in table.frame and name not in rule.allowed]
    reported = [name for name in asked if pd.notna(table.frame[name]).any()]
    if reported:
        yield Violation(None, "", {"found": period.label("zh-Hans")})


CALENDAR = CheckKind(
    CalendarRule,
    outside_calendar,
    says=frozenset({"found"}),
    about=("allowed",),
)
