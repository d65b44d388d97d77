"""Observations: indicator × county × period, with numerator, denominator, value, state and scope.

Pure: DataFrames in, DataFrames out. What a county sent is added up by the measures of ``params/indicators.yaml``;
the city's totals come from the counties' numerators and denominators, never from their rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pandas as pd

from reporting.analysis.expressions import workbench
from reporting.analysis.measuring import measure_rows, measure_sums, variants
from reporting.analysis.totals import schools_reporting, total
from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.definitions.indicators import Indicator, Indicators, Measure
from reporting.definitions.periods import Period

__all__ = ["COLUMNS", "observe", "school_values", "wide_figures"]

COLUMNS = (
    "county",
    "period",
    "indicator",
    "category",
    "numerator",
    "denominator",
    "value",
    "unit",
    "qualifier",
    "state",
    "scope",
    "completeness",
    "source",
    "counted",
    "expected",
)


def wide_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Items as columns: county, period, then one column an item with its value (yes is 1, no is 0)."""
    if figures.empty:
        return pd.DataFrame({"county": pd.Series(dtype="str"), "period": pd.Series(dtype="str")})
    wide = figures.drop_duplicates(["county", "period", "item"], keep="last")
    return (
        wide.pivot(index=["county", "period"], columns="item", values="value").reset_index().rename_axis(columns=None)
    )


def observe(
    indicators: Indicators,
    city: City,
    forms: Forms,
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, pd.DataFrame],
    periods: Sequence[str],
) -> pd.DataFrame:
    """Every observation of every county and total in ``periods``.

    Args:
        tables: row tables by name, as `reporting.store.view.View.rows` gives them.
        figures: item tables by name, as `View.figures` gives them.
        periods: the periods to observe, in order; a county that sent nothing has rows with ``not_submitted``.

    Returns:
        One row a county or total × period × indicator × category with the columns of `COLUMNS`, in report order.
        A rate's value is 0-100; ``completeness`` is 0-1, missing where nothing was expected.
    """
    grid = pd.MultiIndex.from_product([[*city.codes, city.code], periods], names=["county", "period"])
    wide = {name: wide_figures(frame) for name, frame in figures.items()}
    marks, inapplicable = _item_remarks(figures)
    parts = []
    with workbench(forms, city.scope, {**tables, **wide}) as bench:
        for indicator in indicators.indicators:
            for category, measures in variants(indicator, indicators):
                part = _measured(bench, indicator, measures, category, grid, marks, inapplicable)
                parts.append(part.assign(indicator=indicator.id, category=category, unit=indicator.unit))
        schools = schools_reporting(bench, city, periods)
    sums = pd.concat(parts, ignore_index=True)
    of_the_city = sums["county"] == city.code
    counties = sums[~of_the_city].assign(completeness=lambda frame: frame["counted"] / frame["expected"])
    totals = [total(counties, sums[of_the_city], line, schools, indicators, city) for line in city.totals]
    everything = _valued(pd.concat([counties, *totals], ignore_index=True), indicators)
    return _ordered(pd.concat([everything, _gaps(everything, indicators)], ignore_index=True), indicators, city)


def school_values(indicators: Indicators, city: City, forms: Forms, schools: pd.DataFrame) -> pd.DataFrame:
    """What each school adds to the rates and means that the ledger gives.

    Returns:
        county, period, school_id, indicator, category, numerator, denominator; only schools with both known.
    """
    columns = ["county", "period", "school_id", "indicator", "category", "numerator", "denominator"]
    parts = []
    with workbench(forms, city.scope, {city.scope.table: schools}) as bench:
        for indicator in indicators.indicators:
            measure = next((one for one in indicator.measures if one.table == city.scope.table), None)
            if measure is None or indicator.aggregate not in ("rate", "mean"):
                continue
            for category in indicator.categories or ("",):
                part = measure_rows(bench, measure, category)
                parts.append(part.assign(indicator=indicator.id, category=category))
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _measured(
    bench: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    measures: Sequence[Measure],
    category: str,
    grid: pd.MultiIndex,
    marks: Mapping[str, pd.Series[str]],
    inapplicable: Mapping[str, pd.MultiIndex],
) -> pd.DataFrame:
    """numerator, denominator, counted, expected, aggregate, scope, source, qualifier, inapplicable a county and period.

    Each county's numbers come from the first measure that counts anything for it; where none does, from the first
    whose table it sent.
    """
    tried = []
    for measure in measures:
        aggregate = measure.aggregate or indicator.aggregate
        found = measure_sums(bench, measure, aggregate, category).set_index(["county", "period"])
        found = found[found.index.isin(grid)].astype("float64")
        found = found.assign(
            aggregate=aggregate, scope=measure.scope, source=measure.table, qualifier=measure.qualifier
        )
        if measure.numerator in marks:
            found["qualifier"] = marks[measure.numerator].reindex(found.index).fillna(measure.qualifier)
        found["inapplicable"] = found.index.isin(inapplicable.get(measure.numerator, grid[:0]))
        tried.append(found)
    every = pd.concat(
        [found[found["counted"] > 0] for found in tried] + [found[found["counted"] == 0] for found in tried]
    )
    chosen = every[~every.index.duplicated()].reindex(grid)
    silent = chosen["source"].isna()
    chosen["scope"] = chosen["scope"].mask(silent, measures[0].scope)
    chosen["aggregate"] = chosen["aggregate"].mask(silent, measures[0].aggregate or indicator.aggregate)
    chosen[["source", "qualifier"]] = chosen[["source", "qualifier"]].fillna("")
    chosen["inapplicable"] = chosen["inapplicable"].eq(True)
    return chosen.reset_index()


def _item_remarks(figures: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.Series[str]], dict[str, pd.MultiIndex]]:
    """What counties wrote about their items: 余, 近, 约 (item → Series by county and period), and 不适用."""
    marks: dict[str, pd.Series[str]] = {}
    inapplicable: dict[str, pd.MultiIndex] = {}
    for frame in figures.values():
        indexed = frame.drop_duplicates(["county", "period", "item"], keep="last").set_index(["county", "period"])
        for item, part in indexed[indexed["qualifier"].fillna("") != ""].groupby("item"):
            marks[str(item)] = part["qualifier"]
        for item, part in indexed[indexed["state"] == "not_applicable"].groupby("item"):
            inapplicable[str(item)] = pd.MultiIndex.from_tuples(list(part.index))
    return marks, inapplicable


def _valued(sums: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The sums with their value and state."""
    done = sums.copy()
    divided = done["aggregate"].isin(["rate", "mean"])
    hundred = np.where((done["aggregate"] == "rate") & done["unit"].isin(["percent", "points"]), 100.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        done["value"] = np.where(divided, done["numerator"] / done["denominator"] * hundred, done["numerator"])
    counted = done["counted"] > 0
    months = {one.id: one.months for one in indicators.indicators if one.months}
    out_of_season = [
        identity in months and Period(period).month not in months[identity]
        for identity, period in zip(done["indicator"], done["period"], strict=True)
    ]
    none_to_count = (done["expected"] == 0) | done["inapplicable"] | (divided & counted & (done["denominator"] == 0))
    done["state"] = np.select(
        [np.array(out_of_season), none_to_count, counted],
        ["not_applicable", "not_applicable", "reported"],
        "not_submitted",
    )
    done["value"] = done["value"].where(done["state"] == "reported")
    done["qualifier"] = done["qualifier"].where(done["state"] == "reported", "")
    return done


def _gaps(observations: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The difference between the first and the last area of each gap, in points; missing where either is."""
    key = ["county", "period"]
    parts = []
    for indicator in indicators.indicators:
        if indicator.aggregate != "gap":
            continue
        areas = observations[observations["indicator"] == indicator.id].set_index(key)
        first = areas[areas["category"] == indicator.areas[0]]
        last = areas[areas["category"] == indicator.areas[-1]].reindex(first.index)
        both = (first["state"] == "reported") & (last["state"] == "reported")
        gap = first.assign(category="", numerator=np.nan, denominator=np.nan, value=first["value"] - last["value"])
        gap["completeness"] = np.fmin(first["completeness"], last["completeness"])
        gap["state"] = first["state"].where(first["state"] != "reported", last["state"])
        gap.loc[~both, "value"] = np.nan
        parts.append(gap.reset_index())
    return pd.concat(parts, ignore_index=True) if parts else observations[:0]


def _ordered(observations: pd.DataFrame, indicators: Indicators, city: City) -> pd.DataFrame:
    """By period, place and indicator in report order."""
    places = {place.code: number for number, place in enumerate([*city.counties, *city.totals])}
    ids = {indicator.id: number for number, indicator in enumerate(indicators.indicators)}
    order = pd.DataFrame(
        {
            "period": observations["period"],
            "place": observations["county"].map(places),
            "indicator": observations["indicator"].map(ids),
            "line": np.arange(len(observations)),
        }
    ).sort_values(["period", "place", "indicator", "line"])
    return observations.loc[order.index, list(COLUMNS)].reset_index(drop=True)
