"""报头: whose report, which period, when it came, how much of it was reported; the version is in 数据质量."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from markupsafe import Markup

from reporting.pages.stamp import EMPTY_FACT
from reporting.report.facts import number, text
from reporting.report.html import Section, render
from reporting.report.numbers import whole
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["SchoolsReporting", "header", "schools_reporting"]


def header(snapshot: Snapshot, words: Words, *, subject: str = "") -> Section:
    """The head of a page; revision, generated time and links are stamped in when an edition is assembled.

    Where there is no list of schools, a page about the whole tells how many counties reported.

    Args:
        subject: what the page is about, where that is not the place as a whole.
    """
    standing = schools_reporting(snapshot)
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
            received="" if snapshot.is_city else received(snapshot, words),
            schools=_shown(standing, words),
            scope=words.text(city.scope.label) if city.scope else "",
            counties=_counties_reporting(snapshot) if snapshot.is_city else "",
            revision=Markup(EMPTY_FACT),  # noqa: S704 - our own
        )
    )


@dataclass(frozen=True)
class SchoolsReporting:
    """Schools in scope.

    Attributes:
        reported: this period.
        expected: by the registry.
        uncounted: sent, but the row does not tell whether they are in scope.
        before: reported in the period before; None where nobody knows.
    """

    reported: float
    expected: float
    uncounted: float
    before: float | None


def schools_reporting(snapshot: Snapshot) -> SchoolsReporting:
    """What the place's counties sent of the schools that are expected of them."""
    rows = snapshot["reporting"]
    now = rows[(rows["period"] == str(snapshot.period)) & rows["county"].isin(snapshot.definitions.city.codes)]
    reported, expected, uncounted, before = (
        _of_counties(now, name) for name in ("reported", "expected", "uncounted", "reported_before")
    )
    return SchoolsReporting(reported or 0, expected or 0, uncounted or 0, before)


def _of_counties(rows: pd.DataFrame, column: str) -> float | None:
    """The sum of a number that stands on every row of its county; None where no row has it."""
    known: dict[str, float] = {}
    # by Python: pandas takes longer to begin to group a dozen rows
    for county, value in zip(rows["county"], rows[column], strict=True):
        if (seen := number(value)) is not None:
            known[county] = max(seen, known.get(county, seen))
    return sum(known.values()) if known else None


def _shown(standing: SchoolsReporting, words: Words) -> str:
    """``5/17``, and how many came last time where fewer come now; those not counted are said."""
    if not standing.expected:
        return words.state("not_submitted")
    shown = f"{whole(standing.reported)}/{whole(standing.expected)}"
    notes = []
    if standing.before is not None and standing.reported < min(standing.before, standing.expected):
        notes.append(words.translate("{count} in the period before").format(count=words.whole(standing.before)))
    if standing.uncounted:
        notes.append(words.translate("{count} not counted").format(count=words.whole(standing.uncounted)))
    return shown + (words.aside(words.translate("; ").join(notes)) if notes else "")


def received(snapshot: Snapshot, words: Words) -> str:
    """The day on which the county's own last submission of the period came; empty for a page about the whole."""
    rows = snapshot["reporting"]
    mine = rows[(rows["period"] == str(snapshot.period)) & (rows["county"] == snapshot.place)]
    stamps = [stamp for stamp in map(text, mine["received_at"]) if stamp]
    if not stamps:
        return ""
    return words.day(snapshot.definitions.city.local(datetime.fromisoformat(max(stamps))).date())


def _counties_reporting(snapshot: Snapshot) -> str:
    """``30/31``: counties of which something is used, and all."""
    statuses = snapshot["counties"]["status"]
    return f"{whole(sum(statuses == 'reported'))}/{whole(len(statuses))}"
