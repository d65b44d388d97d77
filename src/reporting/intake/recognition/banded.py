"""Whose each row of a table is, where the name of a place stands alone above the rows of that place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.workbooks.cells import shown
from reporting.workbooks.layouts.table import Table

__all__ = ["BandedPlaces", "banded_places"]

_AROUND = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、])|[:：]$|\((?:共?\d+[所个校]?)\)$"
)
"""一、 before a name that stands alone, （12所） behind it."""


@dataclass(frozen=True, slots=True)
class BandedPlaces:
    """Whose the rows of a table are.

    Attributes:
        places: number of the row → code of the place that stands above it.
        bands: rows that hold nothing but such a name.
    """

    places: Mapping[int, str]
    bands: frozenset[int]


def banded_places(table: Table, names: PlaceNames) -> BandedPlaces | None:
    """The place of each row below the first name of one; None where no such name stands alone above rows.

    Args:
        table: whose rows are of anything but places, such as schools: there the name of a place alone is a row.
        names: of the places.
    """
    places: dict[int, str] = {}
    bands: set[int] = set()
    band, current = "", ""
    for row in table.rows:
        if row.band != band:
            band = row.band
            current = _place(band, names) or current
        if len(row.values) - row.values.count("") == 1 and len(row.cells) == 1:
            (value,) = row.cells.values()
            if isinstance(value, str) and (place := _place(value, names)):
                current = place
                bands.add(row.number)
                continue
        if current:
            places[row.number] = current
    return BandedPlaces(places, frozenset(bands)) if places else None


def _place(text: str, names: PlaceNames) -> str | None:
    """The place that a text names; the whole city's name says nothing of the rows below it."""
    code = names.code(_AROUND.sub("", narrow(shown(text)))) if text else None
    return None if code == names.city else code
