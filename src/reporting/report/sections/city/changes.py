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
    """Met now and not before: a new school that meets the target at once changes no status."""
    return fact.against_target == TargetWord.MET and _was_met(fact) is False


def _no_longer_met(fact: Fact) -> bool:
    return fact.against_target in (TargetWord.NEAR, TargetWord.NOT_MET) and _was_met(fact) is True


def _was_met(fact: Fact) -> bool | None:
    """Whether the target was met the period before; None where nobody can tell."""
    if fact.indicator.kind == "ceiling":
        return None if fact.gained is None or fact.lost is None else _over_before(fact) == 0
    if fact.value is None or fact.change is None:
        return None
    before = fact.value - fact.change
    if fact.indicator.kind == "zero":
        return round(before) == 0
    return round(before, 6) >= (fact.indicator.target or 0)


def _over_before(fact: Fact) -> float:
    """Schools over the ceiling then, of those that are there now."""
    return (fact.gap or 0) + (fact.gained or 0) - (fact.lost or 0)
