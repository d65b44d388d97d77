"""Tables as values: columns with their header paths, rows of data, and every row that is neither, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reporting.workbooks.cells import CellValue, is_blank

Reason = Literal[
    "title",
    "header",
    "unit",
    "total",
    "subtotal",
    "band",
    "note",
    "sample",
    "blank",
    "footer",
    "formulas",
    "list",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        letter: as in the sheet.
        index: the same, counted from 1.
        path: its header cells from the top level down, repeats left out; empty where it has none.
        heading: the path in one line, white space folded.
        unit: the unit (or the options: 是/否) that its heading or the unit row gives it.
    """

    letter: str
    index: int
    path: tuple[str, ...]
    heading: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data.

    Attributes:
        number: in the sheet, counted from 1.
        values: the cells of the whole row of the sheet, from column A.
        hidden: whether the sheet hides it.
        band: the group heading above it; empty where there is none.
        merged: columns that hold what was written once for several rows, in a merged cell.
    """

    number: int
    values: Sequence[CellValue]
    hidden: bool = False
    band: str = ""
    merged: frozenset[int] = frozenset()

    @property
    def cells(self) -> Mapping[int, CellValue]:
        """The filled cells by column, counted from 1."""
        return {index: value for index, value in enumerate(self.values, 1) if not is_blank(value)}

    def at(self, column: int) -> CellValue:
        """The cell in a column counted from 1."""
        return self.values[column - 1] if column <= len(self.values) else ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that is not data, why, and its text in one line."""

    row: int
    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet.

    Attributes:
        sheet: name of the sheet.
        header_rows: first and last row of the header, the unit row included; None for a table without one.
        columns: those with a heading, and those without that hold data.
        rows: the data.
        dropped: all other rows from the first line above the header to the last below the data.
        unit: unit of the whole table (单位：亿元), None where no line above gives one.
        title: the title above, in one line; empty where there is none.
        captions: pairs from the lines above: 填报单位: 叶县.
        footer: pairs from the lines below: 填报日期: 2022年4月30日.
        years: of months that stand without one (3月), by month; None where nobody has looked, empty where none is told.
        twins: hidden columns with the heading of a visible one, which stands for both; they are none of `columns`.
    """

    sheet: str
    header_rows: tuple[int, int] | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    dropped: tuple[Dropped, ...] = ()
    unit: str | None = None
    title: str = ""
    captions: Mapping[str, str] = field(default_factory=dict)
    footer: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[Column, ...] = ()
    years: Mapping[int, int] | None = None

    def values(self, column: Column) -> list[CellValue]:
        """The cells of a column, one a row of data."""
        place = column.index - 1
        return [row.values[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Layout:
    """All of a sheet: its tables, and the rows of a sheet that belong to none."""

    tables: tuple[Table, ...]
    loose: tuple[Dropped, ...] = ()
