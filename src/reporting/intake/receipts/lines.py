"""The receipt as lines of a sheet, for whichever program writes it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reporting.intake.findings import Severity
from reporting.intake.receipts.content import Receipt
from reporting.translations import translator

__all__ = ["SHEET", "WIDTHS", "ReceiptLine", "receipt_lines", "text_width"]

_ = translator("intake", "zh-Hans")

SHEET = _("Receipt")
WIDTHS = (14, 37, 14, 90)
_LINE, _TITLE, _HIGHEST = 16.5, 24.0, 409.0
"""Points that a line of text takes in a row, that the title takes, and that a row may have at most."""


@dataclass(frozen=True)
class ReceiptLine:
    """One line: its cells, how it looks, and for a finding its severity."""

    cells: tuple[str, ...]
    look: Literal["title", "strong", "plain", "heading"] = "plain"
    severity: Severity | None = None

    @property
    def height(self) -> float:
        """Points that the row needs: LibreOffice takes a row without a height for one of one line, whatever wraps."""
        if self.look == "title":
            return _TITLE
        if len(self.cells) < 2:
            return _LINE
        lines = max(_lines(text, width) for text, width in zip(self.cells, WIDTHS, strict=False))
        return min(_LINE * lines, _HIGHEST)


def receipt_lines(receipt: Receipt) -> Iterator[ReceiptLine]:
    """The lines from top to bottom; every cell is text."""
    yield ReceiptLine((receipt.title,), "title")
    if receipt.demo:
        yield ReceiptLine((receipt.demo,), "strong")
    yield ReceiptLine((receipt.verdict,), "strong")
    yield ReceiptLine((receipt.todo,), "strong")
    yield ReceiptLine(())
    for label, value in receipt.facts:
        yield ReceiptLine((label, value))
    if receipt.tables:
        yield ReceiptLine(())
        yield ReceiptLine((_("Sheet"), _("Rows accepted"), _("Rows sent"), _("Cells in doubt")), "heading")
        for name, *counts in receipt.tables:
            yield ReceiptLine((name, *map(str, counts)))
    if receipt.findings:
        yield ReceiptLine(())
        yield ReceiptLine(
            (_("Severity"), _("Sheet"), _("Cell"), _("What was found, why it matters, what to do")), "heading"
        )
        for finding in receipt.findings:
            yield ReceiptLine((finding.label, finding.sheet, finding.cell, finding.message), severity=finding.severity)
    if receipt.left_out:
        yield ReceiptLine((_("Further findings that are not listed: {count}.").format(count=receipt.left_out),))


def text_width(text: str) -> float:
    """How wide a text is at most, in widths of a digit: a Chinese character is a little over two."""
    return sum(2.15 if unicodedata.east_asian_width(one) in "WFA" else 1.1 for one in text)


def _lines(text: str, width: int) -> int:
    """Into how many lines a text wraps at most in a column."""
    return max(math.ceil(text_width(text) / (width - 2)), 1)
