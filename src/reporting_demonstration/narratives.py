"""What counties write: problems and what became of them, progress on the commitments, typical practice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from reporting.definitions.periods import Period
from reporting.errors import SettingsError
from reporting_demonstration.county_facts import CountyFacts
from reporting_demonstration.facts import Facts
from reporting_demonstration.paperwork import ProblemRule

__all__ = ["practices", "problem_lists", "work_progress"]

PROBLEM_FIELDS = ("no", "problem", "unit", "action", "due", "state")
_NAMED = 2
_PATIENCE = timedelta(weeks=6)


@dataclass(frozen=True)
class _Problem:
    """A problem on a county's list: since when, in which words, at which schools."""

    since: Period
    text: str
    unit: str


def problem_lists(facts: Facts, ledgers: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The problem list of every county in every period, found in the ledgers' schools in scope.

    A problem is new in its first period, worked on as long as a school meets its condition, and listed once more as
    solved; it is due some days after the period it appeared in. New ones join, the largest first, while the list has
    room.

    Args:
        facts: the demonstration's facts.
        ledgers: what `life.live_month` returned, one a period.

    Yields:
        For each period a DataFrame of the fields of 问题清单 and ``county``, in the order of the ledger's counties.
    """
    listed: dict[str, dict[ProblemRule, _Problem]] = {}
    for period, ledger in zip(facts.months, ledgers, strict=True):
        found = _found(facts, ledger)
        rows = []
        for county in ledger["county"].unique():
            before = listed.get(county, {})
            listed[county] = _now_listed(facts, before, found.get(county, {}), period)
            rows += [row | {"county": county} for row in _rows(facts, before, listed[county], period)]
        yield pd.DataFrame(rows, columns=["county", *PROBLEM_FIELDS])


def _found(facts: Facts, ledger: pd.DataFrame) -> dict[str, dict[ProblemRule, list[str]]]:
    """County → problem → names of its schools that meet the condition."""
    schools = ledger[ledger["in_scope"]]
    found: dict[str, dict[ProblemRule, list[str]]] = {}
    for rule in facts.problems:
        for county, names in _meeting(schools, rule.when).groupby("county", sort=False)["school_name"]:
            found.setdefault(str(county), {})[rule] = names.tolist()
    return found


def _meeting(schools: pd.DataFrame, condition: str) -> pd.DataFrame:
    # pandas looks at every column that it is given
    asked = schools[[name for name in schools.columns if name in condition]]
    try:
        meeting: Any = asked.eval(condition, engine="python")
        chosen: pd.DataFrame = schools.loc[meeting, ["county", "school_name"]]
        return chosen
    except (NameError, SyntaxError, TypeError, ValueError) as error:
        raise SettingsError(
            f"the condition {condition!r} cannot be computed: {error}",
            where="params/demonstration.yaml, problems",
            hint="write a condition over the ledger's fields, such as hw_min_g36 > 60",
        ) from None


def _now_listed(
    facts: Facts, before: Mapping[ProblemRule, _Problem], found: Mapping[ProblemRule, list[str]], period: Period
) -> dict[ProblemRule, _Problem]:
    kept = [rule for rule in before if rule in found]
    new = sorted((rule for rule in found if rule not in before), key=lambda rule: -len(found[rule]))
    listed = {}
    for rule in (kept + new)[: facts.problems_a_month]:
        names = found[rule]
        unit = "、".join(names[:_NAMED]) + facts.notes.and_others * (len(names) > _NAMED)
        since = before[rule].since if rule in before else period
        listed[rule] = _Problem(since, rule.problem.format(n=len(names)), unit)
    return listed


def _rows(
    facts: Facts, before: Mapping[ProblemRule, _Problem], now: Mapping[ProblemRule, _Problem], period: Period
) -> Iterator[dict[str, object]]:
    solved = {rule: problem for rule, problem in before.items() if rule not in now}
    for number, (rule, problem) in enumerate({**now, **solved}.items(), start=1):
        fresh = facts.problem_states["new" if problem.since == period else "ongoing"]
        yield {
            "no": str(number),
            "problem": problem.text,
            "unit": problem.unit,
            "action": rule.action,
            "due": _due(rule, problem.since, period),
            "state": facts.problem_states["solved"] if rule in solved else fresh,
        }


def _due(rule: ProblemRule, since: Period, now: Period) -> date:
    """When it is to be solved by; a deadline missed by more than six weeks is set anew."""
    due = since.last_day + timedelta(days=rule.days)
    while due + _PATIENCE < now.last_day:
        due += timedelta(days=rule.days)
    return due


def work_progress(facts: Facts, place: str, pace: float, index: int) -> pd.DataFrame:
    """Fields of 工作进展 for one place: for each commitment the step it has come to.

    Args:
        facts: the demonstration's facts.
        place: code of the county, or of the city.
        pace: 1 reaches the last step in the last period; less stays behind.
        index: number of the period.
    """
    passed = pace * index / max(1, len(facts.months) - 1)
    targets = {(target.county, target.commitment): target for target in facts.targets}
    rows = []
    for commitment, work in facts.progress.items():
        step = work.steps[min(int(passed * len(work.steps)), len(work.steps) - 1)]
        target = targets.get((place, commitment))
        rows.append(
            {
                "commitment": commitment,
                "work": work.work,
                "progress": step.progress,
                "evidence": step.evidence,
                "target": target.target if target else None,
                "due": target.due if target else None,
                "state": step.state,
            }
        )
    return pd.DataFrame(rows)


def practices(county: CountyFacts, period: Period) -> pd.DataFrame:
    """Field of 典型做法: the latest paragraph that the county has written by then, if any."""
    written = [practice.text for practice in county.practices if practice.since <= str(period)]
    return pd.DataFrame({"practice": written[-1:]}, dtype="str")
