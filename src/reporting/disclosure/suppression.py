"""The public edition's counts of pupils: small ones suppressed, the rest rounded, totals no way round it.

Small counts are suppressed and the rest rounded, as params/policy.yaml says. Further counts are
suppressed until, from all that is published, enough values stay possible for each suppressed one. Rates come from
rounded counts.
Counts of schools are published as they are and do not pass through here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reporting.definitions.policy import Disclosure
from reporting.disclosure.attack import CountCell, PublicCount, Sum, Suppression, breaches, possible_values
from reporting.errors import WorkError

__all__ = ["LinkedTable", "city_table", "protected", "public_count"]


@dataclass(frozen=True)
class LinkedTable:
    """True counts and the relations that readers know between them.

    Attributes:
        counts: every count that is published or can be worked out; never negative.
        sums: totals and their parts. Tables that share totals are one table, or each would betray the other.
        rules: by which its counts are suppressed and rounded.
        unprinted: cells that are on no page, such as those not taking part; they are protected all the same.
    """

    counts: Mapping[CountCell, int]
    sums: Sequence[Sum]
    rules: Disclosure
    unprinted: frozenset[CountCell] = field(default=frozenset())


def city_table(
    items: Mapping[str, Mapping[str, int]],
    rules: Disclosure,
    *,
    parts: Sequence[tuple[str, str]] = (),
    city: str,
    without: Mapping[str, Collection[str]] | None = None,
) -> LinkedTable:
    """Counts by county, completed with the city's totals and with complements.

    Totals are added up here from true counts, so that they are reconciled before anything is rounded.

    Args:
        items: what is counted → county → count; counties without a figure are left out.
        rules: by which counts are suppressed and rounded.
        parts: pairs (part, whole) of items, such as a rate's numerator and denominator; whole less part becomes an
            unprinted item ``whole-part``.
        city: the unit code of the whole.
        without: unit code of each further total → the counties that it leaves out. Readers know all of them, and that
            each is the whole without the others.

    Raises:
        ValueError: a part is larger than its whole, or they do not cover the same counties.
    """
    everything = {item: dict(counties) for item, counties in items.items()}
    relations, unprinted = list[Sum](), set[str]()
    for part, whole in parts:
        if items[part].keys() != items[whole].keys():
            raise ValueError(f"{part} and {whole} do not cover the same counties")
        rest = f"{whole}-{part}"
        everything[rest] = {county: items[whole][county] - items[part][county] for county in items[part]}
        unprinted.add(rest)
    for counties in everything.values():
        if any(value < 0 for value in counties.values()):
            raise ValueError("a count is negative, or a part larger than its whole")
    counts = dict[CountCell, int]()
    for item, counties in everything.items():
        counties_and_totals = dict(counties)
        for total, members in _totals(list(counties), city, without or {}):
            counties_and_totals[total] = sum(counties_and_totals[member] for member in members)
            relations.append(Sum(CountCell(item, total), tuple(CountCell(item, member) for member in members)))
        counts |= {CountCell(item, unit): value for unit, value in counties_and_totals.items()}
    for part, whole in parts:
        units = [unit for item, unit in counts if item == part]
        relations += [
            Sum(CountCell(whole, unit), (CountCell(part, unit), CountCell(f"{whole}-{part}", unit))) for unit in units
        ]
    return LinkedTable(counts, relations, rules, frozenset(cell for cell in counts if cell.item in unprinted))


def _totals(
    counties: Sequence[str], city: str, without: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, list[str]]]:
    """Each total and what it is the sum of: a partial one of counties, the whole of every partial one and its rest.

    A total that leaves out everybody of these counties, or nobody, is none.
    """
    wholes = []
    for code, left_out in without.items():
        rest = [county for county in counties if county in left_out]
        members = [county for county in counties if county not in left_out]
        if rest and members:
            yield code, members
            wholes.append([code, *rest])
    yield from ((city, parts) for parts in wholes or [list(counties)])


def public_count(count: int, rules: Disclosure) -> PublicCount:
    """A count as it may be published by itself: 0 as it is, small ones suppressed, the rest rounded.

    Args:
        count: of people.
        rules: ``disclosure`` of params/policy.yaml.
    """
    if not count >= 0 or count != int(count):
        raise ValueError(f"a count of people is a whole number from 0, not {count}")
    return Suppression.SMALL if 1 <= count <= rules.small else rules.rounded(int(count))


def protected(table: LinkedTable) -> dict[CountCell, PublicCount]:
    """What may be published of a table: for each suppressed count enough values stay possible.

    Where one is in danger, another count is suppressed with it: an unprinted one if that helps, else a printed one
    that shares a sum with it, a county's before the city's, the smallest first. Zeros are always shown.

    Returns:
        Every cell of the table: a rounded count, or why it is suppressed.

    Raises:
        ValueError: a total is not the sum of its parts.
        WorkError: not even suppressing every count but zeros protects the table.
    """
    for relation in table.sums:
        if table.counts[relation.total] != sum(table.counts[part] for part in relation.parts):
            raise ValueError(f"{relation.total} is not the sum of its parts")
    public = {cell: public_count(value, table.rules) for cell, value in table.counts.items()}
    # Suppressing more only takes knowledge away, so a count once safe stays safe.
    waiting = list(breaches(public, table.sums, table.rules))
    while waiting:
        cell = waiting[-1]
        if _is_safe(cell, public, table):
            waiting.pop()
            continue
        companions = _companions(cell, public, table)
        if not companions:
            raise WorkError(
                f"{cell.item} cannot be published without betraying a small count",
                where=cell.unit,
                hint="leave this item out of the public edition",
            )
        helpful = (other for other in companions if _is_safe(cell, {**public, other: Suppression.SECONDARY}, table))
        companion = next(helpful, companions[0])
        public[companion] = Suppression.SECONDARY
        waiting.append(companion)
    return public


def _companions(cell: CountCell, public: Mapping[CountCell, PublicCount], table: LinkedTable) -> list[CountCell]:
    """Counts that could be suppressed to protect a cell, the least loss first."""
    totals = {relation.total for relation in table.sums}
    shown = [other for other, count in public.items() if isinstance(count, int) and count > 0]
    neighbours = {
        member
        for relation in table.sums
        for member in (relation.total, *relation.parts)
        if cell in (relation.total, *relation.parts)
    }
    return sorted(
        [other for other in shown if other in neighbours] or shown,
        key=lambda other: (other not in table.unprinted, other in totals, table.counts[other]),
    )


def _is_safe(cell: CountCell, public: Mapping[CountCell, PublicCount], table: LinkedTable) -> bool:
    fewest = table.rules.fewest
    return len(possible_values(public, table.sums, table.rules, cell, fewest)) >= fewest
