"""The national list of administrative divisions: codes, names, and what lies directly under what."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from reporting.errors import UsageError
from reporting.near import near

__all__ = ["Division", "Level", "division", "divisions", "units_of"]

Level = Literal["nation", "province", "city", "county", "zone"]

_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Division:
    """One division; ``zone`` has a statistical code of the same length, but none in GB/T 2260."""

    code: str
    name: str
    level: Level

    @property
    def parent(self) -> str:
        """Code of the division above; of a county directly under a province the list does not have it."""
        if self.level == "province":
            return "000000"
        return self.code[:2] + "0000" if self.level == "city" else self.code[:4] + "00"


@lru_cache(maxsize=1)
def divisions() -> Mapping[str, Division]:
    """Code → division, by code. DIVISIONS.md says where the list comes from, and of which day it is."""
    text = (files(__package__) / "divisions.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Division(row["code"], row["name"], cast("Level", row["kind"])) for row in rows}


def division(code: str) -> Division:
    """The division of ``code``.

    Raises:
        UsageError: there is none; the nearest codes or names are named, none is guessed.
    """
    known = divisions()
    if code in known:
        return known[code]
    named = [one for one in known.values() if len(code) > 1 and code in one.name]
    beside = [one for one in known.values() if len(code) == 6 and one.code.startswith(code[:4])]
    meant = named or beside or [known[match] for match in near(code, known, _CANDIDATES)]
    listed = ", ".join(f"{one.code} {one.name}" for one in meant[:_CANDIDATES])
    raise UsageError(
        f"no administrative division has the code {code!r}",
        hint=f"did you mean {listed}?" if listed else "six digits, such as 410500 for a city or 410000 for a province",
    )


def units_of(whole: Division) -> tuple[Division, ...]:
    """What lies directly under a division, by code: cities of a province, counties (and zones) of a city.

    A county that belongs to no city, as in 重庆市 or 济源市, lies directly under its province.
    """
    return _units().get(whole.code, ())


@lru_cache(maxsize=1)
def _units() -> Mapping[str, tuple[Division, ...]]:
    """Code → what lies directly under it."""
    known = divisions()
    found = defaultdict[str, list[Division]](list)
    for one in sorted(known.values(), key=lambda one: (one.level == "zone", one.code)):
        above = one.parent if one.parent in known else one.code[:2] + "0000"
        if above != one.code:
            found[above].append(one)
    return {code: tuple(units) for code, units in found.items()}
