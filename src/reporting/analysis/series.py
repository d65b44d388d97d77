"""Series of months: which points are more than noise.

5-11 points: a run chart around the median (Perla, Provost and Murray 2011, BMJ Quality and Safety 20, 46-51).
12 and more: an XmR chart by the rules of NHS England's Making Data Count, unless no two months are neighbours (no
moving range): then a run chart. Fewer: no judgement.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import mean, median

from reporting.definitions.policy import SeriesRules
from reporting.definitions.words import ChangeWord, Method, SignalRule

__all__ = ["Series", "Signal", "judge_series", "xmr_limits"]

LIMIT_FACTOR = 2.66
SCREEN_FACTOR = 3.267
_DIGITS = 9
"""What computing adds beyond them is no change: 0.1 + 0.2 is 0.3."""


@dataclass(frozen=True)
class Signal:
    """A point that is more than noise: the first rule it breaks, and whether up or down."""

    rule: SignalRule
    direction: ChangeWord


@dataclass(frozen=True)
class Series:
    """A judged series.

    Attributes:
        method: by the number of points that are not missing.
        centre: median of a run chart, mean of an XmR chart; None where there are too few points.
        lower: lower XmR limit, in the unit of the values and not cut to their range; None otherwise.
        upper: upper XmR limit.
        signals: one entry a month given; None where nothing is signalled or the month is missing.
    """

    method: Method
    centre: float | None
    lower: float | None
    upper: float | None
    signals: tuple[Signal | None, ...]

    @property
    def latest(self) -> Signal | None:
        """The signal of the last month given."""
        return self.signals[-1] if self.signals else None


def judge_series(values: Sequence[float | None], rules: SeriesRules, fresh: Collection[int] = ()) -> Series:
    """Judge a series of school months, oldest first.

    A missing month (None) is a gap: no moving range spans it (as in JMP, which averages the non-missing moving
    ranges) and no run or trend crosses it, since "six in a row" is a claim about six months in a row. Months without
    school are no gaps: leave them out. A new beginning (the first month of a school year, when other classes are
    counted) parts a series in the same way, without a gap; centre and limits are of the whole series all the same.

    Every point that belongs to a pattern carries its signal, with the first rule that applies in this order: outside
    the limits, trend, two of three, one side. A trend is strict: an equal neighbour ends it. A point on the centre
    line neither makes nor breaks a run on one side (Perla 2011). Six points on one side of their own median cannot be
    found among eleven, of which at most five lie above it and five below, but among the twelve and more of a bureau
    that asks for more points before it draws an XmR chart.

    Args:
        values: one a month, in any unit.
        rules: how many points a chart and a pattern need.
        fresh: positions in ``values`` of the months with which something new begins.

    Raises:
        ValueError: a value is no number; a month that is missing is None.
    """
    if not all(value is None or math.isfinite(value) for value in values):
        raise ValueError("a month without a value is None, not NaN")
    values = [None if value is None else round(value, _DIGITS) for value in values]
    points = [value for value in values if value is not None]
    if len(points) < rules.least_points:
        return Series(Method.TOO_FEW, None, None, None, (None,) * len(values))
    stretches = list(_stretches(values, fresh))
    if len(points) < rules.xmr_points or all(len(stretch) == 1 for stretch in stretches):
        centre = float(median(points))
        patterns = [
            (SignalRule.TREND, _trends(values, stretches, rules.run_chart_trend)),
            (SignalRule.ONE_SIDE, _one_sided(values, stretches, centre, rules.run_chart_shift)),
        ]
        return Series(Method.RUN_CHART, centre, None, None, _signals(len(values), patterns))
    centre, lower, upper = xmr_limits(values, fresh)
    two_thirds = (upper - centre) * 2 / 3
    patterns = [
        (SignalRule.OUTSIDE_LIMITS, _beyond(values, lower, upper)),
        (SignalRule.TREND, _trends(values, stretches, rules.xmr_run)),
        (
            SignalRule.TWO_OF_THREE,
            _two_of_three(values, _near_a_limit(values, centre, two_thirds, lower, upper), centre, stretches),
        ),
        (SignalRule.ONE_SIDE, _one_sided(values, stretches, centre, rules.xmr_run)),
    ]
    return Series(Method.XMR, centre, lower, upper, _signals(len(values), patterns))


def xmr_limits(values: Sequence[float | None], fresh: Collection[int] = ()) -> tuple[float, float, float]:
    """Mean, lower and upper limit: mean ± 2.66 · mean moving range, large moving ranges screened out once.

    Moving ranges of at least 3.267 times their mean do not count (Making Data Count). They all count where nothing
    but zeros would be left, or one jump in a constant series would give limits of no width.

    Args:
        values: at least two neighbouring values; None where a month is missing.
        fresh: positions of the months with which something new begins: no moving range leads to them.

    Raises:
        ValueError: a value is no number, or none has a neighbour.
    """
    if not all(value is None or math.isfinite(value) for value in values):
        raise ValueError("a month without a value is None, not NaN")
    steps = enumerate(pairwise(values), start=1)
    ranges = [abs(b - a) for at, (a, b) in steps if a is not None and b is not None and at not in fresh]
    if not ranges:
        raise ValueError("no two months are neighbours")
    freak = SCREEN_FACTOR * mean(ranges)
    screened = [r for r in ranges if r < freak]
    # statistics.mean is exact, so that equal values have a mean equal to them and none is "above" it.
    centre = float(mean(value for value in values if value is not None))
    half = LIMIT_FACTOR * float(mean(screened if any(screened) else ranges))
    return centre, centre - half, centre + half


Sides = dict[int, ChangeWord]
"""Month index → the direction in which it signals."""


def _signals(months: int, patterns: Sequence[tuple[SignalRule, Sides]]) -> tuple[Signal | None, ...]:
    return tuple(
        next((Signal(rule, sides[month]) for rule, sides in patterns if month in sides), None)
        for month in range(months)
    )


def _stretches(values: Sequence[float | None], fresh: Collection[int]) -> Iterator[range]:
    """Index ranges of consecutive months that are not missing, none with a new beginning but at its start."""
    start = 0
    for month, value in enumerate([*values, None]):
        if value is None or month in fresh:
            if month > start:
                yield range(start, month)
            start = month + 1 if value is None else month


def _trends(values: Sequence[float | None], stretches: Sequence[range], length: int) -> Sides:
    """Points of so many or more in a row, each above (or each below) the one before."""
    sides: Sides = {}
    for stretch in stretches:
        run: list[int] = []
        course: ChangeWord | None = None
        for month in stretch:
            step = _side(values[month], values[month - 1]) if run else None
            if step is None or step is not course:
                # A turning point ends one trend and starts the next.
                run = run[-1:] if step else []
                course = step
            run.append(month)
            if course and len(run) >= length:
                sides |= dict.fromkeys(run, course)
    return sides


def _one_sided(values: Sequence[float | None], stretches: Sequence[range], centre: float, length: int) -> Sides:
    """Points of so many or more in a row on one side of the centre; points on it are passed over."""
    sides: Sides = {}
    for stretch in stretches:
        off_centre = [(month, side) for month in stretch if (side := _side(values[month], centre))]
        for side, group in groupby(off_centre, key=itemgetter(1)):
            run = [month for month, _ in group]
            if len(run) >= length:
                sides |= dict.fromkeys(run, side)
    return sides


def _beyond(values: Sequence[float | None], lower: float, upper: float) -> Sides:
    """Points outside a pair of limits; a point on a limit is inside."""
    above = {m: ChangeWord.UP for m, value in enumerate(values) if value is not None and value > upper}
    below = {m: ChangeWord.DOWN for m, value in enumerate(values) if value is not None and value < lower}
    return above | below


def _near_a_limit(
    values: Sequence[float | None], centre: float, two_thirds: float, lower: float, upper: float
) -> Sides:
    """Points beyond two thirds of the way to a limit and not beyond the limit itself, which is a signal of its own."""
    outside = _beyond(values, lower, upper)
    near = _beyond(values, centre - two_thirds, centre + two_thirds)
    return {month: side for month, side in near.items() if month not in outside}


def _two_of_three(values: Sequence[float | None], near: Sides, centre: float, stretches: Sequence[range]) -> Sides:
    """Two of three points in a row near the same limit, all three on that side of the mean (NHSRplotthedots)."""
    sides: Sides = {}
    for stretch in stretches:
        for first in stretch[:-2]:
            three = range(first, first + 3)
            for side in (ChangeWord.UP, ChangeWord.DOWN):
                hits = [month for month in three if near.get(month) is side]
                if len(hits) >= 2 and all(_side(values[month], centre) is side for month in three):
                    sides |= dict.fromkeys(hits, side)
    return sides


def _side(value: float | None, other: float | None) -> ChangeWord | None:
    if value is None or other is None or value == other:
        return None
    return ChangeWord.UP if value > other else ChangeWord.DOWN
