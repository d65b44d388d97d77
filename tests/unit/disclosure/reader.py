"""A reader of several public tables, written anew as an integer program: nothing of the package is used to judge it.

The reader knows that totals are sums, that a part is at most its whole, the rounding and the threshold, and which
counties' figures did not change from one table to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

PLENTY = 10**6
Place = tuple[str, str]
"""A count's item and unit."""


@dataclass(frozen=True)
class Print:
    """One published table.

    Attributes:
        shown: count → what is printed, None where it is held back.
        sums: total → units that make it up.
        pairs: part and whole.
        same: count → name under which an earlier table has it as well.
        small, step: counts from 1 to ``small`` are held back, the others rounded to a multiple of ``step``, halves up.
    """

    shown: Mapping[Place, int | None]
    sums: Mapping[str, Sequence[str]]
    pairs: Sequence[tuple[str, str]]
    same: Mapping[Place, str] = field(default_factory=dict)
    small: int = 7
    step: int = 5


def fewest_possible(prints: Sequence[Print]) -> dict[tuple[int, Place], int]:
    """How many values, at most, stay possible for each count held back, all tables taken together."""
    names: dict[tuple[int, Place], int] = {}
    known: dict[str, int] = {}
    low, high = list[float](), list[float]()
    for number, one in enumerate(prints):
        for place, shown in one.shown.items():
            name = one.same.get(place) or f"{number} {place}"
            if name not in known:
                known[name] = len(low)
                low.append(0)
                high.append(PLENTY)
            index = names[(number, place)] = known[name]
            if shown is not None:
                alike = [n for n in range(shown - one.step, shown + one.step + 1) if n > one.small or not n]
                alike = [n for n in alike if (2 * n + one.step) // (2 * one.step) * one.step == shown] if shown else [0]
                low[index] = max(low[index], min(alike))
                high[index] = min(high[index], max(alike))
    rows, least, most = [], list[float](), list[float]()
    for number, one in enumerate(prints):
        items = {item for item, _ in one.shown}
        units = {unit for _, unit in one.shown}
        for total, parts in one.sums.items():
            for item in items:
                row = np.zeros(len(low))
                row[names[(number, (item, total))]] -= 1
                for part in parts:
                    row[names[(number, (item, part))]] += 1
                rows.append(row)
                least.append(0)
                most.append(0)
        for part, whole in one.pairs:
            for unit in units:
                row = np.zeros(len(low))
                row[names[(number, (whole, unit))]] += 1
                row[names[(number, (part, unit))]] -= 1
                rows.append(row)
                least.append(0)
                most.append(PLENTY)
    held = [key for key, index in names.items() if prints[key[0]].shown[key[1]] is None and low[index] != high[index]]
    found = {}
    for key in held:
        aim = np.zeros(len(low))
        aim[names[key]] = 1
        ends = [
            milp(
                sign * aim,
                constraints=LinearConstraint(np.array(rows), least, most),
                bounds=Bounds(np.array(low), np.array(high)),
                integrality=np.ones(len(low), dtype=np.int64),
            )
            for sign in (1, -1)
        ]
        assert all(end.success for end in ends), "the print contradicts itself"
        lowest, highest = (round(abs(end.fun or 0.0)) for end in ends)
        found[key] = highest - lowest + 1
    return found
