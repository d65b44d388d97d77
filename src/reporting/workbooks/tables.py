"""Sheets become tables: where each starts and ends, what its columns are called, which of its rows are data.

Nothing is dropped unmentioned: every row of a sheet is the data or part of the header of a table, or stands
in the dropped rows of a table or of the layout, with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from reporting.workbooks.cells import CellValue, column_letter, is_blank, shown
from reporting.workbooks.layouts.beginnings import NEAR, Beginnings, OpenTable, texts_of
from reporting.workbooks.layouts.beside import parts_beside, strip
from reporting.workbooks.layouts.captions import caption_unit, is_key_value, is_unit_caption, key_values, money_unit
from reporting.workbooks.layouts.dated import with_dated_headings
from reporting.workbooks.layouts.header import (
    filled,
    is_label,
    read_header,
    stands_over,
)
from reporting.workbooks.layouts.heading_keys import heading_keys, known_keys
from reporting.workbooks.layouts.merges import Merges, merged_values
from reporting.workbooks.layouts.rows import (
    average_label,
    averages_bodies,
    body_reason,
    caption_reason,
    names_a_change,
)
from reporting.workbooks.layouts.stacked import is_body
from reporting.workbooks.layouts.table import Column, Dropped, Layout, Reason, Row, Table
from reporting.workbooks.layouts.words import ATTACHMENT, PROSE
from reporting.workbooks.units import is_unit
from reporting.workbooks.workbook import Sheet

__all__ = ["MONEY_UNIT_KEY", "Column", "Dropped", "Layout", "Row", "Table", "find_layout", "find_tables"]

_TEXT = 200
"""Characters of a dropped row that are kept."""
MONEY_UNIT_KEY = "金额单位"
"""Caption under which the unit of amounts of money is given."""
_ALIKE = 6
"""Rows above and below one that is called 增长 that say what the rows of the table are."""


def find_tables(sheet: Sheet, known_headings: Collection[str] = ()) -> tuple[Table, ...]:
    """The tables of a sheet, from top to bottom.

    Args:
        sheet: as it was read.
        known_headings: headings of forms that may be expected. A row of these is a header wherever it stands;
            without them headers are told by their shape.
    """
    return find_layout(sheet, known_headings).tables


def find_layout(sheet: Sheet, known_headings: Collection[str] = ()) -> Layout:
    """The tables of a sheet, and its rows that belong to none. Arguments as `find_tables`."""
    known = known_keys(known_headings)
    sheet = with_dated_headings(sheet)
    layout = _Finder(sheet, known).layout()
    tables: list[Table] = []
    for table in layout.tables:
        parts = parts_beside(sheet, table, known)
        tables += _beside(sheet, table, parts, known) if parts else [table]
    if sheet.hidden_columns:
        tables = [_without_twins(table, sheet.hidden_columns) for table in tables]
    return Layout(tuple(tables), layout.loose)


def _without_twins(table: Table, hidden: Collection[int]) -> Table:
    """The table without its hidden columns whose heading a visible one has: an old copy, or what that is made from."""
    seen = {key for column in table.columns if column.index not in hidden for key in _compared(column)}
    twins = tuple(one for one in table.columns if one.index in hidden and seen.intersection(_compared(one)))
    return replace(table, columns=tuple(one for one in table.columns if one not in twins), twins=twins)


def _compared(column: Column) -> set[tuple[str, ...]]:
    """What the heading of a column is told by, its unit left out or not; nothing where it has none."""
    return {(*column.path[:-1], key) for text in column.path[-1:] for key in heading_keys(text)}


def _beside(sheet: Sheet, table: Table, parts: Sequence[tuple[int, int]], known: frozenset[str]) -> Sequence[Table]:
    """The tables that stand side by side in what was taken for one; what stands above all of them is the first's."""
    numbers = [row.number for row in table.rows] + [row.row for row in table.dropped]
    found = []
    for position, (first, last) in enumerate(parts):
        if first == last:
            found.append(_list_beside(table, first, last))
            continue
        columns = (1 if position == 0 else first, last)
        part = _Finder(strip(sheet, columns, (min(numbers), max(numbers))), known).layout().tables
        if position and (len(part) != 1 or part[0].header_rows is None):
            found.append(_list_beside(table, first, last))
            continue
        if len(part) != 1 or part[0].header_rows is None:
            return [table]
        within = [row for row in part[0].dropped if min(numbers) <= row.row <= max(numbers)]
        found.append(replace(part[0], dropped=tuple(within)))
    return found


def _list_beside(table: Table, first: int, last: int) -> Table:
    """A list of some columns beside a table, not each of which needs a heading."""
    columns = tuple(column for column in table.columns if first <= column.index <= last)
    rows = tuple(row for row in table.rows if not is_blank(row.at(first)))
    header = tuple(row for row in table.dropped if row.reason == "header")
    return Table(table.sheet, table.header_rows, columns, rows, header)


class _Finder:
    """Goes down a sheet once."""

    def __init__(self, sheet: Sheet, known: frozenset[str]) -> None:
        self._sheet, self._known = sheet, known
        self._merges = Merges(sheet)
        self._beginnings = Beginnings(sheet, self._merges, known)
        self._fills = merged_values(sheet)
        self._tables: list[Table] = []
        self._above: list[Dropped] = []
        self._open: OpenTable | None = None
        self._lone = 0

    def layout(self) -> Layout:
        row = 1
        while row <= self._sheet.height:
            row = self._take(row)
        self._close()
        if self._tables and self._tables[-1].unit is None:
            # with no table to follow, a line such as 单位：万元 speaks of the one above it
            below = [line.text for line in self._above if is_unit_caption(line.text)]
            self._tables[-1] = replace(self._tables[-1], unit=caption_unit(below))
        return Layout(tuple(self._tables), tuple(self._above))

    def _take(self, row: int) -> int:
        """Take a row, or the whole header that starts in it; returns the next row."""
        table, values = self._open, self._sheet.rows[row - 1]
        if table and table.header and self._beginnings.repeats(values, table.header):
            again = self._beginnings.repeated_rows(row, table.header)
            if not table.rows or (table.since_data and not self._beginnings.turns_page(table, again)):
                return self._open_table(row)
            table.since_data.extend(self._dropped(r, "header") for r in range(row, row + again))
            return row + again
        if self._beginnings.starts(row, table):
            return self._open_table(row)
        if table is None:
            cells = filled(self._sheet, row)
            if not _is_body(cells):
                self._above.append(self._dropped(row, caption_reason([shown(v) for v in cells.values()])))
                return row + 1
            self._open = table = OpenTable(None, self._above)
            self._above = []
        if self._beginnings.is_title(row, table):
            table.since_data.append(self._dropped(row, "title"))
        else:
            self._take_body(table, row, values)
        return row + 1

    def _take_body(self, table: OpenTable, row: int, values: Sequence[CellValue]) -> None:
        columns = table.header.columns if table.header else ()
        before = table.since_data[-1].reason if table.since_data else None
        reason: Reason | None = None
        if self._is_list_below(table, row):
            reason = "list"
        elif not self._is_under_lone_heading(row):
            reason = body_reason(values, row, columns, self._merges, before)
        if reason == "note" and self._is_figure(table, row, values):
            reason = None
        if reason is None and self._is_average(table, row, values):
            reason = "note"
        if reason is None:
            table.dropped.extend(table.since_data)
            table.since_data.clear()
            table.rows.append(self._row(row, values, table.band))
            return
        dropped = self._dropped(row, reason)
        if reason == "band":
            table.band = dropped.text
        table.since_data.append(dropped)

    def _is_figure(self, table: OpenTable, row: int, values: Sequence[CellValue]) -> bool:
        """Whether a row called 增长 or 占比 is a figure like the rows above it, and sums up no schools or places.

        It is where a cell gives its unit, where no row above is called after a school or a place, and where one of the
        same name stands further up or down with a figure between.
        """
        if not table.rows or not names_a_change(values):
            return False
        (label, name), *others = _first_two(values)
        if any(isinstance(value, str) and is_unit(shown(value)) for _, value in others):
            return True
        above = [shown(one.at(label)) for one in table.rows[-_ALIKE:]]
        below = [self._sheet.at(number, label) for number in range(row + 1, row + 1 + _ALIKE)]
        return not any(map(is_body, above)) or shown(name) in above or (below[0] != name and name in below)

    def _is_average(self, table: OpenTable, row: int, values: Sequence[CellValue]) -> bool:
        """Whether a row gives the average of the schools or places around it."""
        label = average_label(values)
        if not label:
            return False
        above = [one.values for one in table.rows[-_ALIKE:]]
        return averages_bodies(values, label, [*above, *self._sheet.rows[row : row + _ALIKE]])

    def _is_list_below(self, table: OpenTable, row: int) -> bool:
        """Whether a lone text behind a gap is of a list that helps to fill in the table above, and no row of it.

        It stands in a column without a heading, or heads words most of which stand in the table already, as units
        or answers. A lone name of a school is a row: that school has sent nothing yet.
        """
        columns = table.header.columns if table.header else ()
        reasons = {one.reason for one in table.since_data}
        if len(columns) < 3 or not table.rows or not reasons & {"blank", "list"}:
            return False
        cells = _first_two(self._sheet.rows[row - 1])
        if len(cells) != 1:
            return False
        if "list" in reasons and table.since_data[-1].reason == "list":
            return True
        ((column, value),) = cells
        if not isinstance(value, str):
            return False
        if column not in {one.index for one in columns}:
            return True
        below = [filled(self._sheet, number) for number in range(row + 1, self._sheet.height + 1)]
        words = [shown(one[column]) for one in takewhile(lambda one: set(one) == {column}, below)]
        answers = {shown(one.at(at.index)) for one in table.rows[-NEAR:] for at in columns if at.index != column}
        told = sum(word in answers or is_unit(word) for word in words)
        return told > 1 and 2 * told >= len(words)

    def _is_under_lone_heading(self, row: int) -> bool:
        """Whether a lone text stands below a lone heading of a form (典型做法): an answer, be it a sentence or not."""
        cells = _first_two(self._sheet.rows[row - 1])
        if len(cells) != 1 or not self._known:
            self._lone = 0 if cells else self._lone
            return False
        ((column, value),) = cells
        is_answer = column == self._lone
        is_heading = isinstance(value, str) and bool(self._known.intersection(heading_keys(value)))
        self._lone = column if is_answer or is_heading else 0
        return is_answer

    def _open_table(self, row: int) -> int:
        self._close()
        if self._above and self._above[-1].row == row - 1 and stands_over(self._sheet, row):
            # 上学期 over one of the headings alone
            self._above.pop()
            row -= 1
        header = read_header(self._sheet, self._merges, row, self._known)
        self._open = OpenTable(header, self._above)
        self._above = []
        return header.last + 1

    def _close(self) -> None:
        """Close the open table; the titles after its data wait for the next one."""
        table = self._open
        if table is None:
            return
        self._open = None
        end = len(table.since_data)
        while end and table.since_data[end - 1].reason in ("title", "unit", "blank"):
            end -= 1
        while end < len(table.since_data) and table.since_data[end].reason == "blank":
            end += 1
        self._above = table.since_data[end:]
        table.since_data = table.since_data[:end]
        self._tables.append(self._table(table))

    def _table(self, table: OpenTable) -> Table:
        header = table.header
        dropped = [*table.above]
        if header:
            dropped += [
                self._dropped(row, "unit" if row == header.unit_row else "header")
                for row in range(header.first, header.last + 1)
            ]
        dropped += [*table.dropped, *table.since_data]
        above = [shown(value) for row in table.above for value in filled(self._sheet, row.row).values()]
        below = [
            shown(value)
            for row in table.since_data
            if row.reason in ("footer", "note")
            for value in filled(self._sheet, row.row).values()
        ]
        titles = [
            text
            for text in above
            if not (is_key_value(text) or is_unit_caption(text) or ATTACHMENT.match(text) or PROSE.search(text))
        ]
        return Table(
            sheet=self._sheet.name,
            header_rows=(header.first, header.last) if header else None,
            columns=_with_nameless(header.columns if header else (), table.rows),
            rows=tuple(table.rows),
            dropped=tuple(sorted(dropped, key=lambda row: row.row)),
            unit=caption_unit(above, below),
            title=" ".join(titles),
            captions=_captions(above, below),
            footer=key_values(below),
        )

    def _dropped(self, row: int, reason: Reason) -> Dropped:
        return Dropped(row, reason, " ".join(texts_of(self._sheet.rows[row - 1]))[:_TEXT])

    def _row(self, number: int, values: Sequence[CellValue], band: str) -> Row:
        hidden = number in self._sheet.hidden_rows
        fills = self._fills.get(number)
        if not fills:
            return Row(number, values, hidden, band)
        copy = list(values)
        for column, text in fills.items():
            copy[column - 1] = text
        return Row(number, copy, hidden, band, frozenset(fills))


def _captions(above: Sequence[str], below: Sequence[str]) -> dict[str, str]:
    """Pairs above a table, and the unit of money wherever it is given."""
    money = money_unit([*above, *below])
    return key_values(above) | ({MONEY_UNIT_KEY: money} if money else {})


def _first_two(values: Sequence[CellValue]) -> list[tuple[int, CellValue]]:
    """The first cells of a row that are filled, by column, at most two: of most rows no more need be looked at."""
    return list(islice(((index, value) for index, value in enumerate(values, 1) if not is_blank(value)), 2))


def _is_body(cells: dict[int, CellValue]) -> bool:
    """Whether a row outside any table is data without a header: several cells, a number among them."""
    texts = [shown(value) for value in cells.values() if isinstance(value, str)]
    if len(cells) < 2 or any(is_key_value(text) for text in texts):
        return False
    return any(not is_label(value) for value in cells.values())


def _with_nameless(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns, and those without a heading that hold data."""
    named = {column.index for column in columns}
    width = max((len(row.values) for row in rows[:1]), default=0)
    nameless = [
        Column(column_letter(index), index, (), "")
        for index in range(1, width + 1)
        if index not in named and any(not is_blank(row.values[index - 1]) for row in rows)
    ]
    return tuple(sorted((*columns, *nameless), key=lambda column: column.index))
