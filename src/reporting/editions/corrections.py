"""What a revision corrects: place by place, which numbers changed from what to what, and why.

Two editions are compared by what is in their folders: the numbers as their data files write them, to the last digit,
what each page was made from, and the submissions that counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from reporting.definitions.counties import City
from reporting.editions.manifest import Manifest, PageEntry
from reporting.snapshots.exports import read_table
from reporting.store.submissions import COUNTS

__all__ = ["ChangedNumber", "ChangedSubmission", "Correction", "PublishedNumber", "Reason", "find_corrections"]

Reason = Literal["city", "counties", "protection", "notebook", "program"]

_KEY = ["county", "period", "indicator", "category"]
_SHOWN = ["numerator", "denominator", "value", "state"]


@dataclass(frozen=True)
class PublishedNumber:
    """A number as a data file writes it; empty texts where it has none."""

    numerator: str
    denominator: str
    value: str
    state: str


@dataclass(frozen=True)
class ChangedNumber:
    """A number that is another one now; None where there was, or is, none."""

    period: str
    indicator: str
    category: str
    before: PublishedNumber | None
    after: PublishedNumber | None


@dataclass(frozen=True)
class ChangedSubmission:
    """A submission that counts since (or, withdrawn, does not count any more).

    Attributes:
        received_at: ISO 8601, UTC.
        version: the first digits of the workbook's SHA-256, in the internal edition; its name may be anything and is
            not shown.
    """

    period: str
    form: str
    revision: str
    received_at: str
    version: str
    withdrawn: bool


@dataclass(frozen=True)
class Correction:
    """What a revision corrects about a county or the city.

    Attributes:
        pages: files that show something else than before.
        before, after: status of its page, where that changed; else both empty.
        sent: the submissions behind it; ``reasons``: what else is behind it.
        because: why what the county had sent was withdrawn; empty where it was not.
    """

    place: str
    changes: tuple[ChangedNumber, ...]
    pages: tuple[str, ...]
    before: str
    after: str
    sent: tuple[ChangedSubmission, ...]
    reasons: tuple[Reason, ...]
    because: str = ""


def find_corrections(
    before: Manifest, before_folder: Path, after: Manifest, after_folder: Path, city: City
) -> tuple[Correction, ...]:
    """What ``after`` corrects of ``before``: counties in report order, then the totals; untouched ones left out."""
    old, new = _observations(before_folder), _observations(after_folder)
    changed = _changes(old, new)
    sent_by = _sent(_submissions(before_folder), _submissions(after_folder))
    found: list[Correction] = []
    for place in (*city.codes, *(line.code for line in city.totals)):
        changes = tuple(change for county, change in changed if county == place)
        pairs = list(_pairs(before, after, place))
        pages = tuple(now.file for was, now in pairs if now.file and (was is None or was.body != now.body))
        stood = [(_stands(one, before.period), _stands(two, after.period)) for one, two in pairs if one]
        was, now = next((both for both in stood if both[0] != both[1]), ("", ""))
        if changes or pages or was:
            sent = sent_by.get(place, ())
            is_total = place not in city.codes
            reasons = tuple(
                _reasons(
                    pairs,
                    changes,
                    by_counties=is_total and any(one.changes for one in found),
                    by_others=bool(sent_by) and not sent,
                    by_submissions=bool(sent),
                )
            )
            because = next((one.because for _, one in pairs if one.reason == "withdrawn"), "")
            found.append(Correction(place, changes, pages, was, now, sent, reasons, because))
    return tuple(found)


def _stands(entry: PageEntry, period: str) -> str:
    """Its status; ``kept`` for a page of an earlier revision of the same period."""
    return "kept" if entry.status == "stale" and entry.from_period == period else entry.status


def _observations(folder: Path) -> pd.DataFrame:
    return read_table(folder / "data" / "observations.csv").drop_duplicates(_KEY).set_index(_KEY)[_SHOWN]


def _submissions(folder: Path) -> pd.DataFrame:
    """The submissions that an edition was made from."""
    columns = ["county", "period", "form", "revision", "status", "received_at"]
    return read_table(folder / "data" / "submissions.csv").reindex(columns=[*columns, "sha256"], fill_value="")


def _changes(old: pd.DataFrame, new: pd.DataFrame) -> list[tuple[str, ChangedNumber]]:
    """(county, change) of every number that differs, in order of the new file, then what is in the old one alone."""
    was, now = _figures(old), _figures(new)
    return [
        (county, ChangedNumber(period, indicator, category, was.get(key), now.get(key)))
        for key in dict.fromkeys((*now, *was))
        if was.get(key) != now.get(key)
        for county, period, indicator, category in [key]
    ]


def _figures(observations: pd.DataFrame) -> dict[tuple[str, str, str, str], PublishedNumber]:
    rows = observations.itertuples(index=False, name=None)
    return {key: PublishedNumber(*row) for key, row in zip(observations.index, rows, strict=True)}


def _pairs(before: Manifest, after: Manifest, place: str) -> Iterator[tuple[PageEntry | None, PageEntry]]:
    """The place's pages, as they were and as they are."""
    was = {(entry.page, entry.lang): entry for entry in before.entries}
    yield from ((was.get((now.page, now.lang)), now) for now in after.entries if now.place == place)


def _sent(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, tuple[ChangedSubmission, ...]]:
    """County → the submissions that count now and did not, or did and were withdrawn; only counties that have some."""
    # hashes stay inside the bureau, and what was published before that was so has them on one side alone
    hashed = bool((before["sha256"] != "").any() and (after["sha256"] != "").any())
    same_submission = ["county", "period", "form", "revision", "sha256" if hashed else "received_at"]
    was = before.drop_duplicates(same_submission).set_index(same_submission)["status"]
    found: dict[str, tuple[ChangedSubmission, ...]] = {}
    for row in after.to_dict("records"):
        counted = was.get(tuple(row[name] for name in same_submission), "") in COUNTS
        withdrawn = counted and row["status"] == "withdrawn"
        if withdrawn or (row["status"] in COUNTS and not counted):
            version = row["sha256"][:8] if hashed else ""
            one = ChangedSubmission(row["period"], row["form"], row["revision"], row["received_at"], version, withdrawn)
            found[row["county"]] = (*found.get(row["county"], ()), one)
    return found


def _reasons(
    pairs: list[tuple[PageEntry | None, PageEntry]],
    changes: tuple[ChangedNumber, ...],
    *,
    by_counties: bool,
    by_others: bool,
    by_submissions: bool,
) -> Iterator[Reason]:
    """What is behind a correction besides submissions of the place's own.

    Args:
        by_counties: a total's counties have other numbers.
        by_others: the place sent nothing, and others did.
    """
    made = [(was, now) for was, now in pairs if was and was.snapshot and now.snapshot]
    other_data = bool(changes) or any(was.snapshot != now.snapshot for was, now in made)
    other_notebook = any(was.notebook != now.notebook for was, now in made)
    if by_counties:
        yield "counties"
    elif other_data and by_others:
        yield "protection" if any(map(_is_of_protection, changes)) else "city"
    if other_notebook:
        yield "notebook"
    if not (by_counties or by_submissions or other_notebook or (other_data and by_others)):
        yield "program"


def _is_of_protection(change: ChangedNumber) -> bool:
    """Whether a number was held back, or is let out, for the sake of others' that could be worked out from it."""
    return any(figure is not None and figure.state == "suppressed" for figure in (change.before, change.after))
