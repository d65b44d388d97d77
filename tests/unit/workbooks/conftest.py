"""Workbooks as small as their point, written where a test needs them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reporting.workbooks.workbook import Merge, Sheet

ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="表">
<table:table-column table:number-columns-repeated="16384"/>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">
<text:p>学校<text:s/>台账</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" office:value="12">
<text:p>12</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2022-04-05"><text:p>22-4-5</text:p></table:table-cell>
<table:table-cell office:value-type="time" office:time-value="PT17H30M00S"><text:p>17:30</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>#REF!</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16379"/></table:table-row>
<table:table-row table:number-rows-repeated="1048574">
<table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """The real file whose name starts so; skips where the folder of real files is not there."""

    def find(start: str) -> Path:
        found = sorted(SAMPLES.glob(f"{start}*"))
        if not found:
            pytest.skip("the folder of real files is not there")
        return found[0]

    return find


@pytest.fixture
def sheet() -> Callable[..., Sheet]:
    """A sheet from rows of cells, padded to one length, with merged ranges such as (1, 1, 1, 4)."""

    def make(rows: Sequence[Sequence[Any]], merges: Sequence[tuple[int, int, int, int]] = (), **rest: Any) -> Sheet:
        width = max(map(len, rows))
        cells = [[*row, *[""] * (width - len(row))] for row in rows]
        return Sheet("Sheet1", cells, merges=tuple(Merge(*merge) for merge in merges), **rest)

    return make


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes an .xlsx of one sheet; `change` may alter the openpyxl sheet before it is saved."""

    def write(
        rows: Sequence[Sequence[Any]], change: Callable[[Any], object] = lambda sheet: None, name: str = "f.xlsx"
    ) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        change(book.worksheets[0])
        book.save(tmp_path / name)
        book.close()
        return tmp_path / name

    return write


@pytest.fixture
def repacked() -> Callable[..., Path]:
    """Writes a zip again with some parts replaced or added."""

    def write(path: Path, parts: Mapping[str, bytes], name: str = "repacked.xlsx") -> Path:
        with zipfile.ZipFile(path) as archive:
            content = {entry: archive.read(entry) for entry in archive.namelist()} | dict(parts)
        with zipfile.ZipFile(path.with_name(name), "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, data in content.items():
                archive.writestr(entry, data)
        return path.with_name(name)

    return write


@pytest.fixture
def xls(tmp_path: Path) -> Callable[..., Path]:
    """Writes an Excel 97 workbook of one sheet from cells, further records, and records of styles."""

    def write(
        cells: Mapping[tuple[int, int], str | float],
        extra: Sequence[tuple[int, bytes]] = (),
        styles: Sequence[tuple[int, bytes]] = (),
    ) -> Path:
        path = tmp_path / "f.xls"
        path.write_bytes(compound_file("Workbook", biff_stream(cells, extra, styles)))
        return path

    return write


@pytest.fixture
def ole(tmp_path: Path) -> Callable[[str], Path]:
    """Writes an OLE file that holds one stream of some name."""

    def write(stream: str) -> Path:
        path = tmp_path / "f.doc"
        path.write_bytes(compound_file(stream, b"x" * 5000))
        return path

    return write


@pytest.fixture
def ods(tmp_path: Path) -> Path:
    """An OpenDocument spreadsheet with a merged title, one row of every type of value, and a million empty rows."""
    return open_document(tmp_path / "f.ods", ODS)


@pytest.fixture
def odt_with(tmp_path: Path) -> Callable[[str], Path]:
    """Writes an OpenDocument text of some paragraphs and tables."""

    def write(content: str) -> Path:
        head = ODS.partition("<office:body>")[0]
        body = f"<office:body><office:text>{content}</office:text></office:body></office:document-content>"
        return open_document(tmp_path / "f.odt", head + body)

    return write


@pytest.fixture
def ods_with(tmp_path: Path) -> Callable[[str], Path]:
    """Writes an OpenDocument spreadsheet of one row of cells."""

    def write(cells: str) -> Path:
        head = ODS.partition("<office:body>")[0]
        table = f'<table:table table:name="表"><table:table-row>{cells}</table:table-row></table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
        return open_document(tmp_path / "f.ods", head + body)

    return write


def open_document(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def record(code: int, body: bytes = b"") -> bytes:
    """A BIFF record."""
    return struct.pack("<HH", code, len(body)) + body


def biff_stream(
    cells: Mapping[tuple[int, int], str | float],
    extra: Sequence[tuple[int, bytes]] = (),
    styles: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """The `Workbook` stream of one sheet called 表; cells, all of the first style, by row and column counted from 1."""
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0x7CC, 0, 6))
    last_row = max((row for row, _ in cells), default=0)
    last_column = max((column for _, column in cells), default=0)
    body += record(0x200, struct.pack("<IIHHH", 0, last_row, 0, last_column, 0))
    for code, data in extra:
        body += record(code, data)
    for (row, column), value in sorted(cells.items()):
        place = struct.pack("<HHH", row - 1, column - 1, 0)
        if isinstance(value, str):
            text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            body += record(0x204, place + text)
        else:
            body += record(0x203, place + struct.pack("<d", value))
    body += record(0x0A)
    start = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0x7CC, 0, 6))
    start += b"".join(record(code, data) for code, data in styles)
    name = struct.pack("<BB", 1, 1) + "表".encode("utf-16-le")
    sheets = len(start) + 4 + 6 + len(name) + 4
    return start + record(0x85, struct.pack("<IBB", sheets, 0, 0) + name) + record(0x0A) + body


def compound_file(name: str, stream: bytes) -> bytes:
    """A compound file ([MS-CFB]) that holds one stream."""
    size = max(4096, -(-len(stream) // 512) * 512)
    sectors = size // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    chain = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(title: str, kind: int, child: int, start: int, length: int) -> bytes:
        raw = (title + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", start, length)
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, size)
    directory += (bytes(64) + struct.pack("<HBBIII", 0, 0, 0, free, free, free) + bytes(48)) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + table + directory + stream.ljust(size, b"\0")
