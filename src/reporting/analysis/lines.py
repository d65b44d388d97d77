"""Lines: what is known of each indicator (and category) over the whole city, which its assessments are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from reporting.analysis.change import movement
from reporting.analysis.dispersion import overdispersion
from reporting.definitions.counties import City
from reporting.definitions.indicators import Indicator, Indicators

__all__ = ["Counts", "Line", "judges_schools", "lines", "meets"]

_DISPERSED = ("pupils", "teachers")


class Counts(NamedTuple):
    """An observation as the statistics want it.

    Attributes:
        basis: how it was counted; numbers of another basis are never compared.
    """

    x: float
    n: float
    value: float
    state: str
    completeness: float
    basis: str

    @property
    def is_reported(self) -> bool:
        """Whether there is a value; the numbers of all others are missing or mean nothing."""
        return self.state == "reported"

    @property
    def share(self) -> float:
        """How much of what was to be counted is counted; all of it where nobody knows."""
        return 1.0 if pd.isna(self.completeness) else self.completeness


@dataclass(frozen=True)
class Line:
    """All that is known of an indicator (and category): what a row of it is judged by.

    Attributes:
        counts: county or total and period → what was observed.
        whole: the whole city now.
        failing: county or total → schools that miss the target now; without those whose schools are not known.
        moved: county or total → schools gained and lost; without those of which one of the two periods is not known.
        complaints: county → complaints received.
    """

    indicator: Indicator
    category: str
    counts: Mapping[tuple[str, str], Counts]
    whole: Counts
    phi: float
    failing: Mapping[str, int]
    moved: Mapping[str, tuple[int, int]]
    complaints: Mapping[str, int]


def judges_schools(indicator: Indicator) -> bool:
    """Whether single schools meet the target or miss it: of rates of people too, whose gap is told in schools."""
    return indicator.counts == "schools" or (indicator.kind == "target" and indicator.counts in _DISPERSED)


def meets(indicator: Indicator, school_values: pd.DataFrame) -> pd.Series[bool]:
    """Whether each school of ``school_values`` meets the target, or keeps the ceiling; one without pupils meets it."""
    if indicator.kind == "ceiling":
        return school_values["numerator"] <= float(indicator.ceiling or 0)
    wanted = 100.0 if indicator.target is None else indicator.target
    return 100 * school_values["numerator"] >= wanted * school_values["denominator"]


def lines(
    indicators: Indicators, city: City, observations: pd.DataFrame, school_values: pd.DataFrame, periods: Sequence[str]
) -> Iterator[Line]:
    """One line an indicator and category, in the order of the observations; arguments as of `assess`."""
    now, before = periods[-1], periods[-2] if len(periods) > 1 else ""
    groups = dict(tuple(observations.groupby(["indicator", "category"], sort=False)))
    schools = dict(tuple(school_values.groupby(["indicator", "category", "period"], sort=False)))
    for (identity, category), group in groups.items():
        indicator = indicators[str(identity)]
        counts = _counts(indicator, group)
        whole = counts[(city.code, now)]
        of_now, of_before = (schools.get((identity, category, one), school_values[:0]) for one in (now, before))
        passing, passed = _passing(indicator, of_now), _passing(indicator, of_before)
        failing = {county: len(met) - sum(met.values()) for county, met in passing.items()}
        moved = {
            county: (len(moves.gained), len(moves.lost))
            for county, met in passing.items()
            if county in passed and (moves := movement(met, passed[county]))
        }
        for line in city.totals:
            members = city.members(line)
            if known := [failing[county] for county in members if county in failing]:
                failing[line.code] = sum(known)
            if steps := [moved[county] for county in members if county in moved]:
                moved[line.code] = (sum(up for up, _ in steps), sum(down for _, down in steps))
        complaints = _complaints(groups.get((indicator.complaints, "")), now)
        phi = _phi(indicator, of_now, whole)
        yield Line(indicator, str(category), counts, whole, phi, failing, moved, complaints)


def _counts(indicator: Indicator, group: pd.DataFrame) -> dict[tuple[str, str], Counts]:
    """County and period → counts. A measure that marks its numbers (未去重) adds them up in a way of its own."""
    marks = {measure.qualifier for measure in indicator.measures if measure.qualifier}
    basis = group["scope"] + group["qualifier"].where(group["qualifier"].isin(marks), "")
    columns = ["county", "period", "numerator", "denominator", "value", "state", "completeness"]
    return {
        (county, period): Counts(*numbers)
        for county, period, *numbers in group[columns].assign(basis=basis).itertuples(index=False)
    }


def _phi(indicator: Indicator, of_now: pd.DataFrame, whole: Counts) -> float:
    """Spread between schools inflates the error of rates of people; a rate of schools knows no such spread."""
    if indicator.counts not in _DISPERSED or not whole.is_reported or not indicator.is_rate:
        return 1.0
    return overdispersion(of_now["numerator"], of_now["denominator"], whole.x / whole.n)


def _passing(indicator: Indicator, schools: pd.DataFrame) -> dict[str, dict[str, bool]]:
    """County → school → whether it meets the target; empty for indicators that do not judge schools."""
    if not judges_schools(indicator) or schools.empty:
        return {}
    passes = meets(indicator, schools)
    result: dict[str, dict[str, bool]] = {}
    for county, school, ok in zip(schools["county"], schools["school_id"], passes, strict=True):
        result.setdefault(county, {})[school] = bool(ok)
    return result


def _complaints(counted: pd.DataFrame | None, period: str) -> dict[str, int]:
    """Complaints received a county: what the indicator that counts them has beneath the line."""
    if counted is None:
        return {}
    rows = counted[(counted["period"] == period) & (counted["state"] == "reported")]
    return {county: int(n) for county, n in zip(rows["county"], rows["denominator"], strict=True)}
