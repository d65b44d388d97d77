"""Expressions of ``params/indicators.yaml``: SQL over one row of a table, checked before anything is computed.

They run in a DuckDB of their own in memory, over typed copies of the tables, where nothing can be read or written
but these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pandas as pd

from reporting.definitions.columns import SQL_TYPES, columns_of, quoted
from reporting.definitions.counties import Scope
from reporting.definitions.forms import Forms, RowTable
from reporting.definitions.indicators import Indicator, Measure
from reporting.errors import SettingsError
from reporting.settings import Settings

__all__ = ["check_expressions", "fields_of", "fill", "workbench"]


def workbench(forms: Forms, scope: Scope, tables: Mapping[str, pd.DataFrame]) -> duckdb.DuckDBPyConnection:
    """A connection in which every table of the forms stands typed and holds ``tables``' rows.

    Row tables have county, period and their fields, the scope's table ``in_scope`` as well; item tables have county,
    period and one column an item. Columns that a frame does not have are NULL.
    """
    connection = duckdb.connect(config={"enable_external_access": "false", "lock_configuration": "true"})
    for table in forms.tables:
        columns = {"county": "VARCHAR", "period": "VARCHAR"}
        if isinstance(table, RowTable):
            columns |= columns_of(table)
        else:
            columns |= {item.name: SQL_TYPES["number"] for item in table.items}
        body = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
        connection.execute(f"CREATE TABLE {quoted(table.name)} ({body})")
        frame = tables.get(table.name)
        if frame is not None and not frame.empty:
            connection.register("incoming", frame[[name for name in frame.columns if name in columns]])
            connection.execute(f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM incoming")  # noqa: S608
            connection.unregister("incoming")
    if forms_have(forms, scope.table):
        connection.execute(f"ALTER TABLE {quoted(scope.table)} ADD COLUMN in_scope BOOLEAN")
        connection.execute(f"UPDATE {quoted(scope.table)} SET in_scope = coalesce(({scope.condition}), false)")  # noqa: S608
    return connection


def forms_have(forms: Forms, table: str) -> bool:
    """Whether a table of that name exists; a bureau without a ledger has no scope table."""
    return any(table == known.name for known in forms.tables)


def fill(expression: str, category: str) -> str:
    """The expression for one category: ``{category}`` becomes its name, quoted where it stands inside quotes."""
    return expression.replace("{category}", category.replace("'", "''"))


def fields_of(expression: str) -> tuple[str, ...]:
    """The columns that an expression reads, in the order in which they stand."""
    query = "SELECT json_serialize_sql('SELECT ' || $expression)"
    with duckdb.connect() as connection:
        row = connection.execute(query, {"expression": expression}).fetchone()
    return tuple(dict.fromkeys(_column_names(json.loads(row[0] if row else "{}"))))


def check_expressions(settings: Settings) -> None:
    """Hold every expression against the tables it is about.

    Raises:
        SettingsError: one does not compute; names the line of params/indicators.yaml or params/city.yaml.
    """
    try:
        connection = workbench(settings.forms, settings.city.scope, {})
    except duckdb.Error as error:
        raise SettingsError(_reason(error), where=settings.place("city.yaml", "scope", "condition")) from None
    known = {table.name for table in settings.forms.tables}
    with connection:
        for i, indicator in enumerate(settings.indicators.indicators):
            for j, measure in enumerate(indicator.measures):
                if measure.table not in known:
                    raise SettingsError(
                        f"{indicator.id}: no form has a table {measure.table!r}",
                        where=settings.place("indicators.yaml", "indicators", i, "measures", j, "table"),
                        hint=f"tables: {', '.join(sorted(known))}",
                    )
                for key, expression in _expressions(indicator, measure):
                    try:
                        connection.execute(f"SELECT {expression} FROM {quoted(measure.table)}")  # noqa: S608
                    except duckdb.Error as error:
                        place = settings.place("indicators.yaml", "indicators", i, "measures", j, key)
                        raise SettingsError(f"{indicator.id}: {_reason(error)}", where=place) from None


def _expressions(indicator: Indicator, measure: Measure) -> Iterator[tuple[str, str]]:
    category = indicator.categories[0] if indicator.categories else ""
    for key in ("among", "numerator", "denominator"):
        if expression := getattr(measure, key):
            kind = "BOOLEAN" if key == "among" else "VARCHAR" if indicator.aggregate == "distinct" else "DOUBLE"
            yield key, f"({fill(expression, category)})::{kind}"


def _column_names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("class") == "COLUMN_REF":
            yield node["column_names"][-1]
        for value in node.values():
            yield from _column_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _column_names(value)


def _reason(error: duckdb.Error) -> str:
    """DuckDB's first line, without its pointer to the query."""
    return str(error).strip().splitlines()[0]
