"""The receipt as lines of a sheet, for whichever program writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reporting.intake.findings import Severity
from reporting.intake.receipts.content import Receipt
from reporting.translations import translator

__all__ = ["SHEET", "WIDTHS", "Line", "receipt_lines"]

_ = translator("intake", "zh-Hans")

SHEET = _("Receipt")
WIDTHS = (14, 24, 14, 90)


@dataclass(frozen=True)
class Line:
    """One line: its cells, how it looks, and for a finding its severity."""

    cells: tuple[str, ...]
    look: Literal["title", "strong", "plain", "heading"] = "plain"
    severity: Severity | None = None


def receipt_lines(receipt: Receipt) -> Iterator[Line]:
    """The lines from top to bottom; every cell is text."""
    yield Line((receipt.title,), "title")
    if receipt.demo:
        yield Line((receipt.demo,), "strong")
    yield Line((receipt.verdict,), "strong")
    yield Line((receipt.todo,), "strong")
    yield Line(())
    for label, value in receipt.facts:
        yield Line((label, value))
    if receipt.tables:
        yield Line(())
        yield Line((_("Sheet"), _("Rows accepted"), _("Rows sent"), _("Cells in doubt")), "heading")
        for name, *counts in receipt.tables:
            yield Line((name, *map(str, counts)))
    if receipt.findings:
        yield Line(())
        yield Line((_("Severity"), _("Sheet"), _("Cell"), _("What was found, why it matters, what to do")), "heading")
        for finding in receipt.findings:
            yield Line((finding.label, finding.sheet, finding.cell, finding.message), severity=finding.severity)
    if receipt.left_out:
        yield Line((_("{count} further findings are not listed.").format(count=receipt.left_out),))
