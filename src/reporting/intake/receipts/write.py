"""Receipts as files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reporting.errors import UnreadableFileError
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import file_digest
from reporting.intake.receipts.answers import ReceiptContent
from reporting.intake.receipts.content import receipt_for
from reporting.intake.receipts.fresh import fresh_workbook
from reporting.intake.receipts.marked import marked_workbook, may_go_back
from reporting.intake.receipts.page import receipt_page
from reporting.settings import Settings
from reporting.workbooks.files import read_workbook
from reporting.workbooks.workbook import Workbook

__all__ = ["receipt_paths", "receipts_stand", "write_receipts"]

_NOT_READ = ("unreadable", "examination_failed")
"""What is found in a file that may not have been read."""


def receipt_paths(folder: Path, answer: ReceiptContent) -> tuple[Path, ...]:
    """Where the receipt of a submission stands: the page, and before it the marked workbook where there is one.

    A workbook about which there is nothing to say is not sent back.
    """
    names = (
        [f"{answer.submission}.html"]
        if answer.findings.empty
        else [f"{answer.submission}.xlsx", f"{answer.submission}.html"]
    )
    return tuple(folder / name for name in names)


def receipts_stand(folder: Path, answer: ReceiptContent) -> bool:
    """Whether the receipt of a submission was written."""
    return all(path.exists() for path in receipt_paths(folder, answer))


def write_receipts(folder: Path, sent: Path, answer: ReceiptContent, settings: Settings) -> tuple[Path, ...]:
    """Write the receipt of a submission into a folder, as a workbook and as a page; both are called by its id.

    Each appears whole or not at all, the page last: where it stands, all of the receipt does.

    Args:
        folder: made where it is missing.
        sent: the file as the county sent it.
        answer: what became of it.
        settings: of the bureau.
    """
    receipt = receipt_for(answer, settings)
    folder.mkdir(parents=True, exist_ok=True)
    *workbooks, page = receipt_paths(folder, answer)
    for workbook in workbooks:
        read = cache(lambda: _read(sent))
        # what the reader refuses, no other library is let near; what it has just read, it need not read again
        is_fit = (_was_read(answer, sent) or read() is not None) and may_go_back(sent)
        marked = marked_workbook(sent, receipt) if is_fit else None
        write_atomically(workbook, marked or fresh_workbook(read(), receipt))
    write_atomically(page, receipt_page(receipt).encode())
    return (*workbooks, page)


def _was_read(answer: ReceiptContent, sent: Path) -> bool:
    """Whether the reader took in the very bytes that stand in the file."""
    return not answer.findings["check_id"].isin(_NOT_READ).any() and file_digest(sent) == answer.sha256


def _read(sent: Path) -> Workbook | None:
    try:
        return read_workbook(sent)
    except UnreadableFileError:
        return None
