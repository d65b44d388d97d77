"""What readers have already: superseded revisions stay readable, and a month's rolls are much like the last month's.

Whoever has two editions holds one against the other: what did not change between them is the same count, seen twice,
and a total that moved tells how far its parts did. So a table is protected together with every table that was published
of the same period, and with the month before it as far as both count the same pupils. Counts are taken to be the same
where the true ones are, which is more than any reader can know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from reporting.definitions.policy import SUGGESTED, Disclosure
from reporting.disclosure.attack import CountCell, PublicCount, Range, Reader, Sum, Suppression, known_ranges
from reporting.disclosure.suppression import LinkedTable
from reporting.errors import WorkError
from reporting.snapshots.exports import read_observations

__all__ = [
    "KnownTable",
    "Publication",
    "betrayed",
    "lost_already",
    "protected_beside",
    "published_before",
    "read_by_all",
]

Shown: TypeAlias = Mapping[CountCell, int]
"""The counts that are printed."""
Lines: TypeAlias = Mapping[tuple[str, str], tuple[CountCell, ...]]
"""Indicator and unit → the counts that stand in its line."""


@dataclass(frozen=True)
class Publication:
    """One published revision.

    Attributes:
        shown: its observations as printed.
        true: the same before anything was held back, as the bureau keeps them; None where it was published before
            they were kept.
        rules: by which it was held back and rounded, which may be others than today's.
    """

    name: str
    shown: pd.DataFrame
    true: pd.DataFrame | None
    rules: Disclosure


@dataclass(frozen=True)
class KnownTable:
    """A table that readers have besides the one in question.

    Attributes:
        shown: what of it is printed.
        shares: items of which an equal count is the same count; None for all, of the same period.
        mark: what tells its other counts from those of other tables.
    """

    table: LinkedTable
    shown: Shown
    shares: frozenset[str] | None = None
    mark: str = ""

    def tells_more_than(self, table: LinkedTable, shown: Shown) -> bool:
        """Whether this can tell anything of a count that ``shown`` of ``table`` does not: they share one held back."""
        shared = [
            cell
            for cell, count in self.table.counts.items()
            if (self.shares is None or cell.item in self.shares) and table.counts.get(cell) == count
        ]
        if self.shares is None:
            return bool(shared) and (self.table.counts != table.counts or self.shown != shown)
        return any(table.counts[cell] and not (cell in shown and cell in self.shown) for cell in shared)


def published_before(editions: Path, true_counts: Path, moment: datetime) -> tuple[Publication, ...]:
    """The public revisions that were made of what was known at a moment or before, in order of their folders.

    Args:
        editions: where published revisions stand; those of the public edition end in ``-public``.
        true_counts: where the bureau keeps their true counts.
        moment: UTC without a zone; later revisions are not looked at, so that an old edition can be made again.
    """
    return tuple(_published_before(editions, true_counts, moment))


def _published_before(editions: Path, true_counts: Path, moment: datetime) -> Iterator[Publication]:
    for manifest in sorted(editions.glob("*-public/manifest.json")):
        told = json.loads(manifest.read_bytes())
        as_of = datetime.fromisoformat(told["as_of"]).replace(tzinfo=None)
        folder, kept = manifest.parent, true_counts / f"{manifest.parent.name}.csv"
        if as_of <= moment:
            shown = read_observations(folder / "data" / "observations.csv")
            # editions of before bureaus could choose have none in their manifest
            rules = Disclosure.model_validate(told.get("disclosure") or SUGGESTED.disclosure.model_dump())
            yield Publication(folder.name, shown, read_observations(kept) if kept.exists() else None, rules)


def read_by_all(table: LinkedTable, shown: Shown) -> dict[CountCell, PublicCount]:
    """What the worst reader knows of a table: what is printed, and of what is not why it was held back."""
    public: dict[CountCell, PublicCount] = dict(shown)
    for cell, count in table.counts.items():
        if cell not in shown and 1 <= count <= table.rules.small:
            public[cell] = Suppression.SMALL
        elif cell not in shown and cell not in table.unprinted:
            public[cell] = Suppression.SECONDARY if count else Suppression.ZERO
    return public


def betrayed(table: LinkedTable, shown: Shown, known: Sequence[KnownTable]) -> dict[CountCell, tuple[int, ...]]:
    """The counts, of this table or of one known, for which too few values stay possible, and those values.

    What is known betrays by itself is left out: nothing that is done with this table can mend it. A table of which
    nothing is printed betrays nothing.
    """
    if not shown:
        return {}
    fewest = table.rules.fewest
    joined = _Joined([KnownTable(table, shown), *known], fewest)
    found = joined.breaches()
    lost = _Joined(known, fewest).out() if found and known else frozenset[CountCell]()
    return {joined.names[cell]: values for cell, values in found.items() if cell not in lost}


def lost_already(known: Sequence[KnownTable], fewest: int) -> dict[CountCell, tuple[int, ...]]:
    """The counts that what was published before betrays by itself, and the values that stay possible."""
    joined = _Joined(known, fewest)
    return {joined.names[cell]: values for cell, values in joined.breaches().items()}


def protected_beside(table: LinkedTable, lines: Lines, counts: Shown, known: Sequence[KnownTable]) -> Lines:
    """The lines of a table that may be printed, beside what readers have already.

    Lines are left out one by one, a county's before the city's, the smallest first, until nothing that was not betrayed
    before is betrayed by this table. What is printed already is no use to leave out.

    Args:
        lines: what is printed together or not at all, such as numerator and denominator of a county's rate.
        counts: what is printed of the cells of ``lines``.

    Raises:
        WorkError: nothing helps.
    """
    fewest = table.rules.fewest

    def joined(kept: Lines) -> _Joined:
        shown = {cell: counts[cell] for line in kept.values() for cell in line}
        return _Joined([KnownTable(table, shown), *known], fewest)

    lines = dict(lines)
    earlier = [one for one in known if one.shares is None]
    if earlier:
        # what was held back once, and is still the same, stays so
        held = _Joined(earlier, fewest).held
        now = joined(lines)
        lines = {key: line for key, line in lines.items() if not any(now.name_of(cell) in held for cell in line)}
    now = joined(lines)
    if not now.breaches():
        return lines
    totals = {relation.total for relation in table.sums}
    before = _Joined(known, fewest) if known else None
    lost = before.out() if before else frozenset[CountCell]()
    printed = before.printed if before else frozenset[CountCell]()
    while wrong := [cell for cell in now.breaches() if cell not in lost]:
        near = now.near(wrong[0])
        names = {key: {now.name_of(cell) for cell in line} for key, line in lines.items()}
        companions = sorted(
            (key for key in lines if not names[key] <= printed and any(counts[cell] for cell in lines[key])),
            key=lambda key: (
                near.isdisjoint(names[key]),
                any(cell in totals for cell in lines[key]),
                max(table.counts[cell] for cell in lines[key]),
            ),
        )
        if not companions:
            whose = now.names[wrong[0]]
            raise WorkError(f"{whose.item} is betrayed by what was published before", where=whose.unit)
        helpful = (
            key
            for key in companions[:_TRIED]
            if joined({one: line for one, line in lines.items() if one != key}).is_safe(wrong[0])
        )
        del lines[next(helpful, companions[0])]
        now = joined(lines)
    return lines


_TRIED = 6
"""Lines tried one by one for whether leaving them out helps at once."""


class _Joined:
    """Several tables as one: counts that are the same have one name, and what is printed of one is printed of both."""

    def __init__(self, tables: Sequence[KnownTable], fewest: int) -> None:
        self.names: dict[CountCell, CountCell] = {}
        self.held = dict[CountCell, None]()
        printed = set[CountCell]()
        self._first = tables[0]
        sums: dict[tuple[CountCell, tuple[CountCell, ...]], Sum] = {}
        known: dict[CountCell, Range] = {}
        for one in tables:
            read = read_by_all(one.table, one.shown)
            ranges = known_ranges(read, one.table.sums, one.table.rules)
            for cell, seen in read.items():
                name = _name(one, cell)
                low, high = known.get(name, ranges[cell])
                known[name] = max(low, ranges[cell][0]), min(high, ranges[cell][1])
                self.names.setdefault(name, cell)
                if isinstance(seen, Suppression):
                    self.held[name] = None
                else:
                    printed.add(name)
            for relation in one.table.sums:
                named = Sum(_name(one, relation.total), tuple(_name(one, part) for part in relation.parts))
                sums.setdefault((named.total, named.parts), named)
        self._sums = list(sums.values())
        self.printed = frozenset(printed)
        self._reader = Reader(known, self._sums)
        self._fewest = fewest

    def name_of(self, cell: CountCell) -> CountCell:
        """What a count of the first table is called."""
        return _name(self._first, cell)

    def breaches(self) -> dict[CountCell, tuple[int, ...]]:
        """Counts held back in any table, by their common name, for which too few values stay possible."""
        found = {cell: self._reader.possible_values(cell, self._fewest) for cell in self.held}
        return {cell: values for cell, values in found.items() if len(values) < self._fewest}

    def out(self) -> frozenset[CountCell]:
        """The counts that readers have, or can work out: nothing that is printed later takes them back."""
        return frozenset(self.breaches()) | (self.printed - set(self.held))

    def is_safe(self, cell: CountCell) -> bool:
        """Whether enough values stay possible for a count."""
        return len(self._reader.possible_values(cell, self._fewest)) >= self._fewest

    def near(self, cell: CountCell) -> frozenset[CountCell]:
        """The counts that share a sum with one."""
        mine = [one for one in self._sums if cell in (one.total, *one.parts)]
        return frozenset(member for one in mine for member in (one.total, *one.parts))


def _name(known: KnownTable, cell: CountCell) -> CountCell:
    """The name of a count among several tables: equal counts of one item and unit are one, as far as it is shared."""
    count = known.table.counts[cell]
    is_shared = known.shares is None or cell.item in known.shares
    return CountCell(cell.item, f"{cell.unit} {count}" if is_shared else f"{cell.unit} {count} {known.mark}")
