"""Workbooks of Excel's binary format: .xlsb. python-calamine reads the values; the records say the rest.

Records (MS-XLSB 2.1.4): a type and a length of one to four bytes each, seven bits a byte.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from reporting.workbooks.formats import calamine
from reporting.workbooks.formats.date_formats import BUILT_IN, CellFormat, cell_format
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.packages import Package, damaged
from reporting.workbooks.formats.pieces import Setting, joined, pieces_set
from reporting.workbooks.formats.sheets import assemble
from reporting.workbooks.formats.worksheets import Scan, by_row
from reporting.workbooks.formats.xlsx import relations
from reporting.workbooks.workbook import Notice, Workbook

__all__ = ["read_xlsb"]

_ROW, _FIRST_CELL, _LAST_CELL, _FONT, _FORMAT, _STYLE, _SHEET = 0, 1, 11, 43, 44, 47, 156
_STRIKES = 0x08
"""The flag of a font that strikes through."""
_RAISES = 1
"""What a font says that sets its text above the line."""
_RICH = 0x01
"""The flag of a string that is set in pieces."""
_SHARED_TEXT, _STRING = 7, 19
_COLUMN, _STYLES_BEGIN, _STYLES_END = 60, 617, 618
_ERROR_CELLS, _FORMULA_CELLS = frozenset({3, 11}), frozenset({8, 9, 10, 11})
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def read_xlsb(path: Path, package: Package, limits: FileLimits) -> Workbook:
    """Read a binary workbook whose archive has passed the limits.

    Raises:
        UnreadableFileError: it is damaged, or too large once filled.
    """
    try:
        parts = _sheet_parts(package)
        styles, lengths = _telling_styles(package), _string_lengths(package)
        fonts, struck = _fonts(package)
        strings = _strings_in_pieces(package, fonts)
        scans, texts = {}, 0
        for name, part in parts.items():
            scans[name], text = _scan(package.read(part), styles, struck, lengths, strings)
            texts = max(texts, text)
    except (struct.error, IndexError, ValueError, UnicodeError) as error:
        raise damaged(path.name) from error
    if not scans:
        raise damaged(path.name)
    limits.check_sheets(len(scans), where=path.name)
    area = 0
    for name, found in scans.items():
        limits.check_area(found.height, found.width, where=f"{path.name}: {name}")
        area += found.height * found.width
        limits.check_area(area, 1, where=path.name)
    limits.check_text(texts, where=path.name)
    macros = any(name.lower().endswith("vbaproject.bin") for name in package.names)
    links = sum(name.lower().startswith("xl/externallinks/externallink") for name in package.names)
    notices = [Notice("macros_ignored")] if macros else []
    if links:
        notices.append(Notice("external_links", parameters={"count": links}))
    sheets = []
    for raw in calamine.read_sheets(path, tuple(scans)):
        sheet, said = assemble(raw, scans[raw.name])
        sheets.append(sheet)
        notices.extend(said)
    return Workbook("xlsb", "", tuple(sheets), tuple(notices))


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        code, place = _varint(content, place, 2)
        length, place = _varint(content, place, 4)
        if place + length > len(content):
            raise ValueError("the last record is cut off")
        yield code, content[place : place + length]
        place += length


def _varint(content: bytes, place: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        byte = content[place]
        place += 1
        # the type keeps the high bits of its first byte
        value += (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            break
    return value, place


def _sheet_parts(package: Package) -> dict[str, str]:
    """Names of the worksheets in the order of their tabs, and the parts that hold them."""
    book = package.find("xl/workbook.bin")
    if book is None:
        return {}
    targets = relations(package, book)
    parts = {}
    for code, body in _records(package.read(book)):
        if code == _SHEET:
            identity, place = _text(body, 8)
            name, _place = _text(body, place)
            part = package.find(targets.get(identity, ""))
            if part and "worksheet" in posixpath.dirname(part).lower():
                parts[name] = part
    return parts


def _telling_styles(package: Package) -> dict[int, CellFormat]:
    part = package.find("xl/styles.bin")
    if part is None:
        return {}
    formats: dict[int, CellFormat | None] = dict(BUILT_IN)
    styles, within = [], False
    for code, body in _records(package.read(part)):
        if code == _FORMAT:
            formats[int.from_bytes(body[:2], "little")] = cell_format(_text(body, 2)[0])
        elif code in (_STYLES_BEGIN, _STYLES_END):
            within = code == _STYLES_BEGIN
        elif code == _STYLE and within:
            styles.append(int.from_bytes(body[2:4], "little"))
    return {index: found for index, number in enumerate(styles) if (found := formats.get(number))}


def _fonts(package: Package) -> tuple[Mapping[int, Setting], frozenset[int]]:
    """How each font sets its text, and the cell styles, by their place in the list, that strike through."""
    part = package.find("xl/styles.bin")
    if part is None:
        return {}, frozenset()
    fonts: list[Setting] = []
    styles: list[int] = []
    within = False
    for code, body in _records(package.read(part)):
        if code == _FONT:
            fonts.append((bool(body[2] & _STRIKES), int.from_bytes(body[6:8], "little") == _RAISES))
        elif code in (_STYLES_BEGIN, _STYLES_END):
            within = code == _STYLES_BEGIN
        elif code == _STYLE and within:
            styles.append(int.from_bytes(body[4:6], "little"))
    struck = frozenset(index for index, font in enumerate(styles) if font < len(fonts) and fonts[font][0])
    return dict(enumerate(fonts)), struck


def _strings_in_pieces(package: Package, fonts: Mapping[int, Setting]) -> Mapping[int, str]:
    """Shared strings of which pieces are struck out or raised, as they are meant."""
    part = package.find("xl/sharedStrings.bin")
    if part is None or not any(any(setting) for setting in fonts.values()):
        return {}
    found = {}
    strings = (body for code, body in _records(package.read(part)) if code == _STRING)
    for index, body in enumerate(strings):
        if body[0] & _RICH:
            text, place = _text(body, 1)
            count = int.from_bytes(body[place : place + 4], "little")
            runs = list(struct.iter_unpack("<HH", body[place + 4 : place + 4 + 4 * count]))
            if (pieces := pieces_set(text.encode("utf-16-le", "surrogatepass"), runs, fonts)) is not None:
                found[index] = joined(pieces)
    return found


def _string_lengths(package: Package) -> list[int]:
    """Length in bytes of every shared string."""
    part = package.find("xl/sharedStrings.bin")
    if part is None:
        return []
    return [len(body) for code, body in _records(package.read(part)) if code == _STRING]


def _scan(
    content: bytes,
    styles: Mapping[int, CellFormat],
    striking: Collection[int],
    lengths: list[int],
    strings: Mapping[int, str],
) -> tuple[Scan, int]:
    """What a sheet says besides its values, and how many bytes its cells repeat from the shared strings."""
    row = height = width = texts = 0
    formulas: list[tuple[int, int]] = []
    errors: dict[tuple[int, int], str] = {}
    formatted: list[tuple[int, int, CellFormat]] = []
    struck: list[tuple[int, int]] = []
    meant: dict[tuple[int, int], str] = {}
    hidden_rows: set[int] = set()
    hidden_columns: list[tuple[int, int]] = []
    for code, body in _records(content):
        if code == _ROW:
            row = int.from_bytes(body[:4], "little") + 1
            if row > _MOST_ROWS:
                raise ValueError("a row beyond the last")
            if len(body) > 11 and body[11] & 0x10:
                hidden_rows.add(row)
        elif _FIRST_CELL <= code <= _LAST_CELL:
            column = int.from_bytes(body[:4], "little") + 1
            if column > _MOST_COLUMNS or not row:
                raise ValueError("a cell outside the sheet")
            if code != _FIRST_CELL:
                height, width = max(height, row), max(width, column)
            if code in _ERROR_CELLS:
                errors[row, column] = _ERRORS.get(body[8], "#")
            if code in _FORMULA_CELLS:
                formulas.append((row, column))
            if code == _SHARED_TEXT:
                index = int.from_bytes(body[8:12], "little")
                texts += lengths[index] if index < len(lengths) else 0
                if index in strings:
                    meant[row, column] = strings[index]
            style = int.from_bytes(body[4:7], "little")
            if code != _FIRST_CELL and (form := styles.get(style)):
                formatted.append((row, column, form))
            if code != _FIRST_CELL and style in striking:
                struck.append((row, column))
        elif code == _COLUMN and len(body) > 16 and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            hidden_columns.append((min(first, _MOST_COLUMNS) + 1, min(last, _MOST_COLUMNS) + 1))
    found = Scan(
        height,
        width,
        errors=errors,
        formatted=tuple(formatted),
        formulas=by_row(formulas),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=tuple(hidden_columns),
        struck=tuple(struck),
        texts=meant,
    )
    return found, texts


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text with its length in front, and the place after it."""
    length = int.from_bytes(body[place : place + 4], "little")
    end = place + 4 + 2 * length
    if length > 32_767 or end > len(body):
        raise ValueError("a text that is cut off")
    return body[place + 4 : end].decode("utf-16-le"), end
