"""问题清单与整改: the county's list with overdue days, and what became of last month's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.report.facts import text
from reporting.report.html import Section, render
from reporting.report.privacy import as_sent
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Problem", "problems"]

RECTIFIED = "已整改"
"""The state, as forms.yaml offers it, in which a problem is no longer overdue."""


@dataclass(frozen=True)
class Problem:
    """One line of the list, as sent.

    Attributes:
        due: as a reader writes it; empty where the county gave none.
        overdue: days past due at the end of the period; 0 where it is not, or is rectified.
        now: for a problem of the month before, its state in this month's list; empty where it is no longer listed.
    """

    problem: str
    unit: str
    action: str
    due: str
    state: str
    overdue: int
    now: str = ""


def problems(snapshot: Snapshot, words: Words) -> Section:
    """The list itself in the internal edition; the public one, where units would be named, has its counts."""
    now = [_problem(record, snapshot, words) for record in snapshot["problems"].to_dict("records")]
    states = {problem.problem: problem.state for problem in now}
    before = [_problem(record, snapshot, words, states) for record in snapshot["problems_before"].to_dict("records")]
    internal = snapshot.audience == "internal"
    return Section(
        render(
            "problems.html",
            words,
            place=words.text(snapshot.county.name),
            internal=internal,
            now=now,
            before=before,
            states={state: sum(p.state == state for p in now) for state in dict.fromkeys(p.state for p in now)},
            overdue=sum(p.overdue > 0 for p in now),
            followed=sum(p.now == RECTIFIED for p in before),
        )
    )


def _problem(
    record: dict[object, object] | dict[str, object],
    snapshot: Snapshot,
    words: Words,
    states: dict[str, str] | None = None,
) -> Problem:
    row = {str(name): as_sent(text(cell)) for name, cell in record.items()}
    due = date.fromisoformat(row["due"][:10]) if row["due"] else None
    late = (snapshot.period.last_day - due).days if due and row["state"] != RECTIFIED else 0
    return Problem(
        problem=row["problem"],
        unit=row["unit"],
        action=row["action"],
        due=words.date(due) if due else "",
        state=row["state"],
        overdue=max(0, late),
        now=(states or {}).get(row["problem"], ""),
    )
