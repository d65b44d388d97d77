"""Counties whose status changed: newly meeting a target, no longer meeting it, or signalled by their series."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.report.html import Section, render
from reporting.report.sections.city.movement import newly_met, no_longer_met
from reporting.report.sections.city.overview import OverviewLine
from reporting.report.words import Words

__all__ = ["changes"]


def changes(overview: Sequence[OverviewLine], words: Words) -> Section:
    """Three tables of county, indicator and what happened, in report order."""
    pairs = [(county, fact) for line in overview for county, fact in line.counties if fact.is_reported]
    return Section(
        render(
            "city_changes.html",
            words,
            tables=[
                (words.translate("Newly meeting the target"), [pair for pair in pairs if newly_met(pair[1])]),
                (words.translate("No longer meeting the target"), [pair for pair in pairs if no_longer_met(pair[1])]),
                (words.translate("Signalled by the series of months"), [pair for pair in pairs if pair[1].signal]),
            ],
        )
    )
