"""A file is told by its content, and its cells arrive as the sender sees them."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from reporting.workbooks.cells import ExcelError, Percentage, StruckOut
from reporting.workbooks.files import read_workbook
from reporting.workbooks.formats.worksheets import scan
from reporting.workbooks.workbook import NOTICES, Merge, Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [["学校名称", "在校学生数"], ["第一小学", 120]]


def codes(workbook: Workbook) -> set[str]:
    return {notice.code for notice in workbook.notices}


def test_values_keep_their_types(xlsx: Callable[..., Path]) -> None:
    """Text that looks like a number would become a number, and 01001 would be 1001."""
    row = ["01001", "6.30", 6.29, True, dt.datetime(2022, 4, 5), dt.time(17, 30)]
    sheet = read_workbook(xlsx([row])).sheets[0]
    assert list(sheet.rows[0]) == ["01001", "6.30", 6.29, True, dt.date(2022, 4, 5), dt.time(17, 30)]
    assert sheet.at(1, 1) == "01001"
    assert sheet.at(9, 9) == ""
    assert sheet.address(1, 3) == "Sheet!C1"


def test_errors_and_percentages_are_told_apart_from_blanks_and_numbers(xlsx: Callable[..., Path]) -> None:
    """An error would pass for an empty cell, and 95 % for 0.95."""

    def change(sheet: Any) -> None:
        sheet["A2"].number_format = "0.0%"

    sheet = read_workbook(xlsx([["率", "数", "x"], [0.95, "#REF!", ""]], change)).sheets[0]
    assert isinstance(sheet.at(2, 1), Percentage)
    assert sheet.at(2, 2) == "#REF!"
    assert isinstance(sheet.at(2, 2), ExcelError)


def test_an_error_in_the_last_column_is_not_cut_off(xlsx: Callable[..., Path]) -> None:
    """Calamine leaves errors empty, so that a last column of errors would vanish with the rest."""
    sheet = read_workbook(xlsx([["甲", "乙"], ["", ""], [1, "#N/A"]])).sheets[0]
    assert sheet.at(3, 2) == "#N/A"


def test_hidden_rows_columns_and_sheets_are_read_and_said(xlsx: Callable[..., Path]) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = sheet.parent.create_sheet("藏")
        other["A1"] = "x"
        other.sheet_state = "hidden"

    workbook = read_workbook(xlsx(ROWS, change))
    assert workbook.sheets[0].hidden_rows == {2}
    assert workbook.sheets[0].hidden_columns == {2}
    assert workbook.sheets[1].hidden
    assert workbook.sheets[0].at(2, 2) == 120
    assert {"hidden_rows", "hidden_columns", "hidden_sheet"} <= codes(workbook) <= set(NOTICES)


def test_merges_are_cut_to_the_filled_area(xlsx: Callable[..., Path]) -> None:
    """A title merged over a thousand empty columns would be walked a thousand times."""
    workbook = read_workbook(xlsx(ROWS, lambda sheet: sheet.merge_cells("A1:A9")))
    assert workbook.sheets[0].merges == (Merge(1, 1, 2, 1),)


def test_formats_over_the_whole_sheet_are_no_filled_area(
    xlsx: Callable[..., Path], xls: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    """A table of two cells would be refused as too large, in either format, for the formats of empty cells."""
    row = '<row r="1"><c r="A1" t="n"><v>1</v></c><c r="B1" t="n"><v>2</v></c></row>'
    far = '<row r="1048576"><c r="A1048576" s="1" t="n"></c><c r="XFD1048576" s="1"> </c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{row}{far}</sheetData></worksheet>'
    formatted = repacked(xlsx([[1]]), {"xl/worksheets/sheet1.xml": xml.encode()})
    claimed = xls({(1, 1): 1.0, (1, 2): 2.0}, [(0x200, struct.pack("<IIHHH", 0, 65536, 0, 256, 0))])
    for path in (formatted, claimed):
        (sheet,) = read_workbook(path).sheets
        assert (sheet.height, sheet.width) == (1, 2)


def test_phantom_rows_are_left_out_and_said(xlsx: Callable[..., Path]) -> None:
    def change(sheet: Any) -> None:
        sheet["Z400"].font = Font(bold=True)

    workbook = read_workbook(xlsx(ROWS, change))
    assert (workbook.sheets[0].height, workbook.sheets[0].width) == (2, 2)
    (notice,) = workbook.notices
    assert notice.code == "phantom_area"
    assert notice.parameters == {"declared": "A1:Z400", "filled": "A1:B2"}


def test_formulas_without_a_saved_value_are_counted(xlsx: Callable[..., Path]) -> None:
    """Their cells read as empty: what the clerk sees would be lost without a word."""
    workbook = read_workbook(xlsx([*ROWS, ["合计", "=SUM(B2:B2)"]]))
    assert {notice.code: notice.parameters for notice in workbook.notices} == {
        "formulas": {"count": 1},
        "formulas_without_value": {"count": 1, "cells": "B3"},
    }
    assert workbook.sheets[0].formulas == {3: {2}}


CELLS = {
    "plain": b'<c r="B2"><f>A2*2</f><v>0</v></c>',
    "shared": b'<c r="B2" s="1"><f t="shared" si="0"/><v>0</v></c>',
    "prefixed": b'<x:c r="B2"><x:f>A2*2</x:f><x:v>0</x:v></x:c>',
    "without a place": b"<c><v>1</v></c><c>\n <f>A2*2</f><v>0</v></c>",
    "array": b'<c r="A1"><f t="array" ref="B2:B2">A2</f><v>0</v></c><c r="B2"><v>0</v></c>',
}


@pytest.mark.parametrize("cell", list(CELLS.values()), ids=list(CELLS))
def test_a_formula_is_found_however_it_is_written(cell: bytes) -> None:
    """A zero that a formula gave would be taken for one that somebody typed."""
    xml = b'<sheetData><row r="2">%s</row></sheetData>' % cell
    assert 2 in scan(xml, (2, 2)).formulas[2]


def test_an_empty_result_is_a_result() -> None:
    """A clerk would be told to save again what was saved."""
    cells = b'<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>A1</f><v></v></c><c r="C1"><f>A1</f></c>'
    found = scan(b'<sheetData><row r="1">%s</row></sheetData>' % cells, (1, 3))
    assert found.formulas == {1: {1, 2, 3}}
    assert found.uncalculated == {1: {2, 3}}


def test_macros_are_ignored_and_external_links_said(xlsx: Callable[..., Path], repacked: Callable[..., Path]) -> None:
    path = repacked(
        xlsx(ROWS), {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}, "f.xlsm"
    )
    workbook = read_workbook(path)
    assert workbook.kind == "xlsm"
    assert {"macros_ignored", "external_links"} <= codes(workbook)


def test_custom_properties_are_read(xlsx: Callable[..., Path]) -> None:
    """The fingerprint of a template would not be found, whatever the file is called."""

    def change(sheet: Any) -> None:
        sheet.parent.custom_doc_props.append(StringProperty(name="county", value="410421"))

    assert read_workbook(xlsx(ROWS, change)).properties == {"county": "410421"}


def test_a_sheet_that_feeds_drop_down_lists_is_marked(xlsx: Callable[..., Path]) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.create_sheet("set")["A1"] = "公办"
        choice = DataValidation("list", formula1="set!$A$1:$A$2")
        choice.add("A2")
        sheet.add_data_validation(choice)

    workbook = read_workbook(xlsx(ROWS, change))
    assert [sheet.options for sheet in workbook.sheets] == [False, True]


def test_cells_that_do_not_name_their_place_are_placed(
    xlsx: Callable[..., Path], repacked: Callable[..., Path]
) -> None:
    """Small writers leave the reference out; an error marked in the wrong cell would accuse a good one."""
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    xml += b'<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c/><c t="e"><v>#N/A</v></c></row></sheetData>'
    xml += b"</worksheet>"
    sheet = read_workbook(repacked(xlsx(ROWS), {"xl/worksheets/sheet1.xml": xml})).sheets[0]
    assert [list(row) for row in sheet.rows] == [["a", ""], ["", "#N/A"]]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("gb18030", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_any_encoding(tmp_path: Path, encoding: str, told: str, delimiter: str) -> None:
    """滍 is absent from GB2312: a reader that stops there would refuse the 滍阳 schools."""
    path = tmp_path / "f.csv"
    lines = [["学校名称", "在校学生数"], ["滍阳镇中心校", "１２０"], ["0101", "6.30"]]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    workbook = read_workbook(path)
    assert (workbook.kind, workbook.encoding) == ("csv", told)
    assert [list(row) for row in workbook.sheets[0].rows] == lines


@pytest.mark.parametrize("code", ["\t4100001001", '"\t4100001001"', "4100001001\t", '"4100001001\t"'])
def test_a_tab_that_keeps_a_code_from_becoming_a_number_parts_no_columns(tmp_path: Path, code: str) -> None:
    """The commas would be text, and the whole file refused: one tab a line is as regular as eight commas."""
    path = tmp_path / "f.csv"
    path.write_text(
        "\n".join(["台账", "学校,代码,人数", f"甲,{code},120", f"乙,{code},90", "注：人数"]), encoding="utf-8"
    )
    rows = read_workbook(path).sheets[0].rows
    assert [len([cell for cell in row if cell]) for row in rows[1:4]] == [3, 3, 3]
    assert str(rows[2][1]).strip() == "4100001001"


def test_text_in_another_encoding_is_read_with_a_notice(tmp_path: Path) -> None:
    """Big5 read as GB18030 gives rare characters and no error: it must not pass in silence."""
    path = tmp_path / "f.csv"
    lines = "學校名稱,在校學生數,是否開展課後服務\n" + "郟縣第一小學,一百二十人,是\n平頂山市實驗學校,三百人,否\n" * 20
    path.write_bytes(lines.encode("big5"))
    workbook = read_workbook(path)
    assert workbook.sheets[0].at(2, 1) == "郟縣第一小學"
    assert "encoding_guessed" in codes(workbook)


def test_quoted_notes_of_several_lines_stay_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('地区,数\n甲,1\n"注：一,\n二",\n', encoding="utf-8")
    assert read_workbook(path).sheets[0].at(3, 1) == "注：一,\n二"


HTML = """<html><head><meta charset="gb2312"><style>td {}</style></head><body><table>
<tr><td colspan=2>学校台账</td></tr><tr><th rowspan="2">学校</th><th>人数</th></tr><tr><td>男&amp;女</td></tr>
<tr style="display: none"><td>第一小学<td>120</tr></table><p>x<table><tr><td>a<td>b</table></body></html>"""


def test_a_page_dressed_as_xls(tmp_path: Path) -> None:
    path = tmp_path / "台账.xls"
    path.write_bytes(HTML.encode("gb18030"))
    workbook = read_workbook(path)
    (sheet,) = workbook.sheets
    assert (workbook.kind, workbook.encoding) == ("html", "gb18030")
    assert [list(row) for row in sheet.rows] == [
        ["学校台账", ""], ["学校", "人数"], ["", "男&女"], ["", ""], ["", ""], ["x", ""], ["a", "b"]
    ]  # fmt: skip
    assert sheet.merges == (Merge(1, 1, 1, 2), Merge(2, 1, 3, 1))
    assert {"other_format_than_name", "unseen_on_page"} <= set(codes(workbook))


@pytest.mark.parametrize("how", ["hidden", 'class="x old"', "class=old", "style='display:none'"])
@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>甲<td>9</tr><tr {how}><td>丙<td>8</tr><tr class='bold'><td>乙<td>7</tr></table>",
        "<table><tr><td>甲<td {how}>8<td>9<tr {how}><td>丙<tr><td>乙<td {how}><table><tr><td>8</table><td>7</table>",
        "<table><tbody {how}><tr><td>丙<td>8</tbody><tbody><tr><td>甲<td>9<tr><td>乙<td>7</tbody></table>",
        "<table {how}><tr><td>丙<td>8</table><table><tr><td>甲<td>9<tr><td>乙<td>7</table>",
        "<div {how}><div></div><table><tr><td>丙<td>8</table></div><table><tr><td>甲<td>9<tr><td>乙<td>7</table>",
    ],
)
def test_what_a_page_does_not_show_is_not_read(how: str, table: str, tmp_path: Path) -> None:
    """The old figure that a portal keeps out of sight would be stored, or stand in the place of the new one."""
    path = tmp_path / "f.html"
    style = "<html><style>.bold{color:red} .old { color: red; display: none }</style>"
    path.write_text(style + table.format(how=how), encoding="utf-8")
    workbook = read_workbook(path)
    assert [list(row) for row in workbook.sheets[0].rows if any(row)] == [["甲", "9"], ["乙", "7"]]
    assert "unseen_on_page" in codes(workbook)


def test_a_hidden_row_of_a_sheet_that_excel_saved_as_a_page_is_one(tmp_path: Path) -> None:
    """Schools that a clerk filtered out would be lost, which they are not of an .xlsx; a column keeps its place."""
    path = tmp_path / "f.htm"
    rows = "<tr><td>甲<td style='display:none'>1<td>9</tr><tr style='display:none'><td>乙<td>2<td>8</tr>"
    path.write_text(f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>{rows}</table>', encoding="utf-8")
    sheet = read_workbook(path).sheets[0]
    assert [list(row) for row in sheet.rows] == [["甲", "", "9"], ["乙", "2", "8"]]
    assert sheet.hidden_rows == {2}


@pytest.mark.parametrize(("font", "is_struck"), [(0, False), (3, False), (5, True), (6, False)])
def test_what_excel_97_strikes_through_is_taken_back(font: int, *, is_struck: bool, xls: Callable[..., Path]) -> None:
    """A number that its author struck out would be stored; or, as no font is called 4, the one beside it left out."""
    fonts = [(0x31, struct.pack("<HH", 200, 0x08 if at == 4 else 0) + bytes(12)) for at in range(6)]
    style = (0xE0, struct.pack("<HH", font, 0) + bytes(16))
    (sheet,) = read_workbook(xls({(1, 1): "人数", (2, 1): 12.5}, styles=[*fonts, style])).sheets
    assert isinstance(sheet.at(2, 1), StruckOut) is is_struck


def rich(text: str, *runs: tuple[int, int]) -> bytes:
    """A string of Excel 97 in pieces, each of a font from a place on."""
    head = struct.pack("<HBH", len(text), 0x09, len(runs))
    return head + text.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in runs)


FONTS = [
    (0x31, struct.pack("<HHHHH", 200, flags, 0, 400, raised) + bytes(6))
    for flags, raised in [(0, 0)] * 4 + [(8, 0), (0, 1)]
]


@pytest.mark.parametrize(
    ("text", "runs", "meant"),
    [
        ("5055", [(0, 5), (2, 0)], "55"),
        ("一百二十", [(2, 5)], "一百"),
        ("120", [(0, 5)], StruckOut("120")),
        ("952", [(2, 6)], "95²"),
        ("120", [(1, 3)], "120"),
    ],
)
@pytest.mark.parametrize("cut", [None, 1, 3])
def test_what_excel_97_strikes_out_of_a_text_is_not_read(
    text: str, runs: Any, meant: str, cut: int | None, xls: Callable[..., Path]
) -> None:
    """50 with the number that took its place would be 5055, and 95 with a footnote 952."""
    strings = struct.pack("<II", 2, 2) + struct.pack("<HB", 2, 0) + b"ab" + rich(text, *runs)
    table = [(0xFC, strings)]
    if cut is not None:
        # the record ends within the characters: the next says again that they are two bytes wide
        at = len(strings) - 4 * len(runs) - 2 * len(text) + 2 * min(cut, len(text) - 1)
        table = [(0xFC, strings[:at]), (0x3C, b"\x01" + strings[at:])]
    cell = (0xFD, struct.pack("<HHHI", 1, 0, 0, 1))
    (sheet,) = read_workbook(xls({(1, 1): "人数", (3, 1): 7.0}, extra=[cell], styles=[*FONTS, *table])).sheets
    assert sheet.at(2, 1) == meant
    assert isinstance(sheet.at(2, 1), StruckOut) is isinstance(meant, StruckOut)


def test_excel_97(xls: Callable[..., Path]) -> None:
    cells: dict[tuple[int, int], str | float] = {
        (1, 1): "学校",
        (1, 2): "人数",
        (2, 1): "甲小学",
        (2, 2): 12.0,
        (3, 1): "乙",
    }
    extra = [
        (0x7D, struct.pack("<HHHHHH", 1, 1, 2048, 0, 1, 0)),
        (0x208, struct.pack("<HHHHHHI", 1, 0, 2, 255, 0, 0, 0x20)),
        (0x205, struct.pack("<HHHBB", 2, 1, 0, 0x17, 1)),
    ]
    workbook = read_workbook(xls(cells, extra))
    (sheet,) = workbook.sheets
    assert workbook.kind == "xls"
    assert [list(row) for row in sheet.rows] == [["学校", "人数"], ["甲小学", 12.0], ["乙", "#REF!"]]
    assert sheet.hidden_rows == sheet.hidden_columns == {2}


def test_a_text_s_paragraphs_stand_around_its_tables(odt_with: Callable[[str], Path]) -> None:
    """The month stands in the title above a table: the file was sent back for want of one. What was deleted is not."""
    cell = "<table:table-cell><text:p>指标</text:p></table:table-cell>"
    table = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    deleted = "<text:tracked-changes><text:deletion><text:p>2021年9月</text:p></text:deletion></text:tracked-changes>"
    title = '<text:h text:outline-level="1">2022年4月半月报</text:h><text:p>填报单位：叶县</text:p>'
    workbook = read_workbook(odt_with(f"{deleted}{title}{table}<text:p>附表</text:p>{table}<text:p>5月1日</text:p>"))
    assert [[list(row) for row in sheet.rows] for sheet in workbook.sheets] == [
        [["2022年4月半月报"], ["填报单位：叶县"], ["指标"]],
        [["附表"], ["指标"], ["5月1日"]],
    ]
    assert workbook.notices == (), ".odt is the name of such a file"


def test_what_a_rule_of_cells_says_is_no_row(ods_with: Callable[[str], Path], repacked: Callable[..., Path]) -> None:
    """LibreOffice keeps the help of a template's rules before its sheets."""
    path = ods_with("<table:table-cell><text:p>甲</text:p></table:table-cell>")
    rule = "<table:content-validation><table:help-message><text:p>填整数</text:p></table:help-message>"
    rule = f"<table:content-validations>{rule}</table:content-validation></table:content-validations>"
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode().replace("<office:spreadsheet>", f"<office:spreadsheet>{rule}")
    path = repacked(path, {"content.xml": content.encode()}, "rule.ods")
    assert rule in content
    assert [[list(row) for row in sheet.rows] for sheet in read_workbook(path).sheets] == [[["甲"]]]


def test_open_document(ods: Path) -> None:
    workbook = read_workbook(ods)
    (sheet,) = workbook.sheets
    assert workbook.kind == "ods"
    assert [list(row) for row in sheet.rows] == [
        ["学校 台账", "", "", "", ""],
        [12.0, 0.95, dt.date(2022, 4, 5), dt.time(17, 30), "#REF!"],
    ]
    assert isinstance(sheet.at(2, 2), Percentage)
    assert isinstance(sheet.at(2, 5), ExcelError)
    assert sheet.merges == (Merge(1, 1, 1, 2),)
    assert sheet.hidden_rows == {2}
