"""The third fact: change since the month before.

Counts of all schools are complete, so their difference is said as it is; a survey's is judged by an interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reporting.analysis.intervals import newcombe
from reporting.analysis.rounding import half_up
from reporting.analysis.words import ChangeWord, Doubt
from reporting.definitions.policy import SUGGESTED, Policy

__all__ = ["Change", "Movement", "complete_change", "movement", "survey_change"]


@dataclass(frozen=True)
class Change:
    """How a rate moved.

    Attributes:
        word: the verdict.
        points: now less before, in percentage points (百分点); None where not comparable.
        lower: lower end of the interval of ``points``; None for complete counts.
        upper: its upper end.
        doubt: why not comparable.
    """

    word: ChangeWord
    points: float | None = None
    lower: float | None = None
    upper: float | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Movement:
    """Which schools made the difference: passing now = passing before + gained - lost - gone.

    Attributes:
        gained: meet the target now and did not before, or were not there (较上月新增达标).
        lost: met it before and do not now.
        gone: met it before and are not counted now: closed, merged, out of scope or silent.
    """

    gained: frozenset[str]
    lost: frozenset[str]
    gone: frozenset[str]


def complete_change(x: int, n: int, x_before: int | None, n_before: int | None, policy: Policy = SUGGESTED) -> Change:
    """The change of a rate of complete counts, without an interval.

    The word follows the difference as displayed: a change that reads 0.0 is unchanged.

    Args:
        x: numerator now.
        n: denominator now.
        x_before: numerator of the school month before; None where that month is missing. An older month never stands
            in for it, since readers are told 较上月.
        n_before: denominator of that month.
        policy: decimals displayed.
    """
    if not (n and n_before) or x_before is None:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    points = float(100 * (Fraction(int(x), int(n)) - Fraction(int(x_before), int(n_before))))
    shown = half_up(points, policy.display.decimals)
    if shown == 0:
        return Change(ChangeWord.UNCHANGED, points)
    return Change(ChangeWord.UP if shown > 0 else ChangeWord.DOWN, points)


def survey_change(x: int, n: int, x_before: int | None, n_before: int | None, policy: Policy = SUGGESTED) -> Change:
    """The change of a rate from two independent samples: up or down where Newcombe's interval excludes 0.

    Args:
        x: answers counted now.
        n: answers in all now; fewer than the least units, then or now, carry no word.
        x_before: answers counted in the survey before; None where there was none.
        n_before: its answers in all.
        policy: level and least units.
    """
    if n_before is None or x_before is None:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    if min(n, n_before) < policy.comparison.least_units:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.TOO_FEW_UNITS)
    lower, upper = (100 * float(limit) for limit in newcombe(x, n, x_before, n_before, policy.comparison.level))
    points = 100 * (x / n - x_before / n_before)
    word = ChangeWord.NO_CLEAR_CHANGE
    if not lower <= 0 <= upper:
        word = ChangeWord.UP if lower > 0 else ChangeWord.DOWN
    return Change(word, points, lower, upper)


def movement(now: Mapping[str, bool], before: Mapping[str, bool]) -> Movement:
    """The schools that changed sides between two months.

    Args:
        now: every school counted this month, by its id, and whether it meets the target.
        before: the same for the month before.
    """
    passing = {school for school, passes in now.items() if passes}
    passed = {school for school, passes in before.items() if passes}
    dropped = frozenset(passed - passing)
    return Movement(gained=frozenset(passing - passed), lost=dropped & now.keys(), gone=dropped - now.keys())
