"""趋势: small multiples of the rates that matter most, school periods only, on one axis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reporting.definitions.periods import Period
from reporting.definitions.words import ChangeWord
from reporting.report.facts import Fact, number, text
from reporting.report.figures.figure import Caption, ReportFigure
from reporting.report.figures.pictures import IN_SIGHT
from reporting.report.figures.trends import small_multiples
from reporting.report.html import Section, render
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["MOST_PANELS", "trends"]

MOST_PANELS = 6
"""At most this many panels: the headline rates, then those with a signal or the widest gap."""


def trends(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """One panel an indicator: the headline ones, then those with a signal, then the largest gaps.

    Points of another scope than this period's are no part of the series; the line breaks there.
    """
    _ = words.translate
    periods = sorted(Period(period) for period in snapshot["observations"]["period"].unique())
    if len(periods) < 2:
        return Section(render("sentence.html", words, sentence=_("There is only one period so far, so no trend.")))
    chosen = _chosen(facts)
    if not chosen:
        return Section(render("sentence.html", words, sentence=_("No rate was reported this period, so no trend.")))
    series = {fact.row: _series(snapshot, fact, periods) for fact in chosen}
    first, last = periods[0].label(words.language), periods[-1].label(words.language)
    frame = pd.concat([_panel(fact, series[fact.row], periods, words) for fact in chosen], ignore_index=True)
    figure = ReportFigure(
        Caption(
            title=_("Rates by period, {first} to {last}").format(first=first, last=last),
            description=_("{count} rates of {place} over {periods} school periods, on one axis in per cent.").format(
                count=len(chosen), place=words.text(snapshot.county.name), periods=len(periods)
            ),
            note=_(
                "Dashed: target. A gap in a line: not reported, or another scope. Hollow: not all schools reported."
            ),
            link=_("data table"),
            rest=_("{count} more").format(count=len(chosen) - IN_SIGHT) if len(chosen) > IN_SIGHT else "",
        ),
        small_multiples(frame, words.digits),
        _table(chosen, series, periods, words),
        frame,
    )
    return Section(lambda: figure.html, (figure,))


@dataclass(frozen=True)
class _Point:
    """One period of one series; ``comparable`` where its scope is this period's."""

    value: float | None
    numerator: float | None
    denominator: float | None
    state: str
    comparable: bool
    provisional: bool
    qualifier: str


def _chosen(facts: Sequence[Fact]) -> list[Fact]:
    rates = [fact for fact in facts if fact.unit == "percent" and fact.is_reported and not fact.position]
    headline = [fact for fact in rates if fact.indicator.headline]
    others = [fact for fact in rates if not fact.indicator.headline]
    return (headline + sorted(others, key=lambda fact: (not fact.signal, -(fact.gap or 0))))[:MOST_PANELS]


def _series(snapshot: Snapshot, fact: Fact, periods: Sequence[Period]) -> list[_Point]:
    observed = snapshot.series(fact.county, fact.indicator.id, fact.category)
    by_period = {text(record["period"]): record for record in observed}
    return [_point(by_period.get(str(period), {}), fact) for period in periods]


def _point(record: Mapping[str, object], fact: Fact) -> _Point:
    completeness = number(record.get("completeness"))
    return _Point(
        value=number(record.get("value")),
        numerator=number(record.get("numerator")),
        denominator=number(record.get("denominator")),
        state=text(record.get("state")) or "not_collected",
        comparable=text(record.get("scope")) == fact.scope,
        provisional=completeness is not None and completeness < 1,
        qualifier=text(record.get("qualifier")),
    )


def _panel(fact: Fact, points: Sequence[_Point], periods: Sequence[Period], words: Words) -> pd.DataFrame:
    judged = fact.indicator.nature.is_judged
    tones = {ChangeWord.UP: "better", ChangeWord.DOWN: "worse"}
    drawn = [point.value if point.comparable and point.value is not None else math.nan for point in points]
    few = sum(not math.isnan(value) for value in drawn) < words.policy.series.least_points
    return pd.DataFrame(
        {
            "panel": words.short(fact),
            "period": [words.period(period) for period in periods],
            "value": drawn,
            "provisional": [point.provisional for point in points],
            "target": math.nan if fact.indicator.target is None else fact.indicator.target,
            "note": words.translate("too few points") if few else words.signal(fact),
            "last": words.value(fact),
            "tone": tones.get(ChangeWord(fact.direction), "") if judged and fact.direction else "",
        }
    )


def _table(
    facts: Sequence[Fact], series: Mapping[str, Sequence[_Point]], periods: Sequence[Period], words: Words
) -> pd.DataFrame:
    columns = {words.translate("Period"): [words.period(period) for period in periods]}
    for fact in facts:
        columns[words.short(fact)] = [_cell(point, words) for point in series[fact.row]]
    return pd.DataFrame(columns)


def _cell(point: _Point, words: Words) -> str:
    """``92.9%``, with a remark where another scope broke the line; the state where there is no value."""
    if point.value is None or point.state != "reported":
        return words.state(point.state)
    shown = words.qualified(words.rate(point.value, point.numerator, point.denominator), point.qualifier)
    return shown if point.comparable else shown + words.aside(words.translate("another scope"))
