"""Which schools miss which requirement, since when, and how it was the month before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reporting.analysis.observations import joined_values, school_values
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
    asked = settings.indicators.model_copy(
        update={
            "indicators": tuple(one for one in settings.indicators.indicators if one.id in set(listed["indicator"]))
        }
    )
    ledgers = (view.rows(scope.table, periods=some) for some in in_parts(earlier, settings.city))
    rows = (one[one["school_id"].isin(listed["school_id"])] for one in ledgers)
    parts = [school_values(asked, settings.city, settings.forms, one) for one in rows]
    history = judged_values(settings, joined_values(parts))
    listed = listed.assign(**_told(listed, history[history["category"] == ""], [now, *earlier]))
    names = [name for name in ("school_name", "area") if name in known.schools]
    schools = known.schools[["school_id", *names]].assign(_place=range(len(known.schools)))
    return listed.merge(schools, on="school_id", how="left").sort_values("_place", kind="stable").drop(columns="_place")


def _told(listed: pd.DataFrame, history: pd.DataFrame, periods: list[str]) -> dict[str, list[str]]:
    """``since`` and ``before`` of each row that is listed; a period in which it was not judged ends those before.

    Args:
        history: `judged_values` of earlier periods.
        periods: newest first, beginning with the one listed.
    """
    judged = history.dropna(subset="met").drop_duplicates([*_KEY, "period"], keep="last")
    earlier = pd.Index(periods[1:], dtype="str")
    met = judged.pivot(index=_KEY, columns="period", values="met").astype("object")
    met = met.reindex(index=pd.MultiIndex.from_frame(listed[_KEY]), columns=earlier)
    without_break = np.logical_and.accumulate(met.eq(False).to_numpy(dtype="bool"), axis=1).sum(axis=1)
    newest = met[periods[1]] if len(earlier) else pd.Series(np.nan, met.index)
    return {
        "since": [periods[count] for count in without_break.tolist()],
        "before": newest.map({True: "met", False: "short"}).fillna("new").tolist(),
    }
