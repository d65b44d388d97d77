"""Tables of a web page: what many a `.xls` from a reporting portal is inside.

The page is cut at its `<` signs and read piece by piece: the parser of the standard library needs time that grows
with the square of what an unclosed tag leaves open, so that a page of 60 KB holds it for minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import CellValue, StruckOut
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.pieces import TextPiece, joined
from reporting.workbooks.formats.sheets import clipped, trimmed
from reporting.workbooks.formats.unseen import Unseen
from reporting.workbooks.workbook import Merge, Notice, Sheet, Workbook

_IGNORED = frozenset({"script", "style", "title"})
_TAG_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BLOCKS = frozenset(
    {"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "section", "center", "body", "hr"}
)
_ABOVE, _AFTER = 8, 5
"""Lines of a page that are kept above a table and below it: a site has more around a report than the report."""
_LONGEST_TAG = 4000
_SPAN = re.compile(r"\b(colspan|rowspan)\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{1,6})\b", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;\"']{0,40}line-through", re.IGNORECASE)
_SET_BY = {"s": "struck", "del": "struck", "strike": "struck", "sup": "raised"}
_OF_ROWS = frozenset({"td", "th", "tr", "/td", "/th", "/tr"})
_DEEPEST = 50
_OF_EXCEL = "urn:schemas-microsoft-com:office:"
"""Names a page as one that Excel saved: there a row that is not shown is a hidden row of a sheet."""


def read_html(path: Path, text: str, encoding: str, notices: tuple[Notice, ...], limits: FileLimits) -> Workbook:
    """Read every outermost table of a page as one sheet, one below the other. Every cell is text.

    Raises:
        UnreadableFileError: the page has no table, or too many cells.
    """
    unseen = Unseen(text)
    reader = _Tables(limits, path.name, _framed(text), unseen, hides_rows=_OF_EXCEL not in text)
    for tag, attributes, following in _pieces(text):
        reader.take(tag, attributes)
        reader.take_text(following)
    reader.end()
    if not reader.tables:
        raise UnreadableFileError(
            "the file is a web page without a table",
            where=path.name,
            hint="open it in Excel or WPS, save it as .xlsx, and send that",
        )
    rows = trimmed(reader.rows)
    height, width = len(rows), len(rows[0]) if rows else 0
    hidden = frozenset(row for row in reader.hidden_rows if row <= height)
    sheet = Sheet(
        path.stem,
        rows,
        merges=clipped(reader.merges, height, width),
        hidden_rows=hidden,
        starts=frozenset(reader.starts),
    )
    said = (Notice("hidden_rows", path.stem, {"count": len(hidden)}),) if hidden else ()
    if unseen.count:
        said = (*said, Notice("unseen_on_page", path.stem, {"count": unseen.count}))
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


def _framed(text: str) -> frozenset[int]:
    """Which tables of a page, counted from 0, stand in a cell of another and have several rows and columns.

    What is around them sets out the page, and is no table; a smaller one is a text set in a frame.
    """
    found: list[list[int]] = []
    open_ones: list[int] = []
    framed = set[int]()
    for tag, _attributes, _following in _pieces(text):
        if tag == "table":
            if open_ones:
                framed.add(len(found))
            open_ones.append(len(found))
            found.append([0, 0])
        elif tag == "/table" and open_ones:
            open_ones.pop()
        elif open_ones and tag in ("tr", "td", "th"):
            found[open_ones[-1]][tag != "tr"] += 1
    return frozenset(one for one in framed if found[one][0] > 1 and found[one][1] > 2 * found[one][0] - 2)


class _Tables:
    """Collects cells, and the ranges that colspan and rowspan merge. Small tables inside cells are read as text.

    Args:
        framed: tables that are read though they stand in a cell of another, as `_framed` counts them.
        unseen: tells what the page does not show, which is not read.
        hides_rows: whether a row that is not shown is left out; else it is a hidden row of a sheet.
    """

    def __init__(
        self,
        limits: FileLimits,
        where: str,
        framed: frozenset[int],
        unseen: Unseen,
        *,
        hides_rows: bool,
    ) -> None:
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.starts: set[int] = set()
        self.tables = False
        self._unseen, self._hides_rows = unseen, hides_rows
        self._limits, self._where = limits, where
        self._framed = framed
        self._count = 0
        self._depth = 0
        self._around: list[int] = []
        self._ignored = ""
        self._line: list[str] = []
        self._above: list[str] = []
        self._after = 0
        self._cell: list[TextPiece] | None = None
        self._set_as: list[tuple[str, str]] = []  # tags open in the cell that strike, raise or hide, and which of these
        self._column = 0
        self._width = 0
        self._taken: dict[int, int] = {}  # column → last row that a rowspan above takes

    def take(self, tag: str, attributes: str) -> None:
        """Take a tag."""
        if self._ignored:
            self._ignored = "" if tag == f"/{self._ignored}" else self._ignored
        elif tag in _IGNORED:
            self._ignored = tag
        elif self._unseen.holds(tag) or self._leaves_out(tag, attributes):
            self._count += tag == "table"
        elif tag == "table":
            self._count += 1
            if self._depth and self._count - 1 in self._framed:
                self.end_cell()
                self._around.append(self._depth)
                self._depth = 0
            self._depth += 1
            if self._depth == 1 and self.tables:
                self.rows.append([])
                self._taken.clear()
            if self._depth == 1:
                self._lines_above()
                self.starts.add(len(self.rows) + 1)
        elif tag == "/table" and self._depth:
            if self._depth == 1:
                self.end_cell()
                self._after = _AFTER
            self._depth -= 1
            if not self._depth and self._around:
                self._depth = self._around.pop()
                self._after = 0
                self._taken.clear()
                self.rows.append([])
        elif not self._depth and tag.removeprefix("/") in _BLOCKS:
            self._end_line()
        elif tag == "br":
            self.take_text("\n")
        elif self._cell is not None and tag not in _OF_ROWS:
            self._set(tag, attributes)
        elif self._depth == 1:
            self._take_row_or_cell(tag, attributes)

    def _leaves_out(self, tag: str, attributes: str) -> bool:
        """Whether an element that is not shown is left out, which begins here."""
        is_part = tag in _OF_ROWS
        if (self._cell is not None and not is_part) or not self._unseen.may_hide(tag, attributes):
            return False
        if is_part and self._depth == 1:
            if tag == "tr" and not self._hides_rows:
                return False
            self.end_cell()
            if tag == "tr":
                # later rows keep their numbers
                self.rows.append([])
            elif not self._hides_rows:
                # and so do later columns of a sheet
                self._take_row_or_cell(tag, attributes)
                self.end_cell()
        self._unseen.leave_out(tag)
        return True

    def _set(self, tag: str, attributes: str) -> None:
        """Take a tag in a cell that says how the text after it is set."""
        if tag.startswith("/"):
            opened = [at for at, (name, _) in enumerate(self._set_as) if name == tag[1:]]
            if opened:
                del self._set_as[opened[-1]]
            return
        how = _SET_BY.get(tag, "")
        if self._unseen.hides(attributes):
            how = "hidden"
        elif _STRUCK.search(attributes):
            how = "struck"
        if (how or any(name == tag for name, _ in self._set_as)) and len(self._set_as) < _DEEPEST:
            self._set_as.append((tag, how))

    def take_text(self, text: str) -> None:
        """Take the text after a tag."""
        if self._ignored or self._unseen:
            return
        if self._cell is not None:
            ways = {how for _, how in self._set_as}
            if "hidden" not in ways:
                self._cell.append(TextPiece(text, "struck" in ways, "raised" in ways))
        elif not self._depth:
            self._line.append(text)

    def end(self) -> None:
        """Close what is open at the end of the page."""
        self.end_cell()
        self._end_line()

    def _end_line(self) -> None:
        """Close a line outside tables: kept below the table that it follows, or for the one that comes."""
        text = " ".join(html.unescape("".join(self._line)).replace("\xa0", " ").split())
        self._line.clear()
        if not text:
            return
        if self._after:
            self._after -= 1
            self.rows.append([text[: self._limits.max_cell_text]])
        else:
            self._above = [*self._above[1 - _ABOVE :], text[: self._limits.max_cell_text]]

    def _lines_above(self) -> None:
        self._end_line()
        self._after = 0
        self.rows.extend([line] for line in self._above)
        self._above = []

    def end_cell(self) -> None:
        """Close the open cell: closing tags are often left out."""
        if self._cell is not None:
            plain = (replace(piece, text=html.unescape(piece.text).replace("\xa0", " ")) for piece in self._cell)
            text = joined(plain)
            self.rows[-1][self._column - 1] = StruckOut(text.strip()) if isinstance(text, StruckOut) else text.strip()
            self._cell = None
            self._set_as.clear()

    def _take_row_or_cell(self, tag: str, attributes: str) -> None:
        if tag in ("td", "th", "tr", "/td", "/th", "/tr"):
            self.end_cell()
        if tag == "tr":
            self.tables = True
            self.rows.append([])
            if self._unseen.hides(attributes):
                self.hidden_rows.add(len(self.rows))
        elif tag in ("td", "th"):
            self._start_cell({name.lower(): max(1, int(number)) for name, number in _SPAN.findall(attributes)})

    def _start_cell(self, spans: dict[str, int]) -> None:
        if not self.tables:
            self.tables = True
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
