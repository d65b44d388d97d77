"""All that is known of each indicator in one county this period, joined from the tables of a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reporting.definitions.facts import Judged, Measured, Spread, columns_of
from reporting.definitions.indicators import Indicator
from reporting.definitions.words import TargetWord
from reporting.records import records
from reporting.snapshots.snapshot import Snapshot

__all__ = [
    "Fact",
    "Key",
    "Spread",
    "county_facts",
    "facts_by_county",
    "facts_by_indicator",
    "number",
    "text",
    "usual_scope",
]

Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Fact(Judged, Measured):
    """One indicator (and category) in one county this period; values in the indicator's unit.

    What is counted and said of it is declared in `reporting.definitions.facts`; docs/facts.md lists it.

    Attributes:
        position: 1, 2, … among the categories of the indicator; 0 without categories.
        city_state: ``reported`` or why there is no value of the city.
        city_qualifier, city_made: of the city's value, as ``qualifier`` and ``made`` of a total's.
        spread: how the counties lie; None where none reported.
    """

    county: str
    indicator: Indicator
    category: str
    position: int
    city_state: str
    city_qualifier: str = ""
    city_made: str = ""
    spread: Spread | None

    @cached_property
    def row(self) -> str:
        """The id of this fact's row in the indicator table."""
        return f"row-{self.indicator.id}" + (f"-{self.position}" if self.position else "")

    @property
    def is_reported(self) -> bool:
        """Whether there is a value to show."""
        return self.state == "reported" and self.value is not None

    @property
    def is_short(self) -> bool:
        """Whether the target is missed, or something is missing to it though the verdict is uncertain."""
        return self.against_target in (TargetWord.NEAR, TargetWord.NOT_MET) or bool(self.gap)

    @property
    def gap_counts(self) -> str:
        """What ``gap``, ``gained`` and ``lost`` count: schools of pupils' rates too, counties of a yes or no."""
        if self.unit == "yes_no":
            return "counties"
        return "schools" if self.indicator.counts in ("", "pupils", "teachers") else self.indicator.counts

    @property
    def urgency(self) -> tuple[bool, float]:
        """Sorts by what is missing to the target: schools before anything else counted, the most first."""
        return self.gap_counts != "schools", -(self.gap or 0)


def county_facts(snapshot: Snapshot) -> tuple[Fact, ...]:
    """The facts of the snapshot's own county, in report order; of the city, where it is the city's."""
    return facts_by_county(snapshot, [snapshot.place])[snapshot.place]


def facts_by_county(snapshot: Snapshot, counties: Iterable[str]) -> dict[str, tuple[Fact, ...]]:
    """The facts of each county, in report order; an indicator outside its months is left out.

    An indicator of which the snapshot holds nothing is ``not_collected``.
    """
    wanted = list(counties)
    whole = snapshot.definitions.city.code
    observations = snapshot["observations"]
    seen = _by_county(observations[observations["period"] == str(snapshot.period)], [*wanted, whole])
    judged = _by_county(snapshot["assessments"], wanted)
    spread = _records(snapshot["spread"])
    keys = _shown(snapshot)
    return {
        county: tuple(
            _fact(county, indicator, category, position, seen[county], seen[whole], judged[county], spread)
            for indicator, category, position in keys
        )
        for county in wanted
    }


def facts_by_indicator(snapshot: Snapshot, counties: Sequence[str]) -> Iterator[tuple[Fact, dict[str, Fact]]]:
    """Each indicator of the city with every county's fact, in report order.

    One indicator at a time is in memory: of a nation they are two hundred thousand facts.
    """
    whole = snapshot.definitions.city.code
    observations = snapshot["observations"]
    seen = _ByIndicator(observations[observations["period"] == str(snapshot.period)])
    judged = _ByIndicator(snapshot["assessments"])
    spread = _records(snapshot["spread"])
    for indicator, category, position in _shown(snapshot):
        key = (indicator.id, category)
        known, said = seen.records(key), judged.records(key)
        facts = {
            county: _fact(
                county,
                indicator,
                category,
                position,
                {key: known.get(county, {})},
                {key: known.get(whole, {})},
                {key: said.get(county, {})},
                spread,
            )
            for county in (*counties, whole)
        }
        yield facts.pop(whole), facts


_FEW = 20_000


class _ByIndicator:
    """The rows of a frame by indicator and category, made into records as they are asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        # of a city all at once, for a frame an indicator costs more than its rows; of a nation they fill the memory
        self._rows = records(frame) if len(frame) < _FEW else None
        self._places: Mapping[Any, Any] = frame.fillna({"category": ""}).groupby(["indicator", "category"]).indices

    def records(self, key: Key) -> dict[str, Mapping[str, Any]]:
        """County → its row."""
        places = self._places.get(key, [])
        rows = records(self._frame.take(places)) if self._rows is None else [self._rows[place] for place in places]
        return {text(record["county"]): record for record in rows}


def number(value: object) -> float | None:
    """A cell as a number; None where it is missing."""
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


def text(value: object) -> str:
    """A cell as text; empty where it is missing."""
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


_READ: Mapping[str, Callable[[object], Any]] = {
    "text": text,
    "number": number,
    "flag": lambda cell: bool(number(cell)),
}


def _shown(snapshot: Snapshot) -> list[tuple[Indicator, str, int]]:
    """Indicator, category and its position, of everything that is asked for in this period, in report order."""
    month = snapshot.period.month
    named = {indicator.id: indicator for indicator in snapshot.definitions.indicators.indicators}
    return [
        (_of_area(indicator, named) if position and indicator.of else indicator, category, position)
        for indicator in snapshot.definitions.indicators.indicators
        if not month or not indicator.months or month in indicator.months
        for position, category in _categories(indicator)
    ]


def _of_area(gap: Indicator, named: Mapping[str, Indicator]) -> Indicator:
    """A gap's indicator under the name of the rate that each of its areas has: a rate is not called a gap."""
    rate = named.get(gap.of or "", gap)
    return gap.model_copy(update={"name": rate.name, "short": rate.short})


def _categories(indicator: Indicator) -> list[tuple[int, str]]:
    """The categories with their positions; of a gap, the gap itself and then its areas."""
    named = list(enumerate(indicator.categories or indicator.areas, 1))
    return named if indicator.categories else [(0, ""), *named]


def _by_county(frame: pd.DataFrame, counties: list[str]) -> dict[str, dict[Key, Mapping[str, Any]]]:
    found: dict[str, dict[Key, Mapping[str, Any]]] = {county: {} for county in counties}
    for county, rows in frame[frame["county"].isin(counties)].groupby("county", sort=False):
        found[str(county)] = _records(rows)
    return found


def _records(frame: pd.DataFrame) -> dict[Key, Mapping[str, Any]]:
    return {(text(record["indicator"]), text(record["category"])): record for record in records(frame)}


def _fact(
    county: str,
    indicator: Indicator,
    category: str,
    position: int,
    observations: Mapping[Key, Mapping[str, Any]],
    of_city: Mapping[Key, Mapping[str, Any]],
    assessments: Mapping[Key, Mapping[str, Any]],
    spread: Mapping[Key, Mapping[str, Any]],
) -> Fact:
    key = (indicator.id, category)
    seen = observations.get(key, {})
    judged = assessments.get(key, {})
    city = of_city.get(key, {})
    counties = spread.get(key)
    return Fact(
        county=county,
        indicator=indicator,
        category=category,
        position=position,
        city_state=text(city.get("state")) or "not_collected",
        city_qualifier=text(city.get("qualifier")),
        city_made=text(city.get("made")),
        spread=_spread(counties) if counties else None,
        **_known(Measured, seen)
        | {"state": text(seen.get("state")) or "not_collected"}
        | {"unit": indicator.unit_of(category)},
        **_known(Judged, judged) | {"city": number(city.get("value"))},
    )


def _known(facts: type, record: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a record that a class of facts declares, each as what it declares it to be."""
    return {column.name: _READ[column.kind](record.get(column.name)) for column in columns_of(facts)}


def _spread(record: Mapping[str, Any]) -> Spread | None:
    values = [number(record[column.name]) for column in columns_of(Spread)]
    return None if any(value is None for value in values) else Spread(*(value for value in values if value is not None))


def usual_scope(facts: Sequence[Fact]) -> str:
    """The scope that most of the facts have, to be told once; empty where none has one."""
    scopes = Counter(fact.scope for fact in facts if fact.scope)
    return scopes.most_common(1)[0][0] if scopes else ""
