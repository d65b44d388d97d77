"""Tables that stand side by side on a sheet, and helper lists beside a table: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.captions import is_key_value, is_unit_caption
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.table import Table
from reporting.workbooks.workbook import Sheet

_FEWEST = 3
"""Rows of which it can be said that their names come again beside them."""
_SHORTEST = 4
"""Characters of a title."""

__all__ = ["parts_beside", "strip"]


def parts_beside(sheet: Sheet, table: Table, known: Collection[str]) -> tuple[tuple[int, int], ...]:
    """First and last column of each table that was taken for one; empty where it is one.

    Tables stand side by side where the same headings come again, or where an empty column parts columns that are not
    filled in the same rows: a list of options beside a ledger, a shorter table beside a longer. A column under a
    heading of a form is never parted.

    Args:
        sheet: that the table is on.
        table: as it was found.
        known: keys of headings of forms.
    """
    if table.header_rows is None or not table.rows or sheet.options:
        return ()
    again = _repeated(table)
    if again:
        return again
    runs = _runs(table)
    if len(runs) < 2:
        return ()
    if _titled_each(sheet, table, runs):
        return tuple(runs)
    first = _rows(table, runs[0])
    parted = [runs[0]]
    for run in runs[1:]:
        if _is_another(table, run, first, known) or _same_headings(table, runs[0], run):
            parted.append(run)
        else:
            parted[-1] = (parted[-1][0], run[1])
    return tuple(parted) if len(parted) > 1 else ()


def strip(sheet: Sheet, columns: tuple[int, int], rows: tuple[int, int]) -> Sheet:
    """The sheet with nothing left but some rows of some columns, each where it was."""

    def kept(number: int, row: list[CellValue] | tuple[CellValue, ...]) -> list[CellValue]:
        if not rows[0] <= number <= rows[1]:
            return [""] * len(row)
        return [value if columns[0] <= index <= columns[1] else "" for index, value in enumerate(row, 1)]

    merges = tuple(
        merge
        for merge in sheet.merges
        if columns[0] <= merge.first_column <= columns[1] and rows[0] <= merge.first_row <= rows[1]
    )
    cells = [kept(number, list(row)) for number, row in enumerate(sheet.rows, 1)]
    return replace(sheet, rows=cells, merges=merges)


def _repeated(table: Table) -> tuple[tuple[int, int], ...]:
    """The parts of a table whose headings are the same block of at least two, twice or more."""
    columns = [column for column in table.columns if column.path]
    headings = [column.heading for column in columns]
    for size in range(2, len(headings) // 2 + 1):
        times, rest = divmod(len(headings), size)
        if rest == 0 and len(set(headings[:size])) == size and headings == headings[:size] * times:
            blocks = [columns[n * size : (n + 1) * size] for n in range(times)]
            if all(_lined_up(block[0].index, block[-1].index, size) for block in blocks):
                return tuple((block[0].index, block[-1].index) for block in blocks)
    return ()


def _lined_up(first: int, last: int, size: int) -> bool:
    return last - first + 1 == size


def _runs(table: Table) -> list[tuple[int, int]]:
    """Columns in runs without an empty one between them."""
    runs: list[tuple[int, int]] = []
    for column in table.columns:
        if runs and runs[-1][1] == column.index - 1:
            runs[-1] = (runs[-1][0], column.index)
        else:
            runs.append((column.index, column.index))
    return runs


def _rows(table: Table, run: tuple[int, int]) -> list[int]:
    """Positions of the rows of a table that a run of columns fills."""
    return [
        position
        for position, row in enumerate(table.rows)
        if any(not is_blank(row.at(index)) for index in range(run[0], run[1] + 1))
    ]


def _is_another(table: Table, run: tuple[int, int], first: list[int], known: Collection[str]) -> bool:
    """Whether a run fills other rows than the first one, from the top without a gap, and is no column of a form."""
    columns = [column for column in table.columns if run[0] <= column.index <= run[1] and column.path]
    if not columns or any(key in known for column in columns for key in heading_keys(column.path[-1])):
        return False
    if _copies_names(table, run):
        return True
    rows = _rows(table, run)
    if rows == first or len(rows) < 2 or rows != list(range(len(rows))):
        return False
    texts = [shown(row.at(columns[0].index)) for row in table.rows[: len(rows)]]
    return len(set(texts)) == len(texts)


def _copies_names(table: Table, run: tuple[int, int]) -> bool:
    """Whether a run begins with the names of the rows over again: another table of the same places."""
    if run[0] == run[1] or len(table.rows) < _FEWEST:
        return False
    texts = [shown(row.at(run[0])) for row in table.rows]
    if len(set(texts)) < len(texts) or not all(isinstance(row.at(run[0]), str) for row in table.rows):
        return False
    before = [column.index for column in table.columns if column.index < run[0]]
    return any(
        all(shown(row.at(index)) == text for row, text in zip(table.rows, texts, strict=True)) for index in before
    )


def _titled_each(sheet: Sheet, table: Table, runs: list[tuple[int, int]]) -> bool:
    """Whether a line above has a title, or a unit, for each run of columns: two tables of the same number of rows."""
    if any(first == last for first, last in runs) or table.header_rows is None:
        return False
    for line in table.dropped:
        if line.row >= table.header_rows[0] or line.reason not in ("title", "unit"):
            continue
        cells = {index: shown(value) for index, value in enumerate(sheet.rows[line.row - 1], 1) if not is_blank(value)}
        if len(cells) != len(runs) or any(sum(a <= at <= z for at in cells) != 1 for a, z in runs):
            continue
        units = [is_unit_caption(text) for text in cells.values()]
        if all(units) or (
            [first for first, _ in runs] == list(cells)
            and not any(units)
            and not any(is_key_value(text) or len(text) < _SHORTEST for text in cells.values())
        ):
            return True
    return False


def _same_headings(table: Table, first: tuple[int, int], run: tuple[int, int]) -> bool:
    def headings(columns: tuple[int, int]) -> list[str]:
        return [column.path[-1] for column in table.columns if columns[0] <= column.index <= columns[1] and column.path]

    return len(headings(run)) > 1 and headings(first) == headings(run)
