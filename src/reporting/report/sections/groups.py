"""The second benchmark: a county beside its group of similar counties, and the city's groups beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.definitions.counties import CountyGroup
from reporting.definitions.words import Doubt
from reporting.records import records
from reporting.report.facts import Fact, Key, number, text
from reporting.report.sections.city.overview import NAMED, OverviewLine
from reporting.report.words import StatusMark, Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Beside", "GroupLine", "beside_group", "group_tables"]


@dataclass(frozen=True)
class Beside:
    """A county's fact beside its group's value.

    Attributes:
        value: the group's, in words with its unit.
        percent: the same, where it is a rate.
        mark: how the county stands against it; None where the value is no rate.
        doubt: why there is no word.
    """

    fact: Fact
    value: str
    percent: float | None
    mark: StatusMark | None
    doubt: str


@dataclass(frozen=True)
class GroupLine:
    """An indicator of the city with a cell a group: its value, and who stands out from it, with the shape."""

    fact: Fact
    cells: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def beside_group(
    snapshot: Snapshot, facts: Sequence[Fact], words: Words
) -> tuple[CountyGroup, dict[str, Beside]] | None:
    """The group of the snapshot's county, and row id → the fact beside it; None where the county is in no group."""
    group = snapshot.definitions.city.group_of(snapshot.place)
    if group is None or "groups" not in snapshot.tables:
        return None
    known = _rows(snapshot)
    found = {
        fact.row: _beside(fact, row, words)
        for fact in facts
        if fact.is_reported and (row := known.get((fact.indicator.id, fact.category), {}).get(snapshot.place))
    }
    return (group, found) if found else None


def group_tables(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> dict[str, object]:
    """What the city's template of groups asks for: their names, and a line an indicator compared within them."""
    city = snapshot.definitions.city
    if "groups" not in snapshot.tables:
        return {"groups": [], "group_lines": []}
    names = {county.code: words.text(county.name) for county in city.counties}
    known = _rows(snapshot)
    lines = []
    for fact in (line.city for line in overview):
        rows = known.get((fact.indicator.id, fact.category), {})
        if fact.indicator.is_rate and not fact.category and rows:
            lines.append(GroupLine(fact, tuple(_cell(fact, group, rows, names, words) for group in city.groups)))
    return {"groups": [words.text(group.name) for group in city.groups], "group_lines": lines}


def _rows(snapshot: Snapshot) -> dict[Key, dict[str, Mapping[str, object]]]:
    found: dict[Key, dict[str, Mapping[str, object]]] = {}
    for record in records(snapshot["groups"]):
        key = text(record["indicator"]), text(record["category"])
        found.setdefault(key, {})[text(record["county"])] = {str(name): cell for name, cell in record.items()}
    return found


def _beside(fact: Fact, row: Mapping[str, object], words: Words) -> Beside:
    value = number(row["group_value"])
    is_rate = fact.unit == "percent"
    return Beside(
        fact,
        _value(fact, row, words),
        value if is_rate else None,
        words.against(text(row["against_group"]), strong=bool(number(row["strong"]))) if is_rate else None,
        _doubt(text(row["group_doubt"]), words) if is_rate else "",
    )


def _doubt(code: str, words: Words) -> str:
    within = code == Doubt.CITY_ALL_OR_NONE
    return words.translate("no difference within the group") if within else words.doubt(code)


def _cell(
    fact: Fact, group: CountyGroup, rows: Mapping[str, Mapping[str, object]], names: Mapping[str, str], words: Words
) -> tuple[str, tuple[tuple[str, str], ...]]:
    mine = [(code, rows[code]) for code in group.counties if code in rows]
    if not mine:
        return words.state("not_submitted"), ()
    by_shape: dict[str, list[str]] = {}
    for code, row in mine:
        mark = words.against(text(row["against_group"]))
        if mark.shape and mark.kind.split()[0] != "similar":
            by_shape.setdefault(mark.shape, []).append(names[code])
    said = tuple((shape, _named(who, words)) for shape, who in by_shape.items())
    return _value(fact, mine[0][1], words), said


def _named(who: Sequence[str], words: Words) -> str:
    named = words.translate(", ").join(who[:NAMED])
    if len(who) <= NAMED:
        return named
    count = words.counted(words.whole(len(who)), "counties")
    return words.translate("{names} and others, {count} in all").format(names=named, count=count)


def _value(fact: Fact, row: Mapping[str, object], words: Words) -> str:
    value = number(row["group_value"])
    if value is None:
        return words.state("not_submitted")
    return words.amount(value, fact.unit, text(row["group_qualifier"]))
