"""The parts of a sheet put together: values, errors, number formats, merges, what is hidden, and what to say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from reporting.workbooks.cells import CellValue, ExcelError, StruckOut, column_index, column_letter, is_blank, shown
from reporting.workbooks.formats.calamine import RawSheet
from reporting.workbooks.formats.date_formats import DateFormat
from reporting.workbooks.formats.worksheets import Scan
from reporting.workbooks.workbook import Merge, Notice, Sheet


def assemble(raw: RawSheet, found: Scan, *, options: bool = False) -> tuple[Sheet, tuple[Notice, ...]]:
    """A sheet and what is worth saying about it.

    Args:
        raw: the values.
        found: what the file says besides.
        options: whether the sheet only feeds drop-down lists.
    """
    rows = trimmed(_marked(raw.rows, found))
    height, width = len(rows), len(rows[0]) if rows else 0
    sheet = Sheet(
        name=raw.name,
        rows=rows,
        hidden=raw.hidden,
        merges=clipped(raw.merges, height, width),
        hidden_rows=frozenset(row for row in found.hidden_rows if row <= height),
        hidden_columns=frozenset(
            column for first, last in found.hidden_columns for column in range(max(first, 1), min(last, width) + 1)
        ),
        options=options,
        formulas=found.formulas,
    )
    return sheet, tuple(_notices(sheet, found))


def trimmed(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """The rows up to the last filled one, all as long as the last filled column."""
    height = next((n for n in range(len(rows), 0, -1) if any(_filled(value) for value in rows[n - 1])), 0)
    del rows[height:]
    longest = max(map(len, rows), default=0)
    width = next((n for n in range(longest, 0, -1) if any(len(row) >= n and _filled(row[n - 1]) for row in rows)), 0)
    for row in rows:
        del row[width:]
        row.extend([""] * (width - len(row)))
    return rows


def clipped(merges: Sequence[Merge], height: int, width: int) -> tuple[Merge, ...]:
    """Merged ranges cut to the filled area, single cells left out."""
    cut = (Merge(m.first_row, m.first_column, min(m.last_row, height), min(m.last_column, width)) for m in merges)
    return tuple(m for m in cut if m.height >= 1 and m.width >= 1 and m.height * m.width > 1)


def _filled(value: CellValue) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def _marked(rows: list[list[CellValue]], found: Scan) -> list[list[CellValue]]:
    """The rows with errors in their places, texts and numbers as they are set and shown, and what is struck through."""
    for (row, column), error in found.errors.items():
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = ExcelError(error)
    for (row, column), text in found.texts.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    for row, column, form in found.formatted:
        if row <= len(rows) and column <= len(rows[row - 1]):
            value = rows[row - 1][column - 1]
            if isinstance(form, DateFormat):
                rows[row - 1][column - 1] = form.means(value) if isinstance(value, dt.date) else value
            elif isinstance(value, int | float) and not isinstance(value, bool):
                rows[row - 1][column - 1] = form.means(value)
    for row, column in found.struck:
        if row <= len(rows) and column <= len(rows[row - 1]) and not is_blank(rows[row - 1][column - 1]):
            rows[row - 1][column - 1] = StruckOut(shown(rows[row - 1][column - 1]))
    return rows


def _notices(sheet: Sheet, found: Scan) -> list[Notice]:
    notices = []
    if sheet.hidden:
        notices.append(Notice("hidden_sheet", sheet.name))
    if sheet.options:
        notices.append(Notice("options_sheet", sheet.name))
    if sheet.hidden_rows:
        rows = ranges(sorted(sheet.hidden_rows))
        notices.append(Notice("hidden_rows", sheet.name, {"count": len(sheet.hidden_rows), "rows": _listed(rows, str)}))
    if sheet.hidden_columns:
        columns = ranges(sorted(sheet.hidden_columns))
        notices.append(
            Notice(
                "hidden_columns",
                sheet.name,
                {"count": len(sheet.hidden_columns), "columns": _listed(columns, column_letter)},
            )
        )
    if found.errors:
        places = [f"{column_letter(column)}{row}" for row, column in sorted(found.errors)]
        notices.append(Notice("excel_errors", sheet.name, {"count": len(places), "cells": "、".join(places[:20])}))
    if found.formulas:
        notices.append(Notice("formulas", sheet.name, {"count": _count(found.formulas)}))
    if found.uncalculated:
        cells = [
            f"{column_letter(column)}{row}" for row in sorted(found.uncalculated) for column in found.uncalculated[row]
        ]
        facts: dict[str, str | int] = {"count": len(cells), "cells": "、".join(cells[:20])}
        notices.append(Notice("formulas_without_value", sheet.name, facts))
    if found.declared and (found.declared[1] > sheet.height or column_index(found.declared[0]) > sheet.width):
        notices.append(
            Notice(
                "phantom_area",
                sheet.name,
                {
                    "declared": f"A1:{found.declared[0]}{found.declared[1]}",
                    "filled": f"A1:{column_letter(sheet.width)}{sheet.height}" if sheet.rows else "",
                },
            )
        )
    return notices


def _count(cells: Mapping[int, frozenset[int]]) -> int:
    return sum(map(len, cells.values()))


def ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbours in an ascending sequence, as first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _listed(runs: list[tuple[int, int]], name: Callable[[int], str]) -> str:
    return "、".join(f"{name(first)}" if first == last else f"{name(first)}–{name(last)}" for first, last in runs[:20])
