"""A school that was there last time is gone."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckedTable, Context, Kind, Rule, Violation


class MissingEntityRule(Rule):
    """Every entity of the last table is in this one."""


def missing_entity(rule: MissingEntityRule, table: CheckedTable, context: Context) -> Iterator[Violation]:
    """One violation for all that are gone."""
    earlier = context.earlier(table.definition.name)
    if earlier is None or not table.has("school_id") or not earlier.table.has("school_id"):
        return
    before = earlier.table.frame
    gone = before.index[~before["school_id"].isin(set(table.frame["school_id"]))]
    names = [earlier.table.entity(row) for row in gone]
    if names:
        facts = {"found": "、".join(names[:20]), "count": str(len(names))}
        yield Violation(None, "", facts | {"period": earlier.period.label("zh-Hans")})


MISSING_ENTITY = Kind(
    MissingEntityRule,
    missing_entity,
    says=frozenset({"found", "count", "period"}),
)
