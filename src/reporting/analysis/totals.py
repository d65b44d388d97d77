"""Totals: the city's figures, added up from its counties or reported by the bureau itself."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

from reporting.analysis.measuring import lines_of, measure_names, variants
from reporting.definitions.columns import QUALIFIERS, quoted
from reporting.definitions.counties import City, Total
from reporting.definitions.forms import Forms, RowTable
from reporting.definitions.indicators import Aggregate, Indicators

__all__ = ["distinct_names", "qualified_sum", "schools_sent", "total"]

_NUMBERS = ["numerator", "denominator", "counted", "expected", "clusters", "complaints"]

_TOTALLED: dict[Aggregate, Aggregate] = {
    "rate": "rate",
    "mean": "mean",
    "sum": "sum",
    "flag": "flag",
    "distinct": "distinct",
    "gap": "rate",
}
"""How a total is made of what counties have."""
OWN = "own"
"""How a total is made that the bureau files itself."""


def schools_sent(bench: duckdb.DuckDBPyConnection, forms: Forms, city: City) -> pd.DataFrame:
    """county, period, school_id, in_scope of each row of the ledgers; without a scope there are no rows at all.

    Rows without an identity (a ledger whose form names none) are numbered.
    """
    if city.scope is None:
        none = {name: pd.Series(dtype="str") for name in ("county", "period", "school_id")}
        return pd.DataFrame(none).assign(in_scope=pd.Series(dtype="boolean"))
    table = forms.table(city.scope.table)
    identity = "school_id" if isinstance(table, RowTable) and table.entity else "NULL"
    number = "row_number() OVER (PARTITION BY county, period ORDER BY sheet, row_number)"
    return (
        bench.execute(
            f"SELECT county, period, coalesce({identity}, {number}::VARCHAR) AS school_id, in_scope "  # noqa: S608
            f"FROM {quoted(city.scope.table)} ORDER BY period, county, sheet, row_number"
        )
        .df()
        .astype({"county": "str", "period": "str", "school_id": "str", "in_scope": "boolean"})
    )


def distinct_names(
    bench: duckdb.DuckDBPyConnection, indicators: Indicators, city: City, sums: pd.DataFrame
) -> pd.DataFrame:
    """How many different names the counties of each total have together, of every indicator that counts names.

    Args:
        sums: of the counties, for which of them names were counted, and not numbers.

    Returns:
        indicator, category, period, county (code of the total), distinct.
    """
    key = ["indicator", "category", "period"]
    parts = [
        pd.DataFrame(
            {name: pd.Series(dtype="str") for name in (*key, "county")} | {"distinct": pd.Series(dtype="float64")}
        )
    ]
    named = sums[(sums["aggregate"] == "distinct") & (sums["counted"] > 0)]
    for line in lines_of(indicators):
        if line.aggregate != "distinct":
            continue
        mine = named[(named["indicator"] == line.indicator) & (named["category"] == line.category)]
        names = measure_names(bench, line).merge(mine[["county", "period"]], on=["county", "period"])
        for whole in city.totals:
            of_whole = names[names["county"].isin(city.members(whole))]
            counted = of_whole.groupby("period")["name"].nunique().astype("float64").rename("distinct").reset_index()
            parts.append(counted.assign(indicator=line.indicator, category=line.category, county=whole.code))
    return pd.concat(parts, ignore_index=True)


def total(
    counties: pd.DataFrame,
    own: pd.DataFrame,
    line: Total,
    schools: pd.DataFrame,
    names: pd.DataFrame,
    indicators: Indicators,
    city: City,
) -> pd.DataFrame:
    """The sums of one total, in the columns of ``counties``.

    Only counties whose number has the indicator's first scope are added up: a rate over all schools is not mixed into
    one over the schools in scope. A figure that is the bureau's own is never the counties' sum, and does not exist for
    a total that leaves counties out.

    Args:
        counties: the counties' sums (numerator, denominator, counted, expected, aggregate, scope, completeness, …).
        own: the bureau's sums, the same columns.
        schools: as `reporting.analysis.registry.schools_reporting` gives them.
        names: indicator, category, period, county (of a total), distinct: how many different names its counties have.
    """
    owned = [indicator.id for indicator in indicators.indicators if indicator.total == "own"]
    members = counties[counties["county"].isin(city.members(line)) & ~counties["indicator"].isin(owned)]
    both = [
        _added(members, line, schools, names, indicators, city),
        _of_the_bureau(own[own["indicator"].isin(owned)], line),
    ]
    return pd.concat(both, ignore_index=True)[list(counties.columns)]


def _added(
    members: pd.DataFrame,
    line: Total,
    schools: pd.DataFrame,
    names: pd.DataFrame,
    indicators: Indicators,
    city: City,
) -> pd.DataFrame:
    """What the counties of a total add up to."""
    key = ["period", "indicator", "category"]
    scopes = {one.id: variants(one, indicators)[0][1][0].scope for one in indicators.indicators}
    alike = members[members["scope"] == members["indicator"].map(scopes)]
    counted = alike[alike["counted"] > 0].groupby(key, sort=False)
    added = members.drop_duplicates(key).set_index(key)[["unit"]]
    added = added.join(alike.groupby(key, sort=False)[_NUMBERS].sum(min_count=1))
    # the same name in two counties is one; a county that gives a number alone adds it, and says 未去重
    distinct = names[names["county"] == line.code].set_index(key)["distinct"].reindex(added.index)
    unnamed = alike[alike["aggregate"] != "distinct"].groupby(key, sort=False)["numerator"].sum().reindex(added.index)
    added["numerator"] = added["numerator"].where(distinct.isna(), distinct + unnamed.fillna(0))
    added["source"] = counted["source"].agg(_joined, "+")
    added["qualifier"] = counted["qualifier"].agg(qualified_sum)
    answered = counted["county"].nunique().reindex(added.index).fillna(0)
    added = added.fillna({"source": "", "qualifier": ""}).assign(answered=answered).reset_index()
    added["aggregate"] = added["indicator"].map({one.id: _TOTALLED[one.aggregate] for one in indicators.indicators})
    flags = (added["aggregate"] == "flag") & (added["answered"] > 0)
    added["denominator"] = added["denominator"].mask(flags, added["answered"])
    of_counties = added["answered"] / len(city.members(line))
    added["completeness"] = of_counties
    if city.scope is not None:
        share = added["period"].map(_share_of_schools(schools, line.without))
        of_schools = added["counted"] / added["expected"] * share
        added["completeness"] = of_counties.mask(added["source"] == city.scope.table, of_schools)
    return added.assign(county=line.code, scope=added["indicator"].map(scopes), reason="", made=added["aggregate"])


def _of_the_bureau(own: pd.DataFrame, line: Total) -> pd.DataFrame:
    """The bureau's own figures; they are of the whole city and of no other total."""
    bureau = own.assign(county=line.code, completeness=own["counted"] / own["expected"], made=OWN)
    if not line.without:
        return bureau
    return bureau.assign(
        numerator=np.nan,
        denominator=np.nan,
        clusters=np.nan,
        complaints=np.nan,
        counted=0.0,
        expected=0.0,
        completeness=np.nan,
    )


def qualified_sum(words: pd.Series[str]) -> str:
    """What counties' numbers came with: where some are over and others nearly so much, their sum is about so much."""
    found = sorted({word for word in words if word})
    vague = [word for word in found if word in QUALIFIERS]
    others = [word for word in found if word not in QUALIFIERS]
    return "、".join((*(vague if len(vague) < 2 else ["约"]), *others))


def _joined(words: pd.Series[str], by: str) -> str:
    """The words that are there, each once."""
    return by.join(sorted({word for word in words if word}))


def _share_of_schools(schools: pd.DataFrame, without: Sequence[str]) -> pd.Series[float]:
    """Schools that were sent ÷ schools expected, by period."""
    sums = schools[~schools["county"].isin(without)].groupby("period")[["reported", "uncounted", "expected"]].sum()
    return (sums["reported"] + sums["uncounted"]) / sums["expected"]
