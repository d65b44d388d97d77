"""The columns that a form's table has wherever SQL sees it: in the store and where indicators are computed."""

from __future__ import annotations

from reporting.definitions.forms import Kind, RowTable

__all__ = ["ROW_KEY", "SQL_TYPES", "STATE", "columns_of", "quoted"]

STATE = "ENUM('reported', 'not_submitted', 'not_applicable', 'suppressed', 'unreliable', 'not_collected')"
"""The SQL type of states where rows are many: a byte a value, a category in a DataFrame."""

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


def columns_of(table: RowTable, state: str = "VARCHAR") -> dict[str, str]:
    """Column → SQL type of the table that keeps ``table``'s rows; ``state`` is that of the states beside the fields."""
    columns = dict(ROW_KEY)
    if table.entity:
        columns["school_id"] = "VARCHAR"
    for field in table.fields:
        columns[field.name] = SQL_TYPES[field.kind]
        columns[f"{field.name}_state"] = state
    return columns


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
