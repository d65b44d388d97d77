"""Rows that formulas fill and no person: told apart from rows in which somebody typed a zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reporting.definitions.forms import ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.recognition.crossed import PlacedCell
from reporting.workbooks.cells import CellValue, ExcelError, is_blank, shown
from reporting.workbooks.layouts.table import Column, Dropped, Row, Table
from reporting.workbooks.workbook import Sheet

__all__ = ["unfilled", "unfilled_cells", "unfilled_figures"]

_TEXT = 200
"""Characters of a dropped row that are kept."""


def unfilled(
    sheet: Sheet, table: Table, definition: RowTable, columns: Mapping[str, Column]
) -> tuple[Table, tuple[int, ...]]:
    """The table without the rows that nobody filled, and the numbers of rows whose zeros now count as left blank.

    Nobody filled a row whose name is empty, or a formula's empty result, and whose other cells are formulas. A row
    with a name is one where whatever is asked of it, and is not carried over from month to month, is a formula that
    gave nothing but zeros or errors: its formula cells are blanked.

    Args:
        sheet: that the table stands on; it says which cells hold formulas.
        table: as it was found.
        definition: what it answers; it says what such a row counts as.
        columns: fields, and the column of each.
    """
    if definition.formula_rows == "filled" or not sheet.formulas or not columns:
        return table, ()
    keys = _named(columns, definition.entity or [field.name for field in definition.fields if field.required])
    carried = {*definition.entity, *(field.name for field in definition.fields if field.carried)}
    asked = _named(columns, [name for name in columns if name not in carried])
    every = [column.index for column in columns.values()]
    rows: list[Row] = []
    dropped: list[Dropped] = []
    blanked: list[int] = []
    for row in table.rows:
        formulas = sheet.formulas.get(row.number)
        if not formulas:
            rows.append(row)
        elif _typed(row, every, formulas) or any(_says(row.at(index)) for index in keys or every):
            blank = not _typed(row, asked, formulas) and _only_zeros(row, asked)
            rows.append(_without(row, formulas, asked) if blank else row)
            blanked += [row.number] if blank else []
        elif any(not is_blank(row.at(index)) for index in every):
            dropped.append(Dropped(row.number, "formulas", " ".join(_texts(row.values))[:_TEXT]))
        else:
            rows.append(row)
    if not dropped and not blanked:
        return table, ()
    kept = sorted([*table.dropped, *dropped], key=lambda one: one.row)
    return replace(table, rows=tuple(rows), dropped=tuple(kept)), tuple(blanked)


def unfilled_figures(
    sheet: Sheet, table: Table, definition: ItemTable, columns: Sequence[Column], *, each: bool
) -> tuple[Table, tuple[int, ...]]:
    """The same of figures: where nobody typed any and formulas gave nothing but zeros, they count as left blank.

    Args:
        sheet: that the table stands on.
        table: as it was found.
        definition: what it answers.
        columns: of figures.
        each: whether each row is filled in by itself (a county a row), or all rows together.
    """
    if definition.formula_rows == "filled" or not sheet.formulas:
        return table, ()
    places = [column.index for column in columns]
    groups = [[row] for row in table.rows] if each else [[*table.rows]]
    blanked = {
        row.number
        for group in groups
        if not any(_typed(row, places, sheet.formulas.get(row.number, frozenset())) for row in group)
        and not any(_says(row.at(index)) for row in group for index in places)
        for row in group
        if any(not is_blank(row.at(index)) for index in places)
    }
    rows = tuple(
        _without(row, sheet.formulas[row.number], places) if row.number in blanked else row for row in table.rows
    )
    return replace(table, rows=rows), tuple(sorted(blanked))


def unfilled_cells(
    sheet: Sheet, definition: ItemTable, cells: Sequence[PlacedCell]
) -> tuple[tuple[PlacedCell, ...], tuple[int, ...]]:
    """The same of figures that are placed one by one: a unit's of a period are filled in together, or none of them is.

    Returns:
        The cells without those that nobody filled in, and the rows of these.
    """
    if definition.formula_rows == "filled" or not sheet.formulas:
        return tuple(cells), ()
    groups: dict[tuple[str | None, Period | None], list[PlacedCell]] = {}
    for cell in cells:
        groups.setdefault((cell.county, cell.period), []).append(cell)
    bare = {
        whose
        for whose, group in groups.items()
        if not any(_typed(cell.row, [cell.column.index], _formulas(sheet, cell)) or _says(cell.typed) for cell in group)
        and any(not is_blank(cell.typed) for cell in group)
    }
    gone = [cell for cell in cells if (cell.county, cell.period) in bare]
    kept = tuple(cell for cell in cells if (cell.county, cell.period) not in bare)
    return kept, tuple(sorted({cell.row.number for cell in gone}))


def _formulas(sheet: Sheet, cell: PlacedCell) -> frozenset[int]:
    return sheet.formulas.get(cell.row.number, frozenset())


def _named(columns: Mapping[str, Column], names: Sequence[str]) -> list[int]:
    return [columns[name].index for name in names if name in columns]


def _typed(row: Row, places: Sequence[int], formulas: frozenset[int]) -> bool:
    """Whether somebody typed into one of the cells."""
    return any(index not in formulas and not is_blank(row.at(index)) for index in places)


def _says(value: CellValue) -> bool:
    """Whether a formula gave more than nothing: it gives 0 for an empty cell elsewhere."""
    return not is_blank(value) and not isinstance(value, ExcelError) and value != 0 and value != "0"


def _only_zeros(row: Row, places: Sequence[int]) -> bool:
    """Whether some of the cells hold something, and none of them more than a zero or an error."""
    values = [row.at(index) for index in places]
    return any(not is_blank(value) for value in values) and not any(map(_says, values))


def _without(row: Row, formulas: frozenset[int], places: Sequence[int]) -> Row:
    values = list(row.values)
    for index in places:
        if index in formulas:
            values[index - 1] = ""
    return replace(row, values=values)


def _texts(values: Sequence[CellValue]) -> Iterator[str]:
    return (shown(value) for value in values if not is_blank(value))
