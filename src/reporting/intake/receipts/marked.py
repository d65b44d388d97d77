"""The county's own workbook, its cells coloured and commented, a receipt in front.

The marks are put into the package as it came: no cell is read again, and charts, pictures, validation and whatever a
newer program has added stay as they were. A package that is written in an unusual way goes through openpyxl, where
that loses nothing.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

from reporting.intake.receipts.cell_marks import formatted, on_first_cells
from reporting.intake.receipts.content import Receipt
from reporting.intake.receipts.front import BOOK, put_in_front, sheet_parts, take_out_receipt
from reporting.intake.receipts.marks import marks
from reporting.intake.receipts.notes import Notes
from reporting.intake.receipts.parts import Parts, UnfitError
from reporting.intake.receipts.remade import keeps_everything, remade_workbook
from reporting.intake.receipts.styles import Styles

__all__ = ["marked_workbook", "may_go_back"]

_STYLES = "xl/styles.xml"
_UNSAFE = (
    "xl/vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/ctrlprops/", "xl/embeddings/", "xl/connections.xml",
    "xl/querytables/", "customui/", "_xmlsignatures/",
)  # fmt: skip
"""Parts that run something, fetch something, or would no longer be true: a workbook with them is not sent back."""

_STARTS = re.compile(rb"<(?:\w+:)?f[^>]*>[^<]*\|[^<]*!|<(?:\w+:)?(?:ddeLink|oleLink)\b")
"""Formulas and links that start a program (``cmd|…!A0``)."""

_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


def may_go_back(path: Path) -> bool:
    """Whether a file is an .xlsx that nobody comes to harm by opening."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if BOOK not in names or any(name.lower().startswith(_UNSAFE) for name in names):
                return False
            looked_at = [name for name in names if name.startswith(("xl/worksheets/", "xl/externalLinks/"))]
            return not any(_STARTS.search(package.read(name)) for name in looked_at)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return False


def marked_workbook(path: Path, receipt: Receipt) -> bytes | None:
    """The workbook with marks; None where it cannot be marked without losing something of it."""
    try:
        with Parts(path) as parts:
            return _marked(parts, receipt)
    except UnfitError:
        return remade_workbook(path, receipt) if keeps_everything(path) else None
    except Exception:  # hostile bytes find errors that no library documents; another receipt is written then
        return None


def _marked(parts: Parts, receipt: Receipt) -> bytes:
    styles = Styles(parts.read(_STYLES, b"styleSheet"))
    had_receipt = take_out_receipt(parts)
    if had_receipt:
        styles.unmark()
    for name, part in sheet_parts(parts).items():
        xml = parts.read(part, b"worksheet")
        head, data, rest = xml.partition(b"<sheetData")
        plain = _SELECTED.sub(b"", head) + data + rest
        found = on_first_cells(plain, marks(receipt.findings, html.unescape(name)))
        changed = formatted(plain, found, lambda base, mark: styles.coloured(base, mark.severity))
        if found or had_receipt:
            notes = Notes(parts, part, receipt.title)
            if had_receipt:
                notes.unmark()
            for mark in found:
                if mark.comment:
                    notes.add(mark.row, mark.column, mark.comment)
            changed = notes.save(changed)
        if changed != xml:
            parts.write(part, changed)
    put_in_front(parts, receipt, styles)
    parts.write(_STYLES, styles.written())
    return parts.packed()
