"""The columns that a form's table has wherever SQL sees it: in the store and where indicators are computed."""

from __future__ import annotations

from reporting.definitions.forms import Field, Kind, RowTable

__all__ = [
    "ABOUT",
    "QUALIFIER",
    "QUALIFIERS",
    "ROW_KEY",
    "SQL_TYPES",
    "STATE",
    "columns_named",
    "columns_of",
    "is_beside",
    "quoted",
]

STATE = "ENUM('reported', 'not_submitted', 'not_applicable', 'suppressed', 'unreliable', 'not_collected')"
"""The SQL type of states where rows are many: a byte a value, a category in a DataFrame."""

ABOUT = "约"
QUALIFIERS = ("余", "近", "约", "以上", "以下")
"""What a number may come with that is not exact."""

QUALIFIER = f"ENUM{QUALIFIERS}"
"""The SQL type of what numbers came with, where rows are many."""

SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "DOUBLE",
    "number": "DOUBLE",
    "percent": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "month": "VARCHAR",
    "period": "VARCHAR",
    "time": "VARCHAR",
    "choice": "VARCHAR",
    "list": "VARCHAR",
    "county": "VARCHAR",
}

ROW_KEY = {"submission": "VARCHAR", "sheet": "VARCHAR", "row_number": "INTEGER"}


def columns_of(table: RowTable, state: str = "VARCHAR", qualifier: str = "VARCHAR") -> dict[str, str]:
    """Column → SQL type of the table that keeps ``table``'s rows.

    Beside each field stands ``<field>_state``, and beside a number ``<field>_qualifier`` (余, 约; empty for an exact
    one), of the types ``state`` and ``qualifier``.
    """
    columns = dict(ROW_KEY)
    if table.entity:
        columns["school_id"] = "VARCHAR"
    for field in table.fields:
        columns |= zip(columns_named(field), (SQL_TYPES[field.kind], state, qualifier), strict=False)
    return columns


def columns_named(field: Field) -> tuple[str, ...]:
    """The columns of a field: its values, their states and, of a number, their qualifiers."""
    beside = ("", "_state", "_qualifier") if field.is_number else ("", "_state")
    return tuple(f"{field.name}{part}" for part in beside)


def is_beside(column: object) -> bool:
    """Whether a column says something of the one before it: why it has no value, or how exact it is."""
    return str(column).endswith(("_state", "_qualifier"))


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
