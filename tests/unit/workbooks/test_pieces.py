"""Cells of which pieces are struck out or raised, in every container that tells."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from reporting.intake.cleaning.values.by_kind import clean
from reporting.workbooks.cells import CellValue, StruckOut
from reporting.workbooks.files import read_workbook
from reporting.workbooks.formats.pieces import TextPiece, joined

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def first_row(path: Path) -> list[CellValue]:
    return list(read_workbook(path).sheets[0].rows[0])


def is_as_meant(row: list[CellValue]) -> bool:
    """Whether 95 with a raised 2, 77 struck out before 88, and 66 struck out whole are read as such."""
    return row[:2] == ["95²", "88"] and row[2] == "66" and isinstance(row[2], StruckOut)


def test_raised_figures_are_no_digits() -> None:
    """The sign of a footnote would make 952 pupils of 95."""
    assert joined([TextPiece("95"), TextPiece("2", raised=True)]) == "95²"
    assert joined([TextPiece("面积m"), TextPiece("2", raised=True)]) == "面积m2"


def test_what_is_struck_out_is_not_taken() -> None:
    """A number that was corrected would be read with its correction behind it; one taken back would count."""
    assert joined([TextPiece("77", struck=True), TextPiece("88")]) == "88"
    whole = joined([TextPiece("6", struck=True), TextPiece("6", struck=True)])
    assert whole == "66"
    cleaned = clean(whole, "integer", unit="人")
    assert (cleaned.value, cleaned.state, cleaned.doubts[0].code) == (None, "unreliable", "struck_out")


def test_texts_and_styles_of_xlsx(xlsx: Callable[..., Path], repacked: Callable[..., Path]) -> None:
    """Excel keeps pieces in its list of strings, other programs in the cell; a line through a cell is in its style."""

    def change(sheet: Any) -> None:
        sheet["A1"] = CellRichText([TextBlock(InlineFont(), "95"), TextBlock(InlineFont(vertAlign="superscript"), "2")])
        sheet["C1"] = 66
        sheet["C1"].font = Font(strike=True)

    path = xlsx([["", "改", 66]], change)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    own = '<c r="B1" t="inlineStr"><is><t>&#25913;</t></is></c>'
    assert own in sheet
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    pieces = "<si><t>别的</t></si><si><r><rPr><strike/></rPr><t>77</t></r><r><t>88</t></r></si>"
    parts = {
        "xl/worksheets/sheet1.xml": sheet.replace(own, '<c r="B1" t="s"><v>1</v></c>').encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{space}">{pieces}</sst>'.encode(),
    }
    assert is_as_meant(first_row(repacked(path, parts)))


def test_runs_of_word(tmp_path: Path) -> None:
    runs = (
        '<w:r><w:t>95</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>',
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>77</w:t></w:r><w:r><w:t>88</w:t></w:r>",
        "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>66</w:t></w:r>",
        '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>55</w:t></w:r>',
    )
    cells = "".join(f"<w:tc><w:p>{run}</w:p></w:tc>" for run in runs)
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    body = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{table}</w:body></w:document>'
    with zipfile.ZipFile(tmp_path / "f.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    row = first_row(tmp_path / "f.docx")
    assert is_as_meant(row)
    assert row[3] == "55"


def test_tags_of_a_web_page(tmp_path: Path) -> None:
    cells = (
        "95<sup>2</sup>",
        "<del>77</del><b>88</b>",
        '<span style="text-decoration: line-through">6</span><s>6</s>',
        '55<span style="display:none">9<span>9</span></span>',
    )
    table = "".join(f"<td>{cell}</td>" for cell in cells)
    (tmp_path / "f.html").write_text(f'<meta charset="utf-8"><table><tr>{table}</tr></table>', encoding="utf-8")
    row = first_row(tmp_path / "f.html")
    assert is_as_meant(row)
    assert row[3] == "55"


def test_spans_of_open_document(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {
            "office": "office", "table": "table", "text": "text", "style": "style", "fo": "xsl-fo-compatible"
        }.items()
    )  # fmt: skip
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties {setting}/></style:style>'
        for name, setting in {
            "up": 'style:text-position="super 58%"', "line": 'style:text-line-through-style="solid"'
        }.items()
    )  # fmt: skip
    cells = (
        '<table:table-cell><text:p>95<text:span text:style-name="up">2</text:span></text:p></table:table-cell>'
        '<table:table-cell><text:p><text:span text:style-name="line">77</text:span>88</text:p></table:table-cell>'
        '<table:table-cell table:style-name="line" office:value-type="float" office:value="66"><text:p>66</text:p>'
        "</table:table-cell>"
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="表"><table:table-row>{cells}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "f.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    assert is_as_meant(first_row(tmp_path / "f.ods"))


def test_pieces_of_the_xml_of_2003(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    html = 'ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"'
    (tmp_path / "f.xls").write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="x">'
        '<Font ss:StrikeThrough="1"/></Style></Styles><Worksheet ss:Name="表"><Table><Row>'
        f"<Cell><ss:Data {html}>95<Sup>2</Sup></ss:Data></Cell><Cell><ss:Data {html}><S>77</S>88</ss:Data></Cell>"
        '<Cell ss:StyleID="x"><Data ss:Type="Number">66</Data></Cell></Row></Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    assert is_as_meant(first_row(tmp_path / "f.xls"))
