"""Numbers that a sheet prints although they follow from others: totals, and percentages beside figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["PrintedShare", "PrintedTotal"]


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """One number of a total row of a row table.

    Attributes:
        first_row, last_row: of the data of the table that it stands in.
    """

    field: str
    number: float
    reason: Literal["total", "subtotal"]
    sheet: str
    letter: str
    row: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """A percentage (0–100) printed beside an item."""

    item: str
    percent: float
    sheet: str
    cell: str
