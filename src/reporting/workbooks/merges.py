"""Merged ranges, looked up by the cell they start in and by the rows they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporting.workbooks.cells import CellValue, is_blank
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


def vertical_fills(sheet: Sheet) -> Mapping[int, Mapping[int, CellValue]]:
    """Text written once for several rows, by row and column: what merged cells of one column stand for.

    Numbers are left where they are: a sum written over three schools belongs to none of them.
    """
    fills: dict[int, dict[int, CellValue]] = {}
    for merge in sheet.merges:
        text = sheet.at(merge.first_row, merge.first_column)
        if merge.width == 1 and isinstance(text, str) and not is_blank(text):
            for row in range(merge.first_row + 1, merge.last_row + 1):
                fills.setdefault(row, {})[merge.first_column] = text
    return fills
