"""OpenDocument: spreadsheets (.ods), and the tables of texts (.odt), each with the paragraphs above it.

Read here and not by python-calamine, because a few bytes of an .ods can repeat a cell a billion times and
calamine writes them all out; and because merges, errors and what is hidden stand in the same part.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, iterparse

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import CellValue, ExcelError, Percentage, StruckOut, column_letter, shown
from reporting.workbooks.formats.calamine import RawSheet
from reporting.workbooks.formats.date_formats import DateFormat
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.markup import attribute, tag_of
from reporting.workbooks.formats.packages import Package, damaged, protected
from reporting.workbooks.formats.pieces import TextPiece, joined
from reporting.workbooks.formats.sheets import assemble
from reporting.workbooks.formats.worksheets import Scan, by_row
from reporting.workbooks.workbook import Merge, Notice, Sheet, Workbook

_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)")
_ERROR = re.compile(r"#[A-Z/0?!]+[!?A]|Err:\d{3}")
_NO_DAY = re.compile(r"\d{4}(?:年?|年(?P<month>\d{1,2})月|-(?P<dashed>\d\d))")
"""A date that is shown as its year, or as year and month."""
_SHOWN = re.compile(r"(?P<before>[^\d¥￥.+-]*)[¥￥]?(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<after>[^\d.]*)")


def read_ods(path: Path, package: Package, limits: FileLimits) -> Workbook:
    """Read an OpenDocument spreadsheet or text whose archive has passed the limits.

    Raises:
        UnreadableFileError: it is another kind of document, protected, damaged or too large once filled.
    """
    manifest = package.find("META-INF/manifest.xml")
    if manifest and b"encryption-data" in package.read(manifest):
        raise protected(path.name)
    reader = _Reader(limits, path.name)
    try:
        for event, element in iterparse(
            io.BytesIO(package.read_xml(package.find("content.xml") or "")), ("start", "end"), forbid_dtd=True
        ):
            reader.take(event, element)
    except (ParseError, ValueError) as error:
        raise damaged(path.name) from error
    reader.take_paragraphs()
    if not reader.tables:
        raise UnreadableFileError("the document has no spreadsheet", where=path.name, hint="send the workbook itself")
    sheets: list[Sheet] = []
    notices: list[Notice] = []
    for table in reader.tables:
        sheet, said = assemble(table.raw(), table.scan())
        sheets.append(sheet)
        notices.extend(said)
    return Workbook("ods", "", tuple(sheets), tuple(notices))


@dataclass(slots=True)
class _Table:
    name: str
    hidden: bool
    rows: list[list[CellValue]] = field(default_factory=list)
    height: int = 0
    width: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    columns: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)

    def raw(self) -> RawSheet:
        return RawSheet(self.name, self.hidden, self.rows, tuple(self.merges))

    def scan(self) -> Scan:
        errors = {
            (number, index): str(value)
            for number, row in enumerate(self.rows, 1)
            for index, value in enumerate(row, 1)
            if isinstance(value, ExcelError)
        }
        declared = (column_letter(self.columns), self.height) if self.columns else None
        return Scan(
            height=len(self.rows),
            width=self.width,
            declared=declared,
            errors=errors,
            formulas=by_row(self.formulas),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=tuple(self.hidden_columns),
        )


class _Reader:
    """Takes the events of content.xml one after the other, so that no tree is built."""

    def __init__(self, limits: FileLimits, where: str) -> None:
        self.tables: list[_Table] = []
        self._limits, self._where = limits, where
        self._row: list[CellValue] = []
        self._column = 0
        self._hidden_styles: set[str] = set()
        self._struck_styles: set[str] = set()
        self._raised_styles: set[str] = set()
        self._style = ""
        self._cells = 0
        self._depth = 0
        self._is_text = False
        self._paragraphs: list[str] = []

    def take(self, event: str, element: Element) -> None:
        tag = tag_of(element)
        if event == "start":
            self._is_text |= tag == "text" and "office:" in element.tag
            # what was deleted from a text stands before it
            self._depth += tag in ("table", "tracked-changes")
            if tag == "table" and "table:" in element.tag:
                style = attribute(element, "style-name")
                self.tables.append(_Table(attribute(element, "name"), style in self._hidden_styles))
                self.take_paragraphs()
            elif tag == "table-row":
                self._row, self._column = [], 0
            elif tag == "style":
                self._style = attribute(element, "name")
        elif tag in ("table", "tracked-changes"):
            self._depth -= 1
        elif self._is_text and tag in ("p", "h") and not self._depth:
            self._paragraphs.append(joined(self._pieces(element)))
            element.clear()
        elif tag == "table-properties" and attribute(element, "display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "text-properties" and not self.tables:
            if attribute(element, "text-line-through-style") not in ("", "none"):
                self._struck_styles.add(self._style)
            if attribute(element, "text-position").startswith("super"):
                self._raised_styles.add(self._style)
        elif self.tables and tag in ("table-cell", "covered-table-cell"):
            self._take_cell(element)
            element.clear()
        elif self.tables and tag == "table-row":
            self._take_row(element)
            element.clear()
        elif self.tables and tag == "table-column":
            table, count = self.tables[-1], _count(element, "number-columns-repeated")
            if attribute(element, "visibility") in ("collapse", "filter"):
                table.hidden_columns.append((table.columns + 1, table.columns + count))
            table.columns += count

    def take_paragraphs(self) -> None:
        """Put the paragraphs of a text since the last table into the table that follows, or below the last of all."""
        if not self.tables:
            return
        table = self.tables[-1]
        table.rows += [[text] if text and not isinstance(text, StruckOut) else [] for text in self._paragraphs]
        table.height, table.width = len(table.rows), max(table.width, 1 if table.rows else 0)
        self._limits.check_area(table.height, table.width, where=self._where)
        self._paragraphs = []

    def _take_cell(self, element: Element) -> None:
        table = self.tables[-1]
        value = _value(element, self._text(element))
        if value != "" and attribute(element, "style-name") in self._struck_styles:
            value = StruckOut(shown(value))
        times = _count(element, "number-columns-repeated")
        first = self._column + 1
        self._column += times
        if attribute(element, "formula"):
            table.formulas.append((table.height + 1, first))
        if value == "":
            return
        self._limits.check_area(1, self._column, where=self._where)
        self._row.extend([""] * (first - 1 - len(self._row)))
        self._row.extend([value] * times)
        width, height = _count(element, "number-columns-spanned"), _count(element, "number-rows-spanned")
        if width > 1 or height > 1:
            row = table.height + 1
            table.merges.append(Merge(row, first, row + height - 1, first + width - 1))

    def _text(self, element: Element) -> str:
        """The paragraphs of a cell; a comment on the cell is no part of its text."""
        paragraphs = [self._pieces(child) for child in element if tag_of(child) == "p"]
        return joined(
            piece for at, pieces in enumerate(paragraphs) for piece in ([TextPiece("\n"), *pieces] if at else pieces)
        )

    def _pieces(self, paragraph: Element, struck: bool = False, raised: bool = False) -> list[TextPiece]:
        pieces = [TextPiece(paragraph.text or "", struck, raised)]
        for child in paragraph:
            tag, style = tag_of(child), attribute(child, "style-name")
            if tag == "s":
                pieces.append(TextPiece(" " * min(_count(child, "c"), 100)))
            elif tag == "line-break":
                pieces.append(TextPiece("\n"))
            elif tag != "annotation":
                pieces += self._pieces(
                    child, struck or style in self._struck_styles, raised or style in self._raised_styles
                )
            pieces.append(TextPiece(child.tail or "", struck, raised))
        return pieces

    def _take_row(self, element: Element) -> None:
        table, times = self.tables[-1], _count(element, "number-rows-repeated")
        first = table.height + 1
        table.height += times
        if attribute(element, "visibility") in ("collapse", "filter") and times < self._limits.max_cells:
            table.hidden_rows.update(range(first, min(table.height, first + 100_000) + 1))
        if not self._row:
            return
        table.width = max(table.width, len(self._row))
        self._cells += times * len(self._row)
        self._limits.check_area(table.height, table.width, where=f"{self._where}: {table.name}")
        self._limits.check_area(self._cells, 1, where=self._where)
        table.rows.extend([] for _ in range(first - 1 - len(table.rows)))
        table.rows.extend(list(self._row) for _ in range(times))


def _count(element: Element, name: str) -> int:
    text = attribute(element, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _value(element: Element, text: str) -> CellValue:
    kind = attribute(element, "value-type")
    if kind in ("float", "currency", "percentage"):
        number = float(attribute(element, "value"))
        return Percentage(number) if kind == "percentage" else _as_shown(number, text)
    if kind == "boolean":
        return attribute(element, "boolean-value") == "true"
    if kind == "date":
        moment = dt.datetime.fromisoformat(attribute(element, "date-value"))
        if told := _NO_DAY.fullmatch(text.strip()):
            return DateFormat(months=bool(told["month"] or told["dashed"])).means(moment)
        return moment if "T" in attribute(element, "date-value") else moment.date()
    if kind == "time" and (match := _DURATION.match(attribute(element, "time-value"))):
        hours, minutes, seconds = map(int, match.groups())
        duration = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return (dt.datetime.min + duration).time() if hours < 24 else duration
    return ExcelError(text) if _ERROR.fullmatch(text) else text


def _as_shown(number: float, text: str) -> CellValue:
    """A number with what its format shows beside it: 18.5 that is shown as 18.5万人; the number where that is none."""
    match = _SHOWN.fullmatch(text.strip())
    if match is None or not (match["before"] + match["after"]).strip():
        return number
    plain = match["number"].replace(",", "")
    decimals = len(plain.partition(".")[2])
    # 185000 that is shown as 18.5万 is what is shown
    exact = f"{number:.15g}" if round(number, decimals) == float(plain) else plain
    return f"{match['before']}{exact}{match['after']}"
