"""What the sections of the city overview share: each indicator of the city beside the same of its counties."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.definitions.counties import County
from reporting.definitions.words import ChangeWord, CityWord, TargetWord
from reporting.report.facts import Fact, facts_by_indicator
from reporting.report.sections.city.movement import newly_met, no_longer_met
from reporting.report.sentences import is_compared
from reporting.snapshots.snapshot import Snapshot

__all__ = ["NAMED", "OverviewLine", "Tally", "headline_rates", "lines"]

NAMED = 3
"""So many counties are named in a sentence; the matrix has the rest, of a large city as a count."""
_MOST_DRAWN = 60
"""In a large city, at most this many counties beyond the outer limits are drawn and listed."""


@dataclass(frozen=True)
class Tally:
    """How many of all the counties stand how.

    Attributes:
        reported: with a value.
        alike: whose figure speaks of the same as the city's.
        compared: with the city, by limits that chance alone crosses now and then.
        beyond: outside the outer limits of the city.
        against_city, against_target: codes of `reporting.definitions.words` → counties with a value.
        newly_met, no_longer_met: since the period before.
        rising, falling: by the signal of their series.
        yes: of a yes or no.
        numerator, denominator: added up over those that are alike.
    """

    reported: int
    alike: int
    compared: int
    beyond: int
    against_city: Mapping[str, int]
    against_target: Mapping[str, int]
    newly_met: int
    no_longer_met: int
    rising: int
    falling: int
    yes: int
    numerator: float
    denominator: float


@dataclass(frozen=True)
class OverviewLine:
    """One indicator: the city's fact and its counties', in report order.

    Attributes:
        counties: all of them; of a large city those that stand out.
        tally: of all of them in any case.
        lost, gained: codes of all that no longer meet the target, and of those that newly do, in report order.
    """

    city: Fact
    counties: tuple[tuple[County, Fact], ...]
    tally: Tally
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()

    def comparable(self, fact: Fact) -> bool:
        """Whether a county's figure speaks of the same schools or people as the city's."""
        return _is_comparable(fact, self.city)


def lines(snapshot: Snapshot) -> tuple[OverviewLine, ...]:
    """Every indicator shown, in report order."""
    city = snapshot.definitions.city
    return tuple(
        _line(fact, [(county, of_counties[county.code]) for county in city.counties], is_large=city.is_large)
        for fact, of_counties in facts_by_indicator(snapshot, city.codes)
    )


def headline_rates(overview: Sequence[OverviewLine]) -> list[OverviewLine]:
    """The headline indicators that are rates: those that are drawn."""
    return [line for line in overview if line.city.indicator.headline and line.city.indicator.is_rate]


def _line(city: Fact, counties: Sequence[tuple[County, Fact]], *, is_large: bool) -> OverviewLine:
    shown = _outstanding(counties) if is_large else {county.code for county, _fact in counties}
    facts = [fact for _county, fact in counties]
    reported = [(county.code, fact) for county, fact in counties if fact.is_reported]
    return OverviewLine(
        city,
        tuple(pair for pair in counties if pair[0].code in shown),
        _tally(city, facts),
        lost=tuple(code for code, fact in reported if no_longer_met(fact)),
        gained=tuple(code for code, fact in reported if newly_met(fact)),
    )


def _is_comparable(fact: Fact, city: Fact) -> bool:
    return fact.is_reported and fact.scope == city.scope


def _tally(city: Fact, counties: Sequence[Fact]) -> Tally:
    reported = [fact for fact in counties if fact.is_reported]
    alike = [fact for fact in reported if _is_comparable(fact, city)]
    return Tally(
        reported=len(reported),
        alike=len(alike),
        compared=sum(is_compared(fact) for fact in counties),
        beyond=sum(fact.strong for fact in reported),
        against_city=Counter(fact.against_city for fact in reported),
        against_target=Counter(fact.against_target for fact in reported),
        newly_met=sum(newly_met(fact) for fact in reported),
        no_longer_met=sum(no_longer_met(fact) for fact in reported),
        rising=sum(bool(fact.signal) and fact.direction == ChangeWord.UP for fact in reported),
        falling=sum(bool(fact.signal) and fact.direction == ChangeWord.DOWN for fact in reported),
        yes=sum(fact.value == 1 for fact in reported),
        numerator=sum(fact.numerator or 0 for fact in alike),
        denominator=sum(fact.denominator or 0 for fact in alike),
    )


def _outstanding(counties: Sequence[tuple[County, Fact]]) -> set[str]:
    """Codes of the counties that a sentence names, and of so many beyond the outer limits, the farthest first."""
    reported = [pair for pair in counties if pair[1].is_reported]
    by_gap = sorted(reported, key=lambda pair: -(pair[1].gap or 0))
    groups = [
        [pair for pair in by_gap if pair[1].against_target == TargetWord.NOT_MET][:NAMED],
        [pair for pair in by_gap if pair[1].against_city == CityWord.WORSE][:NAMED],
        [pair for pair in by_gap if pair[1].against_city == CityWord.BETTER][:NAMED],
        sorted((pair for pair in reported if pair[1].strong), key=lambda pair: -_deviation(pair[1]))[:_MOST_DRAWN],
    ]
    return {county.code for group in groups for county, _fact in group}


def _deviation(fact: Fact) -> float:
    """From the city's rate, in standard errors times what is the same for all its counties: √(φ·p·(1-p))."""
    return abs((fact.value or 0) - (fact.city or 0)) * math.sqrt(fact.denominator or 0)
