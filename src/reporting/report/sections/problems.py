"""问题清单与整改: the county's list with overdue days, and what became of last month's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reporting.records import records
from reporting.report.html import Section, render
from reporting.report.sections.sent import Record, day, overdue_days, sent_row
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Problem", "listed_problems", "problems"]


@dataclass(frozen=True)
class Problem:
    """One line of the list, as sent.

    Attributes:
        due: as a reader writes it; empty where the county gave none. ``due_day`` is the day itself.
        overdue: days past due at the end of the period; 0 where it is not, or is rectified.
        closed: whether its state says that it is rectified.
        now: for a problem of the month before, its state in this month's list; empty where it is no longer listed.
    """

    problem: str
    unit: str
    action: str
    due: str
    due_day: date | None
    state: str
    overdue: int
    closed: bool
    now: str = ""


def problems(snapshot: Snapshot, words: Words) -> Section:
    """The list with overdue days, and what became of the one before. Nothing where no form asks for problems."""
    if "problems" not in snapshot.tables:
        return Section("")
    now = listed_problems(snapshot, words)
    left_out = {words.left_out("unreviewed"), words.left_out("suppressed")}
    states = _states([problem for problem in now if problem.problem not in left_out])
    before = [
        replace(problem, now=states.get(_wording(problem), ""))
        for record in records(snapshot["problems_before"])
        for problem in (_problem(record, snapshot, words),)
    ]
    return Section(
        render(
            "problems.html",
            words,
            place=words.text(snapshot.county.name),
            public=snapshot.is_public,
            now=now,
            before=before,
            states=_counts(now),
            followed=sum((p.now or p.state) in snapshot.definitions.closed for p in before),
        )
    )


def _counts(now: Sequence[Problem]) -> list[tuple[str, int, int]]:
    """State, how many have it, and how many of these are overdue; what is rectified first."""
    states = dict.fromkeys(one.state for one in sorted(now, key=lambda one: not one.closed))
    return [
        (state, sum(one.state == state for one in now), sum(one.state == state and one.overdue > 0 for one in now))
        for state in states
    ]


def listed_problems(snapshot: Snapshot, words: Words) -> list[Problem]:
    """The county's list of this period, as sent; empty where no form asks for one."""
    rows = snapshot.tables.get("problems")
    return [] if rows is None else [_problem(record, snapshot, words) for record in records(rows)]


def _states(now: Sequence[Problem]) -> dict[str, str]:
    """Wording → state; without those that two problems share, since nobody can tell which is meant."""
    times = Counter(map(_wording, now))
    return {_wording(problem): problem.state for problem in now if times[_wording(problem)] == 1}


def _wording(problem: Problem) -> str:
    """A problem's words without its numbers: 5所学校… of last month is 4所学校… of this one."""
    return re.sub(r"\d+", "", problem.problem)


def _problem(record: Record, snapshot: Snapshot, words: Words) -> Problem:
    row = sent_row(record, snapshot, words)
    due, closed = day(row["due"]), row["state"] in snapshot.definitions.closed
    return Problem(
        problem=row["problem"],
        unit=row["unit"],
        action=row["action"],
        due=words.date(due) if due else "",
        due_day=due,
        state=row["state"],
        overdue=0 if closed else overdue_days(due, snapshot.period),
        closed=closed,
    )
