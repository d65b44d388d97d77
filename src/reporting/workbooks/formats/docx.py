"""Word documents with tables: .docx. Paragraphs and tables become one sheet, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import CellValue, StruckOut
from reporting.workbooks.formats.limits import MEGABYTE, FileLimits
from reporting.workbooks.formats.markup import attribute, tag_of
from reporting.workbooks.formats.packages import Package
from reporting.workbooks.formats.pieces import TextPiece, joined
from reporting.workbooks.formats.sheets import clipped, trimmed
from reporting.workbooks.workbook import Merge, Notice, Sheet, Workbook

__all__ = ["read_docx"]

_LARGEST = 64 * MEGABYTE
"""Bytes of the document's XML that are taken into memory."""
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "footnote"})


def read_docx(path: Path, package: Package, limits: FileLimits) -> Workbook:
    """Read the tables of a Word document, and the lines around them. Every cell is text.

    Raises:
        UnreadableFileError: it has no table, is damaged, or too large once filled.
    """
    part = package.find("word/document.xml") or ""
    if package.size(part) > _LARGEST:
        raise UnreadableFileError(
            f"the document unpacks to {package.size(part) // MEGABYTE:,} MB",
            where=path.name,
            hint="copy the form alone into a new document, and send that",
        )
    body = next((element for element in package.parse(part).iter() if tag_of(element) == "body"), None)
    reader = _Body(limits, path.name)
    if body is not None:
        reader.take(body)
    if not reader.tables:
        raise UnreadableFileError(
            "the document has no table",
            where=path.name,
            hint="fill in the form as a table, or send the form's workbook",
        )
    rows = trimmed(reader.rows)
    height, width = len(rows), len(rows[0]) if rows else 0
    sheet = Sheet(path.stem, rows, merges=clipped(reader.merges, height, width), starts=frozenset(reader.starts))
    macros = any(name.lower().endswith("vbaproject.bin") for name in package.names)
    return Workbook("docx", "", (sheet,), (Notice("macros_ignored"),) if macros else ())


class _Body:
    """Collects the rows of a document."""

    def __init__(self, limits: FileLimits, where: str) -> None:
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.tables = 0
        self.starts: set[int] = set()
        self._limits, self._where = limits, where
        self._width = 1

    def take(self, parent: Element) -> None:
        """Take the paragraphs and tables of the body, or of a frame around some of them."""
        for element in parent:
            tag = tag_of(element)
            if tag == "p":
                text = _text(element)
                self.rows.append([text] if text and not isinstance(text, StruckOut) else [])
                self._check()
            elif tag == "tbl":
                self._table(element)
            elif tag in ("sdt", "sdtContent", "ins", "smartTag", "customXml"):
                self.take(element)

    def _table(self, table: Element) -> None:
        cells = [cell for row in _within(table, "tr") for cell in _within(row, "tc")]
        if any(map(_holds_table, cells)):
            # a frame that sets out a page, and no table itself
            for cell in cells:
                self.take(cell)
            return
        self.tables += 1
        self.starts.add(len(self.rows) + 1)
        spans: dict[int, Merge] = {}
        for row in _within(table, "tr"):
            number = len(self.rows) + 1
            line: list[CellValue] = [""] * _before(row)
            for cell in _within(row, "tc"):
                column = len(line) + 1
                width, vertical = _spans(cell)
                text = _cell_text(cell)
                open_span = spans.get(column)
                if vertical == "continue" and open_span is not None:
                    spans[column] = Merge(open_span.first_row, column, number, open_span.last_column)
                    text = ""
                else:
                    self._close(spans, column)
                    if vertical == "restart" or width > 1:
                        spans[column] = Merge(number, column, number, column + width - 1)
                        if vertical != "restart":
                            self._close(spans, column)
                line += [text, *[""] * (width - 1)]
                self._width = max(self._width, len(line))
                self._limits.check_area(number, self._width, where=self._where)
            self.rows.append(line)
        for column in list(spans):
            self._close(spans, column)
        self.rows.append([])

    def _close(self, spans: dict[int, Merge], column: int) -> None:
        if (merge := spans.pop(column, None)) is not None:
            self.merges.append(merge)

    def _check(self) -> None:
        self._limits.check_area(len(self.rows), self._width, where=self._where)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those inside content controls and insertions too."""
    for element in parent:
        if tag_of(element) == tag:
            yield element
        elif tag_of(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _within(element, tag)


def _holds_table(cell: Element) -> bool:
    """Whether a cell holds a table of several rows and columns, rather than a text set in a small one."""
    return any(
        len(rows := [*_within(table, "tr")]) > 1 and any(len([*_within(row, "tc")]) > 1 for row in rows)
        for table in cell.iter()
        if tag_of(table) == "tbl"
    )


def _paragraphs(cell: Element) -> Iterator[Element]:
    for element in cell:
        if tag_of(element) == "p":
            yield element
        elif tag_of(element) in ("sdt", "sdtContent", "ins", "tbl", "tr", "tc", "customXml"):
            yield from _paragraphs(element)


def _before(row: Element) -> int:
    """Columns that a row leaves out at its start."""
    for properties in row:
        if tag_of(properties) == "trPr":
            for item in properties:
                if tag_of(item) == "gridBefore":
                    return _number(attribute(item, "val"), 0)
    return 0


def _spans(cell: Element) -> tuple[int, str]:
    """Columns that a cell spans, and whether a merge down starts or goes on in it; empty where neither."""
    width, vertical = 1, ""
    for properties in cell:
        if tag_of(properties) != "tcPr":
            continue
        for item in properties:
            if tag_of(item) == "gridSpan":
                width = _number(attribute(item, "val"), 1)
            elif tag_of(item) == "vMerge":
                vertical = attribute(item, "val") or "continue"
    return max(width, 1), vertical


def _number(text: str, otherwise: int) -> int:
    return min(int(text), 16_384) if text.isascii() and text.isdigit() else otherwise


def _cell_text(cell: Element) -> str:
    """The paragraphs of a cell; `StruckOut` where all of them are."""
    texts = [text for text in map(_text, _paragraphs(cell)) if text]
    left = [text for text in texts if not isinstance(text, StruckOut)]
    return "\n".join(left) if left or not texts else StruckOut("\n".join(texts))


def _text(paragraph: Element) -> str:
    """The text of a paragraph as it is meant: without what was taken out, hidden or struck through."""
    pieces: list[TextPiece] = []
    _collect(paragraph, pieces)
    text = joined(pieces)
    return StruckOut(text.strip()) if isinstance(text, StruckOut) else text.strip()


def _collect(element: Element, pieces: list[TextPiece], struck: bool = False, raised: bool = False) -> None:
    for child in element:
        tag = tag_of(child)
        if tag in _LEFT_OUT or (tag == "r" and _is_hidden(child)):
            continue
        said = _SAID.get(tag, child.text or "" if tag == "t" else "")
        if said:
            pieces.append(TextPiece(said, struck, raised))
        elif tag == "r":
            set_as = dict(_settings(child))
            _collect(
                child, pieces, bool({"strike", "dstrike"} & set_as.keys()), set_as.get("vertAlign") == "superscript"
            )
        elif tag not in ("pPr", "rPr", "t"):
            _collect(child, pieces, struck, raised)


_SAID = {"tab": "  ", "ptab": "  ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _is_hidden(run: Element) -> bool:
    return "vanish" in dict(_settings(run))


def _settings(run: Element) -> Iterator[tuple[str, str]]:
    """How a run is set, without what is switched off."""
    for properties in run:
        if tag_of(properties) == "rPr":
            for item in properties:
                value = attribute(item, "val")
                if value not in ("0", "false"):
                    yield tag_of(item), value
