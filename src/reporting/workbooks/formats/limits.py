"""How large a file may be, and become, before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.errors import UnreadableFileError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Bounds that are checked before a file is read.

    The largest honest file is a national ledger of 150,000 schools and 40 columns: 6 million cells, 40 MB
    packed, 200 MB of XML.

    Attributes:
        max_bytes: size of the file.
        max_expansion: bytes that all parts of a packed file unpack to.
        max_ratio: how many times larger than packed a part of more than 8 MB may be.
        max_entries: parts of a packed file.
        max_sheets: sheets of a workbook.
        max_cells: rows × columns of the filled area, all sheets together.
        max_columns: columns of the filled area of a sheet (Excel's own limit).
        max_text: characters that the text cells of a sheet repeat from the shared strings, in all.
        max_cell_text: characters of one cell (Excel's own limit).
    """

    max_bytes: int = 128 * MEGABYTE
    max_expansion: int = 768 * MEGABYTE
    max_ratio: int = 250
    max_entries: int = 4096
    max_sheets: int = 256
    max_cells: int = 10_000_000
    max_columns: int = 16_384
    max_text: int = 512 * MEGABYTE
    max_cell_text: int = 32_767

    def check_sheets(self, count: int, *, where: str) -> None:
        """Refuse a workbook of too many sheets.

        Raises:
            UnreadableFileError: there are more than a workbook may have.
        """
        if count > self.max_sheets:
            raise UnreadableFileError(
                f"the workbook has {count:,} sheets, more than {self.max_sheets:,}",
                where=where,
                hint="send the form's own sheets only",
            )

    def check_text(self, size: int, *, where: str) -> None:
        """Refuse a sheet whose cells come to so many bytes of text.

        Raises:
            UnreadableFileError: it is more than memory can be given to.
        """
        if size > self.max_text:
            raise UnreadableFileError(
                f"the text of the sheet comes to {size:,} bytes",
                where=where,
                hint="copy the filled cells into a new workbook, save it as .xlsx, and send that",
            )

    def check_area(self, rows: int, columns: int, *, where: str) -> None:
        """Refuse a filled area that would not fit.

        Raises:
            UnreadableFileError: the area is too large.
        """
        if columns > self.max_columns or rows * columns > self.max_cells:
            raise UnreadableFileError(
                f"the filled area is {rows:,} rows by {columns:,} columns, more than {self.max_cells:,} cells",
                where=where,
                hint="look for a stray entry far below or right of the table (Ctrl+End), delete it, send again",
            )


DEFAULT = FileLimits()
