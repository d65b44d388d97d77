"""Which schools miss which requirement, since when, and how it was the month before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reporting.analysis.observations import school_values
from reporting.settings import Settings
from reporting.snapshots.ledgers import in_parts
from reporting.snapshots.period_data import PeriodData, judged_values
from reporting.store.view import View

__all__ = ["short_schools"]

_KEY = ["county", "school_id", "indicator"]


def short_schools(view: View, known: PeriodData) -> pd.DataFrame:
    """One row a school and requirement that it misses in the period, in the order of the ledger.

    Of rates of pupils and teachers the schools are listed that are not even near the target: a single pupil would name
    most schools of a city.

    Returns:
        county, school_id, school_name (and ``area`` where the ledger has it), indicator, numerator, denominator, value,
        qualifier, since (the first period of those without a break), before: ``short``, ``met`` or ``new`` (not
        judged).
    """
    settings, now = known.settings, str(known.period)
    short = known.school_lists.loc[known.school_lists["kind"] == "short", _KEY]
    values = known.school_values[known.school_values["category"] == ""]
    listed = short.merge(values[[*_KEY, "numerator", "denominator", "value", "qualifier"]], on=_KEY, how="left")
    nearly = {
        one.id: one.near if one.near is not None else settings.policy.targets.near
        for one in settings.indicators.indicators
        if one.is_rate and one.counts in ("pupils", "teachers")
    }
    floors = listed["indicator"].map(nearly)
    listed = listed[floors.isna() | (listed["value"] < floors)]
    scope = settings.city.scope
    if scope is None or listed.empty:
        return listed.assign(school_name="", since=now, before="new")
    earlier = [one for one in reversed(known.periods) if one != now]
    listed = listed.assign(**_told(listed, _met_before(view, scope.table, settings, listed, earlier), [now, *earlier]))
    names = [name for name in ("school_name", "area") if name in known.schools]
    schools = known.schools[["school_id", *names]].assign(_place=range(len(known.schools)))
    return listed.merge(schools, on="school_id", how="left").sort_values("_place", kind="stable").drop(columns="_place")


def _met_before(
    view: View, table: str, settings: Settings, listed: pd.DataFrame, periods: Sequence[str]
) -> pd.DataFrame:
    """county, school_id, indicator, period, met: in other periods, of those that are listed and were judged."""
    city, forms = settings.city, settings.forms
    named = set(listed["indicator"])
    asked = settings.indicators.model_copy(
        update={"indicators": tuple(one for one in settings.indicators.indicators if one.id in named)}
    )
    keys, texts, found = listed[_KEY].drop_duplicates(), dict.fromkeys([*_KEY, "period"], "str"), []
    for some in in_parts(periods, city):
        ledger = view.rows(table, periods=some)
        ledger = ledger[ledger["school_id"].isin(listed["school_id"])]
        judged = judged_values(settings, school_values(asked, city, forms, ledger))
        judged = judged.loc[(judged["category"] == "") & judged["met"].notna(), [*texts, "met"]]
        # of a nation's no others stay in memory
        found.append(judged.astype(texts).merge(keys, on=_KEY))
    return pd.concat(found, ignore_index=True)


def _told(listed: pd.DataFrame, known: pd.DataFrame, periods: list[str]) -> dict[str, list[str]]:
    """``since`` and ``before`` of each row that is listed; a period in which it was not judged ends those before.

    Args:
        known: `_met_before` in earlier periods.
        periods: newest first, beginning with the one listed.
    """
    earlier = pd.Index(periods[1:], dtype="str")
    last = known.drop_duplicates([*_KEY, "period"], keep="last")
    met = last.pivot(index=_KEY, columns="period", values="met").astype("object")
    met = met.reindex(index=pd.MultiIndex.from_frame(listed[_KEY]), columns=earlier)
    without_break = np.logical_and.accumulate(met.eq(False).to_numpy(dtype="bool"), axis=1).sum(axis=1)
    newest = met[periods[1]] if len(earlier) else pd.Series(np.nan, met.index)
    return {
        "since": [periods[count] for count in without_break.tolist()],
        "before": newest.map({True: "met", False: "short"}).fillna("new").tolist(),
    }
