"""Completeness: who reported, how much, and when; a county that sent nothing keeps its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reporting.report.facts import number, text
from reporting.report.html import Section, render
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Standing", "completeness"]

_STANDINGS = {
    "reported": N_("reported"),
    "silent": N_("not submitted"),
    "rejected": N_("everything sent was rejected"),
}


@dataclass(frozen=True)
class Standing:
    """One county: what it sent this period.

    Attributes:
        schools: ``65/70``; empty where nothing is known.
        received: the latest day; empty where nothing came.
    """

    name: str
    status: str
    schools: str
    received: str
    late: bool
    revision: str


def completeness(snapshot: Snapshot, words: Words) -> Section:
    """One row a county, in report order."""
    statuses = {text(row["county"]): text(row["status"]) for row in snapshot["counties"].to_dict("records")}
    return Section(
        render(
            "city_completeness.html",
            words,
            by_school=snapshot.definitions.city.scope is not None,
            rows=[
                _standing(snapshot, county.code, words.text(county.name), statuses.get(county.code, "silent"), words)
                for county in snapshot.definitions.city.counties
            ],
        )
    )


def _standing(snapshot: Snapshot, code: str, name: str, status: str, words: Words) -> Standing:
    reporting = snapshot["reporting"]
    mine = reporting[(reporting["county"] == code) & (reporting["period"] == str(snapshot.period))]
    zone = ZoneInfo(snapshot.definitions.city.timezone)
    reported, expected, revision = (number(mine[name].max()) for name in ("reported", "expected", "revision"))
    received = max((text(stamp) for stamp in mine["received_at"]), default="")
    return Standing(
        name=name,
        status=words.translate(_STANDINGS[status]),
        schools=f"{words.whole(reported or 0)}/{words.whole(expected)}" if expected else "",
        received=words.date(datetime.fromisoformat(received).astimezone(zone)) if received else "",
        late=bool(mine["late"].any()),
        revision=words.whole(revision) if revision else "",
    )
