"""What the sections of the city overview share: each indicator of the city beside the same of every county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.definitions.counties import County
from reporting.report.facts import Fact, facts_by_county
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Line", "headline_rates", "lines"]


@dataclass(frozen=True)
class Line:
    """One indicator: the city's fact and every county's, in report order."""

    city: Fact
    counties: tuple[tuple[County, Fact], ...]

    def comparable(self, fact: Fact) -> bool:
        """Whether a county's figure speaks of the same schools or people as the city's."""
        return fact.is_reported and fact.scope == self.city.scope


def lines(snapshot: Snapshot) -> tuple[Line, ...]:
    """Every indicator shown, in report order."""
    city = snapshot.definitions.city
    facts = facts_by_county(snapshot, [city.code, *city.codes])
    by_row = {code: {fact.row: fact for fact in found} for code, found in facts.items()}
    return tuple(
        Line(fact, tuple((county, by_row[county.code][fact.row]) for county in city.counties))
        for fact in facts[city.code]
    )


def headline_rates(overview: Sequence[Line]) -> list[Line]:
    """The headline indicators that are rates: those that are drawn."""
    return [line for line in overview if line.city.indicator.headline and line.city.indicator.is_rate]
