"""Measuring: one measure of one indicator, run over the rows of its table."""

from __future__ import annotations

import duckdb
import pandas as pd

from reporting.analysis.expressions import fill
from reporting.definitions.columns import quoted
from reporting.definitions.indicators import Aggregate, Indicator, Indicators, Measure

__all__ = ["measure_rows", "measure_sums", "variants"]

_SUMS: dict[Aggregate, str] = {
    "rate": "sum(n) FILTER (ok) AS numerator, sum(d) FILTER (ok) AS denominator",
    "mean": "sum(n) FILTER (ok) AS numerator, count(*) FILTER (ok) AS denominator",
    "sum": "sum(n) FILTER (ok) AS numerator, NULL AS denominator",
    "flag": "max(n) FILTER (ok) AS numerator, NULL AS denominator",
    "distinct": "len(list_distinct(flatten(list(string_split(n, '、')) FILTER (ok)))) AS numerator, "
    "NULL AS denominator",
}


def variants(indicator: Indicator, indicators: Indicators) -> list[tuple[str, tuple[Measure, ...]]]:
    """The categories of an indicator with the measures of each; a gap has one an area, from the indicator it is of."""
    if indicator.aggregate != "gap":
        return [(category, indicator.measures) for category in indicator.categories or ("",)]
    first = indicators[indicator.of or ""].measures[0]
    among = f"({first.among}) AND {quoted(indicator.by or '')} = '{{category}}'"
    return [(area, (first.model_copy(update={"among": among, "aggregate": "rate"}),)) for area in indicator.areas]


def measure_sums(
    bench: duckdb.DuckDBPyConnection, measure: Measure, aggregate: Aggregate, category: str
) -> pd.DataFrame:
    """county, period, numerator, denominator, counted, expected: one row a county and period that sent the table.

    ``expected`` rows are those the measure is about, ``counted`` those of them with a number in every part.
    """
    return bench.execute(
        f"SELECT county, period, {_SUMS[aggregate]}, count(*) FILTER (ok) AS counted, "  # noqa: S608
        f"count(*) FILTER (about) AS expected FROM ({_rows(measure, aggregate, category)}) GROUP BY county, period"
    ).df()


def measure_rows(bench: duckdb.DuckDBPyConnection, measure: Measure, category: str) -> pd.DataFrame:
    """county, period, school_id, numerator, denominator of each row that counts; a lone numerator is over 1."""
    return bench.execute(
        "SELECT county, period, school_id, n AS numerator, coalesce(d, 1) AS denominator "  # noqa: S608
        f"FROM ({_rows(measure, 'rate', category)}) WHERE ok ORDER BY ALL"
    ).df()


def _rows(measure: Measure, aggregate: Aggregate, category: str) -> str:
    """Every row of the table, with n, d, whether the measure is ``about`` it, and whether it is ``ok`` to count."""
    kind = "VARCHAR" if aggregate == "distinct" else "DOUBLE"
    known = "n IS NOT NULL" + (" AND d IS NOT NULL" if measure.denominator else "")
    return (
        f"SELECT *, about AND {known} AS ok FROM (SELECT *, "  # noqa: S608
        f"coalesce(({fill(measure.among, category)})::BOOLEAN, false) AS about, "
        f"({fill(measure.numerator, category)})::{kind} AS n, "
        f"({fill(measure.denominator, category) or 'NULL'})::DOUBLE AS d FROM {quoted(measure.table)})"
    )
