"""A workbook as it was sent: sheets of cells, before anybody has said what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from reporting.workbooks.cells import CellValue, column_letter

Kind = Literal["xlsx", "xlsm", "xlsb", "xls", "xml", "ods", "docx", "csv", "html"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth saying about a file that does not keep it from being read.

    Attributes:
        code: one of `NOTICES`.
        sheet: the sheet it is about; empty for the workbook.
        parameters: what the message needs (counts, addresses, names), plain values.
    """

    code: str
    sheet: str = ""
    parameters: Mapping[str, str | int] = field(default_factory=dict)


NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "macros_ignored": "the workbook carries macros; none was run or kept",
        "external_links": "cells refer to other workbooks; the values last saved were read",
        "formulas": "cells hold formulas; the values last saved were read",
        "formulas_without_value": "formulas were never calculated, so their cells read as empty",
        "excel_errors": "cells hold an error such as #REF!",
        "hidden_sheet": "the sheet is hidden; it was read",
        "hidden_rows": "rows are hidden; they were read",
        "hidden_columns": "columns are hidden; they were read",
        "unseen_on_page": "the page holds rows, cells or tables that it does not show; they were not read",
        "phantom_area": "the sheet declares or formats more rows or columns than it fills; the rest was left out",
        "other_format_than_name": "the content is of another format than the name says",
        "encoding_guessed": "the encoding of the text is a guess",
        "default_password": "encrypted with Excel's own default password, which nobody is asked for; it was read",
        "options_sheet": "the sheet only feeds drop-down lists",
    }
)
"""Every code of a notice, with what it means."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, rows and columns counted from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def width(self) -> int:
        """Columns that it spans."""
        return self.last_column - self.first_column + 1

    @property
    def height(self) -> int:
        """Rows that it spans."""
        return self.last_row - self.first_row + 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, from A1 to the last filled row and column.

    Attributes:
        name: as on the tab; for a text file the name of the file.
        rows: the cells as the file has them; every row has the same length; empty cells are "".
        hidden: whether the tab is hidden.
        merges: merged ranges inside the filled area.
        hidden_rows: rows that are hidden, counted from 1.
        hidden_columns: columns that are hidden, counted from 1.
        options: whether the sheet does nothing but feed the drop-down lists of others.
        formulas: row → columns of the cells whose value a formula gave, both counted from 1.
        starts: rows in which a table of the document or page starts; empty for a sheet, which says nothing of it.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    options: bool = False
    formulas: Mapping[int, frozenset[int]] = field(default_factory=dict)
    starts: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """Number of the last filled row."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of the last filled column."""
        return len(self.rows[0]) if self.rows else 0

    def at(self, row: int, column: int) -> CellValue:
        """The cell in a row and column counted from 1; empty beyond the filled area."""
        if not (1 <= row <= self.height and 1 <= column <= self.width):
            return ""
        return self.rows[row - 1][column - 1]

    def address(self, row: int, column: int) -> str:
        """How the cell is called: `学校台账!B7`."""
        return f"{self.name}!{column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read.

    Attributes:
        kind: the format of the content, whatever the file is called; `csv` for any delimited text.
        encoding: of text and HTML; empty for the rest.
        sheets: in the order of their tabs.
        notices: what is worth saying about it.
        properties: custom document properties (xlsx, xlsm), by name.
    """

    kind: Kind
    encoding: str
    sheets: tuple[Sheet, ...]
    notices: tuple[Notice, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
