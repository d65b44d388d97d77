"""报头: whose report, which period, as of when, how much of it was reported, by which version."""

from __future__ import annotations

from reporting.report.facts import number
from reporting.report.html import Section, render
from reporting.report.numbers import whole
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["header", "schools_reporting"]


def header(snapshot: Snapshot, words: Words, *, subject: str = "") -> Section:
    """The head of a page; revision, generated time and links are stamped in when an edition is assembled.

    Where there is no list of schools, a page about the whole tells how many counties reported.

    Args:
        subject: what the page is about, where that is not the place as a whole.
    """
    reported, expected = schools_reporting(snapshot)
    city = snapshot.definitions.city
    return Section(
        render(
            "header.html",
            words,
            title=words.text(city.title),
            place=words.text(city.name if snapshot.is_city else snapshot.county.name),
            subject=subject,
            period=snapshot.period.label(words.language),
            as_of=words.date(snapshot.data_as_of) if snapshot.data_as_of else words.state("not_submitted"),
            schools=f"{whole(reported)}/{whole(expected)}" if expected else words.state("not_submitted"),
            scope=words.text(city.scope.label) if city.scope else "",
            counties=_counties_reporting(snapshot) if snapshot.is_city and not city.scope else "",
            version=snapshot.hash[:8],
        )
    )


def schools_reporting(snapshot: Snapshot) -> tuple[float, float]:
    """In-scope schools that reported this period, and those expected by the latest ledger up to it."""
    rows = snapshot["reporting"]
    now = rows[(rows["period"] == str(snapshot.period)) & rows["county"].isin(snapshot.definitions.city.codes)]
    best = now.groupby("county")[["reported", "expected"]].max().sum()
    return number(best["reported"]) or 0, number(best["expected"]) or 0


def _counties_reporting(snapshot: Snapshot) -> str:
    """``30/31``: counties of which something is used, and all."""
    statuses = snapshot["counties"]["status"]
    return f"{whole(sum(statuses == 'reported'))}/{whole(len(statuses))}"
