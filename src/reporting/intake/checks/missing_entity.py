"""A school that was there before is gone, and nobody has said what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class MissingEntityRule(Rule):
    """Every entity of earlier periods is in this table, or its end is on record."""


def missing_entity(rule: MissingEntityRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation for all that are gone, each by name: what is not named is not sent."""
    if not table.has("school_id"):
        return
    here = {one for one in table.frame["school_id"] if isinstance(one, str)}
    names = context.awaited(table.definition.name, here)
    if names:
        earlier = context.earlier(table.definition.name)
        last = earlier.period.label("zh-Hans") if earlier else ""
        before = len(earlier.table.frame) if earlier else 0
        facts = {"found": "、".join(names), "count": str(len(names)), "here": str(len(here)), "before": str(before)}
        yield Violation(None, "", facts | {"period": last})


MISSING_ENTITY = CheckKind(
    MissingEntityRule,
    missing_entity,
    says=frozenset({"found", "count", "here", "before", "period"}),
)
