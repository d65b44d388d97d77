"""Merged ranges, looked up by the cell they start in and by the rows they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reporting.workbooks.cells import CellValue, SharedNumber, SharedText, is_blank
from reporting.workbooks.workbook import Merge, Sheet


class Merges:
    """The merged ranges of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._anchors: Mapping[tuple[int, int], Merge] = {
            (merge.first_row, merge.first_column): merge for merge in sheet.merges
        }
        self._rows: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            self._rows.setdefault(merge.first_row, []).append(merge)

    def at(self, row: int, column: int) -> Merge | None:
        """The range that starts in a cell."""
        return self._anchors.get((row, column))

    def width(self, row: int, column: int) -> int:
        """Columns that a cell spans; 1 for one that is not merged."""
        merge = self._anchors.get((row, column))
        return merge.width if merge else 1

    def height(self, row: int, column: int) -> int:
        """Rows that a cell spans; 1 for one that is not merged."""
        merge = self._anchors.get((row, column))
        return merge.height if merge else 1

    def covers(self, row: int, column: int) -> bool:
        """Whether a range that starts in the row or one of the eight above it covers a cell."""
        return any(
            merge.last_row >= row and merge.first_column <= column <= merge.last_column
            for merge in self.starting(range(max(row - 8, 1), row + 1))
        )

    def starting(self, rows: Iterable[int]) -> list[Merge]:
        """The ranges that start in any of the rows."""
        return [merge for row in rows for merge in self._rows.get(row, ())]


def merged_values(sheet: Sheet) -> Mapping[int, Mapping[int, CellValue]]:
    """What merged cells stand for in the rows and columns that they cover, by row and column.

    A text written once for several rows goes to each. Where the rows are records of their own, having cells besides,
    or the columns are, what is written over them is a `SharedText`, and a number a `SharedNumber`, wherever it covers
    a cell of theirs: 275,000 written over two cities belongs to neither of them.
    """
    found: dict[int, dict[int, CellValue]] = {}
    merges = _apart(sheet)
    own_rows, own_columns = _own(sheet, merges)
    for merge in merges:
        value = sheet.at(merge.first_row, merge.first_column)
        if isinstance(value, bool) or is_blank(value) or not isinstance(value, str | int | float):
            continue
        rows = [row for row in range(merge.first_row + 1, merge.last_row + 1) if row in own_rows]
        columns = [column for column in range(merge.first_column + 1, merge.last_column + 1) if column in own_columns]
        is_shared = bool(rows or columns)
        if isinstance(value, str):
            down = range(merge.first_row + 1, merge.last_row + 1) if merge.width == 1 else ()
            if not (is_shared or down):
                continue
            value = SharedText(value) if is_shared else value
            places = [(row, merge.first_column) for row in (merge.first_row, *down)]
        elif is_shared:
            value = SharedNumber(value)
            places = [(row, column) for row in (merge.first_row, *rows) for column in (merge.first_column, *columns)]
        else:
            continue
        for row, column in places:
            found.setdefault(row, {})[column] = value
    return found


def _apart(sheet: Sheet) -> list[Merge]:
    """The merged ranges, as long as they cover no more than the sheet has: those of a sound file do not overlap."""
    left, kept = sheet.height * sheet.width, []
    for merge in sheet.merges:
        left -= merge.width * merge.height
        if left < 0:
            break
        kept.append(merge)
    return kept


def _own(sheet: Sheet, merges: Iterable[Merge]) -> tuple[set[int], set[int]]:
    """Of the rows and columns that merged ranges cover, those that have a filled cell outside every range."""
    covered = {
        (row, column)
        for merge in merges
        for row in range(merge.first_row, merge.last_row + 1)
        for column in range(merge.first_column, merge.last_column + 1)
    }
    rows, columns = {row for row, _ in covered}, {column for _, column in covered}
    own_rows = {row for row in rows if any((row, column) not in covered for column in _filled(sheet, row))}
    own_columns: set[int] = set()
    for row in range(1, sheet.height + 1):
        if own_columns == columns:
            break
        own_columns |= {column for column in _filled(sheet, row) if column in columns and (row, column) not in covered}
    return own_rows, own_columns


def _filled(sheet: Sheet, row: int) -> Iterator[int]:
    """The columns of a row that hold something."""
    return (column for column, value in enumerate(sheet.rows[row - 1], 1) if value != "")
