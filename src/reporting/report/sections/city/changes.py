"""Counties whose status changed: newly meeting a target, no longer meeting it, or signalled by their series."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.analysis.words import TargetWord
from reporting.report.facts import Fact
from reporting.report.html import Section, render
from reporting.report.sections.city.overview import Line
from reporting.report.words import Words

__all__ = ["changes"]


def changes(overview: Sequence[Line], words: Words) -> Section:
    """Three tables of county, indicator and what happened, in report order."""
    pairs = [(county, fact) for line in overview for county, fact in line.counties if fact.is_reported]
    return Section(
        render(
            "city_changes.html",
            words,
            tables=[
                (words.translate("Newly meeting the target"), [pair for pair in pairs if _newly_met(pair[1])]),
                (words.translate("No longer meeting the target"), [pair for pair in pairs if _no_longer_met(pair[1])]),
                (words.translate("Signalled by the series of months"), [pair for pair in pairs if pair[1].signal]),
            ],
        )
    )


def _newly_met(fact: Fact) -> bool:
    return fact.against_target == TargetWord.MET and bool(fact.gained)


def _no_longer_met(fact: Fact) -> bool:
    """Every school now short of the target met it the period before."""
    missed = fact.against_target in (TargetWord.NEAR, TargetWord.NOT_MET)
    return missed and bool(fact.lost) and (fact.lost or 0) >= (fact.gap or 0)
