"""Assessments: the three separate facts about every indicator of every county in one period.

Against the city, against the target, and change: the engine behind every word, dot and sentence of a report, so that
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import pandas as pd

from reporting.analysis.change import Change, complete_change, movement, survey_change
from reporting.analysis.dispersion import overdispersion
from reporting.analysis.series import Signal, judge_series
from reporting.analysis.status import (
    CityStatus,
    TargetStatus,
    against_city,
    against_target,
    suspected_compulsion,
)
from reporting.analysis.words import ChangeWord, CityWord, Doubt, TargetWord
from reporting.definitions.counties import City
from reporting.definitions.indicators import Indicator, Indicators

__all__ = ["Assessment", "assess", "meets", "spread"]

_NO_COMPARISON = CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.NOT_A_RATE)
_NO_TARGET = TargetStatus(TargetWord.NO_TARGET)
_DISPERSED = ("pupils", "teachers")


@dataclass(frozen=True)
class Assessment:
    """One row: what is said of an indicator (and category) of a county or total in the period.

    Attributes:
        value: in the indicator's unit; missing with its ``state`` saying why.
        lower, upper: 95 % Wilson interval with φ, in the value's unit; only for rates.
        city: the whole city's value; ``city_n`` its denominator.
        phi: over-dispersion used, 1 for rates of schools.
        against_city, strong, city_doubt: the first fact.
        against_target, gap, target_doubt: the second.
        change, change_word: the third; in points for rates, else in the unit.
        gained, lost: schools newly meeting the target, and no longer; missing where schools are not counted.
        signal, direction: the rule that the period's point of the series breaks, and which way; empty for none.
        suspected: a voluntary service where nearly all take part and somebody complains.
    """

    county: str
    indicator: str
    category: str
    value: float | None
    state: str
    lower: float | None
    upper: float | None
    city: float | None
    city_n: float | None
    phi: float
    against_city: str
    strong: bool
    city_doubt: str
    against_target: str
    gap: float | None
    target_doubt: str
    change: float | None
    change_word: str
    gained: float | None
    lost: float | None
    signal: str
    direction: str
    suspected: bool


class _Counts(NamedTuple):
    """An observation as the statistics want it."""

    x: float
    n: float
    value: float
    state: str
    scope: str
    completeness: float

    @property
    def reported(self) -> bool:
        return self.state == "reported"


def meets(indicator: Indicator, school_values: pd.DataFrame) -> pd.Series[bool]:
    """Whether each school of ``school_values`` meets the target, or keeps the ceiling."""
    if indicator.kind == "ceiling":
        return school_values["numerator"] <= float(indicator.ceiling or 0)
    return school_values["numerator"] >= school_values["denominator"]


def assess(
    indicators: Indicators,
    city: City,
    observations: pd.DataFrame,
    school_values: pd.DataFrame,
    periods: Sequence[str],
) -> pd.DataFrame:
    """Every assessment of the last of ``periods``.

    Args:
        observations: as `reporting.analysis.observations.observe` gives them.
        school_values: as `school_values` gives them, of the last period and the one before.
        periods: the school periods up to the one assessed, oldest first; the one before it is what it is compared
            with.

    Returns:
        One row a county or total × indicator × category, with the columns of `Assessment`.
    """
    now = periods[-1]
    before = periods[-2] if len(periods) > 1 else ""
    rows: list[dict[str, Any]] = []
    by_indicator = dict(tuple(observations.groupby(["indicator", "category"], sort=False)))
    schools = dict(tuple(school_values.groupby(["indicator", "category", "period"], sort=False)))
    none = school_values[:0]
    for (identity, category), group in by_indicator.items():
        indicator = indicators[str(identity)]
        counts = _counts(group)
        whole = counts.get((city.code, now))
        of_now = schools.get((identity, category, now), none)
        phi = _phi(indicator, of_now, whole)
        passing, passed = (
            _passing(indicator, schools.get((identity, category, period), none)) for period in (now, before)
        )
        complaints = _complaints(indicator, observations, now)
        for county in [*city.codes, *(line.code for line in city.totals)]:
            seen = counts[(county, now)]
            change = _change(indicator, seen, counts.get((county, before)))
            gained, lost = _movement(passing.get(county), passed.get(county))
            against = _against_city(indicator, seen, whole, phi, is_total=county not in city.codes)
            target = _against_target(indicator, seen, passing.get(county))
            signal = _signal([counts.get((county, period)) for period in periods])
            rate = indicator.is_rate
            rows.append(
                asdict(
                    Assessment(
                        county=county,
                        indicator=indicator.id,
                        category=str(category),
                        value=seen.value,
                        state=seen.state,
                        lower=None if not rate or against.lower is None else against.lower * 100,
                        upper=None if not rate or against.upper is None else against.upper * 100,
                        city=whole.value if whole else None,
                        city_n=whole.n if whole else None,
                        phi=phi,
                        against_city=str(against.word),
                        strong=against.strong,
                        city_doubt=str(against.doubt or ""),
                        against_target=str(target.word),
                        gap=target.gap,
                        target_doubt=str(target.doubt or ""),
                        change=change.points,
                        change_word=str(change.word),
                        gained=gained,
                        lost=lost,
                        signal=str(signal.rule) if signal else "",
                        direction=str(signal.direction) if signal else "",
                        suspected=indicator.kind == "voluntary"
                        and seen.reported
                        and suspected_compulsion(int(seen.x), int(seen.n), complaints.get(county)),
                    )
                )
            )
    frame = pd.DataFrame(rows, columns=list(Assessment.__dataclass_fields__))
    numbers = ["value", "lower", "upper", "city", "city_n", "phi", "gap", "change", "gained", "lost"]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def spread(observations: pd.DataFrame, city: City, period: str) -> pd.DataFrame:
    """How the counties of one period lie: indicator, category, counties, low, q25, median, q75, high (in the unit)."""
    seen = observations[
        (observations["period"] == period)
        & observations["county"].isin(city.codes)
        & (observations["state"] == "reported")
    ]
    return (
        seen.groupby(["indicator", "category"], sort=False)["value"]
        .agg(
            counties="size",
            low="min",
            q25=lambda values: values.quantile(0.25),
            median="median",
            q75=lambda values: values.quantile(0.75),
            high="max",
        )
        .reset_index()
    )


def _counts(group: pd.DataFrame) -> dict[tuple[str, str], _Counts]:
    columns = ["numerator", "denominator", "value", "state", "scope", "completeness"]
    return {
        (county, period): _Counts(*rest)
        for county, period, *rest in group[["county", "period", *columns]].itertuples(index=False)
    }


def _phi(indicator: Indicator, of_now: pd.DataFrame, whole: _Counts | None) -> float:
    """Spread between schools inflates the error of rates of people; a rate of schools knows no such spread."""
    if indicator.counts not in _DISPERSED or whole is None or not whole.reported or not indicator.is_rate:
        return 1.0
    return overdispersion(of_now["numerator"], of_now["denominator"], whole.x / whole.n)


def _passing(indicator: Indicator, schools: pd.DataFrame) -> dict[str, dict[str, bool]]:
    """County → school → whether it meets the target; empty for indicators that do not judge schools."""
    if indicator.counts != "schools" or schools.empty:
        return {}
    passes = meets(indicator, schools)
    result: dict[str, dict[str, bool]] = {}
    for county, school, ok in zip(schools["county"], schools["school_id"], passes, strict=True):
        result.setdefault(county, {})[school] = bool(ok)
    return result


def _against_city(
    indicator: Indicator, seen: _Counts, whole: _Counts | None, phi: float, *, is_total: bool
) -> CityStatus:
    if not indicator.is_rate or not seen.reported or whole is None or not whole.reported:
        return _NO_COMPARISON
    alike = seen.scope == whole.scope and not is_total
    status = against_city(
        indicator.kind,
        int(seen.x),
        int(seen.n),
        int(whole.x),
        int(whole.n),
        completeness=1.0 if pd.isna(seen.completeness) else seen.completeness,
        phi=phi,
    )
    return status if alike else CityStatus(_NO_COMPARISON.word, lower=status.lower, upper=status.upper)


def _against_target(indicator: Indicator, seen: _Counts, schools: Mapping[str, bool] | None) -> TargetStatus:
    if not seen.reported:
        return _NO_TARGET
    completeness = 1.0 if pd.isna(seen.completeness) else seen.completeness
    match indicator.kind:
        case "zero":
            return against_target("zero", int(seen.value), 1, completeness=completeness)
        case "ceiling":
            over = [school for school, ok in (schools or {}).items() if not ok]
            return against_target("ceiling", len(over), len(schools or {}) or 1, completeness=completeness)
        case "target" if indicator.unit == "yes_no":
            return against_target("target", int(seen.value), 1)
        case "target" if indicator.is_rate:
            return against_target(
                "target",
                int(seen.x),
                int(seen.n),
                met=float(indicator.target or 100),
                near=float(indicator.near or indicator.target or 100),
                completeness=completeness,
                survey=any(measure.survey for measure in indicator.measures),
            )
    return _NO_TARGET


def _change(indicator: Indicator, seen: _Counts, before: _Counts | None) -> Change:
    if not seen.reported or before is None or not before.reported or before.scope != seen.scope:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    if indicator.is_rate:
        compare = survey_change if any(measure.survey for measure in indicator.measures) else complete_change
        return compare(int(seen.x), int(seen.n), int(before.x), int(before.n))
    difference = seen.value - before.value
    if difference == 0:
        return Change(ChangeWord.UNCHANGED, 0.0)
    return Change(ChangeWord.UP if difference > 0 else ChangeWord.DOWN, difference)


def _movement(now: Mapping[str, bool] | None, before: Mapping[str, bool] | None) -> tuple[int | None, int | None]:
    if not now or not before:
        return None, None
    moved = movement(now, before)
    return len(moved.gained), len(moved.lost)


def _signal(series: Sequence[_Counts | None]) -> Signal | None:
    """The signal of the last point; a point of another scope, or not reported, is a gap in the series."""
    last = series[-1]
    if last is None or not last.reported:
        return None
    return judge_series(list(_comparable(series, last.scope))).latest


def _comparable(series: Sequence[_Counts | None], scope: str) -> Iterator[float | None]:
    for point in series:
        yield point.value if point is not None and point.reported and point.scope == scope else None


def _complaints(indicator: Indicator, observations: pd.DataFrame, period: str) -> dict[str, int]:
    """Complaints received a county, by the indicator that counts them."""
    rows = observations[
        (observations["indicator"] == indicator.complaints)
        & (observations["period"] == period)
        & (observations["state"] == "reported")
    ]
    return {county: int(n) for county, n in zip(rows["county"], rows["denominator"], strict=True)}
