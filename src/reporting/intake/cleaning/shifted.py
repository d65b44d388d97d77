"""A row whose cells stand one column beside their headings: a cell was left out, or pushed in, somewhere in it.

是 where pupils are asked for, and the pupils where it is asked 是 or 否, is such a row: what can be read of the rest of
it would be read as something else. Nothing from there on is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reporting.definitions.forms import Field
from reporting.intake.cleaning.cleaned import Cleaned, unreadable
from reporting.intake.cleaning.values import clean
from reporting.workbooks.cells import CellValue, is_blank

__all__ = ["without_shifted"]

_MISPLACED = frozenset({"unreadable_boolean", "unreadable_number", "not_a_choice", "unreadable_time", "not_whole"})
_TOLD_BY = frozenset({"boolean", "choice", "time", "integer", "number"})
"""Kinds whose cells are told from those of other kinds."""
_USUAL = 0.5
"""Share of the rows that fill the last column, from which a row that does not is remarkable."""


def without_shifted(
    fields: Sequence[Field], cells: Mapping[str, list[Cleaned]], values: Mapping[str, Sequence[CellValue]]
) -> None:
    """Take the cells of shifted rows out, from the first that cannot be right on.

    Args:
        fields: that the table has, in the order of their columns.
        cells: field → its cells, which are changed.
        values: field → what its cells hold.
    """
    for row, first in list(_shifted(fields, cells, values)):
        for field in fields[first:]:
            cell = cells[field.name][row]
            if field.kind != "text" and cell.typed:
                cells[field.name][row] = unreadable("row_shifted", cell.typed)


def _shifted(
    fields: Sequence[Field], cells: Mapping[str, list[Cleaned]], values: Mapping[str, Sequence[CellValue]]
) -> Iterator[tuple[int, int]]:
    """Rows whose cells belong to the next field (1) or to the one before (-1), and where that begins."""
    misplaced: dict[int, list[int]] = {}
    for at, field in enumerate(fields):
        for row, cell in enumerate(cells[field.name]):
            if cell.doubts and field.kind in _TOLD_BY and any(one.code in _MISPLACED for one in cell.doubts):
                misplaced.setdefault(row, []).append(at)
    last = fields[-1].name if fields else ""
    ends_filled = bool(last) and sum(not is_blank(one) for one in values[last]) > _USUAL * len(values[last])
    for row, places in misplaced.items():
        for direction in (1, -1):
            cut_off = direction == 1 and ends_filled and is_blank(values[last][row])
            if (len(places) > 1 or cut_off) and all(
                _fits(values[fields[at].name][row], fields, at + direction) for at in places
            ):
                yield row, max(places[0] - (direction == -1), 0)
                break


def _fits(value: CellValue, fields: Sequence[Field], at: int) -> bool:
    """Whether a cell is a plain answer to a field."""
    if not 0 <= at < len(fields) or fields[at].kind not in _TOLD_BY:
        return False
    field = fields[at]
    if field.kind == "county" or field.kind == "period":
        return False
    read = clean(value, field.kind, unit=field.unit, choices=field.spellings or None, label=field.heading)
    return read.state == "reported" and not read.doubts
