"""Cells of a column that says in what unit the numbers beside it are."""

from __future__ import annotations

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.gaps import is_ditto

__all__ = ["unit_cell"]

_NOTHING = frozenset({"/", "-", "--", "—", "——", "无", "\\", "…"})
"""What stands in a unit column where there is no unit."""


def unit_cell(typed: str, above: str) -> str:
    """What a cell of a unit column says; empty where it says nothing.

    Args:
        typed: the cell.
        above: what the cell above it says.
    """
    if is_ditto(typed):
        return above
    plain = narrow(typed)
    return "" if plain in _NOTHING else plain
