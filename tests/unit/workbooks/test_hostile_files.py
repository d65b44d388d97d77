"""Files that are broken, protected, or made to break the reader: always a clear error, never a crash."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest

from reporting.errors import UnreadableFileError
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.inspection import inspect_workbook
from reporting.workbooks.files import read_workbook
from reporting.workbooks.formats.limits import DEFAULT, FileLimits

ROWS = [["学校名称", "在校学生数"], ["第一小学", 120]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def refusal(path: Path, limits: FileLimits = DEFAULT) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_workbook(path, limits)
    assert path.name in caught.value.where
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\0" * 3000, "not a workbook"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        ("只有一段话，没有列。".encode(), "without columns"),
        (b"<html><body><p>x</p></body></html>", "without a table"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "damaged"),
        (b",\n,\n", "no sheet"),
        (bytes(range(256)) * 4, "not a workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    assert said in refusal(path).what


def test_a_missing_file_is_no_traceback(tmp_path: Path) -> None:
    assert "opened" in refusal(tmp_path / "none.xlsx").what


def test_a_document_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "no table" in refusal(path).what


def test_a_protected_workbook_says_so(xlsx: Callable[..., Path], tmp_path: Path) -> None:
    """The county would be told that its file is damaged, and send it again as it is."""
    path = tmp_path / "protected.xlsx"
    with xlsx(ROWS).open("rb") as plain, path.open("wb") as sealed:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", sealed)
    assert "password" in refusal(path).what


def test_every_cut_of_a_workbook_is_refused(xlsx: Callable[..., Path], tmp_path: Path) -> None:
    content = xlsx(ROWS).read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(4, len(content) - 30, 97):
        path.write_bytes(content[:end])
        refusal(path)


def test_a_large_file_is_refused_unread(xlsx: Callable[..., Path]) -> None:
    assert "MB" in refusal(xlsx(ROWS), FileLimits(max_bytes=100)).what


def test_a_workbook_of_too_many_sheets_is_refused_as_such(xlsx: Callable[..., Path], xls: Callable[..., Path]) -> None:
    """A clerk would read that the file is no workbook, and send it again as it is."""
    none = FileLimits(max_sheets=0)
    for path in (xlsx(ROWS), xls({(1, 1): 5.0})):
        assert refusal(path, none).what == "the workbook has 1 sheets, more than 0"


def test_a_bomb_is_refused_by_its_directory(xlsx: Callable[..., Path], repacked: Callable[..., Path]) -> None:
    bomb = repacked(xlsx(ROWS), {"xl/media/image1.png": bytes(20 * 1024 * 1024)})
    assert "unpacks to" in refusal(bomb).what
    assert "unpacks to" in refusal(xlsx(ROWS), FileLimits(max_expansion=1000)).what
    assert "parts" in refusal(xlsx(ROWS), FileLimits(max_entries=3)).what


def test_a_part_that_unpacks_to_more_than_it_claims_is_refused(xlsx: Callable[..., Path], tmp_path: Path) -> None:
    """Limits on claimed sizes would be void: the reader after us unpacks what is there."""
    content = bytearray(xlsx(ROWS).read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(SHEET)
    directory = content.index(b"PK\x01\x02")
    place = content.index(SHEET.encode(), directory) - 46
    assert struct.unpack_from("<I", content, place + 24)[0] == entry.file_size
    struct.pack_into("<I", content, place + 24, entry.file_size - 10)
    path = tmp_path / "lying.xlsx"
    path.write_bytes(content)
    assert "damaged" in refusal(path).what


@pytest.mark.parametrize(
    "cells",
    [
        b'<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>',
        b"<c r='A1'><v>1</v></c></row><row r='1048576'><c r = 'XFD1048576'><v>1</v></c>",
        b'<c r="A1"><v>1</v></c></row><row r="1048570"/><row>' + b"<c><v>1</v></c>" * 20,
        b'<c r="A1"><v>1</v></c></row><row r="2"><c r="xfd1048576"><v>1</v></c>',
        b'<c r="A1"><v>1</v></c></row><row r="2"><c s=">" r="XFD1048576"><v>1</v></c>',
        b'<c r="A1"><v>1</v></c></row><row r="2"><'
        + b"p" * 100
        + b':c r="XFD1048576"><v>1</v></'
        + b"p" * 100
        + b":c>",
        b'<c r="A1"><v>1</v></c></row><row r="2"><x-y:c xmlns:x-y="z" r="XFD1048576"><v>1</v></x-y:c>',
    ],
)
def test_two_cells_far_apart_do_not_fill_the_memory(
    xlsx: Callable[..., Path], repacked: Callable[..., Path], cells: bytes
) -> None:
    """Calamine reserves the whole rectangle between them: 17 billion cells, and the process is gone."""
    xml = b"<worksheet " + MAIN + b'><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    assert "cells" in refusal(repacked(xlsx(ROWS), {SHEET: xml})).what


def test_a_cell_hidden_behind_broken_markup_is_refused(
    xlsx: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    """Where two readers may disagree about a tag, the smaller reading must not pass for the size of the sheet."""
    cell = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c s="<" r="XFD1048576"><v>1</v></c></row>'
    xml = b"<worksheet " + MAIN + b"><sheetData>" + cell + b"</sheetData></worksheet>"
    assert "damaged" in refusal(repacked(xlsx(ROWS), {SHEET: xml})).what


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>x</td></tr>" + "<a " * 50_000,
        "<table><tr><td>x</td></tr>" + "<!--" * 50_000,
        "<table><tr><td>x</td></tr>" + "<![CDATA[" * 50_000,
        "学校名称,b\nx" + " " * 30_000 + "y,1\n",
        "学校名称,b\n" + "填 " * 30_000 + ",1\n",
        "学校名称,b\n" + "(" * 30_000 + ",1\n",
    ],
)
def test_text_made_to_hold_up_the_reader_does_not(tmp_path: Path, text: str) -> None:
    """The time of a pattern or parser that grows with the square of its text holds up the whole folder."""
    path = tmp_path / "f.xls"
    path.write_text(text, encoding="utf-8")
    assert read_workbook(path).sheets
    assert clean(text, "list").state == clean(text, "text").state == "reported"
    inspect_workbook(read_workbook(path), ["学校名称"])


def test_a_million_empty_formatted_cells_are_no_reason_to_refuse(
    xlsx: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    rows = b"".join(b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (n, n) for n in range(2, 2000))
    xml = (
        b"<worksheet "
        + MAIN
        + b'><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        + rows
        + b"</sheetData></worksheet>"
    )
    workbook = read_workbook(repacked(xlsx(ROWS), {SHEET: xml}))
    assert (workbook.sheets[0].height, workbook.sheets[0].width) == (1, 1)


def test_entities_are_refused(xlsx: Callable[..., Path], repacked: Callable[..., Path]) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet ' + MAIN + b"><sheetData/></worksheet>"
    assert "entities" in refusal(repacked(xlsx(ROWS), {SHEET: laughs})).what
    assert "entities" in refusal(repacked(xlsx(ROWS), {"xl/workbook.xml": laughs})).what


def test_a_part_in_another_encoding_cannot_hide_entities(
    xlsx: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    laughs = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x []><worksheet/>'.encode("utf-16")
    assert "damaged" in refusal(repacked(xlsx(ROWS), {SHEET: laughs})).what


def test_gigantic_shared_strings_are_refused(xlsx: Callable[..., Path], repacked: Callable[..., Path]) -> None:
    """One string of 30,000 characters in each of 50,000 cells is written out 50,000 times by the reader."""
    strings = b"<sst " + MAIN + b"><si><t>%s</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 50_000))
    xml = b"<worksheet " + MAIN + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    often = repacked(xlsx(ROWS), {SHEET: xml, "xl/sharedStrings.xml": strings % (b"x" * 30_000)})
    assert "text of the sheet" in refusal(often).what
    long = repacked(xlsx(ROWS), {"xl/sharedStrings.xml": strings % (b"x" * 40_000)})
    assert "characters" in refusal(long).what


def test_an_excel_97_file_cannot_reserve_more_than_it_fills(xls: Callable[..., Path]) -> None:
    """DIMENSIONS and SST claim sizes that calamine reserves unseen."""
    cells: dict[tuple[int, int], str | float] = {(1, 1): "x"}
    refusal(xls(cells, [(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))]))
    refusal(xls(cells, [(0x200, struct.pack("<IIHHH", 9, 2, 0, 1, 0))]))
    refusal(xls({(1, 1): 1.0, (65536, 256): 1.0}))


def test_a_panic_of_the_reader_is_a_refusal_and_prints_nothing(
    xls: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """An empty MERGECELLS record makes calamine panic; the trace would land in the log of the bureau."""
    assert "damaged" in refusal(xls({(1, 1): "x"}, [(0xE5, b"")])).what
    assert capfd.readouterr().err == ""


def test_names_and_cells_with_markup_stay_text(xlsx: Callable[..., Path]) -> None:
    """Nothing a county types is run, parsed or used as a path while reading."""
    rows = [["<script>alert(1)</script>", "../../etc/passwd", "&amp;", "@x"]]
    assert list(read_workbook(xlsx(rows)).sheets[0].rows[0]) == rows[0]


def test_a_page_cannot_span_a_million_columns(tmp_path: Path) -> None:
    path = tmp_path / "f.xls"
    path.write_text("<table><tr><td colspan=999999>x</td></tr></table>", encoding="utf-8")
    assert "columns" in refusal(path).what


def test_an_open_document_that_repeats_a_cell_a_billion_times_is_refused(
    ods: Path, repacked: Callable[..., Path]
) -> None:
    with zipfile.ZipFile(ods) as archive:
        content = archive.read("content.xml")
    more = content.replace(b'office:value="12"', b'office:value="12" table:number-columns-repeated="999999999"')
    assert "cells" in refusal(repacked(ods, {"content.xml": more}, "f2.ods")).what
    more = content.replace(
        b"<table:table-row table:vis", b'<table:table-row table:number-rows-repeated="99999999" table:vis'
    )
    assert "cells" in refusal(repacked(ods, {"content.xml": more}, "f3.ods")).what
