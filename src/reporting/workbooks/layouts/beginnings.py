"""Where the next table of a sheet begins: its title, its headings, or those of the table before over again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.header import Header, filled, heads_figures, is_recognised, looks_like_header
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.merges import Merges
from reporting.workbooks.layouts.stacked import heads_other_rows, is_named_alike
from reporting.workbooks.layouts.table import Dropped, Row
from reporting.workbooks.layouts.words import GAP
from reporting.workbooks.units import is_unit
from reporting.workbooks.workbook import Sheet

__all__ = ["NEAR", "Beginnings", "OpenTable", "texts_of"]

NEAR = 50
"""Rows of a table that the row below its end is compared with."""


_PAGED = re.compile(r"[(（]?续表?[一二三四五六七八九十\d]{0,2}[)）]?$|^续表?[:：]?(?=.)")
"""（续） behind a title, or 续表 before it."""
_PAGE = re.compile(
    r"[-—－]*第?[\d一二三四五六七八九十]{1,4}页?(?:[/,，、]?共?[\d一二三四五六七八九十]{1,4}页?)?[-—－]*"
    r"|[(（]?(?:续表|下页续|接上页|见下页|转下页|续表见下页)[)）]?"
)
"""What only tells pages: 第1页, 第1页共2页, - 3 -, 续表."""


@dataclass(slots=True)
class OpenTable:
    """A table whose end is not known yet."""

    header: Header | None
    above: list[Dropped]
    dropped: list[Dropped] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    since_data: list[Dropped] = field(default_factory=list)
    band: str = ""


class Beginnings:
    """Tells of a row whether a table begins there.

    Args:
        known: keys of the headings of forms that may be expected.
    """

    def __init__(self, sheet: Sheet, merges: Merges, known: frozenset[str]) -> None:
        self._sheet, self._merges, self._known = sheet, merges, known

    def starts(self, row: int, table: OpenTable | None) -> bool:
        """Whether a header starts in a row: by the headings of a form anywhere, by its shape only after a gap."""
        if _begins_with_heading(self._sheet.rows[row - 1], self._known) and is_recognised(
            filled(self._sheet, row), self._known
        ):
            return True
        if table is None or table.header is None:
            return looks_like_header(self._sheet, self._merges, row)
        if row in self._sheet.starts and self._heads_own_table(row, table.header):
            return True
        if table.header.known or not looks_like_header(self._sheet, self._merges, row):
            return False
        if not any(dropped.reason in ("blank", "title") for dropped in table.since_data):
            return heads_other_rows(self._sheet, row, table.rows[-NEAR:], gap=False)
        titled = any(dropped.reason == "title" for dropped in table.since_data)
        return (
            self._renews(row, table)
            or self._differs_from_body(row, table, titled=titled)
            or heads_other_rows(self._sheet, row, table.rows[-NEAR:], gap=True)
        )

    def _heads_own_table(self, row: int, header: Header) -> bool:
        """Whether the first row of a table in a document is a heading, and not the next row of the table before."""
        if not looks_like_header(self._sheet, self._merges, row):
            return False
        columns = {column.index for column in header.columns}
        return heads_figures(self._sheet, row) or max(filled(self._sheet, row)) != max(columns, default=0)

    def _renews(self, row: int, table: OpenTable) -> bool:
        """Whether a row carries half of the headings over again, each in its column."""
        if table.header is None:
            return False
        cells = filled(self._sheet, row)
        names = {column.index: column.path[-1] for column in table.header.columns if column.path}
        same = sum(shown(value) == names.get(index) for index, value in cells.items())
        return same >= 1 and 2 * same >= len(cells)

    def _differs_from_body(self, row: int, table: OpenTable, *, titled: bool = False) -> bool:
        """Whether the words in a row stand where the table above holds numbers or nothing, and are headings.

        A row of words in place of numbers (未报, x) is a row, and so is one of units.
        """
        cells = filled(self._sheet, row)
        _label, *texts = [shown(value) for value in cells.values()]
        if texts and all(is_unit(text) for text in texts):
            return False
        if texts and not titled and (len(set(texts)) < len(texts) or any(GAP.fullmatch(text) for text in texts)):
            return False
        above = table.rows[-NEAR:]
        label = min(cells)
        if not titled and is_named_alike(shown(cells[label]), [shown(one.at(label)) for one in above]):
            return False
        return not above or not all(_holds_text(above, index) for index in cells)

    def is_title(self, row: int, table: OpenTable | None) -> bool:
        """Whether a lone text stands above the header of another table."""
        values = self._sheet.rows[row - 1]
        if len(values) - values.count("") > 2:
            return False
        cells = filled(self._sheet, row)
        if len(cells) != 1 or not all(isinstance(value, str) for value in cells.values()):
            return False
        for below in range(row + 1, min(row + 4, self._sheet.height) + 1):
            cells = filled(self._sheet, below)
            if len(cells) > 1:
                if is_recognised(cells, self._known):
                    return True
                if table is None or table.header is None or table.header.known:
                    return False
                return self.repeats(self._sheet.rows[below - 1], table.header) or (
                    looks_like_header(self._sheet, self._merges, below)
                    and (
                        self._renews(below, table)
                        or (
                            set(cells) != {column.index for column in table.header.columns}
                            and self._differs_from_body(below, table, titled=True)
                        )
                    )
                )
        return False

    def repeats(self, values: Sequence[CellValue], header: Header) -> bool:
        """Whether a row is the first row of the header over again."""
        original = self._sheet.rows[header.first - 1]
        first = next((index for index, value in enumerate(original) if not is_blank(value)), 0)
        here, there = values[first], original[first]
        if here != there and not (isinstance(here, str) and _closed(here) == _closed(there)):
            return False
        texts = _closed_texts(original)
        return len(texts) > 1 and texts == _closed_texts(values)

    def turns_page(self, table: OpenTable, again: int) -> bool:
        """Whether what stands between the rows of a table and its heading over again is where a page ends.

        That is the number of the page, or the title or unit of the table once more. Blocks behind a mere gap, under
        titles of their own, or each with its total or who filled it in, are tables of their own.

        Args:
            table: with rows, and what followed them.
            again: how many rows of its heading stand there over again.
        """
        if table.header is None or again != table.header.last - table.header.first + 1:
            return False
        titles = {_PAGED.sub("", _closed(line.text)) for line in table.above} - {""}
        lines = [line for line in table.since_data if line.reason != "blank"]
        return bool(lines) and all(
            line.reason in ("title", "unit", "note")
            and (_PAGED.sub("", _closed(line.text)) in titles or _PAGE.fullmatch(_closed(line.text)) is not None)
            for line in lines
        )

    def repeated_rows(self, row: int, header: Header) -> int:
        """How many rows from `row` on are the header's over again, its first one being."""
        levels = self._sheet.rows[header.first : header.last]
        pairs = zip(levels, self._sheet.rows[row : row + len(levels)], strict=False)
        return 1 + sum(1 for _ in takewhile(lambda pair: _closed_texts(pair[0]) == _closed_texts(pair[1]), pairs))


def texts_of(values: Sequence[CellValue]) -> list[str]:
    """The texts of the filled cells of a row."""
    return [shown(value) for value in values if not is_blank(value)]


def _closed(value: CellValue) -> str:
    """A cell as it is shown, without white space: a page may break a heading where the one before did not."""
    return "".join(shown(value).split())


def _closed_texts(values: Sequence[CellValue]) -> list[str]:
    return [_closed(value) for value in values if not is_blank(value)]


def _holds_text(rows: Sequence[Row], column: int) -> bool:
    """Whether most of the filled cells of a column are text."""
    values = [value for row in rows if not is_blank(value := row.at(column))]
    return 2 * sum(isinstance(value, str) for value in values) > len(values)


def _begins_with_heading(values: Sequence[CellValue], known: frozenset[str]) -> bool:
    """Whether one of the first three filled cells is a heading of a form. Quick: asked of every row."""
    if not known:
        return False
    seen = 0
    for value in values:
        if value != "":
            if not isinstance(value, str):
                return False
            if any(key in known for key in heading_keys(value)):
                return True
            seen += 1
            if seen == 3:
                return False
    return False
