"""The verdicts on one indicator of one county and period: against the city, and against the target.

They are separate facts, never one traffic light; change is the third, in ``change``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporting.analysis.binomial import refuse_counts
from reporting.analysis.comparison import Proportion, ReferenceLimits
from reporting.analysis.intervals import wilson
from reporting.definitions.kinds import KINDS, Target, TargetInput, TargetStatus
from reporting.definitions.policy import Policy
from reporting.definitions.words import CityWord, Doubt, Position

__all__ = [
    "CityStatus",
    "TargetStatus",
    "against_city",
    "against_target",
    "expected_false_flags",
    "position",
    "suspected_compulsion",
]


_ALL = 100


@dataclass(frozen=True)
class CityStatus:
    """Against the city (对标全市).

    Attributes:
        word: the verdict.
        strong: whether the county is outside the outer limits too.
        inner: position against the inner limits; None where not comparable.
        outer: position against the outer limits; None where not comparable.
        lower: lower end of the county's interval, a proportion; None where nothing is known that would make one.
        upper: its upper end.
        doubt: why not comparable.
    """

    word: CityWord
    strong: bool = False
    inner: Position | None = None
    outer: Position | None = None
    lower: float | None = None
    upper: float | None = None
    doubt: Doubt | None = None


def against_city(
    kind: str,
    county: Proportion,
    city: Proportion,
    reference: ReferenceLimits | None,
    policy: Policy,
    *,
    completeness: float = 1.0,
) -> CityStatus:
    """Judge a county's rate against the city's by its limits: the first fact (docs/methods.md).

    Args:
        kind: a key of `reporting.definitions.kinds.KINDS`: targets are better or worse; voluntary and context
            indicators only higher or lower; ceilings and zero items are means and counts, which are shown beside the
            city's value without a word.
        county: its counts; fewer than the least units carry no word.
        city: the city's over the same scope.
        reference: the county's limits; None where nothing is known that would make them (people without schools).
        policy: least units and least completeness.
        completeness: share of the county's schools that reported, 0-1; below the least there is no word.

    Raises:
        ValueError: counts or completeness cannot be.
    """
    refuse_counts(county.x, county.n)
    refuse_counts(city.x, city.n)
    if not 0 <= completeness <= 1:
        raise ValueError(f"completeness is a share between 0 and 1, not {completeness}")
    if not KINDS[kind].is_compared:
        return CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.NOT_A_RATE)
    interval = (None, None) if reference is None or county.n == 0 else reference.interval
    doubt = _doubt(county.n, completeness, policy)
    if doubt is None and not 0 < city.x < city.n:
        doubt = Doubt.CITY_ALL_OR_NONE
    if doubt is None and (reference is None or reference.limits is None or reference.strong_limits is None):
        doubt = Doubt.NO_SCHOOLS
    if doubt or reference is None or reference.limits is None or reference.strong_limits is None:
        return CityStatus(CityWord.NOT_COMPARABLE, lower=interval[0], upper=interval[1], doubt=doubt)
    inner, outer = (position(county.x / county.n, limits) for limits in (reference.limits, reference.strong_limits))
    return CityStatus(KINDS[kind].city_word(inner), outer is not Position.WITHIN, inner, outer, *interval)


def position(rate: float, limits: tuple[float, float]) -> Position:
    """Where a rate lies against a pair of limits; one on a limit is within.

    Raises:
        ValueError: rate or limits are missing, or the limits turned round.
    """
    if math.isnan(rate) or not limits[0] <= limits[1]:
        raise ValueError(f"{rate} has no place against limits of {limits}")
    if rate < limits[0]:
        return Position.BELOW_LOWER
    return Position.ABOVE_UPPER if rate > limits[1] else Position.WITHIN


def against_target(
    kind: str,
    x: int,
    n: int,
    policy: Policy,
    *,
    met: float = 100,
    near: float | None = None,
    completeness: float = 1.0,
    survey: bool = False,
    design_effect: float = 1.0,
) -> TargetStatus:
    """Judge a figure against its target: the second fact (docs/methods.md).

    Args:
        kind: a key of `reporting.definitions.kinds.KINDS`.
        x: what that kind looks at: units that meet the target, schools over the ceiling, cases.
        n: units counted.
        policy: level, least units, least completeness, and the usual ``near``.
        met: per cent from which a target is met.
        near: per cent from which it is nearly met; None for the policy's. Never above ``met``.
        completeness: share of the county's schools that reported, 0-1; below the least only what the missing schools
            can no longer mend is said.
        survey: whether x of n come from a sample, which is judged by its interval.
        design_effect: of a survey, ≥ 1.

    Raises:
        ValueError: nothing was counted (不适用 is a state, not a word), or counts or completeness cannot be.
    """
    if not 0 <= completeness <= 1 or not 1 <= design_effect < math.inf:
        raise ValueError("completeness lies between 0 and 1, a design effect is at least 1")
    if not 0 <= met <= _ALL or not (near is None or 0 <= near <= _ALL):
        raise ValueError(f"a target is met, or nearly, from 0 to 100 per cent on, not {met} and {near}")
    refuse_counts(x, n) if kind == Target.name else refuse_counts(0, (x, n))
    limits = None
    if survey and n > 0:
        lower, upper = wilson(x, n, policy.comparison.level, design_effect)
        limits = float(lower), float(upper)
    given = TargetInput(int(x), int(n), met, policy.targets.near if near is None else near)
    return KINDS[kind].verdict(given, completeness, limits, policy)


def suspected_compulsion(x: ArrayLike, n: ArrayLike, complaints: int | None, policy: Policy) -> NDArray[np.bool_]:
    """In which schools of a county nearly all take part, where somebody complained (疑似强制, 请核实).

    Schools are looked at one by one: a county's mean of 97 % hides the five that let nobody out. A school of few pupils
    is passed over, for in it all take part now and then.

    Args:
        x: participants of each school.
        n: those of each school who may choose.
        complaints: complaints about the service that the county received in the period; None where none were reported
            or asked for.
        policy: from how many per cent on, and how few pupils are too few.

    Raises:
        ValueError: counts cannot be.
    """
    refuse_counts(x, n)
    if complaints is not None:
        refuse_counts(0, complaints)
    taking_part, pupils = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    enough = pupils >= policy.comparison.least_units
    return np.asarray(enough & (100 * taking_part >= policy.compulsion.percent * pupils) & bool(complaints))


def expected_false_flags(comparisons: int, policy: Policy) -> float:
    """How many of so many comparisons with the city fall outside the inner limits by chance alone, on average."""
    refuse_counts(0, comparisons)
    return round(comparisons * (1 - policy.comparison.level), 6)


def _doubt(n: int, completeness: float, policy: Policy) -> Doubt | None:
    if n < policy.comparison.least_units:
        return Doubt.TOO_FEW_UNITS
    return Doubt.INCOMPLETE if completeness < policy.comparison.least_completeness else None
