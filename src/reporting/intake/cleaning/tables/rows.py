"""Row tables of a workbook become the DataFrames of the store: one row an entity, as read and as typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reporting.definitions.forms import Field, Kind, RowTable
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.errors import UnreadableFileError
from reporting.intake.cleaning.tables.columns import clean_column, with_repeats
from reporting.intake.cleaning.tables.doubtful import Doubtful
from reporting.intake.cleaning.tables.entity_names import entity_name
from reporting.intake.cleaning.tables.hidden import hidden_findings, visible_rows
from reporting.intake.cleaning.tables.named_rows import named_rows
from reporting.intake.cleaning.tables.printed import PrintedTotal
from reporting.intake.cleaning.tables.shifted import without_shifted
from reporting.intake.cleaning.tables.stated import codes_are_noted, stated_unit
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.cleaning.values.cleaned import Cleaned, unreadable
from reporting.intake.cleaning.values.doubts import ReadingDoubt
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.found import RowsFound
from reporting.intake.recognition.names import period_label
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.table import Column, Row
from reporting.workbooks.tables import Table
from reporting.workbooks.units import conversion, is_money, is_same_unit, stated_units, without_scale

__all__ = ["COLUMN_PLACES", "RowFrames", "row_frames"]

_MOST_ROWS = 200_000
"""A ledger of all schools of the country has 150,000. Each row becomes a hundred columns, eight kilobytes."""

COLUMN_PLACES = ("table_name", "field", "sheet", "heading", "letter")


@dataclass(frozen=True)
class RowFrames:
    """What a workbook holds of one row table.

    Attributes:
        rows: sheet, row_number, each field and ``<field>_state``; numbers in the field's unit, lists joined by 、.
        typed: the same rows: sheet, row_number, each field as typed; None where the cell is blank.
        columns: `COLUMN_PLACES`, one row a column that was recognised.
        totals: numbers that total rows print.
        doubtful: cells read with a doubt.
        findings: on headings.
    """

    definition: RowTable
    rows: pd.DataFrame
    typed: pd.DataFrame
    columns: pd.DataFrame
    totals: tuple[PrintedTotal, ...]
    doubtful: tuple[Doubtful, ...]
    findings: tuple[Finding, ...]


def row_frames(found: Sequence[RowsFound], names: PlaceNames, year: int | None) -> RowFrames:
    """Read all tables of a workbook that answer one row table, one below the other.

    Args:
        found: at least one; all of the same definition.
        names: for fields of kind county.
        year: for dates without one.

    Raises:
        UnreadableFileError: there are more rows than memory can be given to.
    """
    definition = found[0].definition
    if sum(len(one.table.rows) for one in found) > _MOST_ROWS:
        raise UnreadableFileError(
            "a table has more than 200,000 rows",
            where=found[0].table.sheet,
            hint="send the rows of one county and period, without what repeats",
        )
    parts = [_part(one, names, year) for one in found]
    return RowFrames(
        definition,
        pd.concat([part.rows for part in parts], ignore_index=True) if len(parts) > 1 else parts[0].rows,
        pd.concat([part.typed for part in parts], ignore_index=True) if len(parts) > 1 else parts[0].typed,
        pd.concat([part.columns for part in parts], ignore_index=True),
        tuple(total for part in parts for total in part.totals),
        tuple(cell for part in parts for cell in part.doubtful),
        tuple(finding for part in parts for finding in part.findings),
    )


def _part(one: RowsFound, names: PlaceNames, year: int | None) -> RowFrames:
    definition, table, matches = one.definition, one.table, one.matches
    indexes = [column.index for column in matches.columns.values()]
    lines = [row for row in table.rows if any(not is_blank(row.at(index)) for index in indexes)]
    whose = [matches.columns[name] for name in definition.entity if name in matches.columns]
    kept, left = visible_rows(lines, partial(_owner, columns=whose)) if whose else (lines, ())
    lines, unnamed = named_rows(list(kept), definition, matches, names, table.sheet)
    numbers = np.fromiter((row.number for row in lines), dtype="int64", count=len(lines))
    key: dict[str, object] = {"sheet": table.sheet, "row_number": numbers}
    rows, typed = dict(key), dict[str, list[str | None]]()
    doubtful: list[Doubtful] = []
    present = sorted(
        (field for field in definition.fields if field.name in matches.columns),
        key=lambda field: matches.columns[field.name].index,
    )
    cells = {
        field.name: list(_cleaned(lines, matches.columns[field.name], field, table, names, year, present))
        for field in present
    }
    for field in present:
        if field.kind == "text" and field.name in definition.entity:
            cells[field.name] = _each(cells[field.name], entity_name)
    without_shifted(present, cells, {name: [row.at(matches.columns[name].index) for row in lines] for name in cells})
    for field in definition.fields:
        column = matches.columns.get(field.name)
        if column is None:
            cleaned = [Cleaned(None, "not_submitted")] * len(lines)
        else:
            cleaned = cells[field.name]
            doubtful += [
                Doubtful(
                    definition.name,
                    field.name,
                    field.heading,
                    table.sheet,
                    column.letter,
                    lines[at].number,
                    cell,
                    aside=field.optional and field.name not in definition.entity,
                )
                for at, cell in enumerate(cleaned)
                if cell.doubts
            ]
        rows[field.name] = _values([cell.value for cell in cleaned], field.kind)
        rows[f"{field.name}_state"] = [cell.state for cell in cleaned]
        if field.is_number:
            rows[f"{field.name}_qualifier"] = [cell.qualifier or None for cell in cleaned]
        typed[field.name] = [cell.typed or None for cell in cleaned]
    places = [
        (definition.name, name, table.sheet, column.heading, column.letter) for name, column in matches.columns.items()
    ]
    return RowFrames(
        definition,
        _framed(rows),
        _as_typed(table.sheet, numbers, typed),
        pd.DataFrame(places, columns=list(COLUMN_PLACES), dtype="object"),
        tuple(_totals(one, names)),
        tuple(doubtful),
        (*_heading_findings(one), *hidden_findings(table.sheet, left), *unnamed),
    )


def _owner(row: Row, columns: Sequence[Column]) -> str | None:
    """What names the entity of a row: its code, else its name; None where it has neither."""
    return next((narrow(shown(row.at(one.index))) for one in columns if not is_blank(row.at(one.index))), None)


def _as_typed(sheet: str, numbers: npt.NDArray[np.int64], typed: Mapping[str, Sequence[str | None]]) -> pd.DataFrame:
    """The cells as typed: texts, and None for a blank; pandas need not look at each to know that."""
    frame = pd.DataFrame({"sheet": sheet, **typed}, dtype="object", index=range(len(numbers)))
    frame.insert(1, "row_number", numbers)
    return frame


def _cleaned(
    lines: Sequence[Row],
    column: Column,
    field: Field,
    table: Table,
    names: PlaceNames,
    year: int | None,
    present: Sequence[Field],
) -> list[Cleaned]:
    values = [row.at(column.index) for row in lines]
    if field.kind == "county":
        # a name is no code: what 同上 repeats is known only once it is a place
        return with_repeats(_each(clean_column(values, "code"), partial(_place, names=names)))
    if field.kind == "period":
        return _each(clean_column(values, "text"), partial(_when, names=names))
    unit = stated_unit(table, column, field.unit, names) if field.is_number else ""
    is_captioned = bool(table.unit) and not column.unit and unit in (table.unit, *stated_units(table.unit or ""))
    if unit and is_captioned and _is_of_others(unit, field, present):
        unit = ""
    choices = field.spellings or None
    cells = clean_column(
        values, field.kind, unit=field.unit, column_unit=unit, choices=choices, year=year, label=field.called
    )
    if field.kind == "boolean" and codes_are_noted(table, column.heading):
        return _each(cells, _code_of_their_own)
    return _each(cells, partial(_qualified, field=field)) if field.is_number else cells


def _is_of_others(unit: str, field: Field, present: Sequence[Field]) -> bool:
    """Whether a unit above a whole table (单位：人) speaks of other columns than one of another kind (每周天数).

    Of 单位：人、小时 above hours of a day and minutes of homework, the hours are those of the day.
    """
    is_another = bool(field.unit) and without_scale(unit)[1] != without_scale(field.unit)[1]
    if is_another and not is_same_unit(unit, field.unit) and any(is_same_unit(unit, one.unit) for one in present):
        return True
    if not field.unit or conversion(unit, field.unit) is not None or (is_money(unit) and is_money(field.unit)):
        return False
    return any(
        conversion(unit, other.unit) is not None or (is_money(unit) and is_money(other.unit))
        for other in present
        if other.is_number and other.unit
    )


def _code_of_their_own(cell: Cleaned) -> Cleaned:
    """A 1 or 0 in a table that says what its figures mean is left open."""
    if any(doubt.code == "number_as_boolean" for doubt in cell.doubts):
        return unreadable("unreadable_boolean", cell.typed)
    return cell


def _each(cells: Sequence[Cleaned], change: Callable[[Cleaned], Cleaned]) -> list[Cleaned]:
    """The cells changed; equal ones share one reading, which is changed once."""
    changed: dict[int, Cleaned] = {}
    for cell in cells:
        if id(cell) not in changed:
            changed[id(cell)] = change(cell)
    return [changed[id(cell)] for cell in cells]


def _qualified(cell: Cleaned, field: Field) -> Cleaned:
    """That a number came with 余 or 约 is said, and asked about where a threshold is read from it."""
    code = "qualified_threshold" if field.decides else "qualified_number"
    return replace(cell, doubts=(*cell.doubts, ReadingDoubt(code))) if cell.qualifier else cell


def _place(cell: Cleaned, names: PlaceNames) -> Cleaned:
    """The code of the place that a cell names; a name that nobody knows leaves it without a value."""
    if cell.state not in ("reported", "unreliable"):
        return cell
    code = names.code(cell.typed if cell.value is None else str(cell.value))
    if code is None:
        return replace(cell, value=None, state="unreliable", doubts=(ReadingDoubt("unknown_place"),))
    return replace(cell, value=code, state="reported", doubts=())


def _when(cell: Cleaned, names: PlaceNames) -> Cleaned:
    """The period that a cell names."""
    if cell.state != "reported":
        return cell
    period = period_label(cell.typed, months=names.months)
    if period is None:
        return replace(cell, value=None, state="unreliable", doubts=(ReadingDoubt("unreadable_period"),))
    return replace(cell, value=str(period), doubts=())


def _values(values: list[Any], kind: Kind) -> Any:
    """A column of the type that the store keeps."""
    if kind in ("integer", "number", "percent"):
        return np.array([np.nan if value is None else value for value in values], dtype="float64")
    if kind == "boolean":
        return pd.array(values, dtype="boolean")
    if kind == "list":
        return [_listed(value) if isinstance(value, tuple) else None for value in values]
    if kind == "time":
        return [None if value is None else f"{value:%H:%M}" for value in values]
    if kind == "date":
        return pd.to_datetime(pd.Series(values, dtype="object"))
    return [None if value is None else str(value) for value in values]


def _listed(items: tuple[str, ...]) -> str:
    """Items joined by 、, which is the mark between them and nothing else: one within an item becomes ，."""
    return "、".join(item.replace("、", "，") for item in items)


def _framed(columns: Mapping[str, Any]) -> pd.DataFrame:
    """The columns as a frame; lists are texts, and None for what is missing: pandas need not look at each for that."""
    texts = {name: values for name, values in columns.items() if isinstance(values, list)}
    others = {name: values for name, values in columns.items() if name not in texts}
    frame = pd.DataFrame(others)
    return pd.concat([frame, pd.DataFrame(texts, dtype="object", index=frame.index)], axis="columns")[list(columns)]


def _totals(one: RowsFound, names: PlaceNames) -> Iterator[PrintedTotal]:
    """The counts that total rows print."""
    table = one.table
    if not table.rows:
        return
    first, last = table.rows[0].number, table.rows[-1].number
    counts = [
        (field, one.matches.columns[field.name])
        for field in one.definition.fields
        if field.kind == "integer" and field.name in one.matches.columns
    ]
    for line in table.dropped:
        if line.reason != "total" and line.reason != "subtotal":
            continue
        for field, column in counts:
            typed = one.sheet.at(line.row, column.index)
            cell = clean(typed, "integer", unit=field.unit, column_unit=stated_unit(table, column, field.unit, names))
            if isinstance(cell.value, int) and not cell.qualifier:
                number = float(cell.value)
                yield PrintedTotal(field.name, number, line.reason, table.sheet, column.letter, line.row, first, last)


def _heading_findings(one: RowsFound) -> Iterator[Finding]:
    sheet, row = one.table.sheet, one.table.header_rows[0] if one.table.header_rows else 1
    for doubled in one.matches.doubled:
        cells = " ".join(f"{column.letter}{row}" for column in doubled.columns)
        heading = one.definition.field(doubled.field).heading
        message = say("heading_twice", heading=heading)
        yield Finding("warning", "heading_twice", located(message, sheet, cells), sheet, cells, found=heading)
    periods = {column.index for column in one.when.columns} if one.when else set()
    for unknown in one.matches.unknown:
        if unknown.column.index in periods:
            # it was read: it says of when each row is
            continue
        cell = f"{unknown.column.letter}{row}"
        message = say("unknown_heading", heading=unknown.column.heading)
        if unknown.suggestion:
            message += say("did_you_mean", suggestion=unknown.suggestion)
        yield Finding(
            "warning", "unknown_heading", located(message, sheet, cell), sheet, cell, found=unknown.column.heading
        )
    missing = [
        one.definition.field(name).heading for name in one.matches.missing if not one.definition.field(name).optional
    ]
    if missing:
        message = say("missing_headings", headings="、".join(missing))
        yield Finding(
            "warning", "missing_headings", located(message, sheet), sheet, f"A{row}", found="、".join(missing)
        )
