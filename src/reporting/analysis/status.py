"""The verdicts on one indicator of one county and period: against the city, and against the target.

They are separate facts, never one traffic light; change is the third, in ``change``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from reporting.analysis.funnel import position
from reporting.analysis.intervals import wilson
from reporting.analysis.words import CityWord, Direction, Doubt, Position, TargetWord
from reporting.definitions.policy import SUGGESTED, Policy

if TYPE_CHECKING:
    from reporting.definitions.indicators import IndicatorKind

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


@dataclass(frozen=True)
class TargetStatus:
    """Against the target (对照目标).

    Attributes:
        word: the verdict.
        gap: what is missing to the target, in the units counted: schools (or pupils) below it, schools over a
            ceiling, cases of a zero item; 0 when met, None without a target.
        doubt: why uncertain.
    """

    word: TargetWord
    gap: int | None = None
    doubt: Doubt | None = None


def against_city(
    kind: IndicatorKind,
    x: int,
    n: int,
    city_x: int,
    city_n: int,
    *,
    completeness: float = 1.0,
    phi: float = 1.0,
    direction: Direction = Direction.HIGHER_IS_BETTER,
    policy: Policy = SUGGESTED,
) -> CityStatus:
    """Judge a county's rate against the city's by the funnel (REPORT.md, first fact).

    Args:
        kind: targets are better or worse; voluntary and context indicators only higher or lower; ceilings and zero
            items are means and counts, which are shown beside the city's value without a word.
        x: the county's numerator.
        n: its denominator; fewer than the least units carry no word.
        city_x: the city's numerator, over the same scope and with or without the unit counted apart.
        city_n: the city's denominator.
        completeness: share of the county's schools that reported, 0-1; below the least there is no word.
        phi: over-dispersion between schools for pupil rates; 1 for rates of schools.
        direction: which way is better, for targets.
        policy: levels, least units and least completeness.
    """
    if kind in ("ceiling", "zero"):
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
    return CityStatus(_city_word(kind, inner, direction), outer is not Position.WITHIN, inner, outer, lower, upper)


def against_target(
    kind: IndicatorKind,
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

    A complete count takes no interval. Below the least share of schools it is not complete, and only what the missing
    schools can no longer mend is said: a zero item or a ceiling once broken stays broken. A survey figure is met, near
    or not met only where its whole interval is, and otherwise uncertain.

    Args:
        kind: ``voluntary`` and ``context`` have no target.
        x: ``target``: units that meet it; ``ceiling``: schools over it; ``zero``: cases.
        n: units counted; not looked at for ``zero``.
        met: per cent from which a target is met.
        near: per cent from which it is nearly met; None for the policy's. Never above ``met``.
        completeness: share of the county's schools that reported, 0-1.
        survey: whether x of n come from a sample.
        policy: level, least units, least completeness, and the usual ``near``.

    Raises:
        ValueError: nothing was counted (不适用 is a state, not a word).
    """
    if kind in ("voluntary", "context"):
        return TargetStatus(TargetWord.NO_TARGET)
    if kind in ("ceiling", "zero") and x > 0:
        return TargetStatus(TargetWord.NOT_MET, int(x))
    if kind != "zero" and n <= 0:
        raise ValueError("a target needs a denominator")
    # A threshold means what its reader typed: 99.9 as a float is a little more than 99.9.
    nearly = min(policy.targets.near if near is None else near, met)
    thresholds = Fraction(str(met)), Fraction(str(nearly))
    gap = _shortfall(x, n, thresholds[0]) if kind == "target" else 0
    if completeness < policy.comparison.least_completeness:
        return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.INCOMPLETE)
    if kind != "target":
        return TargetStatus(TargetWord.MET, 0)
    if not survey:
        return TargetStatus(_target_word(Fraction(100 * int(x), int(n)), *thresholds), gap)
    if n < policy.comparison.least_units:
        return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.TOO_FEW_UNITS)
    limits = wilson(x, n, policy.comparison.level)
    lowest, highest = (_target_word(100 * float(limit), *thresholds) for limit in limits)
    if lowest is not highest:
        return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.WITHIN_ERROR)
    return TargetStatus(lowest, gap)


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


def _city_word(kind: IndicatorKind, inner: Position, direction: Direction) -> CityWord:
    if inner is Position.WITHIN:
        return CityWord.SIMILAR
    above = inner is Position.ABOVE_UPPER
    if kind != "target":
        return CityWord.HIGHER if above else CityWord.LOWER
    return CityWord.BETTER if above == (direction is Direction.HIGHER_IS_BETTER) else CityWord.WORSE


def _target_word(percent: Fraction | float, met: Fraction, near: Fraction) -> TargetWord:
    if percent >= met:
        return TargetWord.MET
    return TargetWord.NEAR if percent >= near else TargetWord.NOT_MET


def _shortfall(x: int, n: int, met: Fraction) -> int:
    return max(0, ceil(met * int(n) / 100) - int(x))
