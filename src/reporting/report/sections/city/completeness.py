"""Completeness: who reported, how much, and when; a county that sent nothing keeps its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from reporting.definitions.counties import City
from reporting.records import records
from reporting.report.facts import number, text
from reporting.report.html import Section, render
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Standing", "completeness", "missing_counties"]

_MOST_LISTED = 100
_STANDINGS = {
    "reported": N_("reported"),
    "silent": N_("not submitted"),
    "held": N_("sent, a question is open"),
    "rejected": N_("everything sent was rejected"),
    "withdrawn": N_("withdrawn"),
}


@dataclass(frozen=True)
class Standing:
    """One county: what it sent this period.

    Attributes:
        schools: ``65/70``; empty where nothing is known.
        share: of the schools expected; 0 where nothing is known.
        received: the latest day; empty where nothing came.
    """

    name: str
    status: str
    schools: str
    share: float
    received: str
    late: bool
    revision: str


def completeness(snapshot: Snapshot, words: Words) -> Section:
    """One row a county, in report order; of a large city those with something missing or late, the most first."""
    city, reporting = snapshot.definitions.city, snapshot["reporting"]
    statuses = {text(row["county"]): text(row["status"]) for row in records(snapshot["counties"])}
    now = reporting[reporting["period"] == str(snapshot.period)]
    places = now.groupby("county").indices
    rows = [
        _standing(
            now.take(np.asarray(places.get(county.code, []), dtype=np.intp)),
            words.text(county.name),
            statuses.get(county.code, "silent"),
            city,
            words,
        )
        for county in city.counties
    ]
    by_school, complete = city.scope is not None, words.translate(_STANDINGS["reported"])
    wanting = [row for row in rows if row.late or row.status != complete or (by_school and row.share < 1)]
    wanting.sort(key=lambda row: (row.status == complete, row.share))
    listed = wanting[:_MOST_LISTED] if city.is_large else rows
    return Section(
        render(
            "city_completeness.html",
            words,
            by_school=by_school,
            version=snapshot.version,
            rows=listed,
            more=len(wanting) - len(listed) if city.is_large else 0,
            counts=Counter(row.status for row in rows) if city.is_large else {},
            late=sum(row.late for row in rows),
        )
    )


def missing_counties(snapshot: Snapshot, words: Words) -> list[str]:
    """Each county of which nothing counts this period, with why; in report order."""
    names = {county.code: words.text(county.name) for county in snapshot.definitions.city.counties}
    return [
        names[text(row["county"])]
        + words.aside(words.translate(_STANDINGS[text(row["status"])]) + _because(row, words))
        for row in records(snapshot["counties"])
        if text(row["status"]) != "reported"
    ]


def _because(row: Mapping[str, object], words: Words) -> str:
    because = text(row.get("because"))
    return words.translate(": ") + because if because else ""


def _standing(mine: pd.DataFrame, name: str, status: str, city: City, words: Words) -> Standing:
    reported, expected, revision = (number(mine[name].max()) for name in ("reported", "expected", "revision"))
    received = max((text(stamp) for stamp in mine["received_at"]), default="")
    return Standing(
        name=name,
        status=words.translate(_STANDINGS[status]),
        schools=f"{words.whole(reported or 0)}/{words.whole(expected)}" if expected else "",
        share=(reported or 0) / expected if expected else 0.0,
        received=words.date(city.local(datetime.fromisoformat(received))) if received else "",
        late=bool(mine["late"].any()),
        revision=words.whole(revision) if revision else "",
    )
