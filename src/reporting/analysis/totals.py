"""Totals: the city's figures, added up from its counties or reported by the bureau itself."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd

from reporting.definitions.columns import quoted
from reporting.definitions.counties import City, Total
from reporting.definitions.indicators import Indicators

__all__ = ["schools_reporting", "total"]


def schools_reporting(bench: duckdb.DuckDBPyConnection, city: City, periods: Sequence[str]) -> pd.DataFrame:
    """county, period, reported, expected: schools in scope of the period's ledger, and of the latest one up to then.

    A county that never sent a ledger has no row: nobody knows how many schools to expect of it.
    """
    counts = bench.execute(
        f"SELECT county, period, count(*) FILTER (in_scope) AS schools FROM {quoted(city.scope.table)} "  # noqa: S608
        "GROUP BY county, period"
    ).df()
    known = counts.pivot(index="county", columns="period", values="schools").astype("float64")
    earlier = sorted({*known.columns, *periods})
    latest = known.reindex(columns=earlier).ffill(axis="columns")
    expected = latest.reindex(columns=list(periods)).melt(ignore_index=False, var_name="period", value_name="expected")
    reported = (
        known.reindex(columns=list(periods))
        .fillna(0.0)
        .melt(ignore_index=False, var_name="period", value_name="reported")
    )
    both = expected.reset_index().merge(reported.reset_index(), on=["county", "period"])
    return both[both["expected"].notna()][["county", "period", "reported", "expected"]]


def total(
    counties: pd.DataFrame, own: pd.DataFrame, line: Total, schools: pd.DataFrame, indicators: Indicators, city: City
) -> pd.DataFrame:
    """The sums of one total, in the columns of ``counties``.

    Only counties whose number has the indicator's first scope are added up: a rate over all schools is not mixed into
    one over the schools in scope. A figure that is the bureau's own is never the counties' sum, and does not exist for
    a total that leaves counties out.

    Args:
        counties: the counties' sums (numerator, denominator, counted, expected, aggregate, scope, completeness, …).
        own: the bureau's sums, the same columns.
        schools: as `schools_reporting` gives them.
    """
    owned = [indicator.id for indicator in indicators.indicators if indicator.total == "own"]
    bureau = own[own["indicator"].isin(owned)].assign(county=line.code)
    bureau["completeness"] = bureau["counted"] / bureau["expected"]
    if line.without:
        bureau = bureau.assign(numerator=None, denominator=None, counted=0.0, expected=0.0).astype(
            {"numerator": "float64", "denominator": "float64"}
        )
    inside = counties[~counties["county"].isin(line.without) & ~counties["indicator"].isin(owned)]
    first_scope = {one.id: one.measures[0].scope for one in indicators.indicators if one.measures}
    alike = inside[(inside["scope"] == inside["indicator"].map(first_scope)) | ~inside["indicator"].isin(first_scope)]
    key = ["period", "indicator", "category"]
    numbers = ["numerator", "denominator", "counted", "expected"]
    sums = alike.groupby(key, sort=False)[numbers].sum(min_count=1)
    words = inside.drop_duplicates(key).set_index(key)[["unit", "aggregate", "scope"]]
    added = words.join(sums).reset_index().assign(county=line.code, qualifier="", inapplicable=False)
    added["source"] = _sources(alike, key).reindex(pd.MultiIndex.from_frame(added[key])).fillna("").to_numpy()
    added["aggregate"] = added["aggregate"].replace({"distinct": "sum"})
    share = _share_of_schools(schools, line.without)
    of_schools = added["source"] == city.scope.table
    answered = alike[alike["counted"] > 0].groupby(key, sort=False)["county"].nunique()
    members = len([code for code in city.codes if code not in line.without])
    counties_share = answered.reindex(pd.MultiIndex.from_frame(added[key])).fillna(0).to_numpy() / members
    within = added["counted"] / added["expected"]
    added["completeness"] = (within * added["period"].map(share)).where(of_schools, counties_share)
    return pd.concat([added, bureau], ignore_index=True)[list(counties.columns)]


def _sources(alike: pd.DataFrame, key: list[str]) -> pd.Series[str]:
    """The tables that a total was added up from."""
    counted = alike[alike["counted"] > 0]
    return counted.groupby(key, sort=False)["source"].agg(lambda names: "+".join(sorted(set(names))))


def _share_of_schools(schools: pd.DataFrame, without: Sequence[str]) -> pd.Series[float]:
    """Schools that reported ÷ schools expected, by period."""
    sums = schools[~schools["county"].isin(without)].groupby("period")[["reported", "expected"]].sum()
    return sums["reported"] / sums["expected"]
