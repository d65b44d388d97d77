"""What counties wrote, as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from reporting.definitions.periods import Period
from reporting.disclosure.redaction import Redactor, as_sent
from reporting.report.facts import text
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Record", "Work", "day", "overdue_days", "sent_row", "sent_work"]

_NOBODYS = Redactor(())
Record: TypeAlias = Mapping[object, object] | Mapping[str, object]
"""A row of a table, as pandas hands it out."""
DONE = "已完成"
"""The state, as forms.yaml offers it, in which a work is no longer overdue."""


@dataclass(frozen=True)
class Work:
    """What a county did for a commitment: its words, the day it set, and days overdue at the end of the period."""

    sent: Mapping[str, str]
    due: str
    overdue: int


def sent_row(record: Record, snapshot: Snapshot, words: Words) -> dict[str, str]:
    """Field → text, empty where none was sent, 保密 where the public edition withholds it.

    The public's snapshot has been redacted by somebody who knew the schools; what looks like a school or a person is
    withheld here all the same, for a snapshot that was made otherwise.
    """
    row = {str(name): as_sent(text(cell)) for name, cell in record.items()}
    public = snapshot.audience == "public"
    withheld = [
        name
        for name, cell in row.items()
        if row.get(f"{name}_state") == "suppressed" or (public and _NOBODYS.public(cell) is None)
    ]
    return row | dict.fromkeys(withheld, words.state("suppressed"))


def sent_work(record: Record, snapshot: Snapshot, words: Words) -> Work:
    """A work of the commitments' table; one that has a day and is not done by the end of the period is overdue."""
    row = sent_row(record, snapshot, words)
    due = day(row["due"])
    overdue = 0 if row["state"] == DONE else overdue_days(due, snapshot.period)
    return Work(row, words.date(due) if due else "", overdue)


def day(cell: str) -> date | None:
    """The day that a cell holds; None where it is empty."""
    return date.fromisoformat(cell[:10]) if cell else None


def overdue_days(due: date | None, period: Period) -> int:
    """Days past due at the end of the period; 0 where it is not yet due, or no day was set."""
    return max(0, (period.last_day - due).days) if due else 0
