"""A wide sheet that brings the rows of several counties: each row is that county's own submission.

What its 合计 row prints is held against the sum of the rows here, for no single submission can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reporting.definitions.place_names import PlaceNames
from reporting.intake.cleaning.tables.items import county_column
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.found import ItemsFound, Recognition
from reporting.intake.recognition.other_figures import aside_finding, gives_other_figures, place_of_row
from reporting.workbooks.cells import shown
from reporting.workbooks.layouts.table import Column, Row, Table

__all__ = ["by_county", "rows_aside", "rows_of_nobody"]


def by_county(recognition: Recognition, names: PlaceNames) -> Mapping[str, Recognition]:
    """County → the same tables with its rows alone; empty unless every table is wide and names at least two counties.

    The city's own row is the sum of the others, and left out.
    """
    tables = _wide(recognition)
    codes = {code: None for table, column in tables for _, code in _rows(table, column, names)}
    counties = [code for code in codes if code not in (None, names.city)]
    if len(tables) < len(recognition.tables) or len(counties) < 2:
        return {}
    return {county: _only(recognition, county, names) for county in counties if county}


def rows_of_nobody(recognition: Recognition, names: PlaceNames) -> Iterator[Finding]:
    """An error for each row whose county nobody knows."""
    for table, column in _wide(recognition):
        for row, code in _rows(table, column, names):
            if code is None and not gives_other_figures(shown(row.at(column.index))):
                typed, cell = shown(row.at(column.index)), f"{column.letter}{row.number}"
                near = "、".join(names.nearest(typed))
                message = say("sender_unknown", typed=typed) + (say("did_you_mean", suggestion=near) if near else "")
                message = located(message, table.sheet, cell)
                yield Finding("error", "sender_unknown", message, table.sheet, cell, found=typed)


def rows_aside(recognition: Recognition, names: PlaceNames) -> Iterator[Finding]:
    """A notice for each table with rows that are plainly no county's: 目标值, 上年同期."""
    for table, column in _wide(recognition):
        called = {row.number: shown(row.at(column.index)) for row, code in _rows(table, column, names) if code is None}
        aside = {number: label for number, label in called.items() if gives_other_figures(label)}
        yield from aside_finding(aside, table.sheet, column.letter)


def _wide(recognition: Recognition) -> list[tuple[Table, Column]]:
    """The wide tables, each with the column that says whose a row is."""
    return [
        (one.table, column)
        for one in recognition.tables
        if isinstance(one, ItemsFound) and one.wide and (column := county_column(one.table, one.definition))
    ]


def _rows(table: Table, column: Column, names: PlaceNames) -> Iterator[tuple[Row, str | None]]:
    """Each row, and the code of its county; None where nobody knows."""
    for row in table.rows:
        yield row, place_of_row(shown(row.at(column.index)), names)


def _only(recognition: Recognition, county: str, names: PlaceNames) -> Recognition:
    columns = {id(table): column for table, column in _wide(recognition)}
    return replace(
        recognition,
        tables=tuple(
            replace(
                one,
                table=replace(
                    one.table,
                    rows=tuple(row for row, code in _rows(one.table, columns[id(one.table)], names) if code == county),
                ),
            )
            for one in recognition.tables
        ),
    )
