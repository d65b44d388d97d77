"""The records of an Excel 97 stream that python-calamine leaves out: extent, errors, formats, what is hidden or struck.

Record layouts are those of Microsoft's [MS-XLS], section 2.4. Calamine reserves room for whatever the
DIMENSIONS and SST records claim, so both are checked here first.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from reporting.workbooks.cells import column_letter
from reporting.workbooks.formats.biff_strings import strings_in_pieces
from reporting.workbooks.formats.date_formats import BUILT_IN, CellFormat, cell_format
from reporting.workbooks.formats.pieces import Setting
from reporting.workbooks.formats.worksheets import Scan, by_row

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_EOF, _BOUNDSHEET, _DIMENSIONS, _SST = 0x0A, 0x85, 0x200, 0xFC
_ROW, _COLINFO, _BOOLERR, _FORMULA, _SUPBOOK = 0x208, 0x7D, 0x205, 0x06, 0x1AE
_FORMAT, _XF, _FONT = 0x41E, 0xE0, 0x31
_CONTINUE = 0x3C
_STRIKES = 0x08
"""The flag of a font that strikes through."""
_RAISES = 1
"""What a font says that sets its text above the line."""
_NO_FONT = 4
"""The number that no font has: the fifth is called 5."""
_RK, _NUMBER, _LABEL, _LABELSST, _RSTRING, _MULRK = 0x27E, 0x203, 0x204, 0xFD, 0xD6, 0xBD
_CELLS = frozenset({_RK, _NUMBER, _LABEL, _LABELSST, _RSTRING, _BOOLERR, _FORMULA, _MULRK})
_NUMBERS = frozenset({_RK, _NUMBER, _FORMULA})
_LINKED_BOOK_MINIMUM = 5
"""A SUPBOOK of 4 bytes refers to the workbook itself or to add-in functions."""


@dataclass(frozen=True, slots=True)
class WalkedSheet:
    """What the records of one worksheet say, and the rows × columns that its DIMENSIONS record claims."""

    scan: Scan
    reserved: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Walk:
    """What the records of a workbook say: its sheets with their names, which a hostile file may repeat."""

    sheets: tuple[tuple[str, WalkedSheet], ...]
    external_links: int


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the styles and strings of a workbook say of its cells: formats, styles that strike, strings in pieces."""

    formats: Mapping[int, CellFormat]
    struck: Collection[int]
    strings: Mapping[int, str]


@dataclass(slots=True)
class _Sheet:
    reserved: tuple[int, int] = (0, 0)
    declared: tuple[int, int] = (0, 0)
    height: int = 0
    width: int = 0
    formatted: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formatted_numbers: list[tuple[int, int, CellFormat]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def walk(stream: bytes) -> Walk:
    """Go through the records of a `Workbook` stream.

    Raises:
        ValueError: the stream is cut off, or claims more than it can hold.
    """
    places: list[tuple[int, str]] = []
    formats: dict[int, CellFormat | None] = dict(BUILT_IN)
    styles: list[int] = []
    fonts: list[int] = []
    settings: list[Setting] = []
    table: list[bytes] = []
    before = 0
    links = 0
    for code, start, end in _records(stream, 0):
        if code == _BOUNDSHEET:
            places.append((_u32(stream, start), _sheet_name(stream[start + 6 : end])))
        elif code == _SST or (code == _CONTINUE and before in (_SST, _CONTINUE) and table):
            if code == _SST and _u32(stream, start + 4) > len(stream):
                raise ValueError("the table of strings claims more than the file holds")
            table.append(stream[start:end])
        elif code == _FORMAT:
            formats[_u16(stream, start)] = cell_format(_format_code(stream[start + 2 : end]))
        elif code == _FONT:
            settings.append((bool(stream[start + 2] & _STRIKES), _u16(stream, start + 8) == _RAISES))
        elif code == _XF:
            fonts.append(_u16(stream, start))
            styles.append(_u16(stream, start + 2))
        elif code == _SUPBOOK and end - start >= _LINKED_BOOK_MINIMUM:
            links += 1
        elif code == _EOF:
            break
        before = code
    telling = {index: found for index, code in enumerate(styles) if (found := formats.get(code))}
    numbered = {at + (at >= _NO_FONT): setting for at, setting in enumerate(settings)}
    struck = frozenset(index for index, font in enumerate(fonts) if numbered.get(font, (False,))[0])
    meant = _Meant(telling, struck, strings_in_pieces(table, numbered))
    return Walk(tuple((name, _walked_sheet(stream, place, meant)) for place, name in places), links)


def _walked_sheet(stream: bytes, place: int, meant: _Meant) -> WalkedSheet:
    """Go through the records of a sheet as calamine does: to the first end, whatever stands before it."""
    sheet = _Sheet()
    for code, start, end in _records(stream, place):
        if code == _EOF:
            break
        _take(sheet, code, stream[start:end], meant)
    last_row, last_column = max(sheet.declared[0], sheet.formatted), sheet.declared[1]
    scan = Scan(
        height=sheet.height,
        width=sheet.width,
        declared=(column_letter(last_column), last_row) if last_row and last_column else None,
        errors=sheet.errors,
        formatted=tuple(sheet.formatted_numbers),
        formulas=by_row(sheet.formulas),
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=tuple(sheet.hidden_columns),
        struck=tuple(sheet.struck),
        texts=sheet.texts,
    )
    return WalkedSheet(scan, sheet.reserved)


def _take(sheet: _Sheet, code: int, body: bytes, meant: _Meant) -> None:
    styles, struck = meant.formats, meant.struck
    if code in _CELLS:
        row, column = _u16(body, 0) + 1, _u16(body, 2) + 1
        last = _u16(body, len(body) - 2) + 1 if code == _MULRK else column
        sheet.height, sheet.width = max(sheet.height, row), max(sheet.width, last)
        if code == _BOOLERR and body[7]:
            sheet.errors[row, column] = _ERRORS.get(body[6], "#")
        elif code == _FORMULA:
            sheet.formulas.append((row, column))
            if body[6] == 2 and body[12:14] == b"\xff\xff":
                sheet.errors[row, column] = _ERRORS.get(body[8], "#")
        elif code == _LABELSST and meant.strings and (text := meant.strings.get(_u32(body, 6))) is not None:
            sheet.texts[row, column] = text
        if struck:
            places = range(last - column + 1) if code == _MULRK else range(1)
            sheet.struck += [(row, column + n) for n in places if _u16(body, 4 + 6 * n) in struck]
        if code in _NUMBERS and (form := styles.get(_u16(body, 4))):
            sheet.formatted_numbers.append((row, column, form))
        elif code == _MULRK and styles:
            sheet.formatted_numbers.extend(
                (row, column + n, form) for n in range(last - column + 1) if (form := styles.get(_u16(body, 4 + 6 * n)))
            )
    elif code == _DIMENSIONS:
        # Excel 95 wrote rows in two bytes
        first_row, last_row, first_column, last_column = struct.unpack_from(
            "<HHHH" if len(body) == 10 else "<IIHH", body
        )
        if first_row > last_row or first_column > last_column:
            raise ValueError("the filled area ends before it starts")
        rows, columns = last_row - first_row + 1, last_column - first_column + 1
        sheet.reserved = (max(sheet.reserved[0], rows), max(sheet.reserved[1], columns))
        sheet.declared = (last_row, last_column)
    elif code == _ROW:
        sheet.formatted = max(sheet.formatted, _u16(body, 0) + 1)
        if body[12] & 0x20:
            sheet.hidden_rows.add(_u16(body, 0) + 1)
    elif code == _COLINFO and body[8] & 1:
        sheet.hidden_columns.append((_u16(body, 0) + 1, _u16(body, 2) + 1))


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Code, start and end of every record from a place on."""
    while place + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, place)
        start = place + 4
        if start + length > len(stream):
            raise ValueError("the last record is cut off")
        yield code, start, start + length
        place = start + length


def _u16(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")


def _u32(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 4], "little")


def _format_code(body: bytes) -> str:
    """A format code: of Excel 97 with its length, a flag, then one or two bytes a character; before it, in GBK."""
    if len(body) > 2 and body[2] in (0, 1) and _u16(body, 0) << body[2] == len(body) - 3:
        return body[3:].decode("utf-16-le" if body[2] else "latin-1", "replace")
    return body[1:].decode("gb18030", "replace")


def _sheet_name(body: bytes) -> str:
    """A ShortXLUnicodeString: length, flag, then one or two bytes a character."""
    return body[2:].decode("utf-16-le" if body[1] & 1 else "latin-1", "replace")
