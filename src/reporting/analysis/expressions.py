"""Expressions of ``params/``: SQL over one row of a table, checked before anything is computed.

They run in a DuckDB of their own in memory, over typed copies of the tables, where nothing can be read or written
but these. A process opens it once; the copies are temporary tables of one connection, which no other sees.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import duckdb
import pandas as pd

from reporting.definitions.columns import QUALIFIER, SQL_TYPES, STATE, columns_of, quoted
from reporting.definitions.counties import Scope
from reporting.definitions.forms import Forms, ItemTable, RowTable
from reporting.definitions.indicators import Indicator, Measure
from reporting.errors import SettingsError
from reporting.settings import Settings

__all__ = ["check_expressions", "fields_of", "fill", "told_scope", "workbench"]

_MOST_TOLD = 50_000
"""Answers that are remembered for rows that say the same."""
_MOST_SHARED = 50_000
"""Rows of tables that stand in the database of the process; more have one of their own."""
_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def workbench(forms: Forms, scope: Scope | None, tables: Mapping[str, pd.DataFrame]) -> duckdb.DuckDBPyConnection:
    """A connection in which every table of the forms stands typed and holds ``tables``' rows.

    Row tables have county, period, their fields and what stands beside these, the scope's table ``in_scope`` as well;
    item tables have county, period and for each item ``<item>``, ``<item>_state`` and ``<item>_qualifier``. Columns
    that a frame does not have are NULL.
    """
    # what the rows of a nation took would stay taken until the database is closed
    is_large = sum(map(len, tables.values())) > _MOST_SHARED
    connection = duckdb.connect(config=_CONFIGURATION) if is_large else _database(os.getpid()).cursor()
    for table in forms.tables:
        _create(connection, table, tables.get(table.name))
    if scope is not None:
        _add_scope(connection, scope)
    return connection


def told_scope(table: RowTable, scope: Scope, rows: pd.DataFrame) -> pd.Series[bool]:
    """Whether each row of the scope's table is in scope; missing where the row does not tell."""
    asked = fields_of(scope.condition)
    kinds = columns_of(table, STATE, QUALIFIER)
    read = {name: kinds[name] for one in asked for name in (one, f"{one}_state") if name in kinds}
    names = [name for name in read if name in rows]
    columns = (
        rows[name].to_numpy(dtype="object", na_value=None).tolist()  # type: ignore[call-overload]
        for name in names
    )
    said = list(zip(*columns, strict=True))
    said = said or [()] * len(rows)
    # most schools say what others have said
    known = _answered(scope.condition, tuple(read.items()), tuple(names))
    if len(known) > _MOST_TOLD:
        known.clear()
    if new := [one for one in dict.fromkeys(said) if one not in known]:
        known |= zip(new, _answers(scope.condition, read, names, new), strict=True)
    return pd.Series(pd.array([known[one] for one in said], dtype="boolean"), index=rows.index)


@lru_cache(maxsize=8)
def _answered(
    condition: str, read: tuple[tuple[str, str], ...], names: tuple[str, ...]
) -> dict[tuple[object, ...], bool | None]:
    """What was told of rows that say so, by a condition over columns of these kinds."""
    return {}


def _answers(
    condition: str, read: Mapping[str, str], names: Sequence[str], said: Sequence[tuple[object, ...]]
) -> list[bool | None]:
    known = pd.DataFrame(said, columns=list(names), dtype="object").assign(row_number=range(len(said)))
    columns = ", ".join(
        (f"{quoted(name)}::{kind}" if name in known else f"NULL::{kind}") + f" AS {quoted(name)}"
        for name, kind in read.items()
    )
    doubtful = _doubtful([name for name in read if name.endswith("_state")])
    with _database(os.getpid()).cursor() as connection:
        connection.register("incoming", known)
        told = connection.execute(
            f"SELECT CASE WHEN ({condition}) AND ({doubtful}) THEN NULL ELSE ({condition}) END "  # noqa: S608
            f"FROM (SELECT row_number{', ' if columns else ''}{columns} FROM incoming) ORDER BY row_number"
        ).fetchall()
    return [None if one is None else bool(one) for (one,) in told]


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """The database of this process: to open one takes longer than to ask it about a county's schools or an expression.

    Args:
        process: its number. A fork must not use its parent's, whose threads it does not have, nor close it.
    """
    return duckdb.connect(config=_CONFIGURATION)


def _doubtful(states: Sequence[str]) -> str:
    return " OR ".join(f"coalesce({quoted(name)} = 'unreliable', false)" for name in states) or "false"


def _create(connection: duckdb.DuckDBPyConnection, table: RowTable | ItemTable, frame: pd.DataFrame | None) -> None:
    """Make a table of the forms, with the rows of ``frame``."""
    columns = {"county": "VARCHAR", "period": "VARCHAR"}
    columns |= columns_of(table, STATE, QUALIFIER) if isinstance(table, RowTable) else _item_columns(table)
    body = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TEMP TABLE {quoted(table.name)} ({body})")
    if frame is not None and not frame.empty:
        connection.register("incoming", frame[[name for name in frame.columns if name in columns]])
        connection.execute(f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM incoming")  # noqa: S608
        connection.unregister("incoming")


def _add_scope(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Say of each row whether it is in scope; missing, and 待核, where what decides it is missing or cannot be read.

    What the condition rules out by what can be read is out of scope, whatever the rest may be.
    """
    table = quoted(scope.table)
    known = {str(name) for name, *_ in connection.execute(f"FROM {table} LIMIT 0").description or ()}
    states = [f"{name}_state" for name in fields_of(scope.condition) if f"{name}_state" in known]
    doubtful = _doubtful(states)
    connection.execute(f"ALTER TABLE {table} ADD COLUMN in_scope BOOLEAN")
    connection.execute(f"ALTER TABLE {table} ADD COLUMN in_scope_state VARCHAR")
    connection.execute(
        f"UPDATE {table} SET in_scope = CASE WHEN ({scope.condition}) AND ({doubtful}) THEN NULL "  # noqa: S608
        f"ELSE ({scope.condition}) END"
    )
    connection.execute(
        f"UPDATE {table} SET in_scope_state = CASE WHEN in_scope IS NULL THEN 'unreliable' ELSE 'reported' END"  # noqa: S608
    )


def fill(expression: str, category: str) -> str:
    """The expression for one category: its name, quoted for SQL, where ``{category}`` stands."""
    return expression.replace("{category}", category.replace("'", "''"))


@lru_cache(maxsize=1024)
def fields_of(expression: str) -> tuple[str, ...]:
    """The columns that an expression reads, in the order in which they stand; none where it is no SQL."""
    query = "SELECT json_serialize_sql('SELECT ' || $expression)"
    with _database(os.getpid()).cursor() as parser:
        row = parser.execute(query, {"expression": expression}).fetchone()
    return tuple(dict.fromkeys(_column_names(json.loads(row[0] if row else "{}"))))


def check_expressions(settings: Settings) -> None:
    """Hold every expression against the tables it is about.

    Raises:
        SettingsError: one does not compute; names the line of params/indicators.yaml or params/city.yaml.
    """
    try:
        bench = workbench(settings.forms, settings.city.scope, {})
    except duckdb.Error as error:
        raise SettingsError(_reason(error), where=settings.place("city.yaml", "scope", "condition")) from None
    with bench:
        for i, indicator in enumerate(settings.indicators.indicators):
            for key, table, expression in _expressions(indicator, settings):
                try:
                    # A column beside it: what sums over rows is no expression over one row.
                    bench.execute(f"SELECT county, {expression} FROM {quoted(table)}")  # noqa: S608
                except duckdb.Error as error:
                    place = settings.place("indicators.yaml", "indicators", i, *key)
                    raise SettingsError(f"{indicator.id}: {_reason(error)}", where=place) from None


def _item_columns(table: ItemTable) -> dict[str, str]:
    parts = {"": SQL_TYPES["number"], "_state": SQL_TYPES["text"], "_qualifier": SQL_TYPES["text"]}
    return {f"{item.name}{part}": kind for item in table.items for part, kind in parts.items()}


def _expressions(indicator: Indicator, settings: Settings) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Key, table and expression of everything that an indicator computes."""
    for j, measure in enumerate(indicator.measures):
        for name, expression in _parts(indicator, measure):
            yield ("measures", j, name), measure.table, expression
    if indicator.of and indicator.by:
        yield ("by",), settings.indicators[indicator.of].measures[0].table, f"{quoted(indicator.by)}::VARCHAR"


def _parts(indicator: Indicator, measure: Measure) -> Iterator[tuple[str, str]]:
    category = indicator.categories[0] if indicator.categories else ""
    is_list = (measure.aggregate or indicator.aggregate) == "distinct"
    kinds = {"among": "BOOLEAN", "numerator": "VARCHAR" if is_list else "DOUBLE", "denominator": "DOUBLE"}
    for name, kind in kinds.items():
        if expression := getattr(measure, name):
            yield name, f"({fill(expression, category)})::{kind}"


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
