"""Measuring: one measure of one indicator, run over the rows of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from reporting.analysis.expressions import fields_of, fill
from reporting.definitions.columns import quoted
from reporting.definitions.indicators import Aggregate, Indicator, Indicators, Measure
from reporting.errors import SettingsError

__all__ = ["MeasureLine", "lines_of", "measure_names", "measure_rows", "measure_sums", "variants"]

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_NARROW = "".join(map(chr, range(0x21, 0x7F))).replace("'", "''")
_FOLDED = rf"lower(translate(regexp_replace(n, '[\s\x{{3000}}]', '', 'g'), '{_WIDE}', '{_NARROW}'))"

_SUMS: dict[Aggregate, str] = {
    "rate": "sum(n) FILTER (ok) AS numerator, sum(d) FILTER (ok) AS denominator",
    "mean": "sum(n) FILTER (ok) AS numerator, count(*) FILTER (ok) AS denominator",
    "sum": "sum(n) FILTER (ok) AS numerator, NULL AS denominator",
    "flag": "max(n) FILTER (ok) AS numerator, NULL AS denominator",
    # Names are the same whatever their width and spacing (for ass_courses).
    "distinct": f"len(list_filter(list_distinct(flatten(list(string_split({_FOLDED}, '、')) FILTER (ok))), "
    "lambda name: name <> '')) AS numerator, NULL AS denominator",
}

_REASONS = ("not_submitted", "unreliable", "suppressed", "not_collected", "not_applicable")
"""Why a row does not count: of several reasons the first of these is told."""


def variants(indicator: Indicator, indicators: Indicators) -> list[tuple[str, tuple[Measure, ...]]]:
    """The categories of an indicator with the measures of each; a gap has one an area, from the indicator it is of."""
    if not indicator.is_gap:
        return [(category, indicator.measures) for category in indicator.categories or ("",)]
    first = indicators[indicator.of or ""].measures[0]
    among = f"({first.among}) AND {quoted(indicator.by or '')} = '{{category}}'"
    return [(area, (first.model_copy(update={"among": among, "aggregate": "rate"}),)) for area in indicator.areas]


@dataclass(frozen=True)
class MeasureLine:
    """One thing to measure: a category of an indicator by one of its measures, the first of which is 0."""

    indicator: str
    category: str
    order: int
    measure: Measure
    aggregate: Aggregate


def lines_of(indicators: Indicators) -> list[MeasureLine]:
    """Everything that there is to measure, in report order."""
    return [
        MeasureLine(indicator.id, category, order, measure, measure.aggregate or indicator.aggregate)
        for indicator in indicators.indicators
        for category, measures in variants(indicator, indicators)
        for order, measure in enumerate(measures)
    ]


def measure_sums(bench: duckdb.DuckDBPyConnection, lines: Sequence[MeasureLine]) -> pd.DataFrame:
    """What each county that sent a line's table has: one query for all lines, for each costs more than its rows.

    Returns:
        line (its position), county, period, numerator, denominator; ``expected``, the rows that the measure is about
        (also where the row does not tell whether it is, but not where it says 不适用), and ``counted``, those of them
        with a number in every part; ``reason``, the state of what is missing in the rest, empty where nothing is;
        ``qualifier`` of what is made of numbers that are not exact (`_marked`); ``clusters``, the schools that people
        come from.
    """
    columns = {table: _columns(bench, table) for table in dict.fromkeys(line.measure.table for line in lines)}
    queries = [_summing(number, line, columns[line.measure.table]) for number, line in enumerate(lines)]
    try:
        found = bench.execute(" UNION ALL ".join(queries)).df()
    except duckdb.Error:
        # whose fault it is shows when each is asked alone
        for line, query in zip(lines, queries, strict=True):
            _computed(bench, line.measure, query)
        raise
    numbers = dict.fromkeys(("numerator", "denominator", "counted", "expected", "clusters"), "float64")
    return found.astype({**numbers, "reason": "str", "qualifier": "str"}).fillna({"reason": "", "qualifier": ""})


def _summing(number: int, line: MeasureLine, columns: Sequence[str]) -> str:
    # what the definition itself says of rows comes first: by it counties are told apart
    said = line.measure.qualifier and "row_number" in columns
    # not count(DISTINCT ...), which has every row counted in an aggregate of its own
    mixed = "CASE WHEN min(mark) FILTER (ok) < max(mark) FILTER (ok) THEN '约' ELSE min(mark) FILTER (ok) END"
    qualifier = "NULL" if said else mixed
    return (
        f"SELECT {number} AS line, county, period, {_SUMS[line.aggregate]}, "  # noqa: S608
        "count(*) FILTER (ok) AS counted, count(*) FILTER (about) AS expected, "
        f"{_list(_REASONS)}[min(reason) FILTER (about AND NOT ok)] AS reason, {qualifier} AS qualifier, "
        "sum(c) FILTER (ok) AS clusters "
        f"FROM ({_rows(line.measure, line.aggregate, line.category, columns)}) GROUP BY county, period"
    )


def measure_rows(bench: duckdb.DuckDBPyConnection, measure: Measure, category: str) -> pd.DataFrame:
    """county, period, school_id, numerator, denominator, qualifier of each row that counts.

    A lone numerator is over 1; the qualifier is missing where all is exact.
    """
    return _computed(
        bench,
        measure,
        "SELECT county, period, school_id, n AS numerator, coalesce(d, 1) AS denominator, mark AS qualifier "  # noqa: S608
        f"FROM ({_rows(measure, 'rate', category, _columns(bench, measure.table))}) WHERE ok ORDER BY ALL",
    )


def measure_names(bench: duckdb.DuckDBPyConnection, line: MeasureLine) -> pd.DataFrame:
    """county, period, name: every different name that the counties' lists hold, as names are compared."""
    rows = _rows(line.measure, line.aggregate, line.category, _columns(bench, line.measure.table))
    split = f"SELECT county, period, unnest(string_split({_FOLDED}, '、')) AS name FROM ({rows}) WHERE ok"  # noqa: S608
    return _computed(bench, line.measure, f"SELECT DISTINCT * FROM ({split}) WHERE name <> '' ORDER BY ALL")  # noqa: S608


def _rows(measure: Measure, aggregate: Aggregate, category: str, columns: Sequence[str]) -> str:
    """Every row of the table: what is needed of it, n, d, their mark, whether it is ``ok``, and why not."""
    kind = "VARCHAR" if aggregate == "distinct" else "DOUBLE"
    among, numerator, denominator = (
        fill(part, category) for part in (measure.among, measure.numerator, measure.denominator or "NULL")
    )
    read = dict.fromkeys(name for part in (among, numerator, denominator) for name in fields_of(part))
    states = [
        f"list_position({_list(_REASONS)}, {quoted(f'{name}_state')})" for name in read if f"{name}_state" in columns
    ]
    kept = ["county", "period", *(["school_id"] if "school_id" in columns else [])]
    reason = f"least({', '.join(states)})" if states else "NULL"
    known = "n IS NOT NULL" + (" AND d IS NOT NULL" if measure.denominator else "")
    not_applicable = _REASONS.index("not_applicable") + 1
    return (
        f"SELECT *, coalesce(told, false) AND {known} AS ok, "  # noqa: S608
        f"coalesce(told, true) AND (ok OR reason IS DISTINCT FROM {not_applicable}) AS about "
        f"FROM (SELECT {', '.join(map(quoted, kept))}, ({among})::BOOLEAN AS told, "
        f"({numerator})::{kind} AS n, ({denominator})::DOUBLE AS d, {reason} AS reason, "
        f"{_marked(numerator, denominator, columns)} AS mark, "
        f"({measure.clusters or 'NULL'})::DOUBLE AS c FROM {quoted(measure.table)})"
    )


def _marked(numerator: str, denominator: str, columns: Sequence[str]) -> str:
    """What a row's number came with: the numerator's own 余 or 近 over an exact denominator, 约 for anything else."""
    above, below = (
        [quoted(mark) for name in fields_of(part) if (mark := f"{name}_qualifier") in columns]
        for part in (numerator, denominator)
    )
    if not (above or below):
        return "NULL"
    alone = f"{numerator}_qualifier" in columns and not below
    first = ", ".join(f"nullif({mark}::VARCHAR, '')" for mark in (*above, *below))
    return f"coalesce({first})" if alone else f"CASE WHEN coalesce({first}) IS NOT NULL THEN '约' END"


def _columns(bench: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [str(name) for name, *_ in bench.execute(f"FROM {quoted(table)} LIMIT 0").description or ()]


def _computed(bench: duckdb.DuckDBPyConnection, measure: Measure, query: str) -> pd.DataFrame:
    try:
        return bench.execute(query).df()
    except duckdb.Error as error:
        raise SettingsError(
            f"{measure.numerator!r} does not compute over what counties sent: {str(error).splitlines()[0]}",
            where="params/indicators.yaml",
            hint="where a value may be of another kind, say what becomes of it, such as try_cast(… AS DOUBLE)",
        ) from None


def _list(words: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"
