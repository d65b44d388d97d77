"""Panels: each indicator (and category) over all places and periods, from which its assessments are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporting.analysis.comparison import Proportion, ReferenceLimits, references
from reporting.analysis.membership import Moves, moves_of
from reporting.analysis.status import suspected_compulsion
from reporting.definitions.columns import QUALIFIERS
from reporting.definitions.counties import City
from reporting.definitions.indicators import Indicator, Indicators
from reporting.definitions.policy import Policy

__all__ = ["CountedPeriods", "Counts", "Panel", "complaints_of", "meets", "panels"]


@dataclass(frozen=True)
class CountedPeriods:
    """What was counted up to a period, and what it is judged by.

    Attributes:
        observations: as `reporting.analysis.observations.observe` gives them.
        school_values: as `reporting.analysis.observations.school_values` gives them, of the last period and the one
            before.
        periods: the school periods up to the one judged, oldest first; it is compared with the one before it.
        policy: every number of it that a word depends on.
    """

    indicators: Indicators
    city: City
    observations: pd.DataFrame
    school_values: pd.DataFrame
    periods: Sequence[str]
    policy: Policy


class Counts(NamedTuple):
    """An observation as the statistics want it.

    Attributes:
        clusters: schools that people come from; missing where nobody says.
        basis: how it was counted; numbers of another basis are never compared.
        about: whether its sender wrote 余, 近 or 约 beside it.
    """

    x: float
    n: float
    value: float
    state: str
    completeness: float
    clusters: float
    basis: str
    about: bool

    @property
    def is_reported(self) -> bool:
        """Whether there is a value; the numbers of all others are missing or mean nothing."""
        return self.state == "reported"

    @property
    def of_a_school(self) -> float | None:
        """How many people there are to a school, at least one; None where nobody knows."""
        return self.n / self.clusters if 0 < self.clusters <= self.n else None

    @property
    def share(self) -> float:
        """How much of what was to be counted is counted; all of it where nobody knows."""
        return 1.0 if pd.isna(self.completeness) else self.completeness


@dataclass(frozen=True)
class Panel:
    """The panel of an indicator (and category): every place and period, and how its schools stand.

    Attributes:
        counts: county or total and period → what was observed.
        whole: the whole city now.
        references: county → what its rate is held against now; without those of which nothing is known that would
            make limits.
        failing: county or total → schools that miss the target now; without those whose schools are not known.
        moves: county or total → what moved since the period before; without those of which one of the two periods is
            not known.
        suspected: county or total → schools in which nearly all take part in a voluntary service, where somebody
            complained in the period.
    """

    indicator: Indicator
    category: str
    counts: Mapping[tuple[str, str], Counts]
    whole: Counts
    references: Mapping[str, ReferenceLimits]
    failing: Mapping[str, int]
    moves: Mapping[str, Moves]
    suspected: Mapping[str, int]


def meets(indicator: Indicator, school_values: pd.DataFrame) -> pd.Series[bool]:
    """Whether each school of ``school_values`` meets what is asked of it."""
    met = indicator.nature.school_meets(indicator, school_values["numerator"], school_values["denominator"])
    return pd.Series(met, index=school_values.index)


def panels(counted: CountedPeriods) -> Iterator[Panel]:
    """One panel an indicator and category, in the order of the observations."""
    indicators, city, policy = counted.indicators, counted.city, counted.policy
    observations, school_values = counted.observations, counted.school_values
    now, before = counted.periods[-1], counted.periods[-2] if len(counted.periods) > 1 else ""
    # a panel's rows are taken when it is their turn: a nation's would stand in memory twice
    schools = school_values.groupby(["indicator", "category", "period"], sort=False).indices
    none = np.array([], dtype="int64")
    for (identity, category), group in observations.groupby(["indicator", "category"], sort=False):
        indicator = indicators[str(identity)]
        counts = _counts(indicator, group)
        whole = counts[(city.code, now)]
        of_now, of_before = (school_values.take(schools.get((identity, category, one), none)) for one in (now, before))
        passing = _passing(indicator, of_now)
        failing = {county: len(met) - sum(met.values()) for county, met in passing.items()}
        moves = dict(moves_of(*(_with_met(indicator, one) for one in (of_now, of_before))))
        for whole_of in city.totals:
            members = city.members(whole_of)
            if known := [failing[county] for county in members if county in failing]:
                failing[whole_of.code] = sum(known)
            if steps := [moves[county] for county in members if county in moves]:
                moves[whole_of.code] = Moves.added(steps)
        suspected = dict(_suspected(indicator, of_now, complaints_of(indicators, indicator, observations, now), policy))
        for whole_of in city.totals:
            suspected[whole_of.code] = sum(suspected.get(county, 0) for county in city.members(whole_of))
        held = _references(indicator, city, {code: counts[(code, now)] for code in city.codes}, whole, of_now, policy)
        yield Panel(indicator, str(category), counts, whole, held, failing, moves, suspected)


def _counts(indicator: Indicator, group: pd.DataFrame) -> dict[tuple[str, str], Counts]:
    """County and period → counts. A measure that marks its numbers (未去重) adds them up in a way of its own."""
    marks = {measure.qualifier for measure in indicator.measures if measure.qualifier}
    said = {text: set(str(text).split("、")) for text in group["qualifier"].unique()}
    basis = {text: "".join(sorted(marks & words)) for text, words in said.items()}
    about = {text: bool(words & set(QUALIFIERS)) for text, words in said.items()}
    columns = ["county", "period", "scope", "qualifier", "numerator", "denominator", "value", "state", "completeness"]
    cells = [group[name].tolist() for name in columns]
    clusters = group["clusters"].tolist() if "clusters" in group else [float("nan")] * len(group)
    return {
        (county, period): Counts._make((*numbers, scope + basis[qualifier], about[qualifier]))
        for county, period, scope, qualifier, *numbers in zip(*cells, clusters, strict=True)
    }


def _references(
    indicator: Indicator,
    city: City,
    counties: Mapping[str, Counts],
    whole: Counts,
    schools: pd.DataFrame,
    policy: Policy,
) -> dict[str, ReferenceLimits]:
    """County → the limits for its rate; empty where the indicator is no rate or is not compared."""
    if not indicator.is_rate or not indicator.nature.is_compared:
        return {}
    known = {
        code: Proportion(int(seen.x), int(seen.n))
        for code in city.codes
        if (seen := counties[code]).is_reported and seen.n > 0
    }
    alike = {code for code in known if whole.is_reported and counties[code].basis == whole.basis}
    compared = Proportion(int(whole.x), int(whole.n)) if whole.is_reported else None
    clusters = {code: counties[code].clusters for code in known if counties[code].of_a_school}
    return references(indicator, known, compared, alike, schools, clusters, policy)


def _with_met(indicator: Indicator, schools: pd.DataFrame) -> pd.DataFrame:
    """The school values with ``met``, missing where single schools are not judged."""
    if not indicator.nature.judges_schools(indicator):
        return schools.assign(met=pd.Series(pd.NA, schools.index, dtype="boolean"))
    return schools.assign(met=meets(indicator, schools).astype("boolean"))


def _passing(indicator: Indicator, schools: pd.DataFrame) -> dict[str, dict[str, bool]]:
    """County → school → whether it meets the target; empty for indicators that do not judge schools."""
    if not indicator.nature.judges_schools(indicator) or schools.empty:
        return {}
    passes = meets(indicator, schools)
    result: dict[str, dict[str, bool]] = {}
    for county, school, ok in zip(schools["county"], schools["school_id"], passes, strict=True):
        result.setdefault(county, {})[school] = bool(ok)
    return result


def complaints_of(
    indicators: Indicators, indicator: Indicator, observations: pd.DataFrame, period: str
) -> dict[str, int]:
    """Complaints about an indicator that each county and total received in a period.

    None where nobody counts them, or an indicator that adds them up from month to month: they are of no period then.
    """
    other = next((one for one in indicators.indicators if one.id == indicator.complaints), None)
    if not indicator.complaints or (other and other.cumulative):
        return {}
    mine = observations[(observations["period"] == period) & (observations["category"] == "")]
    if other:
        mine = mine[(mine["indicator"] == other.id) & (mine["state"] == "reported")]
        counts = mine["denominator"]
    else:
        mine = mine[mine["indicator"] == indicator.id]
        counts = mine["complaints"] if "complaints" in mine else mine["denominator"] * float("nan")
    return {str(place): int(count) for place, count in zip(mine["county"], counts, strict=True) if pd.notna(count)}


def _suspected(
    indicator: Indicator, schools: pd.DataFrame, complaints: Mapping[str, int], policy: Policy
) -> Iterator[tuple[str, int]]:
    """Counties with schools in which compulsion is suspected, and how many schools these are."""
    if not indicator.nature.suspects or not complaints:
        return
    for county, group in schools.groupby("county", observed=True):
        found = suspected_compulsion(group["numerator"], group["denominator"], complaints.get(str(county)), policy)
        if found.any():
            yield str(county), int(found.sum())
