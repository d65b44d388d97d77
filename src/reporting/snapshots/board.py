"""The board: what each county has sent for each period."""

from __future__ import annotations

import pandas as pd

from reporting.settings import Settings
from reporting.store.view import View

__all__ = ["board"]


def board(view: View, settings: Settings, period: str | None = None) -> pd.DataFrame:
    """One row a county (and the bureau itself) × period that anybody reported in.

    Returns:
        county, name, period, status (``received``, ``rejected``, ``silent``), late, revision (the highest current
        one), forms (of current submissions, joined by +).
    """
    submissions = view.submissions().dropna(subset=["county", "period"])
    periods = [period] if period else sorted(set(submissions["period"]))
    city = settings.city
    places = {county.code: county.name.zh for county in city.counties}
    if (submissions["county"] == city.code).any():
        places[city.code] = city.name.zh
    sent = dict(tuple(submissions.groupby(["period", "county"])))
    rows = []
    for one in periods:
        for code, name in places.items():
            mine = sent.get((one, code), submissions[:0])
            current = mine[mine["status"].isin(["accepted", "partly"])]
            status = "received" if len(current) else "rejected" if (mine["status"] == "rejected").any() else "silent"
            rows.append(
                {
                    "county": code,
                    "name": name,
                    "period": one,
                    "status": status,
                    "late": bool(current["late"].any()),
                    "revision": int(current["revision"].max()) if len(current) else 0,
                    "forms": "+".join(sorted(set(current["form"]))),
                }
            )
    return pd.DataFrame(rows, columns=["county", "name", "period", "status", "late", "revision", "forms"])
