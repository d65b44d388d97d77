"""A row whose cells stand one column beside their headings: a cell was left out, or pushed in, somewhere in it.

是 where pupils are asked for, and the pupils where it is asked 是 or 否, is such a row: what can be read of the rest of
it would be read as something else. Nothing from there on is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reporting.definitions.forms import Field
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.cleaning.values.cleaned import Cleaned, unreadable
from reporting.workbooks.cells import CellValue, is_blank, shown

__all__ = ["without_shifted"]

_MISPLACED = frozenset(
    {
        "unreadable_boolean", "unreadable_number", "not_a_choice", "unreadable_time", "not_whole", "unreadable_code",
        "unknown_place",
    }
)  # fmt: skip
_TOLD_BY = frozenset({"boolean", "choice", "time", "integer", "number"})
"""Kinds whose cells are told from those of other kinds."""
_USUAL = 0.5
"""Share of the rows that fill a column, from which a row that does not is remarkable."""
_A_COUNT = 6
"""Most digits of a number that is no code where codes have another length."""


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
        short = _counts_for_codes(values[field.name]) if field.kind == "code" else frozenset()
        for row, cell in enumerate(cells[field.name]):
            is_told = field.kind in _TOLD_BY or field.kind in ("code", "county")
            if row in short or (is_told and cell.doubts and any(one.code in _MISPLACED for one in cell.doubts)):
                misplaced.setdefault(row, []).append(at)
    usual = [one.name for one in fields if _is_usual(values[one.name])] if misplaced else []
    for row, places in misplaced.items():
        for direction in (1, -1):
            cut_off = direction == 1 and bool(usual) and is_blank(values[usual[-1]][row])
            told = [_fits(values[fields[at].name][row], fields, at + direction) for at in places]
            others = [at for at in range(places[0], places[-1]) if _is_plain(cells[fields[at].name][row])]
            told += [False for at in others if _fits(values[fields[at].name][row], fields, at + direction) is False]
            if False not in told and told.count(True) > (0 if cut_off else 1):
                yield row, max(places[0] - (direction == -1), 0)
                break


def _is_plain(cell: Cleaned) -> bool:
    """Whether a cell answers what is asked without a doubt; between cells out of place it says that nothing moved."""
    return cell.state == "reported" and not cell.doubts


def _is_usual(values: Sequence[CellValue]) -> bool:
    return sum(not is_blank(one) for one in values) > _USUAL * len(values)


def _counts_for_codes(values: Sequence[CellValue]) -> frozenset[int]:
    """Rows where a short number stands in a column of codes, all others of which have one greater length."""
    lengths = {row: len(text) for row, value in enumerate(values) if (text := shown(value))}
    usual = Counter(lengths.values()).most_common(1)
    if not usual or 2 * usual[0][1] <= len(lengths) or usual[0][0] <= _A_COUNT:
        return frozenset()
    return frozenset(row for row, length in lengths.items() if length <= _A_COUNT and shown(values[row]).isdigit())


def _fits(value: CellValue, fields: Sequence[Field], at: int) -> bool | None:
    """Whether a cell is a plain answer to a field; None for one that takes nearly anything."""
    if not 0 <= at < len(fields):
        return False
    field = fields[at]
    if field.kind == "county" or field.kind in ("code", "text"):
        # holds nearly anything
        return None
    if field.kind == "period" or field.kind not in _TOLD_BY:
        return False
    read = clean(value, field.kind, unit=field.unit, choices=field.spellings or None, label=field.heading)
    return _is_plain(read)
