"""A new workbook with the rows of a file that cannot be marked itself: text, .xls, or more than openpyxl keeps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reporting.intake.findings import Severity
from reporting.intake.receipts.content import Receipt
from reporting.intake.receipts.lines import SHEET, WIDTHS, receipt_lines, text_width
from reporting.intake.receipts.marks import COLOURS, marks
from reporting.intake.recognition.mark import FINGERPRINT_SHEET
from reporting.translations import translator
from reporting.workbooks.cells import CellValue, shown
from reporting.workbooks.workbook import Sheet, Workbook
from reporting.workbooks.written import WRITTEN_AS_IT_IS

__all__ = ["fresh_workbook"]

_ = translator("intake", "zh-Hans")

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_LONGEST_NAME = 31
_WIDEST, _LOOKED_AT = 40, 200
"""Digits that a column is wide at most, and rows that say how wide it is."""


def fresh_workbook(workbook: Workbook | None, receipt: Receipt) -> bytes:
    """An .xlsx with the receipt, and one sheet for each of the workbook's; None where it could not be read."""
    content = BytesIO()
    options = {**WRITTEN_AS_IT_IS, "nan_inf_to_errors": True}
    front = replace(receipt, todo=receipt.todo + _("copied")) if workbook else receipt
    with xlsxwriter.Workbook(content, options) as book:
        _write(book, book.add_worksheet(SHEET), front)
        taken = {SHEET.lower()}
        fills = {severity: book.add_format({"bg_color": f"#{colour}"}) for severity, colour in COLOURS.items()}
        for sheet in workbook.sheets if workbook else ():
            if sheet.name != FINGERPRINT_SHEET and sheet.rows:
                _copy(book.add_worksheet(_name(sheet.name, taken)), sheet, receipt, fills)
    return content.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Worksheet, receipt: Receipt) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for row, line in enumerate(receipt_lines(receipt)):
        look = {"valign": "top", "text_wrap": len(line.cells) > 1, "bold": line.look != "plain"}
        look |= {"font_size": 16} if line.look == "title" else {}
        look |= {"bg_color": f"#{COLOURS[line.severity]}"} if line.severity else {}
        style = book.add_format(look)
        sheet.set_row(row, line.height)
        for column, text in enumerate(line.cells):
            sheet.write_string(row, column, text, style)


def _copy(target: Worksheet, sheet: Sheet, receipt: Receipt, fills: Mapping[Severity, Format]) -> None:
    marked = {(mark.row, mark.column): mark for mark in marks(receipt.findings, sheet.name)}
    widths: dict[int, float] = {}
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row, start=1):
            mark = marked.pop((number, column), None)
            _cell(target, number - 1, column - 1, value, fills[mark.severity] if mark else None)
            if number <= _LOOKED_AT and value != "":
                widths[column] = max(widths.get(column, 0), min(text_width(shown(value)) + 2, _WIDEST))
            if mark and mark.comment:
                target.write_comment(number - 1, column - 1, mark.comment, {"x_scale": 3, "y_scale": 2})
    for column, width in widths.items():
        target.set_column(column - 1, column - 1, width)
    for (row_number, column), mark in marked.items():
        target.write_blank(row_number - 1, column - 1, None, fills[mark.severity])
        if mark.comment:
            target.write_comment(row_number - 1, column - 1, mark.comment, {"x_scale": 3, "y_scale": 2})


def _cell(target: Worksheet, row: int, column: int, value: CellValue, style: Format | None) -> None:
    """Numbers as numbers, everything else as the text that a reader of the file saw."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        target.write_number(row, column, value, style)
    elif isinstance(value, str):
        if value or style:
            target.write_string(row, column, value, style)
    else:
        text = value.isoformat() if isinstance(value, dt.date | dt.time) else shown(value)
        target.write_string(row, column, text, style)


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have and no other sheet has."""
    plain = _FORBIDDEN.sub("_", wanted).strip()[:_LONGEST_NAME] or "_"
    name, number = plain, 2
    while name.lower() in taken:
        suffix = f"_{number}"
        name, number = plain[: _LONGEST_NAME - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name
