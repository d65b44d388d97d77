"""The tables of the store, made from the forms of the bureau.

Fixed tables say who sent what when; each row table of a form has a table of its own name, with a column a field and
``<field>_state`` beside it, and a twin ``<name>_typed`` with what was typed; all item tables share ``figures``.
"""

from __future__ import annotations

from collections.abc import Iterable

from reporting.definitions.columns import ROW_KEY, columns_of, quoted
from reporting.definitions.forms import Forms, RowTable

__all__ = ["FIXED", "create_statements"]

FIXED: dict[str, dict[str, str]] = {
    "meta": {"key": "VARCHAR PRIMARY KEY", "value": "VARCHAR"},
    "submissions": {
        "submission": "VARCHAR PRIMARY KEY",
        "county": "VARCHAR",
        "period": "VARCHAR",
        "form": "VARCHAR",
        "revision": "INTEGER",
        "outcome": "VARCHAR",
        "late": "BOOLEAN",
        "file": "VARCHAR",
        "sha256": "VARCHAR",
        "bytes": "BIGINT",
        "received_at": "TIMESTAMP",
        "recorded_at": "TIMESTAMP",
        "demo": "BOOLEAN",
    },
    "submission_tables": {"submission": "VARCHAR", "table_name": "VARCHAR"},
    "withdrawals": {"submission": "VARCHAR", "because": "VARCHAR", "recorded_at": "TIMESTAMP"},
    "text_decisions": {
        "county": "VARCHAR",
        "text": "VARCHAR",
        "decision": "VARCHAR",
        "decided_by": "VARCHAR",
        "because": "VARCHAR",
        "recorded_at": "TIMESTAMP",
    },
    "school_answers": {
        "county": "VARCHAR",
        "school_id": "VARCHAR",
        "answer": "VARCHAR",
        "since": "VARCHAR",
        "into": "VARCHAR",
        "because": "VARCHAR",
        "answered_by": "VARCHAR",
        "recorded_at": "TIMESTAMP",
    },
    "findings": {
        "submission": "VARCHAR",
        "severity": "VARCHAR",
        "check_id": "VARCHAR",
        "sheet": "VARCHAR",
        "cell": "VARCHAR",
        "field": "VARCHAR",
        "found": "VARCHAR",
        "message": "VARCHAR",
    },
    "columns": {
        "submission": "VARCHAR",
        "table_name": "VARCHAR",
        "field": "VARCHAR",
        "sheet": "VARCHAR",
        "heading": "VARCHAR",
        "letter": "VARCHAR",
    },
    "figures": {
        "submission": "VARCHAR",
        "table_name": "VARCHAR",
        "item": "VARCHAR",
        "value": "DOUBLE",
        "text": "VARCHAR",
        "qualifier": "VARCHAR",
        "unit": "VARCHAR",
        "basis": "VARCHAR",
        "note": "VARCHAR",
        "state": "VARCHAR",
        "sheet": "VARCHAR",
        "cell": "VARCHAR",
        "typed": "VARCHAR",
    },
}


def create_statements(forms: Forms, existing: Iterable[tuple[str, str]]) -> list[str]:
    """What must be run to bring a store with the ``existing`` (table, column) pairs up to the forms.

    Nothing is ever dropped: a field that left the form keeps its column.
    """
    wanted = dict(FIXED)
    for table in forms.tables:
        if isinstance(table, RowTable):
            wanted[table.name] = columns_of(table)
            wanted[f"{table.name}_typed"] = ROW_KEY | {field.name: "VARCHAR" for field in table.fields}
    have: dict[str, set[str]] = {}
    for name, column in existing:
        have.setdefault(name, set()).add(column)
    statements = []
    for name, columns in wanted.items():
        if name not in have:
            body = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
            statements.append(f"CREATE TABLE {quoted(name)} ({body})")
        else:
            statements += [
                f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(column)} {kind}"
                for column, kind in columns.items()
                if column not in have[name]
            ]
    return statements
