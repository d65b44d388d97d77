"""Two rows that are one school."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class DuplicatesRule(Rule):
    """No two rows have the same identity."""


def duplicates(rule: DuplicatesRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation for each identity that several rows have, at the second of them; it names them all."""
    if not table.has("school_id"):
        return
    name = table.named_by[-1] if table.named_by else ""
    same: dict[str, list[int]] = {}
    for row, identity in enumerate(table.frame["school_id"]):
        if isinstance(identity, str):
            same.setdefault(identity, []).append(row)
    for first, *others in sorted(rows for rows in same.values() if len(rows) > 1):
        sheet, cell = table.place(first, name)
        numbers = "、".join(str(table.row_number(row)) for row in (first, *others))
        facts = {"found": "、".join(dict.fromkeys(table.entity(row) for row in others)), "rows": numbers}
        facts |= {"first": f"{sheet} {cell}", "count": str(len(others)), "code": _code(table, first)}
        yield Violation(others[0], name, facts, also=tuple(others[1:]))


def _code(table: CheckedTable, row: int) -> str:
    """The code that a row gives, if it gives one."""
    entity = table.named_by
    code = table.frame[entity[0]].iat[row] if len(entity) > 1 and entity[0] in table.frame else None
    return code if isinstance(code, str) else ""


DUPLICATES = CheckKind(
    DuplicatesRule,
    duplicates,
    says=frozenset({"found", "first", "code", "count", "rows"}),
)
