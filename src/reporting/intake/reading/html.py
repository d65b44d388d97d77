"""Tables of a web page: what many a `.xls` from a reporting portal is inside."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from reporting.errors import UnreadableFileError
from reporting.intake.reading.cells import CellValue
from reporting.intake.reading.limits import Limits
from reporting.intake.reading.sheets import clipped, trimmed
from reporting.intake.reading.workbook import Merge, Notice, Sheet, Workbook

_IGNORED = frozenset({"script", "style", "head", "title"})


def read_html(path: Path, text: str, encoding: str, notices: tuple[Notice, ...], limits: Limits) -> Workbook:
    """Read every outermost table of a page as one sheet, one below the other. Every cell is text.

    Raises:
        UnreadableFileError: the page has no table, or too many cells.
    """
    parser = _Tables(limits, path.name)
    parser.feed(text)
    parser.close()
    if not parser.rows:
        raise UnreadableFileError(
            "the file is a web page without a table",
            where=path.name,
            hint="open it in Excel or WPS, save it as .xlsx, and send that",
        )
    rows = trimmed(parser.rows)
    height, width = len(rows), len(rows[0]) if rows else 0
    hidden = frozenset(row for row in parser.hidden_rows if row <= height)
    sheet = Sheet(path.stem, rows, merges=clipped(parser.merges, height, width), hidden_rows=hidden)
    said = (Notice("hidden_rows", path.stem, {"count": len(hidden)}),) if hidden else ()
    return Workbook("html", encoding, (sheet,), (*notices, *said))


class _Tables(HTMLParser):
    """Collects cells, and the ranges that colspan and rowspan merge. Tables inside cells are read as text."""

    def __init__(self, limits: Limits, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self._limits, self._where = limits, where
        self._depth = 0
        self._ignored = 0
        self._cell: list[str] | None = None
        self._taken: dict[int, int] = {}  # column → last row that a rowspan above takes
        self._width = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _IGNORED:
            self._ignored += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1 and self.rows:
                self.rows.append([])
                self._taken.clear()
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.rows.append([])
            if "display:none" in attributes.get("style", "").replace(" ", "").lower():
                self.hidden_rows.add(len(self.rows))
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._start_cell(attributes)
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _IGNORED:
            self._ignored = max(0, self._ignored - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._ignored:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self.rows:
            self.rows.append([])
        row, line = len(self.rows), self.rows[-1]
        while self._taken.get(len(line) + 1, 0) >= row:
            line.append("")
        column = len(line) + 1
        width, height = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        self._width = max(self._width, column + width - 1)
        self._limits.check_area(row, self._width, where=self._where)
        if width > 1 or height > 1:
            self.merges.append(Merge(row, column, row + height - 1, column + width - 1))
        if height > 1:
            self._taken.update(dict.fromkeys(range(column, column + width), row + height - 1))
        line.extend([""] * width)
        self._cell = []
        self._column = column

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.rows[-1][self._column - 1] = "".join(self._cell).replace("\xa0", " ").strip()
            self._cell = None


def _span(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
