"""目标达成: what is still short of its target, the largest gap first, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reporting.definitions.words import TargetWord
from reporting.report.facts import Fact, text
from reporting.report.figures.figure import Caption, ReportFigure
from reporting.report.figures.targets import dot_to_target
from reporting.report.html import Section, render
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Shortfall", "shortfalls", "targets"]


_MOST_NAMED = 20
"""Schools by name; of more, the rest is in the data of the edition."""


@dataclass(frozen=True)
class Shortfall:
    """A target that is missed.

    Attributes:
        areas: 城区, 镇区, 乡村 → how many of the schools short are there.
        schools: their names, in ledger order; empty outside the internal edition.
    """

    fact: Fact
    areas: dict[str, int]
    schools: tuple[str, ...]


def targets(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """The gaps in schools, where they are, and in the internal edition which schools."""
    short = shortfalls(snapshot, facts)
    figure = _figure(short, snapshot, words)
    judged = [fact for fact in facts if fact.indicator.nature.is_judged and fact.is_reported]
    return Section(
        lambda: render(
            "targets.html",
            words,
            place=words.text(snapshot.county.name),
            figure=figure,
            short=short,
            most_named=_MOST_NAMED,
            met=[fact for fact in judged if fact.against_target == TargetWord.MET],
        ),
        (figure,) if figure else (),
    )


def shortfalls(snapshot: Snapshot, facts: Sequence[Fact]) -> list[Shortfall]:
    """Missed targets by gap, then in report order."""
    missed = sorted((fact for fact in facts if fact.is_reported and fact.is_short), key=lambda fact: fact.urgency)
    return [_shortfall(snapshot, fact) for fact in missed]


def _figure(short: Sequence[Shortfall], snapshot: Snapshot, words: Words) -> ReportFigure | None:
    """The rates among the missed targets on one axis; None where no rate is among them."""
    _ = words.translate
    rates = [item.fact for item in short if item.fact.unit == "percent"]
    if not rates:
        return None
    frame = pd.DataFrame(
        {
            "label": [words.short(fact) for fact in rates],
            "value": [fact.value for fact in rates],
            "target": [fact.indicator.target for fact in rates],
            "gap": [fact.gap for fact in rates],
            "note": [words.gap(fact) for fact in rates],
            "tone": ["worse" if fact.against_target == TargetWord.NOT_MET else "" for fact in rates],
        }
    )
    table = pd.DataFrame(
        {
            _("Indicator"): [words.name(fact) for fact in rates],
            _("Now"): [words.value(fact) for fact in rates],
            _("Numerator/denominator"): [words.fraction(fact) for fact in rates],
            _("Target"): [words.target(fact.indicator) for fact in rates],
            _("Gap"): [words.gap(fact) for fact in rates],
        }
    )
    caption = Caption(
        title=_("How far from the target"),
        description=_(
            "{count} rates of {place} are short of their target; the largest gap is {gap}, in {name}."
        ).format(
            count=len(rates),
            place=words.text(snapshot.county.name),
            gap=words.gap(rates[0]),
            name=words.short(rates[0]),
        ),
        note=_("In per cent; the axis widens towards 100. Largest gap first."),
        link=_("data table"),
    )
    return ReportFigure(caption, dot_to_target(frame), table, frame)


def _shortfall(snapshot: Snapshot, fact: Fact) -> Shortfall:
    ids, schools = set(snapshot.listed(fact.indicator.id, "short")), snapshot["schools"]
    # in ledger order
    rows = [number for number, school in enumerate(schools["school_id"]) if school in ids]
    areas = schools["area"].iloc[rows] if "area" in schools else ()
    named = not snapshot.is_public and "school_name" in schools
    return Shortfall(
        fact,
        areas=dict(Counter(text(area) for area in areas if text(area)).most_common()),
        schools=tuple(text(name) for name in schools["school_name"].iloc[rows]) if named else (),
    )
