"""Which schools miss which requirement, since when, and how it was the month before."""

from __future__ import annotations

import pandas as pd

from reporting.analysis.observations import school_values
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
    ledger = view.rows(scope.table, periods=known.periods)
    ledger = ledger[ledger["school_id"].isin(listed["school_id"])]
    asked = settings.indicators.model_copy(
        update={
            "indicators": tuple(one for one in settings.indicators.indicators if one.id in set(listed["indicator"]))
        }
    )
    history = judged_values(settings, school_values(asked, settings.city, settings.forms, ledger))
    missed = history[(history["category"] == "") & history["met"].notna()]
    met = {
        (str(period), *map(str, key)): bool(is_met)
        for period, *key, is_met in missed[["period", *_KEY, "met"]].itertuples(index=False, name=None)
    }
    periods = [one for one in reversed(known.periods) if one != now]
    told = [_since(tuple(map(str, key)), now, periods, met) for key in listed[_KEY].itertuples(index=False, name=None)]
    names = [name for name in ("school_name", "area") if name in known.schools]
    listed = listed.assign(since=[since for since, _ in told], before=[before for _, before in told])
    schools = known.schools[["school_id", *names]].assign(_place=range(len(known.schools)))
    return listed.merge(schools, on="school_id", how="left").sort_values("_place", kind="stable").drop(columns="_place")


def _since(key: tuple[str, ...], now: str, periods: list[str], met: dict[tuple[str, ...], bool]) -> tuple[str, str]:
    """The first period of those up to now in which it was missed, and how it was in the one before."""
    since = now
    for period in periods:
        if met.get((period, *key), True):
            break
        since = period
    before = met.get((periods[0], *key)) if periods else None
    return since, "new" if before is None else "met" if before else "short"
