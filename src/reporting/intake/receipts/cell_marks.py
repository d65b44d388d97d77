"""Cells of a worksheet given another format, in its XML: only the rows that hold one are looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from reporting.intake.receipts.marks import CellMark
from reporting.intake.receipts.parts import UnfitError, attribute, with_attribute
from reporting.workbooks.cells import column_letter

__all__ = ["formatted", "on_first_cells"]

_ROW = re.compile(rb"<row\b[^>]*>")
_CELL = re.compile(rb"<c(?=[\s/>])[^>]*?/>|<c(?=[\s/>])[^>]*>.*?</c>", re.DOTALL)
_MERGE = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_EMPTY_DATA = re.compile(rb"<sheetData\s*/>")
_TRUE = frozenset({"1", "true"})

Format = Callable[[int, CellMark], int]
"""The number of the format that a cell gets: from the number of the one it has, and its mark."""


def on_first_cells(xml: bytes, marks: Iterable[CellMark]) -> list[CellMark]:
    """The marks, those inside a merged range at the cell that holds its value; one a cell, the first."""
    found = list(marks)
    rows = {mark.row for mark in found}
    merges = defaultdict(list)
    for area in _MERGE.findall(xml):
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(area.decode()))
        for row in rows if bottom - top > len(rows) else range(top, bottom + 1):
            if row in rows and top <= row <= bottom:
                merges[row].append((left, top, right))
    placed: dict[tuple[int, int], CellMark] = {}
    for mark in found:
        row, column = mark.row, mark.column
        for left, top, right in merges.get(row, ()):
            if left <= column <= right:
                row, column = top, left
        placed.setdefault((row, column), CellMark(row, column, mark.severity, mark.comment))
    return [*placed.values()]


def formatted(xml: bytes, marks: Iterable[CellMark], style: Format) -> bytes:
    """The worksheet with its marked cells in other formats; cells and rows that are missing are made.

    Raises:
        UnfitError: rows or cells do not say where they are, or stand in disorder.
    """
    wanted: dict[int, dict[int, CellMark]] = defaultdict(dict)
    for mark in marks:
        wanted[mark.row][mark.column] = mark
    if not wanted:
        return xml
    if xml.count(b"<sheetData") != 1:
        raise UnfitError("sheetData")
    xml = _EMPTY_DATA.sub(b"<sheetData></sheetData>", xml)
    start, end = xml.index(b">", xml.index(b"<sheetData")) + 1, xml.rindex(b"</sheetData>")
    columns = _column_formats(xml[:start])
    missing = sorted(wanted)
    pieces: list[bytes] = [xml[:start]]
    done, last = start, 0
    for opening in _ROW.finditer(xml, start, end):
        number = _number(attribute(opening[0], "r"))
        if number <= last:
            raise UnfitError("rows")
        last = number
        while missing and missing[0] < number:
            pieces += [xml[done : opening.start()], _new_row(missing[0], wanted[missing[0]], columns, style)]
            done = opening.start()
            missing.pop(0)
        if not missing:
            break
        if missing[0] == number:
            missing.pop(0)
            closed = opening[0].endswith(b"/>")
            close = opening.end() if closed else xml.index(b"</row>", opening.end())
            tag = opening[0][:-2].rstrip() + b">" if closed else opening[0]
            cells = b"" if closed else xml[opening.end() : close]
            own = _number(attribute(tag, "s")) if attribute(tag, "customFormat") in _TRUE else None
            pieces += [xml[done : opening.start()], tag, _cells(cells, number, wanted[number], own, columns, style)]
            pieces.append(b"</row>")
            done = close if closed else close + len(b"</row>")
    pieces.append(xml[done:end])
    pieces += [_new_row(number, wanted[number], columns, style) for number in missing]
    pieces.append(xml[end:])
    return b"".join(pieces)


def _cells(
    cells: bytes,
    row: int,
    marks: Mapping[int, CellMark],
    own: int | None,
    columns: list[tuple[int, int, int]],
    style: Format,
) -> bytes:
    """The cells of a row, the marked ones in other formats."""
    there: dict[int, bytes] = {}
    for cell in _CELL.findall(cells):
        letters, number = coordinate_from_string(attribute(cell[: cell.index(b">") + 1], "r") or "A0")
        if number != row:
            raise UnfitError("cells")
        there[column_index_from_string(letters)] = cell
    if _CELL.sub(b"", cells).strip() or [*there] != sorted(there):
        raise UnfitError("cells")
    for column, mark in marks.items():
        cell = there.get(column)
        if cell is None:
            there[column] = _new_cell(row, column, mark, own, columns, style)
        else:
            end = cell.index(b">") + 1
            base = _number(attribute(cell[:end], "s") or "0")
            there[column] = with_attribute(cell[:end], "s", str(style(base, mark))) + cell[end:]
    return b"".join(there[column] for column in sorted(there))


def _new_row(row: int, marks: Mapping[int, CellMark], columns: list[tuple[int, int, int]], style: Format) -> bytes:
    cells = b"".join(_new_cell(row, column, marks[column], None, columns, style) for column in sorted(marks))
    return f'<row r="{row}">'.encode() + cells + b"</row>"


def _new_cell(
    row: int, column: int, mark: CellMark, own: int | None, columns: list[tuple[int, int, int]], style: Format
) -> bytes:
    """A cell that nobody filled looks as its row or column does."""
    base = own
    if base is None:
        base = next((number for first, last, number in columns if first <= column <= last), 0)
    return f'<c r="{column_letter(column)}{row}" s="{style(base, mark)}"/>'.encode()


def _column_formats(head: bytes) -> list[tuple[int, int, int]]:
    """First and last column, and the number of the format, of columns that have one."""
    return [
        (_number(attribute(tag, "min")), _number(attribute(tag, "max")), _number(attribute(tag, "style")))
        for tag in _COLUMN.findall(head)
        if attribute(tag, "style")
    ]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UnfitError("number")
    return int(text)
