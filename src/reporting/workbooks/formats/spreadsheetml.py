"""Workbooks of Excel 2002 and 2003 as one XML file, which is often called .xls."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from reporting.workbooks.cells import CellValue
from reporting.workbooks.formats.calamine import RawSheet
from reporting.workbooks.formats.date_formats import CellFormat, cell_format
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.markup import attribute, tag_of
from reporting.workbooks.formats.packages import damaged
from reporting.workbooks.formats.pieces import TextPiece, joined
from reporting.workbooks.formats.sheets import assemble
from reporting.workbooks.formats.text import not_a_workbook
from reporting.workbooks.formats.worksheets import Scan, by_row
from reporting.workbooks.workbook import Merge, Notice, Sheet, Workbook

__all__ = ["NAMESPACE", "read_spreadsheetml"]

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_MOST_ROWS = 1_048_576
_NAMED = re.compile(r"^[A-Za-z /]+$")
"""Formats that go by a name, such as Short Date; Percent alone says something of its numbers."""


def read_spreadsheetml(path: Path, content: bytes, limits: FileLimits) -> Workbook:
    """Read the worksheets of such a file.

    Raises:
        UnreadableFileError: it is damaged, holds no sheet, declares entities, or is too large once filled.
    """
    reader = _Reader(limits, path.name)
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            reader.take(event, element)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise damaged(path.name) from error
    if not reader.sheets:
        raise not_a_workbook(path.name)
    return Workbook("xml", "", tuple(reader.sheets), tuple(reader.notices))


@dataclass
class _Open:
    """A sheet that is being read."""

    name: str
    rows: list[list[CellValue]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formatted: list[tuple[int, int, CellFormat]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    column: int = 0


class _Reader:
    """Goes through the file once, keeping no more of it than the cells."""

    def __init__(self, limits: FileLimits, where: str) -> None:
        self.sheets: list[Sheet] = []
        self.notices: list[Notice] = []
        self._limits, self._where = limits, where
        self._formats: dict[str, CellFormat] = {}
        self._striking: set[str] = set()
        self._style = ""
        self._sheet: _Open | None = None
        self._area = 0

    def take(self, event: str, element: Element) -> None:
        """Take the start or the end of an element."""
        tag = tag_of(element)
        if event == "start":
            if tag == "Worksheet":
                self._sheet = _Open(attribute(element, "Name"))
            elif tag == "Style":
                self._style = attribute(element, "ID")
            elif tag == "Row" and self._sheet is not None:
                self._row(self._sheet, element)
            return
        if tag == "NumberFormat":
            form = cell_format(_NAMED.sub("", attribute(element, "Format").replace("Percent", "0%")))
            self._formats |= {self._style: form} if form else {}
        elif tag == "Font" and self._sheet is None:
            self._striking |= {self._style} if attribute(element, "StrikeThrough") == "1" else set()
        elif self._sheet is not None:
            ends: dict[str, Callable[[_Open, Element], None]] = {
                "Cell": self._cell, "Column": _column, "Visible": _visible, "Worksheet": self._close
            }  # fmt: skip
            if tag in ends:
                ends[tag](self._sheet, element)
            if tag == "Row":
                element.clear()

    def _row(self, sheet: _Open, element: Element) -> None:
        number = _number(attribute(element, "Index")) or len(sheet.rows) + 1
        if number > _MOST_ROWS:
            raise ValueError("a row beyond the last")
        self._limits.check_area(number, 1, where=f"{self._where}: {sheet.name}")
        while len(sheet.rows) < number:
            sheet.rows.append([])
        if attribute(element, "Hidden") == "1":
            sheet.hidden_rows.add(number)

    def _cell(self, sheet: _Open, element: Element) -> None:
        if not sheet.rows:
            sheet.rows.append([])
        line, row = sheet.rows[-1], len(sheet.rows)
        column = _number(attribute(element, "Index")) or len(line) + 1
        across = min(_number(attribute(element, "MergeAcross")), self._limits.max_columns)
        down = min(_number(attribute(element, "MergeDown")), _MOST_ROWS)
        self._limits.check_area(row, column + across, where=f"{self._where}: {sheet.name}")
        self._area += across + 1
        self._limits.check_area(self._area, 1, where=self._where)
        line.extend([""] * (column + across - len(line)))
        if across or down:
            sheet.merges.append(Merge(row, column, row + down, column + across))
        data = next((child for child in element if tag_of(child) == "Data"), None)
        if attribute(element, "Formula"):
            sheet.formulas.append((row, column))
            if data is None:
                sheet.uncalculated.append((row, column))
        if data is None:
            return
        kind, text = attribute(data, "Type"), joined(_pieces(data))
        if kind == "Error":
            sheet.errors[row, column] = text
        else:
            line[column - 1] = _value(kind, text)
        if attribute(element, "StyleID") in self._striking:
            sheet.struck.append((row, column))
        if form := self._formats.get(attribute(element, "StyleID")):
            sheet.formatted.append((row, column, form))

    def _close(self, sheet: _Open, element: Element) -> None:
        element.clear()
        height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
        found = Scan(
            height,
            width,
            errors=sheet.errors,
            formatted=tuple(sheet.formatted),
            formulas=by_row(sheet.formulas),
            uncalculated=by_row(sheet.uncalculated),
            hidden_rows=frozenset(sheet.hidden_rows),
            hidden_columns=tuple(sheet.hidden_columns),
            struck=tuple(sheet.struck),
        )
        read, notices = assemble(RawSheet(sheet.name, sheet.hidden, sheet.rows, tuple(sheet.merges)), found)
        self.sheets.append(read)
        self.notices += notices
        self._sheet = None


def _pieces(element: Element, struck: bool = False, raised: bool = False) -> Iterator[TextPiece]:
    """The text of a cell, whose pieces are set as those of a web page are."""
    yield TextPiece(element.text or "", struck, raised)
    for child in element:
        tag = tag_of(child).lower()
        yield from _pieces(child, struck or tag in ("s", "del", "strike"), raised or tag == "sup")
        yield TextPiece(child.tail or "", struck, raised)


def _column(sheet: _Open, element: Element) -> None:
    first = _number(attribute(element, "Index")) or sheet.column + 1
    sheet.column = first + _number(attribute(element, "Span"))
    if attribute(element, "Hidden") == "1":
        sheet.hidden_columns.append((first, sheet.column))


def _visible(sheet: _Open, element: Element) -> None:
    sheet.hidden = (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _value(kind: str, text: str) -> CellValue:
    if kind == "Number":
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return dt.datetime.fromisoformat(text.strip().removesuffix("Z"))
    return text
