"""Tables of a web page: what many a `.xls` from a reporting portal is inside.

The page is cut at its `<` signs and read piece by piece: the parser of the standard library needs time that grows
with the square of what an unclosed tag leaves open, so that a page of 60 KB holds it for minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import CellValue
from reporting.workbooks.limits import Limits
from reporting.workbooks.sheets import clipped, trimmed
from reporting.workbooks.workbook import Merge, Notice, Sheet, Workbook

_IGNORED = frozenset({"script", "style", "title"})
_TAG_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LONGEST_TAG = 4000
_SPAN = re.compile(r"\b(colspan|rowspan)\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,6})\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)


def read_html(path: Path, text: str, encoding: str, notices: tuple[Notice, ...], limits: Limits) -> Workbook:
    """Read every outermost table of a page as one sheet, one below the other. Every cell is text.

    Raises:
        UnreadableFileError: the page has no table, or too many cells.
    """
    reader = _Tables(limits, path.name)
    for tag, attributes, following in _pieces(text):
        reader.take(tag, attributes)
        reader.take_text(following)
    reader.end_cell()
    if not reader.rows:
        raise UnreadableFileError(
            "the file is a web page without a table",
            where=path.name,
            hint="open it in Excel or WPS, save it as .xlsx, and send that",
        )
    rows = trimmed(reader.rows)
    height, width = len(rows), len(rows[0]) if rows else 0
    hidden = frozenset(row for row in reader.hidden_rows if row <= height)
    sheet = Sheet(path.stem, rows, merges=clipped(reader.merges, height, width), hidden_rows=hidden)
    said = (Notice("hidden_rows", path.stem, {"count": len(hidden)}),) if hidden else ()
    return Workbook("html", encoding, (sheet,), (*notices, *said))


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Tags (`td`, `/td`) with their attributes and the text that follows each; comments are left out."""
    start = text.find("<")
    while start >= 0:
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            start = text.find("<", end) if end >= 0 else -1
            continue
        following = text.find("<", start + 1)
        piece = text[start + 1 : following if following >= 0 else len(text)]
        inside, closed, after = piece.partition(">")
        name = _TAG_NAME.match(inside) if closed else None
        if name:
            yield name[1] + name[2].lower(), inside[name.end() : _LONGEST_TAG], after
        else:
            yield "", "", "<" + piece if not piece.startswith(("!", "?")) else after
        start = following


class _Tables:
    """Collects cells, and the ranges that colspan and rowspan merge. Tables inside cells are read as text."""

    def __init__(self, limits: Limits, where: str) -> None:
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self._limits, self._where = limits, where
        self._depth = 0
        self._ignored = ""
        self._cell: list[str] | None = None
        self._column = 0
        self._width = 0
        self._taken: dict[int, int] = {}  # column → last row that a rowspan above takes

    def take(self, tag: str, attributes: str) -> None:
        """Take a tag."""
        if self._ignored:
            self._ignored = "" if tag == f"/{self._ignored}" else self._ignored
        elif tag in _IGNORED:
            self._ignored = tag
        elif tag == "table":
            self._depth += 1
            if self._depth == 1 and self.rows:
                self.rows.append([])
                self._taken.clear()
        elif tag == "/table" and self._depth:
            if self._depth == 1:
                self.end_cell()
            self._depth -= 1
        elif tag == "br":
            self.take_text("\n")
        elif self._depth == 1:
            self._take_row_or_cell(tag, attributes)

    def take_text(self, text: str) -> None:
        """Take the text after a tag."""
        if self._cell is not None and not self._ignored:
            self._cell.append(text)

    def end_cell(self) -> None:
        """Close the open cell: closing tags are often left out."""
        if self._cell is not None:
            text = html.unescape("".join(self._cell)).replace("\xa0", " ")
            self.rows[-1][self._column - 1] = text.strip()
            self._cell = None

    def _take_row_or_cell(self, tag: str, attributes: str) -> None:
        if tag in ("td", "th", "tr", "/td", "/th", "/tr"):
            self.end_cell()
        if tag == "tr":
            self.rows.append([])
            if _HIDDEN.search(attributes):
                self.hidden_rows.add(len(self.rows))
        elif tag in ("td", "th"):
            self._start_cell({name.lower(): max(1, int(number)) for name, number in _SPAN.findall(attributes)})

    def _start_cell(self, spans: dict[str, int]) -> None:
        if not self.rows:
            self.rows.append([])
        row, line = len(self.rows), self.rows[-1]
        while self._taken.get(len(line) + 1, 0) >= row:
            line.append("")
        column = len(line) + 1
        width, height = spans.get("colspan", 1), spans.get("rowspan", 1)
        self._width = max(self._width, column + width - 1)
        self._limits.check_area(row, self._width, where=self._where)
        if width > 1 or height > 1:
            self.merges.append(Merge(row, column, row + height - 1, column + width - 1))
        if height > 1:
            self._taken.update(dict.fromkeys(range(column, column + width), row + height - 1))
        line.extend([""] * width)
        self._cell = []
        self._column = column
