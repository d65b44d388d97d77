"""The receipt as the first sheet of a workbook, put into its package."""

from __future__ import annotations

import re

from reporting.intake.receipts.content import Receipt
from reporting.intake.receipts.lines import SHEET, WIDTHS, receipt_lines
from reporting.intake.receipts.parts import Parts, UnfitError, attribute, text_of, with_attribute
from reporting.intake.receipts.styles import Styles
from reporting.workbooks.cells import column_letter

__all__ = ["BOOK", "put_in_front", "sheet_parts", "take_out_receipt"]

BOOK = "xl/workbook.xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TAG = re.compile(rb"<sheet\b[^>]*?/>|<sheet\b[^>]*>\s*</sheet>")
_NAME_TAG = re.compile(rb"<definedName\b[^>]*>[^<]*</definedName>")
_VIEW_TAG = re.compile(rb"<workbookView\b[^>]*>")


def sheet_parts(parts: Parts) -> dict[str, str]:
    """Names of the sheets in the order of their tabs, as XML has them, and their parts."""
    leads = parts.relations(BOOK)
    return {
        attribute(tag, "name"): leads[identifier][1]
        for tag in _SHEET_TAG.findall(parts.read(BOOK, b"workbook"))
        if (identifier := attribute(tag, "id")) in leads and leads[identifier][0] == "worksheet"
    }


def take_out_receipt(parts: Parts) -> bool:
    """Take an earlier receipt out of a workbook; whether there was one."""
    book = parts.read(BOOK, b"workbook")
    tags = _SHEET_TAG.findall(book)
    place = next((at for at, tag in enumerate(tags) if attribute(tag, "name") == SHEET), None)
    if place is None:
        return False
    identifier = attribute(tags[place], "id")
    leads = parts.relations(BOOK)
    if identifier not in leads:
        raise UnfitError("sheet")
    book = book.replace(tags[place], b"", 1)
    parts.write(BOOK, _NAME_TAG.sub(lambda found: _moved(found[0], place, -1), book))
    parts.leave_out(leads[identifier][1])
    parts.unrelate(BOOK, identifier)
    return True


def put_in_front(parts: Parts, receipt: Receipt, styles: Styles) -> None:
    """Put the receipt before all other sheets, and show it when the workbook is opened."""
    part = parts.new_name("xl/worksheets/sheet{}.xml")
    parts.write(part, _sheet(receipt, styles), _SHEET_TYPE)
    lead = parts.relate(BOOK, "worksheet", part)
    book = parts.read(BOOK, b"workbook")
    numbers = [int(attribute(tag, "sheetId") or 0) for tag in _SHEET_TAG.findall(book)]
    tag = f'<sheet xmlns:r="{_DOCUMENT}" name="{SHEET}" sheetId="{max(numbers, default=0) + 1}" r:id="{lead}"/>'
    book, count = re.subn(rb"(<sheets\b[^>]*[^/]>|<sheets>)", lambda found: found[1] + tag.encode(), book, count=1)
    if not count:
        raise UnfitError("sheets")
    book = _NAME_TAG.sub(lambda found: _moved(found[0], 0, 1), book)
    view = _VIEW_TAG.search(book)
    if view:
        shown = re.sub(rb"""\sfirstSheet\s*=\s*["'][^"']*["']""", b"", with_attribute(view[0], "activeTab", "0"))
        book = book[: view.start()] + shown + book[view.end() :]
    parts.write(BOOK, book)


def _moved(name: bytes, place: int, by: int) -> bytes:
    """A name that holds on one sheet alone, after sheets have moved; empty where that sheet went."""
    end = name.index(b">") + 1
    on = attribute(name[:end], "localSheetId")
    if not on.isdigit():
        return name
    if by < 0 and int(on) == place:
        return b""
    return with_attribute(name[:end], "localSheetId", str(int(on) + by)) + name[end:] if int(on) >= place else name


def _sheet(receipt: Receipt, styles: Styles) -> bytes:
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate(WIDTHS, start=1)
    )
    rows = []
    for number, line in enumerate(receipt_lines(receipt), start=1):
        style = styles.look(line)
        cells = b"".join(
            f'<c r="{column_letter(column)}{number}" s="{style}" t="inlineStr"><is>'.encode()
            # what a county typed may look like a formula; here it is only quoted
            + b'<t xml:space="preserve">'
            + text_of(text)
            + b"</t></is></c>"
            for column, text in enumerate(line.cells, start=1)
        )
        rows.append(f'<row r="{number}" ht="{line.height:g}">'.encode() + cells + b"</row>")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView tabSelected="1" workbookViewId="0"/></sheetViews><cols>{columns}</cols><sheetData>'.encode()
        + b"".join(rows)
        + b'</sheetData><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
