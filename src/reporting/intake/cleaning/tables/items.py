"""Item tables of a workbook become rows of ``figures``: one an item, from a vertical or a wide layout."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from reporting.definitions.forms import Item, ItemTable
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow, tidy
from reporting.intake.cleaning.tables.doubtful import Doubtful
from reporting.intake.cleaning.tables.hidden import hidden_findings, visible_rows
from reporting.intake.cleaning.tables.printed import PrintedShare
from reporting.intake.cleaning.tables.rows import COLUMN_PLACES
from reporting.intake.cleaning.tables.stated import derived_in_title, stated_unit
from reporting.intake.cleaning.tables.unit_cells import unit_cell
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.cleaning.values.cleaned import Cleaned, as_typed
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.crossed import Crossed
from reporting.intake.recognition.found import ItemsFound
from reporting.intake.recognition.item_labels import column_roles, labelled_rows, nearest_label, wide_columns
from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.table import Column, Row, Table
from reporting.workbooks.layouts.words import PLACE
from reporting.workbooks.units import is_same_unit, is_unit

__all__ = ["FIGURES", "ItemFrames", "county_column", "item_frames"]

FIGURES = (
    "table_name", "item", "value", "text", "qualifier", "unit", "basis", "note", "state", "sheet", "cell", "typed",
)  # fmt: skip

_BASES = {
    "period": {"本月", "当月", "本期", "本年", "本年度", "当年"},
    "cumulative": {"累计", "累计数", "截至目前", "截至目前累计", "至今"},
}
"""How people say whether a figure counts the period alone or everything so far."""


@dataclass(frozen=True)
class ItemFrames:
    """What a workbook holds of one item table.

    Attributes:
        figures: `FIGURES`, one row an item that stands in the sheet, blank or not; yes is 1, no is 0.
        shares: percentages printed beside items.
        columns: `COLUMN_PLACES`: in a wide layout where each item stood.
        doubtful: cells read with a doubt.
        findings: on labels.
    """

    definition: ItemTable
    figures: pd.DataFrame
    shares: tuple[PrintedShare, ...]
    columns: pd.DataFrame
    doubtful: tuple[Doubtful, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One item as it stands in a sheet."""

    item: Item
    sheet: str
    letter: str
    row: int
    cleaned: Cleaned
    basis: str = ""
    note: str = ""
    share: PrintedShare | None = None
    hidden: bool = False


def item_frames(found: Sequence[ItemsFound], names: PlaceNames, county: str | None, year: int | None) -> ItemFrames:
    """Read all tables of a workbook that answer one item table.

    Args:
        found: at least one; all of the same definition.
        names: of the counties in a wide layout.
        county: whose rows of a wide layout are read; None where nobody knows.
        year: for dates without one.
    """
    definition = found[0].definition
    lines: list[_Line] = []
    findings: list[Finding] = []
    places: list[tuple[str, ...]] = []
    for one in found:
        if one.crossed:
            lines += _crossed(one, one.crossed, names, year)
            places += dict.fromkeys(
                (definition.name, cell.item, one.table.sheet, cell.column.heading, cell.column.letter)
                for cell in one.crossed.cells
            )
        elif one.wide:
            lines += _wide(one, definition, names, county, year, findings)
            places += [
                (definition.name, wide.item, one.table.sheet, wide.column.heading, wide.column.letter)
                for wide in wide_columns(one.table, definition)
                if not wide.share
            ]
        else:
            lines += _vertical(one, definition, names, year, findings)
    lines = list(_single(lines, definition, findings))
    there = {line.item.name for line in lines}
    missing = [item.label for item in definition.items if item.name not in there and not item.optional and item.asked]
    if missing and lines:
        sheet = found[0].table.sheet
        message = say("missing_items", items="、".join(missing))
        findings.append(Finding("warning", "missing_items", located(message, sheet), sheet, found="、".join(missing)))
    return ItemFrames(
        definition,
        pd.DataFrame([_figure(definition, line) for line in lines], columns=list(FIGURES)),
        tuple(line.share for line in lines if line.share is not None),
        pd.DataFrame(places, columns=list(COLUMN_PLACES), dtype="object"),
        tuple(
            Doubtful(definition.name, line.item.name, line.item.label, line.sheet, line.letter, line.row, line.cleaned)
            for line in lines
            if line.cleaned.doubts
        ),
        tuple(findings),
    )


def _vertical(
    one: ItemsFound, definition: ItemTable, names: PlaceNames, year: int | None, findings: list[Finding]
) -> Iterator[_Line]:
    sheet = one.table.sheet
    roles = column_roles(one.table, definition)
    of_period, so_far = roles["value"][0], roles.get("so_far", roles["value"])[0]

    def at(row: Row, role: str) -> CellValue:
        return row.at(roles[role][0].index) if role in roles else ""

    beside = ""
    for labelled in labelled_rows(one.table, definition, roles):
        row = labelled.row
        beside = unit_cell(shown(at(row, "unit")), beside)
        if labelled.item is None:
            if not is_blank(row.at(of_period.index)):
                label_cell = f"{roles['item'][-1].letter}{row.number}"
                findings.append(_unknown_item(labelled.label, definition, sheet, label_cell))
            continue
        item = definition.item(labelled.item)
        value = so_far if item.basis == "cumulative" else of_period
        basis, understood = _basis(shown(at(row, "basis")), item)
        if not understood:
            cell = f"{roles['basis'][0].letter}{row.number}"
            message = located(say("unknown_basis", typed=shown(at(row, "basis")), label=item.label), sheet, cell)
            findings.append(Finding("notice", "unknown_basis", message, sheet, cell, item.name))
        yield _Line(
            item,
            sheet,
            value.letter,
            row.number,
            _cleaned(row.at(value.index), item, _stated(one.table, value, item, names, beside, labelled.unit), year),
            basis,
            tidy(as_typed(at(row, "note"))),
            _printed_share(at(row, "share"), item, sheet, roles["share"][0], row.number) if "share" in roles else None,
            row.hidden,
        )


def _stated(table: Table, value: Column, item: Item, names: PlaceNames, beside: str, labelled: str) -> str:
    """The unit of a figure, which the label of its row may give too; both, where they differ.

    Of a table of something derived (人均外资, 外资指数) it is what nothing can be converted from.
    """
    if derived := derived_in_title(table.title, item.labels):
        return derived + stated_unit(table, value, item.unit, names, beside)
    if not labelled or (beside and is_same_unit(beside, labelled)):
        return stated_unit(table, value, item.unit, names, beside)
    return stated_unit(table, value, item.unit, names, f"{beside}、{labelled}" if beside else labelled)


def _wide(
    one: ItemsFound,
    definition: ItemTable,
    names: PlaceNames,
    county: str | None,
    year: int | None,
    findings: list[Finding],
) -> Iterator[_Line]:
    sheet = one.table.sheet
    rows, left = visible_rows(_county_rows(one, definition, names, county))
    if not rows:
        return
    findings += hidden_findings(sheet, left)
    others = len(one.table.rows) - len(rows) - len(left)
    if others:
        findings.append(Finding("notice", "other_rows", located(say("other_rows", count=others), sheet), sheet))
    columns = wide_columns(one.table, definition)
    shares = {wide.item: wide.column for wide in columns if wide.share}
    units = [column for column in one.table.columns if column.path and _is_unit_heading(column.path[-1], definition)]
    for row, wide in ((row, wide) for row in rows for wide in columns):
        if wide.share:
            continue
        item = definition.item(wide.item)
        share = shares.get(wide.item)
        beside = unit_cell(shown(row.at(units[0].index)), "") if units else ""
        # 单位 is as often a place of work
        beside = beside if is_unit(beside) or (len(columns) == 1 and not names.code(beside)) else ""
        yield _Line(
            item,
            sheet,
            wide.column.letter,
            row.number,
            _cleaned(row.at(wide.column.index), item, _stated(one.table, wide.column, item, names, beside, ""), year),
            item.basis,
            share=_printed_share(row.at(share.index), item, sheet, share, row.number) if share else None,
        )


def _is_unit_heading(heading: str, definition: ItemTable) -> bool:
    return narrow(heading) in {"单位", "计量单位", *map(narrow, definition.unit_heading)}


def _crossed(one: ItemsFound, crossed: Crossed, names: PlaceNames, year: int | None) -> Iterator[_Line]:
    table, definition = one.table, one.definition
    notes = column_roles(table, definition).get("note", ())
    for cell in crossed.cells:
        item = definition.item(cell.item)
        unit = _stated(table, cell.column, item, names, cell.beside, cell.labelled)
        note = tidy(as_typed(cell.row.at(notes[0].index))) if notes else tidy(cell.note)
        cleaned = _cleaned(cell.typed, item, unit, year)
        basis, _ = _basis(cell.basis, item)
        yield _Line(
            item, table.sheet, cell.column.letter, cell.row.number, cleaned, basis, note, hidden=cell.row.hidden
        )


def _county_rows(one: ItemsFound, definition: ItemTable, names: PlaceNames, county: str | None) -> Sequence[Row]:
    """The rows of the county; a single row that names no place is taken to be the sender's."""
    column = county_column(one.table, definition)
    rows = one.table.rows
    if column is None:
        return rows if len(rows) == 1 else ()
    own = [row for row in rows if county is not None and names.code(shown(row.at(column.index))) == county]
    return own or (rows if len(rows) == 1 and is_blank(rows[0].at(column.index)) else ())


def county_column(table: Table, definition: ItemTable) -> Column | None:
    """The column of a wide layout that says whose each row is."""
    wanted = {key for heading in definition.county_heading for key in heading_keys(heading)}
    keys = [(column, {key for part in column.path for key in heading_keys(part)}) for column in table.columns]
    named = [column for column, own in keys if wanted & own]
    # no form need list 地区 beside 城市
    named += [column for column, own in keys if any(map(PLACE.match, own))]
    return named[0] if named else None


def _cleaned(typed: CellValue, item: Item, unit: str, year: int | None) -> Cleaned:
    kind = "text" if item.kind == "county" or item.kind == "period" else item.kind
    return clean(typed, kind, unit=item.unit, column_unit=unit, year=year, label=item.label)


def _printed_share(typed: CellValue, item: Item, sheet: str, column: Column, row: int) -> PrintedShare | None:
    percent = clean(typed, "percent", column_unit=column.unit or "").value
    return PrintedShare(item.name, percent, sheet, f"{column.letter}{row}") if isinstance(percent, float) else None


def _basis(text: str, item: Item) -> tuple[str, bool]:
    """What a figure counts, and whether the sheet says it in known words."""
    plain = narrow(text)
    if not plain:
        return item.basis, True
    found = next((basis for basis, words in _BASES.items() if plain in words), None)
    return (found, True) if found else (item.basis, False)


def _single(lines: Sequence[_Line], definition: ItemTable, findings: list[Finding]) -> Iterator[_Line]:
    """Each item once: a hidden row beside a visible one is left; where it still stands twice, neither is believed."""
    lines, left = _visible(lines)
    for sheet in dict.fromkeys(line.sheet for line in left):
        findings += hidden_findings(sheet, [line.row for line in left if line.sheet == sheet])
    counts = Counter(line.item.name for line in lines)
    seen: set[str] = set()
    for line in lines:
        if line.item.name in seen:
            continue
        seen.add(line.item.name)
        if counts[line.item.name] == 1:
            yield line
            continue
        cells = " ".join(f"{other.letter}{other.row}" for other in lines if other.item is line.item)
        message = located(say("item_twice", label=line.item.label), line.sheet, cells)
        yield line
        findings.append(
            Finding("error", "item_twice", message, line.sheet, cells, line.item.name, table=definition.name)
        )


def _visible(lines: Sequence[_Line]) -> tuple[Sequence[_Line], Sequence[_Line]]:
    """The lines without hidden ones whose item stands in a visible row as well, and those."""
    seen = {line.item.name for line in lines if not line.hidden}
    left = [line for line in lines if line.hidden and line.item.name in seen]
    return [line for line in lines if line not in left], left


def _unknown_item(label: str, definition: ItemTable, sheet: str, cell: str) -> Finding:
    message = say("unknown_item", label=label)
    if suggestion := nearest_label(label, definition):
        message += say("did_you_mean", suggestion=suggestion)
    return Finding("warning", "unknown_item", located(message, sheet, cell), sheet, cell, found=label)


def _figure(definition: ItemTable, line: _Line) -> tuple[object, ...]:
    value = line.cleaned.value
    number = float(value) if isinstance(value, bool | int | float) else None
    text = value.isoformat() if isinstance(value, dt.date) else value if isinstance(value, str) else None
    unit = line.cleaned.unit or line.item.unit
    return (
        definition.name,
        line.item.name,
        number,
        text,
        line.cleaned.qualifier,
        unit,
        line.basis,
        line.note,
        line.cleaned.state,
        line.sheet,
        f"{line.letter}{line.row}",
        line.cleaned.typed,
    )
