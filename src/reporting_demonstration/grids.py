"""A sheet as rows of cells, and how it is written: as a workbook, as a web page called .xls, as text of old Windows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import StringIO
from pathlib import Path

import xlsxwriter

from reporting.workbooks.written import WRITTEN_AS_IT_IS

__all__ = ["Grid", "write_csv", "write_html", "write_xlsx"]

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


@dataclass(frozen=True)
class Grid:
    """Rows of cells with merged ranges and hidden rows, counted from 0; None is an empty cell."""

    sheet: str
    rows: Sequence[Sequence[object]]
    merges: tuple[Merge, ...] = ()
    hidden: tuple[int, ...] = ()


def write_xlsx(path: Path, grid: Grid) -> None:
    """Write the grid as a workbook of one sheet, the same bytes every time."""
    with xlsxwriter.Workbook(str(path), dict(WRITTEN_AS_IT_IS)) as book:
        book.set_properties({"created": datetime(2021, 1, 1)})
        sheet = book.add_worksheet(grid.sheet)
        centred = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
        for first_row, first_column, last_row, last_column in grid.merges:
            sheet.merge_range(first_row, first_column, last_row, last_column, "", centred)
        for row, cells in enumerate(grid.rows):
            for column, value in enumerate(cells):
                if isinstance(value, (int, float)):
                    sheet.write_number(row, column, value)
                elif value is not None:
                    sheet.write_string(row, column, str(value), centred)
        for row in grid.hidden:
            sheet.set_row(row, None, None, {"hidden": True})


def write_html(path: Path, grid: Grid) -> None:
    """Write the grid as a page of one table, as reporting portals do when they export to Excel."""
    spans = {(m[0], m[1]): (m[2] - m[0] + 1, m[3] - m[1] + 1) for m in grid.merges}
    covered = {
        (row, column)
        for first_row, first_column, last_row, last_column in grid.merges
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    } - set(spans)
    lines = ['<html><head><meta charset="utf-8"></head><body><table border="1">']
    for row, cells in enumerate(grid.rows):
        parts = []
        for column, value in enumerate(cells):
            if (row, column) not in covered:
                height, width = spans.get((row, column), (1, 1))
                text = "" if value is None else escape(f"{value:g}" if isinstance(value, float) else str(value))
                parts.append(f'<td rowspan="{height}" colspan="{width}">{text}</td>')
        lines.append(f"<tr>{''.join(parts)}</tr>")
    lines.append("</table></body></html>")
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def write_csv(path: Path, grid: Grid) -> None:
    """Write the grid as Excel on a Chinese Windows saves text: GB18030, commas, CRLF."""
    text = StringIO(newline="")
    csv.writer(text).writerows(["" if value is None else value for value in cells] for cells in grid.rows)
    path.write_bytes(text.getvalue().encode("gb18030"))
