"""The verdicts on one indicator of one county and period: against the city, and against the target.

They are separate facts, never one traffic light; change is the third, in ``change``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reporting.analysis.funnel import position
from reporting.analysis.intervals import wilson
from reporting.definitions.kinds import KINDS, Held, TargetStatus
from reporting.definitions.policy import SUGGESTED, Policy
from reporting.definitions.words import CityWord, Doubt, Position

__all__ = [
    "CityStatus",
    "TargetStatus",
    "against_city",
    "against_target",
    "expected_false_flags",
    "suspected_compulsion",
]


@dataclass(frozen=True)
class CityStatus:
    """Against the city (对标全市).

    Attributes:
        word: the verdict.
        strong: whether the county is outside the outer limits too.
        inner: position against the inner limits; None where not comparable.
        outer: position against the outer limits; None where not comparable.
        lower: lower end of the county's Wilson interval, a proportion; None without a denominator or a rate.
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
    x: int,
    n: int,
    city_x: int,
    city_n: int,
    *,
    completeness: float = 1.0,
    phi: float = 1.0,
    policy: Policy = SUGGESTED,
) -> CityStatus:
    """Judge a county's rate against the city's by the funnel (REPORT.md, first fact).

    Args:
        kind: a key of `reporting.definitions.kinds.KINDS`: targets are better or worse; voluntary and context
            indicators only higher or lower; ceilings and zero items are means and counts, which are shown beside the
            city's value without a word.
        x: the county's numerator.
        n: its denominator; fewer than the least units carry no word.
        city_x: the city's numerator, over the same scope and with or without the unit counted apart.
        city_n: the city's denominator.
        completeness: share of the county's schools that reported, 0-1; below the least there is no word.
        phi: over-dispersion between schools for pupil rates; 1 for rates of schools.
        policy: levels, least units and least completeness.
    """
    if not KINDS[kind].is_compared:
        return CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.NOT_A_RATE)
    if n == 0:
        return CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.TOO_FEW_UNITS)
    rules = policy.comparison
    lower, upper = (float(limit) for limit in wilson(x, n, rules.level, phi))
    doubt = _doubt(n, completeness, policy) or (Doubt.CITY_ALL_OR_NONE if not 0 < city_x < city_n else None)
    if doubt:
        return CityStatus(CityWord.NOT_COMPARABLE, lower=lower, upper=upper, doubt=doubt)
    p0 = Fraction(int(city_x), int(city_n))
    inner, outer = (position(x, n, p0, level, phi) for level in (rules.level, rules.strong_level))
    return CityStatus(KINDS[kind].city_word(inner), outer is not Position.WITHIN, inner, outer, lower, upper)


def against_target(
    kind: str,
    x: int,
    n: int,
    *,
    met: float = 100,
    near: float | None = None,
    completeness: float = 1.0,
    survey: bool = False,
    policy: Policy = SUGGESTED,
) -> TargetStatus:
    """Judge a figure against its target (REPORT.md, second fact; thresholds DOMAIN.md §3, 系统建议值).

    Args:
        kind: a key of `reporting.definitions.kinds.KINDS`.
        x: what that kind looks at: units that meet the target, schools over the ceiling, cases.
        n: units counted.
        met: per cent from which a target is met.
        near: per cent from which it is nearly met; None for the policy's. Never above ``met``.
        completeness: share of the county's schools that reported, 0-1; below the least only what the missing schools
            can no longer mend is said.
        survey: whether x of n come from a sample, which is judged by its interval.
        policy: level, least units, least completeness, and the usual ``near``.

    Raises:
        ValueError: nothing was counted (不适用 is a state, not a word).
    """
    limits = None
    if survey and n > 0:
        lower, upper = wilson(x, n, policy.comparison.level)
        limits = float(lower), float(upper)
    held = Held(int(x), int(n), met, policy.targets.near if near is None else near)
    return KINDS[kind].verdict(held, completeness, limits, policy)


def suspected_compulsion(x: int, n: int, complaints: int | None, policy: Policy = SUGGESTED) -> bool:
    """Whether in a voluntary service with complaints nearly all take part (疑似强制, 请核实; DOMAIN.md §3).

    Args:
        x: participants.
        n: those who may choose.
        complaints: complaints received in the period; None where none were reported or asked for.
        policy: from how many per cent on.
    """
    return n > 0 and 100 * x >= policy.compulsion.percent * n and bool(complaints)


def expected_false_flags(comparisons: int, policy: Policy = SUGGESTED) -> float:
    """How many of so many comparisons with the city fall outside the inner limits by chance alone, on average."""
    return round(comparisons * (1 - policy.comparison.level), 6)


def _doubt(n: int, completeness: float, policy: Policy) -> Doubt | None:
    if n < policy.comparison.least_units:
        return Doubt.TOO_FEW_UNITS
    return Doubt.INCOMPLETE if completeness < policy.comparison.least_completeness else None
