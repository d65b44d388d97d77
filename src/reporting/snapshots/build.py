"""Cutting snapshots: from what is known of the city to what one report may know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from reporting.analysis.claims import period_of
from reporting.definitions.columns import columns_named
from reporting.definitions.forms import RowTable
from reporting.definitions.runs import Audience
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.seal import seal
from reporting.snapshots.snapshot import Snapshot

__all__ = ["cut_snapshot"]

_SCHOOL_TABLES = ("schools", "schools_before", "school_values", "school_lists", "missing_schools")
_KEEPS_OF_FINDINGS = ["revision", "severity", "check", "sheet", "cell", "found", "message"]


def cut_snapshot(period_data: PeriodData, place: str, audience: Audience, key: bytes = b"") -> Snapshot:
    """What the report of ``place`` (a county's or the city's code) may know.

    A county's snapshot has its own rows, the totals, and how the counties lie without saying which is which; no row
    of another county's schools is ever in it. The city's has every county's figures and nobody's schools.

    Args:
        key: the project's secret (`reporting.snapshots.seal`), for a snapshot whose hash the public gets to see.
    """
    if period_data.settings.city.is_large:
        return _cut(period_data, place, audience, key)
    # its page is made of it, and then its files
    asked = (place, audience, key)
    if asked not in period_data.cuts:
        period_data.cuts[asked] = _cut(period_data, place, audience, key)
    return period_data.cuts[asked]


def _cut(period_data: PeriodData, place: str, audience: Audience, key: bytes) -> Snapshot:
    settings = period_data.settings
    is_city = place == settings.city.code
    totals = [line.code for line in settings.city.totals]
    tables = {
        "observations": _observations(period_data, place, totals),
        "assessments": _of(period_data, "assessments", [place], everybody=is_city),
        "spread": period_data.spread,
        "reporting": _of(period_data, "reporting", [place], everybody=is_city),
        "findings": _of(period_data, "findings", [place], everybody=False).rename(columns={"check_id": "check"})[
            _KEEPS_OF_FINDINGS
        ],
        "counties": period_data.counties if is_city else period_data.counties[:0],
        "commitment_progress": _commitment_progress(period_data, everybody=is_city),
    }
    if is_city and "problems" in period_data.tables:
        tables["problem_days"] = _problem_days(period_data)
    if period_data.groups is not None:
        tables["groups"] = _of(period_data, "groups", [place], everybody=is_city)
    for name in _SCHOOL_TABLES:
        tables[name] = _of(period_data, name, [] if is_city else [place], everybody=False).drop(columns="county")
    tables["school_values"] = tables["school_values"].drop(columns="qualifier", errors="ignore")
    if scope := settings.city.scope:
        tables["schools"] = _without_private(tables["schools"], settings, scope.table)
    for name in period_data.tables:
        rows = _without_private(_of(period_data, name, [place], everybody=False), settings, name)
        now = rows["period"] == str(period_data.period)
        tables[name] = rows[now]
        tables[f"{name}_before"] = rows[~now]
    return Snapshot(
        place=place,
        period=period_data.period,
        audience=audience,
        demo=period_data.demo,
        data_as_of=period_data.data_as_of,
        content=settings.content if is_city else _definitions(settings, place),
        tables={name: frame.reset_index(drop=True) for name, frame in tables.items()},
        salt=seal(key, place, str(period_data.period), audience) if audience == "public" else "",
    )


def _observations(period_data: PeriodData, place: str, totals: list[str]) -> pd.DataFrame:
    """Of a county its own and the totals'; of the city everybody's, of a large one only what its pages ask for.

    They ask for this period's, every period's of the totals, and what the claims speak of.
    """
    city = period_data.settings.city
    if place != city.code:
        return _of(period_data, "observations", [place, *totals], everybody=False)
    whole = period_data.observations
    if not city.is_large:
        return whole
    by_month = city.calendar.is_monthly
    claims = period_data.settings.claims.claims
    claimed = pd.MultiIndex.from_tuples(
        [(claim.county, period_of(claim, by_month=by_month)) for claim in claims], names=["county", "period"]
    )
    asked = (whole["period"] == str(period_data.period)) | whole["county"].isin(totals)
    return whole[asked | pd.MultiIndex.from_frame(whole[["county", "period"]]).isin(claimed)]


def _definitions(settings: Settings, county: str) -> dict[str, Any]:
    """The definitions with no more units than the county, alone in its group, and those that a total leaves out."""
    city = settings.city
    named = {county, *(code for total in city.totals for code in total.without)}
    known = settings.content["city"]
    cut = {
        "counties": [one for one in known["counties"] if one["code"] in named],
        "groups": [one | {"counties": [county]} for one in known["groups"] if county in one["counties"]],
    }
    return settings.content | {"city": known | cut}


def _commitment_progress(period_data: PeriodData, *, everybody: bool) -> pd.DataFrame:
    """What every county says of its commitments this period, with its code; for the city's pages alone."""
    table = period_data.settings.commitments.table
    if table not in period_data.tables:
        return pd.DataFrame({"county": pd.Series(dtype="str")})
    rows = period_data.tables[table]
    rows = rows[rows["period"] == str(period_data.period)] if everybody else rows[:0]
    plain = _without_private(rows, period_data.settings, table)
    return plain.assign(county=rows["county"])


def _problem_days(period_data: PeriodData) -> pd.DataFrame:
    """Of each problem of every county its code, its day and its state, without a word of what it is."""
    rows = period_data.tables["problems"]
    return rows.loc[rows["period"] == str(period_data.period), ["county", "due", "state"]]


def _of(period_data: PeriodData, table: str, counties: list[str], *, everybody: bool) -> pd.DataFrame:
    whole: pd.DataFrame = period_data.tables[table] if table in period_data.tables else getattr(period_data, table)
    if everybody:
        return whole
    places = period_data.by_county[table]
    mine = [places[county] for county in counties if county in places]
    return whole.take(np.concatenate(mine) if mine else [])


def _without_private(frame: pd.DataFrame, settings: Settings, table: str) -> pd.DataFrame:
    """The rows without what must not reach a report: private fields, and where things stood in the workbook."""
    fields = next(
        (form.fields for form in settings.forms.tables if form.name == table and isinstance(form, RowTable)), ()
    )
    private = [name for field in fields if field.private for name in columns_named(field)]
    private += [name for name in ("submission", "sheet", "row_number", "county", "county_state") if name in frame]
    return frame.drop(columns=[name for name in private if name in frame])
