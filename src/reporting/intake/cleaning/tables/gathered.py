"""The 合计 row of a sheet that gathers the rows of several counties is held against the sum of these rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.definitions.forms import Field, Item
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.intake.checks.base import plain
from reporting.intake.cleaning.tables.items import county_column
from reporting.intake.cleaning.tables.stated import stated_unit
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.crossed import Crossed, PlacedCell
from reporting.intake.recognition.found import ItemsFound, Recognition, RowsFound
from reporting.intake.recognition.item_labels import wide_columns
from reporting.intake.recognition.other_figures import gives_other_figures, place_of_row
from reporting.intake.recognition.periods import RowPeriods
from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.table import Column

__all__ = ["gathered_totals"]

_EXACT = 1e-6


def gathered_totals(recognition: Recognition, names: PlaceNames) -> Iterator[Finding]:
    """A warning for each count of a total row, or of the city's own row, that is not the sum of the counties' rows.

    A column in which a row cannot be read exactly is passed over: of that nobody knows the sum.
    """
    for one in recognition.tables:
        if isinstance(one, RowsFound):
            if one.when and len(set(one.when.periods.values())) > 1:
                yield from _of_periods(one, one.when, names)
        elif one.crossed is not None:
            yield from _of_crossed(one, one.crossed, names)
        elif one.wide:
            yield from _of_table(one, names)


def _of_crossed(one: ItemsFound, crossed: Crossed, names: PlaceNames) -> Iterator[Finding]:
    """The same of a table whose cells are placed one by one: for each item and period the units are added up."""
    definition = one.definition

    def count(cell: PlacedCell) -> float | None:
        item = definition.item(cell.item)
        return _count(cell.typed, item, stated_unit(one.table, cell.column, item.unit, names, cell.beside))

    sums: dict[tuple[str, Period | None], list[float | None]] = {}
    printed: list[PlacedCell] = [*crossed.totals]
    for cell in crossed.cells:
        if cell.county == names.city:
            printed.append(cell)
        elif cell.county is not None and _adds_up(definition.item(cell.item)):
            sums.setdefault((cell.item, cell.period), []).append(count(cell))
    for cell in printed:
        counts = sums.get((cell.item, cell.period), [])
        number = None if is_blank(cell.typed) else count(cell)
        if len(counts) < 2 or None in counts or number is None:
            continue
        total = _sum(counts)
        # the last total of a table of several periods may be that of all of them
        whole = _sum([one for (item, _period), more in sums.items() if item == cell.item for one in more])
        if min(abs(number - total), abs(number - whole)) > _EXACT:
            item = definition.item(cell.item)
            yield _finding(item.label, item.name, cell.column, one.table.sheet, cell.row.number, number, total)


def _of_periods(one: RowsFound, when: RowPeriods, names: PlaceNames) -> Iterator[Finding]:
    """The same of a table of rows of several periods: a total is that of the rows above it up to another, or of all."""
    table = one.table
    totals = [line.row for line in table.dropped if line.reason in ("total", "subtotal")]
    for field in one.definition.fields:
        column = one.matches.columns.get(field.name)
        if field.kind != "integer" or column is None or not totals:
            continue
        unit = stated_unit(table, column, field.unit, names)
        counts = {row.number: _count(row.at(column.index), field, unit) for row in table.rows}
        for number in totals:
            typed = one.sheet.at(number, column.index)
            count = None if is_blank(typed) else _count(typed, field, unit)
            above = max((other for other in totals if other < number), default=0)
            part = [value for row, value in counts.items() if above < row < number]
            if count is None or None in counts.values() or not part:
                continue
            if min(abs(count - _sum(part)), abs(count - _sum([*counts.values()]))) > _EXACT:
                yield _finding(field.heading, field.name, column, table.sheet, number, count, _sum(part))


def _sum(counts: Sequence[float | None]) -> float:
    return sum(count for count in counts if count is not None)


def _of_table(one: ItemsFound, names: PlaceNames) -> Iterator[Finding]:
    table, definition = one.table, one.definition
    place = county_column(table, definition)
    if place is None:
        return
    codes = {row.number: place_of_row(shown(row.at(place.index)), names) for row in table.rows}
    printed = sorted(
        [line.row for line in table.dropped if line.reason == "total"]
        + [number for number, code in codes.items() if code == names.city]
    )
    rows = [
        row
        for row in table.rows
        if codes[row.number] != names.city and not gives_other_figures(shown(row.at(place.index)))
    ]
    for wide in wide_columns(table, definition) if printed and rows else ():
        item, column = definition.item(wide.item), wide.column
        if wide.share or not _adds_up(item):
            continue
        unit = stated_unit(table, column, item.unit, names)
        counts = [_count(row.at(column.index), item, unit) for row in rows]
        if None in counts:
            continue
        total = _sum(counts)
        for number in printed:
            typed = one.sheet.at(number, column.index)
            count = None if is_blank(typed) else _count(typed, item, unit)
            if count is not None and abs(count - total) > _EXACT:
                yield _finding(item.label, item.name, column, table.sheet, number, count, total)


def _adds_up(item: Item) -> bool:
    """Counts do; percentages and what is so much a pupil or a day do not."""
    return item.kind in ("integer", "number") and not set(item.unit) & set("/%％‰·")


def _count(typed: CellValue, item: Item | Field, unit: str) -> float | None:
    """A blank cell counts nothing; None for what is no exact count."""
    if is_blank(typed):
        return 0.0
    label = item.label if isinstance(item, Item) else item.heading
    cell = clean(typed, "number", unit=item.unit, column_unit=unit, label=label)
    if cell.state == "not_applicable":
        return 0.0
    if not isinstance(cell.value, int | float) or cell.qualifier or cell.state != "reported":
        return None
    return float(cell.value)


def _finding(label: str, name: str, column: Column, sheet: str, row: int, count: float, total: float) -> Finding:
    cell, found = f"{column.letter}{row}", plain(count)
    message = say("total_row", label=label, found=found, sum=plain(total))
    return Finding("warning", "total_row", located(message, sheet, cell), sheet, cell, name, found)
