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

if TYPE_CHECKING:
    from reporting.definitions.indicators import IndicatorKind

__all__ = [
    "INNER_LEVEL",
    "MIN_COMPLETENESS",
    "MIN_UNITS",
    "OUTER_LEVEL",
    "CityStatus",
    "TargetStatus",
    "against_city",
    "against_target",
    "expected_false_flags",
    "suspected_compulsion",
]

INNER_LEVEL = 0.95
OUTER_LEVEL = 0.998
MIN_UNITS = 10
MIN_COMPLETENESS = 0.75
COMPULSION_PERCENT = 99


@dataclass(frozen=True)
class CityStatus:
    """Against the city (对标全市).

    Attributes:
        word: the verdict.
        strong: whether the county is outside the 99.8 % limits too.
        inner: position against the 95 % limits; None where not comparable.
        outer: position against the 99.8 % limits; None where not comparable.
        lower: lower end of the county's 95 % Wilson interval, a proportion; None without a denominator or a rate.
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
) -> CityStatus:
    """Judge a county's rate against the city's by the funnel (REPORT.md, first fact).

    Args:
        kind: targets are better or worse; voluntary and context indicators only higher or lower; ceilings and zero
            items are means and counts, which are shown beside the city's value without a word.
        x: the county's numerator.
        n: its denominator; fewer than ten units carry no word.
        city_x: the city's numerator, over the same scope and with or without the unit counted apart.
        city_n: the city's denominator.
        completeness: share of the county's schools that reported, 0-1; below 0.75 there is no word.
        phi: over-dispersion between schools for pupil rates; 1 for rates of schools.
        direction: which way is better, for targets.
    """
    if kind in ("ceiling", "zero"):
        return CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.NOT_A_RATE)
    if n == 0:
        return CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.TOO_FEW_UNITS)
    lower, upper = (float(limit) for limit in wilson(x, n, INNER_LEVEL, phi))
    doubt = _doubt(n, completeness) or (Doubt.CITY_ALL_OR_NONE if not 0 < city_x < city_n else None)
    if doubt:
        return CityStatus(CityWord.NOT_COMPARABLE, lower=lower, upper=upper, doubt=doubt)
    p0 = Fraction(int(city_x), int(city_n))
    inner, outer = (position(x, n, p0, level, phi) for level in (INNER_LEVEL, OUTER_LEVEL))
    return CityStatus(_city_word(kind, inner, direction), outer is not Position.WITHIN, inner, outer, lower, upper)


def against_target(
    kind: IndicatorKind,
    x: int,
    n: int,
    *,
    met: float = 100,
    near: float = 95,
    completeness: float = 1.0,
    survey: bool = False,
) -> TargetStatus:
    """Judge a figure against its target (REPORT.md, second fact; thresholds DOMAIN.md §3, 系统建议值).

    A complete count takes no interval. Below 75 % of schools it is not complete, and only what the missing schools
    can no longer mend is said: a zero item or a ceiling once broken stays broken. A survey figure is met, near or not
    met only where its whole 95 % interval is, and otherwise uncertain.

    Args:
        kind: ``voluntary`` and ``context`` have no target.
        x: ``target``: units that meet it; ``ceiling``: schools over it; ``zero``: cases.
        n: units counted; not looked at for ``zero``.
        met: per cent from which a target is met.
        near: per cent from which it is nearly met.
        completeness: share of the county's schools that reported, 0-1.
        survey: whether x of n come from a sample.

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
    thresholds = Fraction(str(met)), Fraction(str(near))
    gap = _shortfall(x, n, thresholds[0]) if kind == "target" else 0
    if completeness < MIN_COMPLETENESS:
        return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.INCOMPLETE)
    if kind != "target":
        return TargetStatus(TargetWord.MET, 0)
    if not survey:
        return TargetStatus(_target_word(Fraction(100 * int(x), int(n)), *thresholds), gap)
    if n < MIN_UNITS:
        return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.TOO_FEW_UNITS)
    lowest, highest = (_target_word(100 * float(limit), *thresholds) for limit in wilson(x, n, INNER_LEVEL))
    if lowest is not highest:
        return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.WITHIN_ERROR)
    return TargetStatus(lowest, gap)


def suspected_compulsion(x: int, n: int, complaints: int | None) -> bool:
    """Whether a voluntary service with complaints has 99 % or more taking part (疑似强制, 请核实; DOMAIN.md §3).

    Args:
        x: participants.
        n: those who may choose.
        complaints: complaints received in the period; None where none were reported or asked for.
    """
    return n > 0 and 100 * x >= COMPULSION_PERCENT * n and bool(complaints)


def expected_false_flags(comparisons: int) -> float:
    """How many of so many comparisons with the city fall outside 95 % limits by chance alone, on average."""
    return round(comparisons * (1 - INNER_LEVEL), 6)


def _doubt(n: int, completeness: float) -> Doubt | None:
    if n < MIN_UNITS:
        return Doubt.TOO_FEW_UNITS
    return Doubt.INCOMPLETE if completeness < MIN_COMPLETENESS else None


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
