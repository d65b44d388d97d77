"""Containers besides .xlsx, .xls, .ods, .csv: what each holds is read, or its sender is told what to do."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import pytest

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import ExcelError, Percentage, StruckOut
from reporting.workbooks.files import read_workbook
from reporting.workbooks.formats.encrypted import DEFAULT_PASSWORD
from reporting.workbooks.formats.foreign import foreign_ole
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.tables import find_tables
from reporting.workbooks.workbook import Merge

ROWS = [["学校", "在校生"], ["甲", 100], ["乙", 90]]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def grid(path: Path, limits: FileLimits | None = None) -> list[list[Any]]:
    workbook = read_workbook(path, limits) if limits else read_workbook(path)
    return [list(row) for row in workbook.sheets[0].rows]


def refusal(path: Path, limits: FileLimits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        grid(path, limits)
    assert caught.value.hint
    return caught.value.what


def cell(text: str, properties: str = "") -> str:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


@pytest.fixture
def docx(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word document from the XML of its body."""

    def write(body: str, head: str = "") -> Path:
        path = tmp_path / "f.docx"
        xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", xml)
        return path

    return write


def test_a_table_of_word_with_its_lines(docx: Callable[..., Path]) -> None:
    """The national form travels as a Word table: the county would count as silent."""
    rows = [
        cell("项目") + cell("数量", '<w:gridSpan w:val="2"/>'),
        cell("总数", '<w:vMerge w:val="restart"/>') + cell("9\n所") + cell("1"),
        cell("", "<w:vMerge/>") + cell("8") + cell("2"),
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    path = docx(f"<w:p><w:r><w:t>叶县</w:t></w:r><w:r><w:t>半月报</w:t></w:r></w:p><w:tbl>{table}</w:tbl>")
    (sheet,) = read_workbook(path).sheets
    assert grid(path) == [["叶县半月报", "", ""], ["项目", "数量", ""], ["总数", "9\n所", "1"], ["", "8", "2"]]
    assert set(sheet.merges) == {Merge(2, 2, 2, 3), Merge(3, 1, 4, 1)}


def test_what_word_does_not_show_is_not_read(docx: Callable[..., Path]) -> None:
    """A figure that was struck out, or hidden, would be stored beside the one that took its place."""
    struck = "<w:del><w:r><w:delText>7</w:delText><w:t>7</w:t></w:r></w:del><w:ins><w:r><w:t>9</w:t></w:r></w:ins>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r>"
    table = f"<w:tr>{cell('数')}<w:tc><w:p>{struck}{hidden}</w:p></w:tc></w:tr>"
    assert grid(docx(f"<w:tbl>{table}</w:tbl>")) == [["数", "9"]]


def test_a_table_in_a_frame_is_the_table(docx: Callable[..., Path], tmp_path: Path) -> None:
    """A form that a page or a document sets in a frame would be one cell of text, and the county silent."""
    rows = "".join(f"<w:tr>{cell(name)}{cell(number)}</w:tr>" for name, number in (("项目", "数量"), ("总数", "9")))
    framed = f"<w:tc><w:p><w:r><w:t>叶县</w:t></w:r></w:p><w:tbl>{rows}</w:tbl></w:tc>"
    assert grid(docx(f"<w:tbl><w:tr>{framed}</w:tr></w:tbl>")) == [["叶县", ""], ["项目", "数量"], ["总数", "9"]]
    page = "<table><tr><td>首页</td><td>{}</td></tr><tr><td>版权</td></tr></table>"
    inner = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>总数</td><td>9</td></tr></table>"
    (tmp_path / "f.html").write_text(page.format(inner), encoding="utf-8")
    read = [[text for text in row if text] for row in grid(tmp_path / "f.html")]
    assert [row for row in read if row] == [["首页"], ["项目", "数量"], ["总数", "9"], ["版权"]]
    small = "<table><tr><td>9</td></tr></table>"
    (tmp_path / "f.html").write_text(page.format(small), encoding="utf-8")
    assert grid(tmp_path / "f.html") == [["首页", "9"], ["版权", ""]]


def test_hostile_documents_are_refused(docx: Callable[..., Path]) -> None:
    """Entities would fill memory, and spans a sheet of millions of columns."""
    assert "no table" in refusal(docx("<w:p/>"))
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>'
    assert "entities" in refusal(docx(f"<w:tbl><w:tr>{cell('x')}</w:tr></w:tbl>", bomb))
    wide = cell("x", '<w:gridSpan w:val="16384"/>') * 3
    assert "columns" in refusal(docx(f"<w:tbl><w:tr>{wide}</w:tr></w:tbl>"))
    assert "damaged" in refusal(docx("<w:tbl>"))


SPREADSHEETML = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">旧</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="台账"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">学校台账</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">甲</Data></Cell>
<Cell><Data ss:Type="Number">100</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.95</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="Error">#REF!</Data></Cell>
<Cell ss:Formula="=1+1"/></Row></Table></Worksheet></Workbook>"""


def test_spreadsheetml(tmp_path: Path) -> None:
    """A workbook of Excel 2003 that was saved as XML and is called .xls would be refused as a web page."""
    path = tmp_path / "f.xls"
    path.write_text(SPREADSHEETML, encoding="utf-8")
    workbook = read_workbook(path)
    hidden, sheet = workbook.sheets
    assert (workbook.kind, hidden.hidden, sheet.hidden, sheet.name) == ("xml", True, False, "台账")
    assert [list(row) for row in sheet.rows] == [
        ["学校台账", "", "", "", ""], ["", "", "", "", ""], ["甲", 100, 0.95, "", "#REF!"],
    ]  # fmt: skip
    assert isinstance(sheet.at(3, 3), Percentage)
    assert isinstance(sheet.at(3, 5), ExcelError)
    assert sheet.merges == (Merge(1, 1, 1, 2),)
    assert sheet.hidden_rows == sheet.hidden_columns == {3}
    assert {"other_format_than_name", "formulas_without_value", "hidden_sheet"} <= {n.code for n in workbook.notices}


def test_spreadsheetml_in_the_encoding_of_the_country(tmp_path: Path) -> None:
    """The parser knows no GB2312, and would call the file damaged."""
    path = tmp_path / "f.xls"
    path.write_bytes(SPREADSHEETML.replace("UTF-8", "GB2312").encode("gb18030"))
    assert read_workbook(path).sheets[1].name == "台账"


@pytest.mark.parametrize(
    "change",
    [
        ('ss:Index="3" ss:Hidden="1"><Cell>', 'ss:Index="1048577"><Cell>'),
        ('ss:Index="3" ss:Hidden="1"><Cell>', 'ss:Index="9999999"><Cell>'),
        ("<Styles>", "<Styles"),
        ('<?mso-application progid="Excel.Sheet"?>', '<!DOCTYPE a [<!ENTITY b "c">]>'),
        ('Type="Number">100', 'Type="Number">viel'),
    ],
)
def test_hostile_spreadsheetml_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    """A row number beyond all rows would fill memory; a slip would be a traceback."""
    path = tmp_path / "f.xls"
    path.write_text(SPREADSHEETML.replace(*change), encoding="utf-8")
    assert refusal(path)


def varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(high) if high else bytes([low])


def binary(*records: tuple[int, bytes]) -> bytes:
    return b"".join(varint(code) + varint(len(body)) + body for code, body in records)


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


@pytest.fixture
def xlsb(tmp_path: Path) -> Callable[..., Path]:
    """Writes a binary workbook of one sheet; style 1 is a percentage, 2, of decimals, shows 万元, 3 strikes through."""

    def write(cells: Mapping[tuple[int, int], Any], hidden: Sequence[int] = ()) -> Path:
        rows: list[tuple[int, bytes]] = [(129, b""), (148, struct.pack("<4I", 0, 9, 0, 9)), (145, b"")]
        for row in sorted({place[0] for place in cells}):
            flags = 0x10 if row in hidden else 0
            rows.append((0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0)))
            for (_row, column), value in sorted(item for item in cells.items() if item[0][0] == row):
                style = 2 if isinstance(value, Decimal) else int(isinstance(value, Percentage))
                style = 3 if isinstance(value, StruckOut) else style
                head = struct.pack("<II", column - 1, style)
                if isinstance(value, ExcelError):
                    rows.append((3, head + b"\x17"))
                elif isinstance(value, str):
                    rows.append((6, head + wide(value)))
                else:
                    rows.append((5, head + struct.pack("<d", value)))
        rows += [(146, b""), (130, b"")]
        book = binary(
            (131, b""),
            (143, b""),
            (156, struct.pack("<II", 0, 1) + wide("rId1") + wide("台账")),
            (144, b""),
            (132, b""),
        )
        styles = binary(
            (278, b""), (44, struct.pack("<H", 164) + wide('0.0"万元"')),
            (43, struct.pack("<HH", 220, 0) + b"\0" * 20), (43, struct.pack("<HH", 220, 0x08) + b"\0" * 20),
            (617, struct.pack("<I", 4)), (47, struct.pack("<HH", 0, 0) + b"\0" * 12),
            (47, struct.pack("<HH", 0, 9) + b"\0" * 12), (47, struct.pack("<HH", 0, 164) + b"\0" * 12),
            (47, struct.pack("<HHH", 0, 0, 1) + b"\0" * 10),
            (618, b""), (279, b""),
        )  # fmt: skip
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        link = f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/>'
        links = f'<Relationships xmlns="{space}">{link}</Relationships>'
        path = tmp_path / "f.xlsb"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.bin", book)
            archive.writestr("xl/_rels/workbook.bin.rels", links)
            archive.writestr("xl/styles.bin", styles)
            archive.writestr("xl/worksheets/sheet1.bin", binary(*rows))
        return path

    return write


def test_binary_workbooks(xlsb: Callable[..., Path]) -> None:
    """A county whose Excel saves .xlsb would be sent away."""
    cells = {
        (1, 1): "学校",
        (1, 2): "占比",
        (2, 1): "甲",
        (2, 2): Percentage(0.95),
        (3, 1): "乙",
        (3, 2): ExcelError("#REF!"),
        (4, 2): Decimal("12.5"),
    }
    workbook = read_workbook(xlsb(cells, hidden=[3]))
    (sheet,) = workbook.sheets
    assert (workbook.kind, sheet.name) == ("xlsb", "台账")
    assert [list(row) for row in sheet.rows] == [["学校", "占比"], ["甲", 0.95], ["乙", "#REF!"], ["", "12.5万元"]]
    assert isinstance(sheet.at(2, 2), Percentage)
    assert isinstance(sheet.at(3, 2), ExcelError)
    assert sheet.hidden_rows == {3}


def test_what_a_binary_workbook_strikes_through_is_taken_back(xlsb: Callable[..., Path]) -> None:
    """A number that its author struck out would be stored."""
    (sheet,) = read_workbook(xlsb({(1, 1): "学校", (2, 1): StruckOut("120"), (3, 1): "130"})).sheets
    assert [isinstance(row[0], StruckOut) for row in sheet.rows] == [False, True, False]


def test_a_binary_cell_far_away_is_refused(xlsb: Callable[..., Path]) -> None:
    """The reader would reserve a sheet of ten billion cells for two."""
    assert "filled area" in refusal(xlsb({(1, 1): 1.0, (1_000_000, 16_000): 1.0}))


def test_every_cut_of_a_binary_sheet_is_refused_or_read(
    xlsb: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    """A torn part would be a traceback or a panic."""
    path = xlsb({(1, 1): "学校", (1, 2): 1.0})
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.bin")
    for length in range(0, len(content), 3):
        torn = repacked(path, {"xl/worksheets/sheet1.bin": content[:length]}, name="torn.xlsb")
        try:
            read_workbook(torn)
        except UnreadableFileError as error:
            assert error.hint


def test_the_list_of_sheets_by_another_name(xlsx: Callable[..., Path], tmp_path: Path) -> None:
    """Workbooks of some programs carry workbook2.xml, and would be called damaged."""
    path = tmp_path / "two.xlsx"
    with zipfile.ZipFile(xlsx(ROWS)) as plain, zipfile.ZipFile(path, "w") as other:
        for name in plain.namelist():
            content = plain.read(name).replace(b"xl/workbook.xml", b"xl/workbook2.xml")
            other.writestr(name.replace("workbook.xml", "workbook2.xml"), content)
    assert grid(path) == ROWS


def test_excel_s_default_password_is_no_secret(xlsx: Callable[..., Path], tmp_path: Path) -> None:
    """Excel opens it without asking: the clerk would be told to remove a password that nobody set."""
    path = tmp_path / "sealed.xlsx"
    with xlsx(ROWS).open("rb") as plain, path.open("wb") as sealed:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(DEFAULT_PASSWORD, sealed)
    assert grid(path) == ROWS
    assert "default_password" in {notice.code for notice in read_workbook(path).notices}


def test_too_many_rounds_of_hashing_are_not_gone_through(xlsx: Callable[..., Path], tmp_path: Path) -> None:
    """A file could keep the machine busy for hours."""
    path = tmp_path / "sealed.xlsx"
    with xlsx(ROWS).open("rb") as plain, path.open("wb") as sealed:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(DEFAULT_PASSWORD, sealed)
    path.write_bytes(path.read_bytes().replace(b'spinCount="100000"', b'spinCount="9000000"'))
    assert "password" in refusal(path)


def test_html_as_pasted_from_a_site(tmp_path: Path) -> None:
    """A report that stands on the bureau's site would have to be typed again."""
    page = """<div class="content"><p>叶县“双减”工作专项督导半月报</p><table border="1"><tbody>
    <tr><td><p>督导内容项目</p></td><td><p><span>数量</span></p></td><td><p>占比</p></td></tr>
    <tr><td colspan="3"><p>基本情况</p></td></tr>
    <tr><td><p>义务教育阶段学校总数</p></td><td><p>&nbsp;92<span>6</span></p></td><td>--</td></tr></tbody></table></div>"""
    path = tmp_path / "f.html"
    path.write_text(page, encoding="utf-8")
    (table,) = find_tables(read_workbook(path).sheets[0])
    assert [column.heading for column in table.columns] == ["督导内容项目", "数量", "占比"]
    assert [row.at(2) for row in table.rows] == ["926"]
    assert "半月报" in table.title


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"\xff\xd8\xff\xe0", "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"), (b"\0\0\0\x18ftypheic", "picture"), (b"{\\rtf1", "Word"),
        (b"Rar!\x1a\x07", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
    ],
)  # fmt: skip
def test_what_is_something_else_is_told_by_its_kind(tmp_path: Path, start: bytes, said: str) -> None:
    """A clerk would be told that a picture is damaged, and take it again."""
    path = tmp_path / "f.xlsx"
    path.write_bytes(start + b" " * 100)
    assert said in refusal(path)


def test_a_packed_folder_is_told(tmp_path: Path) -> None:
    """A clerk would be told that the workbook is damaged."""
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("叶县.xlsx", "x")
    assert "archive" in refusal(path)


@pytest.mark.parametrize(("stream", "said"), [("WordDocument", "Word"), ("PowerPoint Document", "presentation")])
def test_old_documents_are_told(ole: Callable[[str], Path], stream: str, said: str) -> None:
    """A .doc or .wps would be called damaged, without a word of what to do."""
    error = foreign_ole(ole(stream))
    assert error is not None and said in error.what and error.hint
    assert said in refusal(ole(stream))


def test_what_a_binary_workbook_strikes_out_of_a_text_is_not_read(
    xlsb: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    """50 with the number that took its place would be 5055."""
    runs = struct.pack("<IHHHH", 2, 0, 1, 2, 0)
    strings = binary(
        (159, struct.pack("<II", 2, 2)), (19, b"\0" + wide("学校")), (19, b"\1" + wide("5055") + runs), (160, b"")
    )
    cells = [(7, struct.pack("<III", 0, 0, index)) for index in (0, 1)]
    rows = [(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)) for row in (0, 1)]
    head = [(129, b""), (148, struct.pack("<4I", 0, 1, 0, 0)), (145, b"")]
    sheet = binary(*head, rows[0], cells[0], rows[1], cells[1], (146, b""), (130, b""))
    parts = {"xl/sharedStrings.bin": strings, "xl/worksheets/sheet1.bin": sheet}
    workbook = read_workbook(repacked(xlsb({(1, 1): "学校"}), parts, "repacked.xlsb"))
    assert [list(row) for row in workbook.sheets[0].rows] == [["学校"], ["55"]]
