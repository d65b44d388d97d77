"""The third fact: change since the month before.

Counts of all schools are complete, so their difference is said as it is; a survey's is judged by an interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from reporting.analysis.binomial import refuse_counts
from reporting.analysis.intervals import newcombe
from reporting.analysis.rounding import half_up
from reporting.definitions.policy import Policy
from reporting.definitions.words import ChangeWord, Doubt

__all__ = ["Change", "by_the_same_schools", "complete_change", "plain_change", "survey_change"]


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


def complete_change(x: int, n: int, x_before: int | None, n_before: int | None, policy: Policy) -> Change:
    """The change of a rate of complete counts, without an interval.

    The word follows the difference as displayed: a change that reads 0.0 is unchanged.

    Args:
        x: numerator now.
        n: denominator now.
        x_before: numerator of the school month before; None where that month is missing. An older month never stands
            in for it, since readers are told 较上月.
        n_before: denominator of that month.
        policy: decimals displayed.

    Raises:
        ValueError: counts cannot be.
    """
    refuse_counts(x, n)
    if x_before is None or n_before is None:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    refuse_counts(x_before, n_before)
    if not (n and n_before):
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    points = float(100 * (Fraction(int(x), int(n)) - Fraction(int(x_before), int(n_before))))
    return plain_change(points, policy)


def plain_change(difference: float, policy: Policy) -> Change:
    """A difference by its sign as displayed: up, down, or unchanged where nothing of it is seen."""
    shown = half_up(difference, policy.display.decimals)
    if shown == 0:
        return Change(ChangeWord.UNCHANGED, difference)
    return Change(ChangeWord.UP if shown > 0 else ChangeWord.DOWN, difference)


def survey_change(
    x: int, n: int, x_before: int | None, n_before: int | None, policy: Policy, design_effect: float = 1.0
) -> Change:
    """The change of a rate from two independent samples: up or down where Newcombe's interval excludes 0.

    Args:
        x: answers counted now.
        n: answers in all now; fewer than the least units, then or now, carry no word.
        x_before: answers counted in the survey before; None where there was none.
        n_before: its answers in all.
        policy: level and least units.
        design_effect: ≥ 1; divides the answers that the interval rests on.

    Raises:
        ValueError: counts or the design effect cannot be.
    """
    refuse_counts(x, n)
    if not 1 <= design_effect < math.inf:
        raise ValueError(f"a design effect is at least 1, not {design_effect}")
    if n_before is None or x_before is None:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    refuse_counts(x_before, n_before)
    if min(n, n_before) < policy.comparison.least_units:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.TOO_FEW_UNITS)
    now, then = (x / design_effect, n / design_effect), (x_before / design_effect, n_before / design_effect)
    lower, upper = (100 * float(limit) for limit in newcombe(*now, *then, policy.comparison.level))
    points = 100 * (x / n - x_before / n_before)
    word = ChangeWord.NO_CLEAR_CHANGE
    if not lower <= 0 <= upper:
        word = ChangeWord.UP if lower > 0 else ChangeWord.DOWN
    return Change(word, points, lower, upper)


def by_the_same_schools(change: Change, moved: float, policy: Policy) -> Change:
    """The change under the word that is true of the schools counted in both periods.

    A rate that moved only because schools came, left or changed scope is no rise and no fall.

    Args:
        change: of all schools, as `complete_change` gives it.
        moved: how far the rate or mean moved among the schools counted in both, in the unit of ``change``; NaN where
            there are none.
        policy: decimals displayed.

    Raises:
        ValueError: ``moved`` is endless.
    """
    if math.isinf(moved):
        raise ValueError("a rate does not move without end")
    if change.word not in (ChangeWord.UP, ChangeWord.DOWN):
        return change
    shown = 0.0 if math.isnan(moved) else half_up(moved, policy.display.decimals)
    if (shown > 0) == (change.word is ChangeWord.UP) and shown != 0:
        return change
    return Change(ChangeWord.OTHER_SCHOOLS, change.points)
