"""What number formats add to numbers, in every container that keeps them apart."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporting.workbooks.cells import CellValue, Percentage
from reporting.workbooks.files import read_workbook
from reporting.workbooks.formats.number_formats import number_format


@pytest.mark.parametrize(
    ("code", "number", "meant"),
    [
        ('0.0"万人"', 18.5, "18.5万人"),
        (r"0\万\元", 12, "12万元"),
        ("0元", 3.0, "3元"),
        ('G/通用格式"亩"', 180, "180亩"),
        ('#,##0.00_ "公顷"', 6.25, "6.25公顷"),
        ('"约"0', 300, "约300"),
        ('0"余场"', 70, "70余场"),
        ('0"年"', 2021, "2021年"),
        ('0"人";-0"人"', -5, "-5人"),
        # the cell holds 185,003 and shows 18.5万, or 12,345,678 and shows 12.3百万
        ('0!.0,"万"', 185_003, "18.5003万"),
        ('0.0,,"百万"', 12_345_678, "12.345678百万"),
        ('[>=10000]0!.0,"万人";0"人"', 185_000, "18.5万人"),
        ('[>=10000]0!.0,"万人";0"人"', 500, "500人"),
        # a written sign says per cent of what is there, the sign of the format of a hundred times that
        ('0"%"', 95, "95%"),
        ("[$$-409]#,##0.00", 300, "$300"),
        ('"是";;"否"', 1, "是"),
    ],
)
def test_what_a_format_shows_is_meant(code: str, number: float, meant: str) -> None:
    """18.5 shown as 18.5万人 would be stored as 18.5 people, and 300 shown as $300 as 300 yuan."""
    found = number_format(code)
    assert found is not None
    assert found.means(number) == meant


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "#,##0.00", "#,##0,", "@", "0.00E+00", ";;;", r"0_);[Red]\(0\)", "[$¥-804]#,##0.00", "# ?/?",
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 'yyyy"年"m"月"', "[h]:mm", "[$-F800]dddd",
        "0" * 300 + '"人"',
    ],
)  # fmt: skip
def test_a_format_of_digits_signs_or_dates_says_nothing(code: str) -> None:
    """Every ledger with accounting formats would become one of texts, and dates would lose what they are."""
    assert number_format(code) is None


def test_a_format_that_hides_zero_leaves_it_zero() -> None:
    """A typed zero would turn into a gap, or into the word that stands for it."""
    assert number_format('0"人";-0"人";"无"').means(0) == 0  # type: ignore[union-attr]
    assert number_format('"是";;"否"').means(0) == 0  # type: ignore[union-attr]


def test_a_percentage_stays_a_number() -> None:
    """95 % would have to be read again from a text."""
    value = number_format("0.0%").means(0.95)  # type: ignore[union-attr]
    assert isinstance(value, Percentage)
    assert value == 0.95


def test_formats_of_excel_workbooks_are_meant(xlsx: Callable[..., Path]) -> None:
    """What an .xlsx keeps in its styles would be left out: 万 before the unit, and the sign per cent."""

    def change(sheet: Any) -> None:
        sheet["A2"].number_format = '0.0"万人"'
        sheet["B2"].number_format = '0"%"'
        sheet["C2"].number_format = '0.0"万人"'

    sheet = read_workbook(xlsx([["人数", "率", "名称"], [18.5, 95, "第一小学"]], change)).sheets[0]
    assert list(sheet.rows[1]) == ["18.5万人", "95%", "第一小学"]


def test_formats_of_spreadsheetml_are_meant(tmp_path: Path) -> None:
    """A report saved as XML by Excel 2003 would lose its units, or take Short Date for a text in the cell."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>'
        for name, code in [("a", "0.0&quot;亿元&quot;"), ("b", "Standard"), ("c", "Percent")]
    )
    cells = "".join(
        f'<Cell ss:StyleID="{name}"><Data ss:Type="Number">{number}</Data></Cell>'
        for name, number in [("a", "1.2"), ("b", "1200"), ("c", "0.5")]
    )
    path = tmp_path / "f.xls"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="表"><Table><Row>{cells}</Row></Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    row = list(read_workbook(path).sheets[0].rows[0])
    assert row == ["1.2亿元", 1200, 0.5]
    assert isinstance(row[2], Percentage)


@pytest.mark.parametrize(
    ("value", "text", "meant"),
    [
        ("18.53", "18.5万人", "18.53万人"),  # rounded for the eye
        ("185000", "18.5万", "18.5万"),
        ("1200", "1,200", 1200.0),
        ("300", "¥300.00", 300.0),
        ("2021", "2021年", "2021年"),
    ],
)
def test_formats_of_opendocument_are_meant(
    ods_with: Callable[[str], Path], value: str, text: str, meant: CellValue
) -> None:
    """WPS and LibreOffice would send 18.53万人 as 18.53, or 18.5万 as eighteen and a half."""
    cell = (
        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{text}</text:p></table:table-cell>'
    )
    assert read_workbook(ods_with(cell)).sheets[0].at(1, 1) == meant


@pytest.mark.parametrize(
    "text",
    [
        # of Excel 97: how long, a flag, two bytes a character; before it: how long, then GBK
        b"\x07\x00\x01" + '0.0"万元"'[:7].encode("utf-16-le"),
        bytes([9]) + '0.0"万元"'.encode("gbk"),
    ],
)
def test_formats_of_excel_97_are_meant(xls: Callable[..., Path], text: bytes) -> None:
    """A code in Chinese would be read as noise, and 12 shown as 12万元 as twelve."""
    styles = [(0x41E, struct.pack("<H", 164) + text), (0xE0, struct.pack("<HH", 0, 164) + bytes(16))]
    sheet = read_workbook(xls({(1, 1): "经费", (2, 1): 12.5}, styles=styles)).sheets[0]
    assert sheet.at(2, 1) == "12.5万元"
