"""Everything at 100 %: possible, and worth another look."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class AllFullRule(Rule):
    """Not every row says yes to every one of ``of``.

    Looked at only from ``at_least`` rows on.
    """

    of: tuple[str, ...]
    at_least: int = 5


def all_full(rule: AllFullRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation where every answer is yes."""
    if not table.has(*rule.of):
        return
    answers = table.frame[list(rule.of)].astype("boolean")
    rows = int(answers.notna().any(axis=1).sum())
    if rows >= rule.at_least and bool(answers.fillna(True).all(axis=None)):
        yield Violation(None, "", {"found": str(rows), "count": str(len(rule.of))})


ALL_FULL = CheckKind(
    AllFullRule,
    all_full,
    says=frozenset({"found", "count"}),
    about=("of",),
)
