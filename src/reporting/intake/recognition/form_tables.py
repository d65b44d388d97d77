"""Which table of a workbook answers which table of a form: by headings, item labels and names of sheets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from reporting.definitions.forms import Field, Form, Forms, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.intake.recognition.banded import banded_places
from reporting.intake.recognition.crossed import crossed_table, names_units
from reporting.intake.recognition.formula_rows import unfilled, unfilled_cells, unfilled_figures
from reporting.intake.recognition.found import Found, Incomplete, ItemsFound, Recognition, RowsFound
from reporting.intake.recognition.item_labels import column_roles, labelled_rows, wide_columns
from reporting.intake.recognition.lone_months import with_years
from reporting.intake.recognition.paired import paired_figures
from reporting.intake.recognition.parents import is_of_what_is_asked
from reporting.intake.recognition.periods import (
    RowPeriods,
    banded_periods,
    period_columns,
    row_periods,
    year_of_table,
)
from reporting.intake.recognition.side_by_side import columns_of_periods
from reporting.intake.recognition.turned import turned_table
from reporting.workbooks.cells import column_letter, shown
from reporting.workbooks.layouts.heading_keys import folded, heading_keys
from reporting.workbooks.layouts.headings import Matches, match_headings
from reporting.workbooks.layouts.label_forms import LabelForm, label_form
from reporting.workbooks.layouts.table import Column, Layout, Table
from reporting.workbooks.workbook import Sheet

__all__ = ["known_headings", "recognise"]

_NEARLY = 0.6
"""Share of the columns of a table that are fields of a form, from which it is not looked at for figures."""
_FEW = 4
"""Headings of a form that a table may have by chance."""
_DROPPED = "*dropped*"
"""Stands for the headings that are read and thrown away; no field can be called so."""


def known_headings(forms: Forms) -> tuple[str, ...]:
    """Every heading that a form may have."""
    return tuple(dict.fromkeys(text for table in forms.tables for text in _headings(table)))


def recognise(
    sheets: Sequence[tuple[Sheet, Layout]],
    forms: Forms,
    names: PlaceNames,
    declared: str = "",
    expected: Period | None = None,
) -> Recognition:
    """Say what each table of a workbook is.

    Args:
        sheets: with their layouts, found with `known_headings`.
        forms: that may be expected.
        names: of units, which may stand as headings.
        declared: form that the workbook says it is; else it is the one that most tables belong to.
        expected: the period that the workbook is said to be of, where that is undisputed.
    """
    found: list[Found] = []
    incomplete: list[Incomplete] = []
    strangers: list[Table] = []
    for sheet, layout in sheets:
        for table in (part for whole in layout.tables for part in _split(whole, forms)):
            table = with_years(table, sheet.name, expected) if names.months else table
            best = _best(sheet, table, forms, names)
            if best is None:
                strangers.append(table)
            elif isinstance(best, Incomplete):
                incomplete.append(best)
            else:
                found += _of_periods(best, forms, names)
    labelled = tuple(_label_forms(sheets, {one.table.sheet for one in (*found, *incomplete)}, forms))
    counts = {form.id: sum(one.form.id == form.id for one in found) for form in forms.forms}
    chosen = declared if counts.get(declared) else max(counts, key=lambda form: counts[form])
    if not counts[chosen]:
        return Recognition(None, incomplete=tuple(incomplete), strangers=tuple(strangers), label_forms=labelled)
    return Recognition(
        forms.form(chosen),
        tuple(one for one in found if one.form.id == chosen),
        tuple(one for one in found if one.form.id != chosen),
        tuple(one for one in incomplete if one.named),
        (*strangers, *(one.table for one in incomplete if not one.named)),
        labelled,
    )


def _best(sheet: Sheet, table: Table, forms: Forms, names: PlaceNames) -> RowsFound | ItemsFound | Incomplete | None:
    """What a table most likely is."""
    candidates = sorted(_candidates(sheet, table, forms, names), key=lambda pair: pair[0], reverse=True)
    return candidates[0][1] if candidates else None


def _of_periods(one: Found, forms: Forms, names: PlaceNames) -> Sequence[Found]:
    """The table; or one of each period, where its headings name several and each has fields of its own."""
    if not isinstance(one, RowsFound) or one.when:
        return [one]
    parts = columns_of_periods(one.table, names)
    found = []
    for period, columns in parts.items():
        part = _best(one.sheet, replace(one.table, columns=columns), forms, names)
        if isinstance(part, RowsFound) and len(part.matches.columns) > len(one.matches.columns):
            found.append(replace(part, period=period))
    return found if len(found) == len(parts) > 1 else [one]


def _label_forms(
    sheets: Sequence[tuple[Sheet, Layout]], known: Collection[str], forms: Forms
) -> Iterator[tuple[str, LabelForm]]:
    """The sheets of which no table is known, and that are forms of labels."""
    for sheet, layout in sheets:
        if sheet.name not in known and (kind := label_form(sheet, layout, known_headings(forms))):
            yield sheet.name, kind


def _headings(table: RowTable | ItemTable) -> Iterator[str]:
    if isinstance(table, RowTable):
        yield from table.dropped
        for field in table.fields:
            yield from field.headings
        return
    for headings in (
        table.item_heading,
        table.value_heading,
        table.unit_heading,
        table.basis_heading,
        table.note_heading,
        table.share_heading,
        table.county_heading,
    ):
        yield from headings
    if table.county_heading:
        for item in table.items:
            yield from (part for label in item.labels for part in label.split("/"))


def _candidates(
    sheet: Sheet, table: Table, forms: Forms, names: PlaceNames
) -> Iterator[tuple[float, RowsFound | ItemsFound | Incomplete]]:
    """What a table may be, each with how well it fits."""
    headings = {key for column in table.columns for text in column.path for key in heading_keys(text)}
    # figures are looked for last: of a table nearly all of whose columns are fields, nothing else can be more
    both = [(form, definition) for form in forms.forms for definition in form.tables]
    answered = 0
    for form, definition in sorted(both, key=lambda pair: isinstance(pair[1], ItemTable)):
        here = 0.5 * (narrow(sheet.name) in {narrow(name) for name in definition.sheets})
        if isinstance(definition, ItemTable):
            if answered <= _NEARLY * len(table.columns):
                yield from (
                    (score + here, one) for score, one in _item_candidates(form, definition, sheet, table, names)
                )
            continue
        hits = sum(not headings.isdisjoint(_keys(field)) for field in definition.fields)
        if hits < min(2, len(definition.fields)):
            continue
        matches = _matched(table.columns, definition)
        missing = tuple(
            field.heading for field in definition.fields if field.required and field.name not in matches.columns
        )
        if not missing:
            read, blanked = unfilled(sheet, table, definition, matches.columns)
            when = _when(sheet, read, definition, matches, names)
            answered = max(answered, len(matches.columns))
            whose = banded_places(read, names) if definition.entity and not _tells_county(definition, matches) else None
            yield len(matches.columns) + here, RowsFound(form, definition, sheet, read, matches, when, whose, blanked)
        elif (here and 2 * hits >= len(definition.fields)) or hits > max(_FEW, _NEARLY * len(table.columns)):
            yield 0.0, Incomplete(definition, table, matches, missing, named=bool(here))


def _when(sheet: Sheet, table: Table, definition: RowTable, matches: Matches, names: PlaceNames) -> RowPeriods | None:
    """Of when each row is: by the form's own field, or by a column that the form does not know and that says so."""
    own = [
        matches.columns[field.name]
        for field in definition.fields
        if field.kind == "period" and field.name in matches.columns
    ]
    taken = {column.index for column in matches.columns.values()}
    columns = tuple(own[:1]) or period_columns(table, taken=taken)
    year = year_of_table(table)
    if not columns:
        return banded_periods(table, months=names.months, year=year)
    return row_periods(sheet, table, columns, months=names.months, year=year, grouped=bool(definition.entity))


def _tells_county(definition: RowTable, matches: Matches) -> bool:
    return any(field.kind == "county" and field.name in matches.columns for field in definition.fields)


def _keys(field: Field) -> list[str]:
    return [key for text in field.headings for key in heading_keys(text)]


def _item_candidates(
    form: Form, definition: ItemTable, sheet: Sheet, table: Table, names: PlaceNames
) -> Iterator[tuple[float, ItemsFound]]:
    roles = column_roles(table, definition)
    if crossed := crossed_table(sheet, table, definition, names):
        items = {cell.item for cell in crossed.cells}
        cells, blanked = unfilled_cells(sheet, definition, crossed.cells)
        found = ItemsFound(form, definition, sheet, table, crossed=crossed.only(cells), blanked=blanked)
        yield len(roles) + len(items) + 1, found
    elif "item" in roles and "value" in roles:
        labelled = sum(line.item is not None for line in labelled_rows(table, definition, roles))
        if labelled:
            read, blanked = unfilled_figures(sheet, table, definition, roles["value"], each=False)
            yield len(roles) + labelled, ItemsFound(form, definition, sheet, read, blanked=blanked)
    elif turned := turned_table(table, definition, names):
        cells, blanked = unfilled_cells(sheet, definition, turned.cells)
        found = ItemsFound(form, definition, sheet, table, crossed=turned.only(cells), blanked=blanked)
        yield len(roles) + len(turned.cells), found
    elif paired := paired_figures(table, definition):
        cells, blanked = unfilled_cells(sheet, definition, paired.cells)
        found = ItemsFound(form, definition, sheet, table, crossed=paired.only(cells), blanked=blanked)
        yield len(paired.cells), found
    elif (placed := names_units(table, definition, names)) or definition.county_heading or len(table.rows) == 1:
        wide = wide_columns(table, definition)
        items = {column.item for column in wide}
        if len(items) >= 2 or (items and placed):
            places = [column.column for column in wide]
            read, blanked = unfilled_figures(sheet, table, definition, places, each=True)
            yield len(items), ItemsFound(form, definition, sheet, read, wide=True, blanked=blanked)


def _matched(columns: Sequence[Column], definition: RowTable) -> Matches:
    fields: dict[str, Sequence[str]] = {field.name: field.headings for field in definition.fields}
    if definition.dropped:
        fields[_DROPPED] = definition.dropped
    matches = match_headings(columns, fields, is_of_what_is_asked)
    return Matches(
        {name: column for name, column in matches.columns.items() if name != _DROPPED},
        tuple(unknown for unknown in matches.unknown),
        tuple(name for name in matches.missing if name != _DROPPED),
        tuple(doubled for doubled in matches.doubled if doubled.field != _DROPPED),
    )


def _split(table: Table, forms: Forms) -> Iterator[Table]:
    """The table, and below a lone heading of a one-column table of a form, that table.

    A reader of layouts cannot tell such a heading from a row with one filled cell.
    """
    lone = {
        folded(heading)
        for definition in forms.tables
        if isinstance(definition, RowTable) and len(definition.fields) == 1
        for heading in definition.fields[0].headings
    }
    for position, row in enumerate(table.rows):
        if len(row.values) - row.values.count("") != 1:
            continue
        cells = row.cells
        if len(cells) == 1 and folded(shown(next(iter(cells.values())))) in lone:
            ((index, value),) = cells.items()
            column = Column(column_letter(index), index, (shown(value),), shown(value))
            yield replace(table, rows=table.rows[:position])
            yield Table(table.sheet, (row.number, row.number), (column,), table.rows[position + 1 :])
            return
    yield table
