"""What a reader can work out about the suppressed counts of a published table, of the size of one city.

The reader is the worst one we can think of: knows every published number and which of them are sums of others, knows
the rounding and the threshold, and knows which counts were suppressed for their size and which to protect another
(in print both are 保密). Only of a suppressed total is it not known why. What stays possible for this reader stays
possible for any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, islice
from typing import NamedTuple, TypeAlias

from reporting.definitions.policy import Disclosure

__all__ = [
    "CountCell",
    "PublicCount",
    "Range",
    "Reader",
    "Sum",
    "Suppression",
    "breaches",
    "known_ranges",
    "possible_values",
]

ENDLESS = 10**9
"""Stands for no upper limit: more than there are people to count."""
FUEL = 500
"""Guesses spent on one value before it counts as impossible: a doubt is held against the table."""
NEAR = 8
"""So far above the least value a search begins at most."""
PATIENCE = 50
"""Looks at each sum, on average, before its table counts as impossible."""


class Suppression(StrEnum):
    """Why a count is not published; readers see one state for both."""

    SMALL = "small"
    SECONDARY = "secondary"
    ZERO = "zero"
    """Nothing, in a line that is held back for another count: nobody can tell it from any other."""


PublicCount: TypeAlias = int | Suppression
Range: TypeAlias = tuple[int, int]
"""The least and the greatest value that a count may have."""


class CountCell(NamedTuple):
    """One count of a table: what is counted, and the unit (county, or city) it is counted for."""

    item: str
    unit: str


@dataclass(frozen=True)
class Sum:
    """A relation of a table that readers know: a total and the parts that make it up."""

    total: CountCell
    parts: tuple[CountCell, ...]


def breaches(
    public: Mapping[CountCell, PublicCount], sums: Sequence[Sum], rules: Disclosure
) -> dict[CountCell, tuple[int, ...]]:
    """The suppressed counts for which fewer values stay possible than must, and those values.

    Args:
        public: what is published; a cell of ``sums`` that is not in it is not published and not protected.
        sums: every relation between its cells.
        rules: by which it was suppressed and rounded, and how many values must stay.
    """
    reader = Reader(known_ranges(public, sums, rules), sums)
    suppressed = (cell for cell, shown in public.items() if isinstance(shown, Suppression))
    possible = {cell: reader.possible_values(cell, rules.fewest) for cell in suppressed}
    return {cell: values for cell, values in possible.items() if len(values) < rules.fewest}


def possible_values(
    public: Mapping[CountCell, PublicCount], sums: Sequence[Sum], rules: Disclosure, cell: CountCell, at_most: int
) -> tuple[int, ...]:
    """Values of a cell for which the whole table can be completed in whole numbers, in ascending order.

    Exact wherever the search ends within its fuel; where it does not, values are missing, never too many.

    Args:
        public: what is published.
        sums: every relation between its cells.
        rules: by which it was suppressed and rounded.
        cell: the cell asked about.
        at_most: stop after so many.
    """
    return Reader(known_ranges(public, sums, rules), sums).possible_values(cell, at_most)


def known_ranges(
    public: Mapping[CountCell, PublicCount], sums: Sequence[Sum], rules: Disclosure
) -> dict[CountCell, Range]:
    """What a table tells of each of its counts alone."""
    totals = {relation.total for relation in sums}
    return {cell: _known_range(shown, cell in totals, rules) for cell, shown in public.items()}


@dataclass
class _Ranges:
    """The least and the greatest value of every cell, by index."""

    low: list[int]
    high: list[int]

    def fixed(self, cell: int, value: int) -> _Ranges:
        """The same ranges, one cell known."""
        other = _Ranges(self.low.copy(), self.high.copy())
        other.low[cell] = other.high[cell] = value
        return other


class Reader:
    """The reader of a published table, who solves it like a puzzle: sums to be met, each cell within its range.

    Args:
        known: what is known of each count alone; nothing of those that are not in it.
        sums: every relation between its cells.
    """

    def __init__(self, known: Mapping[CountCell, Range], sums: Sequence[Sum]) -> None:
        members = dict.fromkeys(cell for s in sums for cell in (s.total, *s.parts))
        self._index = {cell: index for index, cell in enumerate({**dict.fromkeys(known), **members})}
        self._sums = [(self._index[s.total], [self._index[part] for part in s.parts]) for s in sums]
        self._sums_of: list[dict[int, None]] = [{} for _ in self._index]
        for number, (total, parts) in enumerate(self._sums):
            for cell in (total, *parts):
                self._sums_of[cell][number] = None
        ranges = [known.get(cell, (0, ENDLESS)) for cell in self._index]
        self._ranges = _Ranges([low for low, _ in ranges], [high for _, high in ranges])
        self._solvable = self._narrow(self._ranges, range(len(sums)))

    def possible_values(self, cell: CountCell, at_most: int) -> tuple[int, ...]:
        """See the function of this name."""
        if not self._solvable:
            return ()
        asked = self._index[cell]
        shared = self._connected(asked)
        values = _outward(self._ranges.low[asked], self._ranges.high[asked])
        if self._loop(self._ranges, shared) is not None:
            values = (value for value in values if self._fits(self._ranges, asked, value, shared, count()))
        return tuple(sorted(islice(values, at_most)))

    def _fits(self, ranges: _Ranges, cell: int, value: int, shared: list[int], spent: Iterator[int]) -> bool:
        """Whether some table lies within the ranges when one cell has a certain value.

        Once narrowed ranges are free of loops, every value in them belongs to a table: a sum of whole-number ranges
        is a range, and without loops each sum can be completed in turn. So guesses are needed at loops only.
        """
        ranges = ranges.fixed(cell, value)
        if not self._narrow(ranges, self._sums_of[cell]):
            return False
        closing = self._loop(ranges, shared)
        if closing is None:
            return True
        for guess in _outward(ranges.low[closing], ranges.high[closing]):
            if next(spent) >= FUEL:
                return False
            if self._fits(ranges, closing, guess, shared, spent):
                return True
        return False

    def _narrow(self, ranges: _Ranges, sums: Iterable[int]) -> bool:
        """Cut the ranges, in place, to what each sum alone allows; False when a sum cannot be met.

        What is left of each cell is exactly what its sum allows it, so a sum need not be looked at again for its own
        cuts.
        """
        low, high = ranges.low, ranges.high
        waiting = dict.fromkeys(sums)
        # Contradictory sums without an upper limit drive each other up step by step, so patience is bounded.
        for _ in range(PATIENCE * len(self._sums)):
            if not waiting:
                return True
            number = next(iter(waiting))
            del waiting[number]
            total, parts = self._sums[number]
            lows, highs = sum([low[part] for part in parts]), sum([high[part] for part in parts])
            least, most = max(lows, low[total]), min(highs, high[total])
            if least > most:
                return False
            cut = []
            if least > low[total] or most < high[total]:
                low[total], high[total] = least, most
                cut.append(total)
            # a part no wider than what is left to the total, above and below, can be anything in its range
            above, below = most - lows, highs - least
            narrow = min(above, below)
            for part in parts:
                at_least, at_most = low[part], high[part]
                if at_most - at_least > narrow:
                    low[part], high[part] = max(at_least, at_most - below), min(at_most, at_least + above)
                    cut.append(part)
            for cell in cut:
                waiting.update(self._sums_of[cell])
            waiting.pop(number, None)
        return not waiting

    def _connected(self, asked: int) -> list[int]:
        """The cells not known exactly that reach a cell through sums and are in more than one of them."""
        low, high = self._ranges.low, self._ranges.high
        reached, waiting, seen = {asked}, [asked], set[int]()
        while waiting:
            for number in self._sums_of[waiting.pop()]:
                if number not in seen:
                    seen.add(number)
                    total, parts = self._sums[number]
                    members = {cell for cell in (total, *parts) if low[cell] < high[cell]} - reached
                    reached |= members
                    waiting.extend(members)
        return sorted(cell for cell in reached if len(self._sums_of[cell]) > 1)

    def _loop(self, ranges: _Ranges, shared: list[int]) -> int | None:
        """A cell, not known exactly, that closes a loop of sums; a narrow one, since it leaves fewer guesses."""
        group: dict[int, int] = {}

        def root(number: int) -> int:
            while (parent := group.get(number, number)) != number:
                number = parent
            return number

        width = {cell: wide for cell in shared if (wide := ranges.high[cell] - ranges.low[cell])}
        if len(width) < 2:
            return None
        for cell in sorted(width, key=width.__getitem__, reverse=True):
            first, *others = self._sums_of[cell]
            joined = root(first)
            for other in others:
                if (group_of_other := root(other)) == joined:
                    return cell
                group[group_of_other] = joined
        return None


def _known_range(shown: PublicCount, is_total: bool, rules: Disclosure) -> Range:
    if not isinstance(shown, Suppression):
        return (max(rules.small + 1, int(shown) - rules.down), int(shown) + rules.up) if shown else (0, 0)
    if shown is Suppression.ZERO:
        return 0, ENDLESS
    if is_total:
        return 1, ENDLESS
    return (1, rules.small) if shown is Suppression.SMALL else (rules.small + 1, ENDLESS)


def _outward(low: int, high: int) -> Iterator[int]:
    """Whole numbers of a range from near its low end outwards: the likeliest to fit come first."""
    start = low + min((high - low) // 2, NEAR)
    yield start
    for distance in range(1, high - low + 1):
        if start - distance >= low:
            yield start - distance
        if start + distance <= high:
            yield start + distance
