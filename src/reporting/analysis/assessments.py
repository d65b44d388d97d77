"""Assessments: the three separate facts about every indicator of every county in one period.

Against the city, against the target, and change: the engine behind every word, dot and sentence of a report, so that
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice, pairwise

import pandas as pd

from reporting.analysis.change import Change, by_the_same_schools, complete_change, plain_change, survey_change
from reporting.analysis.comparison import PEOPLE, Proportion
from reporting.analysis.panels import CountedPeriods, Counts, Panel, panels
from reporting.analysis.series import Signal, judge_series
from reporting.analysis.status import (
    CityStatus,
    against_city,
    against_target,
)
from reporting.definitions.counties import City
from reporting.definitions.facts import ASSESSMENTS, SPREAD, Assessment
from reporting.definitions.indicators import Indicator
from reporting.definitions.kinds import TargetStatus
from reporting.definitions.periods import Period
from reporting.definitions.policy import Policy
from reporting.definitions.words import ChangeWord, CityWord, Doubt, TargetWord
from reporting.shared_texts import SharedTexts

__all__ = ["assess", "spread"]

_NO_COMPARISON = CityStatus(CityWord.NOT_COMPARABLE, doubt=Doubt.NOT_A_RATE)
_NO_TARGET = TargetStatus(TargetWord.NO_TARGET)
_ROWS_AT_ONCE = 20_000


def assess(counted: CountedPeriods) -> pd.DataFrame:
    """Every assessment of the last period.

    Returns:
        One row a county or total × indicator × category, with the columns of
        `reporting.definitions.facts.ASSESSMENTS`.
    """
    city, periods = counted.city, counted.periods
    fresh = _beginnings(city, periods)
    places = [(code, False) for code in city.codes] + [(total.code, True) for total in city.totals]
    rows = (
        _assessment(panel, place, periods, fresh, counted.policy, is_total=is_total)
        for panel in panels(counted)
        for place, is_total in places
    )
    columns = [column.name for column in ASSESSMENTS]
    # a nation's are laid down in parts: as objects they take many times the memory of their columns
    texts = SharedTexts()
    parts = [
        texts.shared(pd.DataFrame(map(vars, some), columns=columns))
        for some in iter(lambda: list(islice(rows, _ROWS_AT_ONCE)), [])
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame.astype({column.name: "float64" for column in ASSESSMENTS if column.kind == "number"})


def spread(observations: pd.DataFrame, city: City, period: str) -> pd.DataFrame:
    """How the counties of one period lie that are counted as the city is.

    Returns:
        The columns of `reporting.definitions.facts.SPREAD`; no row where no county reported.
    """
    key = ["indicator", "category"]
    now = observations[(observations["period"] == period) & (observations["state"] == "reported")]
    of_city = observations[(observations["period"] == period) & (observations["county"] == city.code)]
    alike = now[now["county"].isin(city.codes)].merge(of_city[[*key, "scope"]], on=[*key, "scope"])
    groups = alike.groupby(key, sort=False)["value"]
    parts = {"counties": groups.size(), "low": groups.min()}
    parts |= {name: groups.quantile(at) for name, at in (("q25", 0.25), ("median", 0.5), ("q75", 0.75))}
    return pd.DataFrame(parts | {"high": groups.max()}).reset_index()[[column.name for column in SPREAD]]


def _beginnings(city: City, periods: Sequence[str]) -> frozenset[int]:
    """The positions of the periods with which a school year begins."""
    steps = enumerate(pairwise(map(Period, periods)), start=1)
    return frozenset(at for at, (before, now) in steps if city.calendar.begins_anew(now, before))


def _assessment(
    panel: Panel, place: str, periods: Sequence[str], fresh: Collection[int], policy: Policy, *, is_total: bool
) -> Assessment:
    indicator, whole = panel.indicator, panel.whole
    series = [panel.counts.get((place, period)) for period in periods]
    seen, before = panel.counts[(place, periods[-1])], series[-2] if len(series) > 1 else None
    city = _against_city(panel, place, seen, policy, is_total=is_total)
    held = panel.references.get(place)
    limits, strong = (held.limits, held.strong_limits) if held and city.inner else (None, None)
    target = _against_target(indicator, seen, panel.failing.get(place), policy)
    change = _change(indicator, seen, before, policy)
    moves = panel.moves.get(place)
    if moves is not None and indicator.is_divided and not _is_survey(indicator):
        change = by_the_same_schools(change, moves.same_schools_moved * (100 if indicator.is_rate else 1), policy)
    before_target = (
        _against_target(indicator, before, moves.failing_before if moves else None, policy) if before else None
    )
    suspected = panel.suspected.get(place, 0) if seen.is_reported else 0
    signal = None if indicator.cumulative else _signal(series, fresh, policy)
    return Assessment(
        county=place,
        indicator=indicator.id,
        category=panel.category,
        value=seen.value,
        state=seen.state,
        lower=_percent(city.lower),
        upper=_percent(city.upper),
        city=whole.value,
        city_n=whole.n,
        method=str(held.method) if held and limits else "",
        units=held.units if held and limits else None,
        limit_lower=_percent(limits[0] if limits else None),
        limit_upper=_percent(limits[1] if limits else None),
        strong_lower=_percent(strong[0] if strong else None),
        strong_upper=_percent(strong[1] if strong else None),
        against_city=str(city.word),
        strong=city.strong,
        city_doubt=str(city.doubt or ""),
        against_target=str(target.word),
        gap=target.gap,
        target_doubt=str(target.doubt or ""),
        change=change.points,
        change_word=str(change.word),
        gained=moves.gained if moves else None,
        lost=moves.lost if moves else None,
        entered=moves.entered if moves else None,
        left=moves.left if moves else None,
        target_before=str(before_target.word) if before_target else "",
        signal=str(signal.rule) if signal else "",
        direction=str(signal.direction) if signal else "",
        suspected=bool(suspected),
        suspected_schools=suspected or None,
        change_about=seen.about or (before is not None and before.about),
    )


def _against_city(panel: Panel, place: str, seen: Counts, policy: Policy, *, is_total: bool) -> CityStatus:
    indicator, whole, reference = panel.indicator, panel.whole, panel.references.get(place)
    if is_total or not indicator.is_rate or not seen.is_reported or not whole.is_reported:
        return _NO_COMPARISON
    if seen.basis != whole.basis:
        lower, upper = reference.interval if reference else (None, None)
        return CityStatus(CityWord.NOT_COMPARABLE, lower=lower, upper=upper)
    county, city = Proportion(int(seen.x), int(seen.n)), Proportion(int(whole.x), int(whole.n))
    return against_city(indicator.kind, county, city, reference, policy, completeness=seen.share)


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _against_target(indicator: Indicator, seen: Counts, failing: int | None, policy: Policy) -> TargetStatus:
    nature = indicator.nature
    judged = nature.is_judged and (indicator.is_rate or indicator.unit == "yes_no" or not nature.is_compared)
    if not seen.is_reported or not judged:
        return _NO_TARGET
    given = nature.target_input(indicator, seen.x, seen.n, seen.value, failing, policy.targets.near)
    survey, effect = _is_survey(indicator), _design_effect(indicator, [seen], policy)
    status = against_target(
        indicator.kind,
        given.x,
        given.n,
        policy,
        met=given.met,
        near=given.near,
        completeness=seen.share,
        survey=survey,
        design_effect=effect or 1.0,
    )
    if survey and effect is None and status.word is not TargetWord.NO_TARGET:
        status = replace(status, word=TargetWord.UNCERTAIN, doubt=Doubt.NO_SCHOOLS)
    # What is to be done is done in schools: of pupils' rates too the gap is schools, or not known.
    in_schools = indicator.is_rate and indicator.counts != "schools" and nature.judges_schools(indicator)
    return replace(status, gap=failing if status.gap else 0) if in_schools else status


def _change(indicator: Indicator, seen: Counts, before: Counts | None, policy: Policy) -> Change:
    if not seen.is_reported or before is None or not before.is_reported or before.basis != seen.basis:
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)
    if indicator.is_rate:
        counts = int(seen.x), int(seen.n), int(before.x), int(before.n)
        if not _is_survey(indicator):
            return complete_change(*counts, policy)
        effect = _design_effect(indicator, [seen, before], policy)
        if effect is None:
            return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_SCHOOLS)
        return survey_change(*counts, policy, effect)
    if _is_survey(indicator):
        return Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_SCHOOLS)
    return plain_change(seen.value - before.value, policy)


def _signal(series: Sequence[Counts | None], fresh: Collection[int], policy: Policy) -> Signal | None:
    """The signal of the last point; a point of another basis, or not reported, is a gap in the series.

    A rate that moved only because its denominator fell while its numerator stood neither signals nor is part of a run.
    """
    last = series[-1]
    if last is None or not last.is_reported:
        return None
    stood = {at for at, step in enumerate(pairwise(series), start=1) if _stood_still(*step)}
    if len(series) - 1 in stood:
        return None
    comparable = [one.value if one and one.is_reported and one.basis == last.basis else None for one in series]
    return judge_series(comparable, policy.series, {*fresh, *stood}).latest


def _stood_still(before: Counts | None, now: Counts | None) -> bool:
    """Whether a rate moved only because its denominator fell while its numerator stood."""
    if now is None or before is None or not now.is_reported or not before.is_reported or pd.isna(now.n):
        return False
    return now.x == before.x and now.n < before.n


def _design_effect(indicator: Indicator, asked: Sequence[Counts], policy: Policy) -> float | None:
    """The design effect of a survey of people: the one set, else people per school asked.

    None if neither is known; 1 for everything else.
    """
    if indicator.counts not in PEOPLE:
        return 1.0
    if effect := policy.design_effects.get(indicator.id):
        return effect.value
    of_a_school = [one.of_a_school for one in asked]
    return max((one or 0.0 for one in of_a_school), default=None) if all(of_a_school) else None


def _is_survey(indicator: Indicator) -> bool:
    return any(measure.survey for measure in indicator.measures)
