"""What counties wrote, as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from reporting.analysis.free_text import Redactor, as_sent
from reporting.definitions.periods import Period
from reporting.disclosure.public_texts import PASSED, UNREVIEWED
from reporting.report.facts import text
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Record", "Work", "day", "overdue_days", "sent_row", "sent_work"]

_NOBODYS = Redactor(())
Record: TypeAlias = Mapping[object, object] | Mapping[str, object]
"""A row of a table, as pandas hands it out."""


@dataclass(frozen=True)
class Work:
    """What a county did for a commitment: its words, the day it set, and days overdue at the end of the period."""

    sent: Mapping[str, str]
    due: str
    overdue: int


def sent_row(record: Record, snapshot: Snapshot, words: Words) -> dict[str, str]:
    """Field → text, empty where none was sent; what the public edition leaves out says why."""
    row = {str(name): as_sent(text(cell)) for name, cell in record.items()}
    public = snapshot.is_public
    return {name: words.left_out(why) if (why := _left_out(name, row, public=public)) else row[name] for name in row}


def _left_out(name: str, row: Mapping[str, str], *, public: bool) -> str:
    """Why a field is not shown: what it was left out for; empty where it is shown.

    In a public snapshot that was made otherwise than by the rules, what looks like a school or a person is left out.
    """
    state = row.get(f"{name}_state", "")
    if state in ("suppressed", UNREVIEWED):
        return state
    return UNREVIEWED if public and state != PASSED and _NOBODYS.betrayals(row[name]) else ""


def sent_work(record: Record, snapshot: Snapshot, words: Words) -> Work:
    """A work of the commitments' table; one that has a day and is not done by the end of the period is overdue."""
    row = sent_row(record, snapshot, words)
    due = day(row["due"])
    overdue = 0 if row["state"] in snapshot.definitions.closed else overdue_days(due, snapshot.period)
    return Work(row, words.date(due) if due else "", overdue)


def day(cell: str) -> date | None:
    """The day that a cell holds; None where it is empty."""
    return date.fromisoformat(cell[:10]) if cell else None


def overdue_days(due: date | None, period: Period) -> int:
    """Days past due at the end of the period; 0 where it is not yet due, or no day was set."""
    return max(0, (period.last_day - due).days) if due else 0
