"""Receipts as files."""

from __future__ import annotations

from pathlib import Path

from reporting.errors import UnreadableFileError
from reporting.intake.receipts.content import receipt_for
from reporting.intake.receipts.fresh import fresh_workbook
from reporting.intake.receipts.marked import keeps_everything, marked_workbook
from reporting.intake.receipts.page import receipt_page
from reporting.settings import Settings
from reporting.store.submissions import Receipted, Submission
from reporting.workbooks.files import read_workbook

__all__ = ["write_receipts"]


def write_receipts(
    folder: Path, sent: Path, kept: Receipted, submission: Submission, settings: Settings
) -> tuple[Path, ...]:
    """Write the receipt of a submission into a folder, as a workbook and as a page; both are called by its id.

    Args:
        folder: made where it is missing.
        sent: the file as the county sent it.
        kept: what the store made of it.
        submission: the same in detail.
        settings: of the bureau.
    """
    receipt = receipt_for(kept, submission, settings)
    folder.mkdir(parents=True, exist_ok=True)
    workbook, page = folder / f"{kept.submission}.xlsx", folder / f"{kept.submission}.html"
    try:
        read = read_workbook(sent)
    except UnreadableFileError:
        read = None
    # What the reader refuses, no other library is let near.
    marked = marked_workbook(sent, receipt) if read and keeps_everything(sent) else None
    workbook.write_bytes(marked or fresh_workbook(read, receipt))
    page.write_text(receipt_page(receipt), encoding="utf-8")
    return workbook, page
