"""Two rows that are one school."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckedTable, Context, Kind, Rule, Violation


class DuplicatesRule(Rule):
    """No two rows have the same identity."""


def duplicates(rule: DuplicatesRule, table: CheckedTable, context: Context) -> Iterator[Violation]:
    """Every row whose identity an earlier row has."""
    if not table.has("school_id"):
        return
    name = _entity(table)
    seen: dict[str, int] = {}
    for row, identity in enumerate(table.frame["school_id"]):
        if not isinstance(identity, str):
            continue
        first = seen.setdefault(identity, row)
        if first != row:
            sheet, cell = table.place(first, name)
            facts = {"found": table.entity(row), "first": f"{sheet} {cell}", "code": _code(table, row)}
            yield Violation(row, name, facts)


def _entity(table: CheckedTable) -> str:
    """The field by which a row is called."""
    entity: tuple[str, ...] = getattr(table.definition, "entity", ())
    return entity[-1] if entity else ""


def _code(table: CheckedTable, row: int) -> str:
    """The code that a row gives, if it gives one."""
    entity: tuple[str, ...] = getattr(table.definition, "entity", ())
    code = table.frame[entity[0]].iat[row] if len(entity) > 1 and entity[0] in table.frame else None
    return code if isinstance(code, str) else ""


DUPLICATES = Kind(
    DuplicatesRule,
    duplicates,
    says=frozenset({"found", "first", "code"}),
)
