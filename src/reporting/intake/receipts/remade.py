"""The county's own workbook marked by openpyxl: for packages that are written in an unusual way."""

from __future__ import annotations

import re
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.intake.receipts.content import Receipt
from reporting.intake.receipts.lines import SHEET, WIDTHS, receipt_lines
from reporting.intake.receipts.marks import COLOURS, marks

__all__ = ["keeps_everything", "remade_workbook"]

_DROPPED = (
    "xl/vbaProject.bin", "xl/charts/", "xl/chartsheets/", "xl/drawings/drawing", "xl/media/", "xl/embeddings/",
    "xl/activeX/", "xl/ctrlProps/", "xl/pivotTables/", "xl/slicers/", "xl/timelines/", "xl/externalLinks/",
    "xl/richData/", "xl/metadata.xml", "xl/featurePropertyBag/", "xl/connections.xml", "xl/queryTables/",
    "xl/threadedComments/", "xl/model/", "customUI/",
)  # fmt: skip
"""Parts of a workbook that openpyxl does not carry over, or not whole."""

_UNFIT = re.compile(rb"<(?:\w+:)?extLst|<(?:\w+:)?f[^>]*>[^<]*\|[^<]*!")
"""In a sheet: extensions, which openpyxl drops; and formulas that start a program (``cmd|…!A0``), not to be sent on."""

_LARGEST = 16 * 1024 * 1024
"""Bytes up to which a workbook unpacks and is marked; openpyxl needs some fifty times as much memory."""


def keeps_everything(path: Path) -> bool:
    """Whether a file can be marked without losing anything: an .xlsx without parts or extensions that are dropped.

    One with a formula that starts a program is not fit either.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names or any(name.startswith(_DROPPED) for name in names):
                return False
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                return False
            sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
            return not any(_UNFIT.search(package.read(name)) for name in sheets)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return False


def remade_workbook(path: Path, receipt: Receipt) -> bytes | None:
    """The workbook with marks; None where openpyxl cannot read it, or warns that it leaves something out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            book = openpyxl.load_workbook(path, rich_text=True)
            return _marked(book, receipt)
    except Exception:  # hostile bytes find errors that no library documents; another receipt is written then
        return None


def _marked(book: Workbook, receipt: Receipt) -> bytes:
    if SHEET in book.sheetnames:
        del book[SHEET]
        for sheet in book.worksheets:
            _unmark(sheet, receipt.title)
    for sheet in book.worksheets:
        for mark in marks(receipt.findings, sheet.title):
            cell = _written(sheet, mark.row, mark.column)
            cell.fill = PatternFill("solid", fgColor=COLOURS[mark.severity])
            if mark.comment:
                own = f"\n\n{cell.comment.author}：{cell.comment.text}" if cell.comment else ""
                cell.comment = Comment(mark.comment + own, receipt.title, width=420, height=180)
    front = book.create_sheet(SHEET, 0)
    _write(front, receipt)
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is front
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _unmark(sheet: Worksheet, author: str) -> None:
    """Take off what an earlier receipt marked: its colours and comments would speak of what is mended."""
    ours = {f"00{colour}" for colour in COLOURS.values()} | {f"FF{colour}" for colour in COLOURS.values()}
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)):
        if cell.comment and cell.comment.author == author:
            cell.comment = None
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in ours:
            cell.fill = PatternFill()


def _written(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or of a merged range the one that holds its value."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    found = sheet.cell(area.min_row, area.min_col)
    if isinstance(found, MergedCell):
        raise TypeError(f"{area.coord} has no first cell")
    return found


def _write(sheet: Worksheet, receipt: Receipt) -> None:
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for row, line in enumerate(receipt_lines(receipt), start=1):
        sheet.row_dimensions[row].height = line.height
        for column, text in enumerate(line.cells, start=1):
            cell = sheet.cell(row, column)
            if isinstance(cell, MergedCell):
                continue
            cell.value = text
            # What a county typed may look like a formula; here it is only quoted.
            cell.data_type = "s"
            wrapped = len(line.cells) > 1
            cell.alignment = Alignment(wrap_text=wrapped, vertical="top")
            cell.font = Font(bold=line.look != "plain", size=16 if line.look == "title" else 11)
            if line.severity:
                cell.fill = PatternFill("solid", fgColor=COLOURS[line.severity])
