"""The 合计 row of a sheet that gathers the rows of several counties is held against the sum of these rows."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.definitions.forms import Item
from reporting.definitions.place_names import PlaceNames
from reporting.intake.checks.base import plain
from reporting.intake.cleaning.items import county_column
from reporting.intake.cleaning.stated import stated_unit
from reporting.intake.cleaning.values import clean
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.form_tables import ItemsFound, Recognition
from reporting.intake.recognition.item_labels import wide_columns
from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layout import Column

__all__ = ["gathered_totals"]

_EXACT = 1e-6


def gathered_totals(recognition: Recognition, names: PlaceNames) -> Iterator[Finding]:
    """A warning for each count of a total row, or of the city's own row, that is not the sum of the counties' rows.

    A column in which a row cannot be read exactly is passed over: of that nobody knows the sum.
    """
    for one in recognition.tables:
        if isinstance(one, ItemsFound) and one.wide and one.crossed is None:
            yield from _of_table(one, names)


def _of_table(one: ItemsFound, names: PlaceNames) -> Iterator[Finding]:
    table, definition = one.table, one.definition
    place = county_column(table, definition)
    if place is None:
        return
    codes = {row.number: names.code(shown(row.at(place.index))) for row in table.rows}
    printed = sorted(
        [line.row for line in table.dropped if line.reason == "total"]
        + [number for number, code in codes.items() if code == names.city]
    )
    rows = [row for row in table.rows if codes[row.number] != names.city]
    for wide in wide_columns(table, definition) if printed and rows else ():
        item, column = definition.item(wide.item), wide.column
        if wide.share or not _adds_up(item):
            continue
        unit = stated_unit(table, column, item.unit, names)
        counts = [_count(row.at(column.index), item, unit) for row in rows]
        if None in counts:
            continue
        total = sum(count for count in counts if count is not None)
        for number in printed:
            typed = one.sheet.at(number, column.index)
            count = None if is_blank(typed) else _count(typed, item, unit)
            if count is not None and abs(count - total) > _EXACT:
                yield _finding(item, column, table.sheet, number, count, total)


def _adds_up(item: Item) -> bool:
    """Counts do; percentages and what is so much a pupil or a day do not."""
    return item.kind in ("integer", "number") and not set(item.unit) & set("/%％‰·")


def _count(typed: CellValue, item: Item, unit: str) -> float | None:
    """A blank cell counts nothing; None for what is no exact count."""
    if is_blank(typed):
        return 0.0
    cell = clean(typed, "number", unit=item.unit, column_unit=unit)
    if cell.state == "not_applicable":
        return 0.0
    if not isinstance(cell.value, int | float) or cell.qualifier or cell.state != "reported":
        return None
    return float(cell.value)


def _finding(item: Item, column: Column, sheet: str, row: int, count: float, total: float) -> Finding:
    cell, found = f"{column.letter}{row}", plain(count)
    message = say("total_row", label=item.label, found=found, sum=plain(total))
    return Finding("warning", "total_row", located(message, sheet, cell), sheet, cell, item.name, found)
