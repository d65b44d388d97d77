"""A workbook that is meant to hold the whole form lacks a table, or brings it empty."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class MissingTableRule(Rule):
    """The table is there and has rows, or came in another file. With ``city`` the city itself must bring it too."""

    city: bool = False


def missing_table(rule: MissingTableRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation where the table is not there, or has no rows."""
    due = context.whole and (rule.city or context.sender != context.city.code)
    if due and table.frame.empty and table.definition.name not in context.elsewhere:
        yield Violation(None, "", {"found": table.definition.sheets[0]})


MISSING_TABLE = CheckKind(
    MissingTableRule,
    missing_table,
    says=frozenset({"found"}),
)
