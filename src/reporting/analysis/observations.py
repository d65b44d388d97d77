"""Observations: indicator × county × period, with numerator, denominator, value, state and scope.

Pure: DataFrames in, DataFrames out. What a county sent is added up by the measures of ``params/indicators.yaml``;
the city's totals come from the counties' numerators and denominators, never from their rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from reporting.analysis.expressions import workbench
from reporting.analysis.measuring import lines_of, measure_rows, measure_sums
from reporting.analysis.registry import schools_reporting
from reporting.analysis.totals import distinct_names, schools_sent, total
from reporting.definitions.columns import QUALIFIERS
from reporting.definitions.counties import City
from reporting.definitions.facts import OBSERVATIONS
from reporting.definitions.forms import Forms
from reporting.definitions.indicators import Indicators
from reporting.definitions.periods import Period

__all__ = [
    "COLUMNS",
    "Sums",
    "add_up",
    "expected_schools",
    "joined_values",
    "observations_of",
    "observe",
    "school_values",
    "wide_figures",
]

_ANSWER = ("county", "school_id", "answer", "since", "into")
COLUMNS = tuple(column.name for column in OBSERVATIONS)
"""The columns of observations, in their order."""
_SUMMED = [
    "numerator",
    "denominator",
    "counted",
    "expected",
    "clusters",
    "reason",
    "qualifier",
    "aggregate",
    "scope",
    "source",
]


@dataclass(frozen=True)
class Sums:
    """What the tables of some periods add up to: all of them that observations are made of.

    Attributes:
        sums: county (the bureau as well), period, indicator, category and the columns of `_measured`.
        schools: as `reporting.analysis.totals.schools_sent` gives them.
        names: as `reporting.analysis.totals.distinct_names` gives them.
    """

    sums: pd.DataFrame
    schools: pd.DataFrame
    names: pd.DataFrame


def wide_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Items as columns: county, period, and of each item its value (yes is 1, no is 0), ``_state`` and ``_qualifier``.

    Of an item that stands twice the last one counts.
    """
    key = ["county", "period", "item"]
    last = figures.drop_duplicates(key, keep="last")
    parts = [
        last.pivot(index=key[:2], columns="item", values=part).add_suffix(suffix)
        for part, suffix in (("value", ""), ("state", "_state"), ("qualifier", "_qualifier"))
    ]
    return pd.concat(parts, axis="columns").reset_index()


def observe(
    indicators: Indicators,
    city: City,
    forms: Forms,
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, pd.DataFrame],
    periods: Sequence[str],
    answers: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every observation of every county and total in ``periods``.

    Args:
        tables: row tables by name, as `reporting.store.view.View.rows` gives them; of the ledger also earlier periods
            where these tell how many schools to expect.
        figures: item tables by name, as `View.figures` gives them.
        periods: the periods to observe, in order; a county that sent nothing has rows with ``not_submitted``.
        answers: what is on record of schools that no longer come, as `reporting.store.view.View.school_answers` gives
            it; None for nothing.

    Returns:
        One row a county or total × period × indicator × category with the columns of `COLUMNS`, in report order.
        A rate's value is 0-100; ``completeness`` is 0-1, missing where nothing was expected.
    """
    summed = [add_up(indicators, city, forms, tables, figures, periods)]
    return observations_of(summed, indicators, city, expected_schools(summed, city, periods, answers))


def add_up(
    indicators: Indicators,
    city: City,
    forms: Forms,
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, pd.DataFrame],
    periods: Sequence[str],
) -> Sums:
    """The first half of `observe`, which may be done period by period: the tables of a nation fill no memory then."""
    wide = {name: wide_figures(frame) for name, frame in figures.items()}
    with workbench(forms, city.scope, {**tables, **wide}) as bench:
        sums = _measured(bench, indicators, [*city.codes, city.code], periods)
        schools = schools_sent(bench, forms, city)
        names = distinct_names(bench, indicators, city, sums[sums["county"] != city.code])
    return Sums(_trusted(_with_complaints(sums, indicators, figures)), schools, names)


def _with_complaints(sums: pd.DataFrame, indicators: Indicators, figures: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The sums with the complaints about each indicator that were received in the period, where an item counts them.

    A number that a county adds up from month to month is of no period.
    """
    key = ["county", "period"]
    done = sums.assign(complaints=np.nan)
    places = pd.MultiIndex.from_frame(done[key])
    for indicator in indicators.indicators:
        for frame in figures.values() if indicator.complaints else ():
            mine = frame[(frame["item"] == indicator.complaints) & (frame["state"] == "reported")]
            if "basis" in mine:
                mine = mine[mine["basis"] != "cumulative"]
            if not mine.empty:
                received = mine.drop_duplicates(key, keep="last").set_index(key)["value"].astype("float64")
                of_it = (done["indicator"] == indicator.id).to_numpy()
                done.loc[of_it, "complaints"] = received.reindex(places[of_it]).to_numpy()
    return done


def expected_schools(
    summed: Sequence[Sums], city: City, periods: Sequence[str], answers: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The schools reported and expected of each county and period, as `schools_reporting` gives them."""
    sent = pd.concat([one.schools for one in summed], ignore_index=True)
    if answers is None:
        answers = pd.DataFrame({name: pd.Series(dtype="str") for name in _ANSWER})
    return schools_reporting(sent, periods, answers, city.declared_schools)


def observations_of(summed: Sequence[Sums], indicators: Indicators, city: City, schools: pd.DataFrame) -> pd.DataFrame:
    """The second half of `observe`: totals, values and states.

    Args:
        summed: of one or several periods each, oldest first.
        schools: of all of their periods, as `expected_schools` gives them.
    """
    return pd.concat([_observations(one, schools, indicators, city) for one in summed], ignore_index=True)


def _observations(summed: Sums, schools: pd.DataFrame, indicators: Indicators, city: City) -> pd.DataFrame:
    sums = summed.sums.assign(made="")
    of_the_city = sums["county"] == city.code
    counties = sums[~of_the_city].assign(completeness=lambda frame: frame["counted"] / frame["expected"])
    if city.scope is not None:
        of_schools = counties["source"] == city.scope.table
        share = _share_sent(counties, schools)
        counties["completeness"] = counties["completeness"].where(~of_schools, counties["completeness"] * share)
    totals = [total(counties, sums[of_the_city], line, schools, summed.names, indicators, city) for line in city.totals]
    everything = _valued(pd.concat([counties, *totals], ignore_index=True), indicators)
    return _ordered(pd.concat([everything, _gaps(everything, indicators)], ignore_index=True), indicators, city)


def _share_sent(sums: pd.DataFrame, schools: pd.DataFrame) -> pd.Series[float]:
    """The share of its county's expected schools that were sent, for each row; the ledger counts schools.

    A county of which no school in scope is known or was sent misses none: its share is 1.
    """
    known = schools.set_index(["county", "period"])
    share = (known["reported"] + known["uncounted"]) / known["expected"].where(known["expected"] > 0)
    places = pd.MultiIndex.from_frame(sums[["county", "period"]])
    return pd.Series(share.reindex(places).to_numpy(), sums.index).fillna(1.0)


def school_values(indicators: Indicators, city: City, forms: Forms, schools: pd.DataFrame) -> pd.DataFrame:
    """What each school adds to the rates and means that the ledger gives.

    Returns:
        county, period, school_id, indicator, category (categories all of them: there is a row a school, period and
        indicator), numerator, denominator, qualifier (missing where both are exact); only schools with both known.
    """
    key = ["county", "period", "school_id"]
    words: dict[str, list[str]] = {name: list(schools[name].unique()) if name in schools else [] for name in key}
    words["indicator"] = [one.id for one in indicators.indicators]
    words["category"] = list(dict.fromkeys(word for one in indicators.indicators for word in ("", *one.categories)))
    words["qualifier"] = list(QUALIFIERS)
    dtypes = {name: pd.CategoricalDtype(values) for name, values in words.items()}
    columns = (*key, "indicator", "category", "numerator", "denominator", "qualifier")
    none = pd.DataFrame({name: pd.Series(dtype="float64") for name in columns})
    parts = [none.astype(dtypes)]
    if city.scope is not None:
        with workbench(forms, city.scope, {city.scope.table: schools}) as bench:
            for indicator in indicators.indicators:
                measure = next((one for one in indicator.measures if one.table == city.scope.table), None)
                if measure is None or not indicator.is_divided:
                    continue
                for category in indicator.categories or ("",):
                    part = measure_rows(bench, measure, category)
                    parts.append(part.assign(indicator=indicator.id, category=category).astype(dtypes)[none.columns])
    return pd.concat(parts, ignore_index=True)


def joined_values(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The `school_values` of several ledgers as those of one: their words stay numbers in memory."""
    if len(parts) == 1:
        return parts[0]
    words = {
        name: pd.CategoricalDtype(union_categoricals([one[name] for one in parts]).categories)
        for name, dtype in parts[0].dtypes.items()
        if isinstance(dtype, pd.CategoricalDtype)
    }
    return pd.concat([one.astype(words) for one in parts], ignore_index=True)


def _measured(
    bench: duckdb.DuckDBPyConnection, indicators: Indicators, counties: Sequence[str], periods: Sequence[str]
) -> pd.DataFrame:
    """The sums of each indicator, category, county and period, with how and from where they were added up.

    Each county's numbers come from the first measure that counts anything for it; where none does, from the first
    whose table it sent.

    Returns:
        county, period, numerator, denominator, counted, expected, clusters, reason, qualifier, aggregate, scope,
        source (empty where nothing was sent), indicator, category, unit.
    """
    lines = lines_of(indicators)
    told = pd.DataFrame(
        {
            "figure": np.cumsum([line.order == 0 for line in lines]) - 1,
            "aggregate": pd.Categorical([line.aggregate for line in lines]),
            "scope": pd.Categorical([line.measure.scope for line in lines]),
            "source": pd.Categorical([line.measure.table for line in lines]),
            "said": [line.measure.qualifier for line in lines],
        }
    )
    found = measure_sums(bench, lines).join(told, on="line")
    found["qualifier"] = found["qualifier"].where(found["qualifier"] != "", found["said"])
    places = pd.MultiIndex.from_product([counties, periods], names=["county", "period"])
    found["place"] = places.get_indexer(pd.MultiIndex.from_frame(found[["county", "period"]]))
    known = found[found["place"] >= 0].assign(empty=found["counted"] == 0).sort_values(["empty", "line"])
    chosen = known.drop_duplicates(["figure", "place"])
    first = [line for line in lines if line.order == 0]
    # a row for every figure and place, also of those who sent nothing
    every = chosen.set_index(chosen["figure"] * len(places) + chosen["place"])[_SUMMED]
    every = every.reindex(range(len(first) * len(places)))
    for name, values in (
        ("indicator", [line.indicator for line in first]),
        ("category", [line.category for line in first]),
        ("unit", [indicators[line.indicator].unit_of(line.category) for line in first]),
        ("usual_aggregate", [line.aggregate for line in first]),
        ("usual_scope", [line.measure.scope for line in first]),
    ):
        every[name] = np.repeat(np.array(values, dtype="object"), len(places))
    for name in ("county", "period"):
        every[name] = np.tile(places.get_level_values(name), len(first))
    for name in ("aggregate", "scope"):
        every[name] = every[name].astype("str").where(every[name].notna(), every.pop(f"usual_{name}"))
    every["source"] = every["source"].astype("str").where(every["source"].notna(), "")
    return every.fillna({"reason": "", "qualifier": ""})


def _trusted(sums: pd.DataFrame) -> pd.DataFrame:
    """The sums without the rates that cannot be: parts above the whole or below nothing are 待核, and in no total."""
    rate = (sums["aggregate"] == "rate") & (sums["unit"] == "percent")
    wrong = rate & ((sums["numerator"] > sums["denominator"]) | (sums["numerator"] < 0))
    done = sums.copy()
    done.loc[wrong, ["numerator", "denominator", "clusters"]] = np.nan
    done.loc[wrong, "counted"] = 0.0
    done.loc[wrong, "reason"] = "unreliable"
    return done


def _valued(sums: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The sums with their value and state."""
    done = sums.copy()
    divided = done["aggregate"].isin(["rate", "mean"])
    hundred = np.where((done["aggregate"] == "rate") & (done["unit"] == "percent"), 100.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        done["value"] = np.where(divided, done["numerator"] / done["denominator"] * hundred, done["numerator"])
    # A total of yes and no has counties beneath the line: it is yes where all of them say so.
    joint = (done["aggregate"] == "flag") & done["denominator"].notna()
    done["value"] = done["value"].mask(joint, (done["numerator"] == done["denominator"]).astype("float64"))
    counted = done["counted"] > 0
    nothing_to_count = (done["expected"] == 0) | (divided & counted & (done["denominator"] == 0))
    # one object a word, and not one a row: of a nation there are a million
    not_applicable, reported, not_submitted = (
        np.array(word, dtype="object") for word in ("not_applicable", "reported", "not_submitted")
    )
    done["state"] = np.select(
        [_out_of_season(done, indicators) | nothing_to_count, counted, done["reason"] != ""],
        [not_applicable, reported, done["reason"]],
        not_submitted,
    )
    done["value"] = done["value"].where(done["state"] == "reported")
    done["qualifier"] = done["qualifier"].where(done["state"] == "reported", "")
    return done


def _out_of_season(sums: pd.DataFrame, indicators: Indicators) -> pd.Series[bool]:
    """Rows of an indicator that is asked for in some months only, in another; a year has all of them."""
    months = sums["period"].map({text: Period(text).month for text in sums["period"].unique()})
    outside = pd.Series(False, sums.index)
    for indicator in indicators.indicators:
        if indicator.months:
            outside |= (sums["indicator"] == indicator.id) & ~months.isin([0, *indicator.months])
    return outside


def _gaps(observations: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The difference between the first and the last area of each gap, in points; missing where either is."""
    key = ["county", "period"]
    parts = []
    for indicator in indicators.indicators:
        if not indicator.is_gap:
            continue
        areas = observations[observations["indicator"] == indicator.id].set_index(key)
        first = areas[areas["category"] == indicator.areas[0]]
        last = areas[areas["category"] == indicator.areas[-1]].reindex(first.index)
        both = (first["state"] == "reported") & (last["state"] == "reported")
        gap = first.assign(
            category="", unit=indicator.unit, numerator=np.nan, denominator=np.nan, value=first["value"] - last["value"]
        )
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
