"""The receipt as lines of a sheet, for whichever program writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reporting.intake.findings import Severity
from reporting.intake.receipts.content import Receipt
from reporting.translations import translator

__all__ = ["SHEET", "WIDTHS", "ReceiptLine", "receipt_lines"]

_ = translator("intake", "zh-Hans")

SHEET = _("Receipt")
WIDTHS = (14, 24, 14, 90)


@dataclass(frozen=True)
class ReceiptLine:
    """One line: its cells, how it looks, and for a finding its severity."""

    cells: tuple[str, ...]
    look: Literal["title", "strong", "plain", "heading"] = "plain"
    severity: Severity | None = None


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
