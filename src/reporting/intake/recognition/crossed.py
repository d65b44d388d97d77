"""Figures that a table lays out by period, by unit and by item at once, in rows and in columns.

Each cell is placed: whose it is, of when, and which item, as its row, its column and the lines above the table say.
A place that is not said stays open; one that is said and cannot be read leaves the cell out, and says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reporting.definitions.forms import ItemTable
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import fold
from reporting.intake.cleaning.tables.unit_cells import unit_cell
from reporting.intake.recognition.banded import BandedPlaces, banded_places
from reporting.intake.recognition.captioned_items import captioned_item
from reporting.intake.recognition.item_labels import column_roles, is_value_word, item_of_path, labelled_rows, says_now
from reporting.intake.recognition.names import YearOfMonths, may_name_period, parted_period, period_label
from reporting.intake.recognition.other_figures import gives_other_figures, place_of_row
from reporting.intake.recognition.periods import (
    RowPeriods,
    banded_periods,
    period_columns,
    row_periods,
    written_once,
    year_of_table,
)
from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.table import Column, Row, Table
from reporting.workbooks.layouts.words import PLACE, TOTAL
from reporting.workbooks.units import is_unit, split_unit
from reporting.workbooks.workbook import Sheet

__all__ = ["Crossed", "PlacedCell", "crossed_table", "names_units"]

_NUMBERING = frozenset({"序号", "编号", "行次", "行号", "代码", "no", "no."})
_UNIT = frozenset({"单位", "计量单位", "unit"})


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A figure and its place; county and period are None where the table leaves them to the whole file.

    ``beside`` and ``labelled`` are the units that a column of units and the label of the row give; ``basis`` and
    ``note`` what rows of their own say.
    """

    item: str
    county: str | None
    period: Period | None
    row: Row
    column: Column
    typed: CellValue
    beside: str = ""
    labelled: str = ""
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Crossed:
    """A table whose cells are placed.

    Attributes:
        cells: with an item each.
        nobody: rows of a unit that nobody knows: number of the row, its column and what stands there.
        unclear: rows whose period nobody can tell.
        left: columns with figures whose heading nobody can place.
        shown: what the table lays out that its form does not expect: periods, units.
        totals: figures of rows and columns called 合计, which are no unit's.
        aside: rows among those of units that are plainly no unit's (目标值).
        rows_left: rows of other figures than those asked for: number of the row, its column and what stands there.
    """

    cells: tuple[PlacedCell, ...]
    nobody: Mapping[int, tuple[str, str]]
    unclear: Mapping[int, tuple[str, str]]
    left: tuple[Column, ...]
    shown: frozenset[str]
    totals: tuple[PlacedCell, ...] = ()
    rows_left: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    aside: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def only(self, cells: Collection[PlacedCell]) -> Crossed:
        """The same with some of the cells."""
        return replace(self, cells=tuple(cells))


@dataclass(frozen=True, slots=True)
class _Head:
    """What the heading of a column says of the figures below it."""

    column: Column
    item: str | None
    county: str | None
    period: Period | None


def crossed_table(sheet: Sheet, table: Table, definition: ItemTable, names: PlaceNames) -> Crossed | None:
    """The cells of a table, placed; None where the table has no column or row of periods, nor one of units and items.

    Args:
        sheet: that the table is on.
        table: as it was found.
        definition: whose items are looked for.
        names: of units; the city's periods are months or years.
    """
    months = names.months
    if not table.columns or not table.rows:
        return None
    year = year_of_table(table)
    roles = column_roles(table, definition)
    items = roles.get("item", ()) or _nameless_items(table, definition)
    labels = {column.index for role, columns in roles.items() if role != "value" for column in columns}
    labels |= {column.index for column in items}
    place = _place_column(table, definition, names, labels)
    labels |= {place.index} if place else set()
    banded = banded_places(table, names) if items and not place else None
    when = _row_periods(sheet, table, definition, labels, months=months, year=year, grouped=bool(items))
    labels |= {column.index for column in when.columns} if when else set()
    if not (when or place or banded or _may_be_across(table, names)):
        return None
    heads, left = _heads(table, definition, names, labels, months=months, year=year)
    captioned = None if items or any(head.item for head in heads) else captioned_item(table, definition, names)
    across = {"periods": any(head.period for head in heads), "units": any(head.county for head in heads)}
    long = bool(items) and (place is not None or banded is not None)
    if not (when or long or across["periods"] or across["units"] or (captioned and place)):
        return None
    lines = list(labelled_rows(table, definition, {**roles, "item": items})) if items else []
    by_row = {line.row.number: line.item for line in lines}
    labelled = {line.row.number: line.unit for line in lines}
    whose = _places(table, place, names, grouped=bool(items)) if place else _banded(table, banded)
    cells = _cells(table, heads, by_row if items else None, captioned, whose or None, when, roles, labelled)
    are_figures = any(by_row.values()) or any(head.item for head in heads) or bool(captioned)
    if not cells and not (when and when.unclear and are_figures):
        return None
    letter = place.letter if place else ""
    unknown = {number: (letter, text) for number, (code, text) in whose.items() if code is None}
    aside = {number: said for number, said in unknown.items() if gives_other_figures(said[1])}
    whole = {number for number, (code, text) in whose.items() if code == names.city and text and not names.code(text)}
    return Crossed(
        tuple(cell for cell in cells if cell.row.number not in whole),
        {number: said for number, said in unknown.items() if number not in aside},
        {number: (when.letter, text) for number, text in when.unclear.items()} if when else {},
        tuple(column for column in left if not _is_total(column)),
        frozenset(_unexpected(definition, across, when)),
        (
            *(cell for cell in cells if cell.row.number in whole),
            *_totals(sheet, table, heads, left, by_row if items else None, captioned, when),
        ),
        aside=aside,
    )


def _may_be_across(table: Table, names: PlaceNames) -> bool:
    """Whether a heading may be of a period or a unit; quick, for it is asked of every table and form."""
    return any(
        may_name_period(piece) or names.code(piece) or names.code(split_unit(piece)[0])
        for column in table.columns
        for piece in column.path
    )


def _unexpected(definition: ItemTable, across: Mapping[str, bool], when: RowPeriods | None) -> Iterator[str]:
    if (across["periods"] and not definition.periods_across) or (when and not definition.period_heading):
        yield "periods"
    if across["units"] and not definition.units_across:
        yield "units"


def _cells(
    table: Table,
    heads: Sequence[_Head],
    by_row: Mapping[int, str | None] | None,
    captioned: str | None,
    whose: Mapping[int, tuple[str | None, str]] | None,
    when: RowPeriods | None,
    roles: Mapping[str, Sequence[Column]],
    labelled: Mapping[int, str],
) -> list[PlacedCell]:
    unit = roles.get("unit", ()) or [c for c in table.columns if c.path and fold(c.path[-1]) in _UNIT]
    cells = []
    beside = ""
    for row in table.rows:
        beside = unit_cell(shown(row.at(unit[0].index)), beside) if unit else ""
        if (whose is not None and whose.get(row.number, (None, ""))[0] is None) or (
            when and row.number in when.unclear
        ):
            continue
        for head in heads:
            own = by_row.get(row.number) if by_row is not None else None
            item = own or head.item or captioned
            if item is None or (own and head.item) or (by_row is not None and own is None):
                continue
            period = when.periods[row.number] if when else None
            county = whose[row.number][0] if whose is not None else None
            if (period and head.period and period != head.period) or (county and head.county and county != head.county):
                continue
            cells.append(
                PlacedCell(
                    item,
                    county or head.county,
                    period or head.period,
                    row,
                    head.column,
                    row.at(head.column.index),
                    beside,
                    labelled.get(row.number, ""),
                )
            )
    filled = {(cell.county, cell.period) for cell in cells if not is_blank(cell.typed)}
    return [cell for cell in cells if (cell.county, cell.period) in filled]


def _totals(
    sheet: Sheet,
    table: Table,
    heads: Sequence[_Head],
    left: Sequence[Column],
    by_row: Mapping[int, str | None] | None,
    captioned: str | None,
    when: RowPeriods | None,
) -> Iterator[PlacedCell]:
    """The figures of total rows, by column, and of total columns, by row."""
    for line in table.dropped:
        if line.reason != "total" or by_row is not None:
            continue
        row = Row(line.row, sheet.rows[line.row - 1])
        above = max((number for number in when.periods if number < line.row), default=0) if when else 0
        period = when.periods.get(above) if when else None
        for head in heads:
            if head.county is None and (item := head.item or captioned):
                yield PlacedCell(item, None, period or head.period, row, head.column, row.at(head.column.index))
    for column in left if by_row is not None else ():
        if _is_total(column) and len(column.path) == 1:
            for row in table.rows:
                if item := by_row.get(row.number) if by_row is not None else None:
                    period = when.periods.get(row.number) if when else None
                    yield PlacedCell(item, None, period, row, column, row.at(column.index))


def _is_total(column: Column) -> bool:
    """Whether a column is headed 合计."""
    return bool(column.path) and bool(TOTAL.match(column.path[-1]))


def _heads(
    table: Table,
    definition: ItemTable,
    names: PlaceNames,
    labels: Collection[int],
    *,
    months: bool,
    year: YearOfMonths,
) -> tuple[list[_Head], list[Column]]:
    """The columns of figures, and those with figures whose heading says something that nobody can place."""
    heads, left = [], []
    for column in table.columns:
        if column.index in labels:
            continue
        head = _head(column, definition, names, months=months, year=year)
        if head is not None:
            heads.append(head)
        elif (
            column.path
            and fold(column.path[-1]) not in _NUMBERING
            and any(isinstance(row.at(column.index), int | float) for row in table.rows)
        ):
            left.append(column)
    return heads, left


def _head(
    column: Column, definition: ItemTable, names: PlaceNames, *, months: bool, year: YearOfMonths
) -> _Head | None:
    county: str | None = None
    period: Period | None = None
    rest: list[str] = []
    value = False
    named = [own for piece in column.path if (own := period_label(piece, months=False)) is not None]
    year = named[0].year if months and len(named) == 1 else year
    for piece in column.path:
        when = period_label(piece, months=months, year=year)
        bare = split_unit(piece)[0]
        if when is None:
            when = period_label(bare, months=months, year=year)
        if when is None and not (months and period_label(piece, months=False)):
            when, bare = parted_period(bare, months=months)
            if when is None and (code := names.code(bare)) is not None and item_of_path([piece], definition) is None:
                if county is not None and county != code:
                    return None
                county = code
                continue
            if bare and (is_value_word(bare, definition) or says_now(bare)):
                value = True
            elif bare and not is_unit(piece):
                rest.append(bare if when else piece)
        if when is not None:
            if period is not None and period != when:
                return None
            period = when
    item = item_of_path(rest, definition) if rest else None
    if rest and item is None:
        return None
    return _Head(column, item, county, period) if item or county or period or value else None


def _place_column(table: Table, definition: ItemTable, names: PlaceNames, taken: Collection[int]) -> Column | None:
    """The column of units: by its heading, or one without a heading in which every text is a unit's name."""
    wanted = {key for heading in definition.county_heading for key in heading_keys(heading)}
    for column in table.columns:
        if column.index in taken:
            continue
        keys = {key for part in column.path for key in heading_keys(part)}
        if wanted & keys or any(PLACE.match(key) for key in keys):
            if _known(table, column, names):
                return column
        elif not column.path or column.index == table.columns[0].index:
            texts = [shown(row.at(column.index)) for row in table.rows if not is_blank(row.at(column.index))]
            places = [text for text in texts if not gives_other_figures(text)]
            if places and all(place_of_row(text, names) for text in places):
                return column
    return None


def names_units(table: Table, definition: ItemTable, names: PlaceNames) -> bool:
    """Whether a column of a table, by its heading, says whose each row is, and does."""
    wanted = {key for heading in definition.county_heading for key in heading_keys(heading)}
    return any(
        (wanted & keys or any(map(PLACE.match, keys))) and _known(table, column, names)
        for column in table.columns
        if (keys := {key for part in column.path for key in heading_keys(part)})
    )


def _known(table: Table, column: Column, names: PlaceNames) -> bool:
    return any(names.code(shown(row.at(column.index))) for row in table.rows)


def _places(table: Table, column: Column, names: PlaceNames, *, grouped: bool) -> Mapping[int, tuple[str | None, str]]:
    """Row → the unit that its cell names, and what stands there."""
    texts: Sequence[str] = [shown(row.at(column.index)) for row in table.rows]
    texts = written_once(texts) if grouped else texts
    return {row.number: (place_of_row(text, names), text) for row, text in zip(table.rows, texts, strict=True)}


def _banded(table: Table, banded: BandedPlaces | None) -> Mapping[int, tuple[str | None, str]]:
    """The same of rows below the names of places; what stands above the first of these is nobody's."""
    if banded is None:
        return {}
    rows = [row.number for row in table.rows if row.number not in banded.bands]
    return {number: (banded.places.get(number), "") for number in rows}


def _row_periods(
    sheet: Sheet,
    table: Table,
    definition: ItemTable,
    taken: Collection[int],
    *,
    months: bool,
    year: YearOfMonths,
    grouped: bool,
) -> RowPeriods | None:
    columns = period_columns(table, definition.period_heading, taken)
    if columns:
        return row_periods(sheet, table, columns, months=months, year=year, grouped=grouped)
    first = table.columns[0]
    if first.index not in taken and (not first.path or _is_corner(first)):
        found = row_periods(sheet, table, (first,), months=months, year=year, grouped=grouped)
        if found and not found.unclear:
            return found
    return banded_periods(table, months=months, year=year)


def _is_corner(column: Column) -> bool:
    r"""Whether a heading is that of a corner, such as 年份\指标, where two things meet."""
    return bool(re.search(r"[\\/＼／\n]", column.path[-1]))


def _nameless_items(table: Table, definition: ItemTable) -> tuple[Column, ...]:
    """The first column, where it has no heading of its own and most of its texts are items."""
    first = table.columns[0]
    if first.path and not _is_corner(first):
        return ()
    lines = list(labelled_rows(table, definition, {"item": (first,)}))
    known = Counter(line.item is not None for line in lines)
    return (first,) if known[True] and known[True] >= known[False] else ()
