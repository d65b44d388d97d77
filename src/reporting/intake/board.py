"""The board: what each county has sent for each period, and which schools may be one under two spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import pandas as pd

from reporting.definitions.counties import City
from reporting.intake.checks.school_identity import DOUBTED
from reporting.settings import Settings
from reporting.store.submissions import COUNTS
from reporting.store.view import View

__all__ = ["BOARD", "Status", "board", "likely_twins", "periods_across"]

Status: TypeAlias = Literal["received", "held", "rejected", "withdrawn", "silent"]

BOARD = ("county", "name", "period", "status", "partly", "late", "revision", "forms", "received_at")

_TWINS = ["county", "period", "file", "sheet", "cell", "found", "message"]


def board(view: View, settings: Settings, period: str | None = None) -> pd.DataFrame:
    """One row a county (and the bureau itself) × period that anybody reported in, in the order of the settings.

    Args:
        view: the store as of a moment.
        settings: of the bureau.
        period: the only one to show; every county stands in it, whether or not anybody has reported.

    Returns:
        `BOARD`: status (`Status`: ``rejected`` and ``withdrawn`` where nothing else counts), partly (whether errors
        kept some rows or figures out), late, revision (the highest current one, 0 for none), forms (of current
        submissions, joined by +), received_at (of the latest of them, in the city's time; empty for none).
    """
    submissions = view.submissions().dropna(subset=["county", "period"])
    periods = [period] if period else sorted(set(submissions["period"]))
    city = settings.city
    places = {county.code: county.name.zh for county in city.counties}
    if (submissions["county"] == city.code).any():
        places[city.code] = city.name.zh
    sent = defaultdict(list)
    for one in submissions.itertuples(index=False):
        sent[one.period, one.county].append(one)
    rows = [
        (code, name, when, *_standing(sent.get((when, code), ()), city))
        for when in periods
        for code, name in places.items()
    ]
    return pd.DataFrame(rows, columns=list(BOARD))


def periods_across(rows: pd.DataFrame) -> pd.DataFrame:
    """The board with a county a row and a period a column: ``received, late, r2``; for the console."""
    standings = [
        ", ".join(filter(None, ("partly" if part else status, late and "late", revision > 1 and f"r{revision}")))
        for status, part, late, revision in rows[["status", "partly", "late", "revision"]].itertuples(index=False)
    ]
    across = rows.assign(standing=standings).pivot(index=["county", "name"], columns="period", values="standing")
    return across.reindex(list(dict.fromkeys(zip(rows["county"], rows["name"], strict=True)))).reset_index()


def likely_twins(view: View, period: str | None = None) -> pd.DataFrame:
    """Schools that may be one under two names or codes, for a person to look at; nothing was merged.

    Returns:
        county, period, file, sheet, cell, found, message: of submissions that count, message in Chinese.
    """
    found = view.findings(periods=[period] if period else None)
    doubted = found["check_id"].isin(DOUBTED) & found["status"].isin(COUNTS)
    return found.loc[doubted, _TWINS].reset_index(drop=True)


def _standing(mine: Sequence[Any], city: City) -> tuple[Status, bool, bool, int, str, str]:
    """Status, partly, late, revision, forms and received_at of one county's submissions for one period."""
    current = [one for one in mine if one.status in COUNTS]
    if not current:
        others = {one.status for one in mine}
        worst: tuple[Status, ...] = ("held", "rejected", "withdrawn")
        status: Status = next((one for one in worst if one in others), "silent")
        return status, False, False, 0, "", ""
    received = city.local(max(one.received_at for one in current).to_pydatetime())
    return (
        "received",
        any(one.status == "partly" for one in current),
        any(one.late for one in current),
        max(one.revision for one in current),
        "+".join(sorted({one.form for one in current})),
        received.isoformat(timespec="minutes"),
    )
