"""python-calamine, fenced: its errors and panics become ours, and what a panic prints is not shown."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import CellValue
from reporting.workbooks.formats.packages import damaged, protected
from reporting.workbooks.workbook import Merge


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as calamine reads it: from A1, errors empty."""

    name: str
    hidden: bool
    rows: list[list[CellValue]]
    merges: tuple[Merge, ...]


def read_sheets(path: Path, names: tuple[str, ...] | None = None) -> Iterator[RawSheet]:
    """The worksheets of a workbook, one at a time.

    Args:
        path: a file whose extent has been checked: calamine reserves room for whatever it declares.
        names: the sheets to read; all worksheets when None.

    Raises:
        UnreadableFileError: calamine cannot read it, or panics over it.
    """
    try:
        with _quiet():
            book = python_calamine.load_workbook(path)
        with book:
            for metadata in book.sheets_metadata:
                if metadata.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                if names is not None and metadata.name not in names:
                    continue
                with _quiet():
                    sheet = book.get_sheet_by_name(metadata.name)
                merges = tuple(
                    Merge(top + 1, left + 1, bottom + 1, right + 1)
                    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                )
                hidden = metadata.visible is not python_calamine.SheetVisibleEnum.Visible
                rows = sheet.to_python(skip_empty_area=False)
                # its own cells need not be kept while these are worked on
                del sheet
                raw = RawSheet(metadata.name, hidden, rows, merges)
                del rows
                yield raw
                del raw
    except python_calamine.PasswordError as error:
        raise protected(path.name) from error
    except (UnreadableFileError, GeneratorExit, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # a Rust panic arrives as a PanicException, which is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise damaged(path.name) from error


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Send the standard error of the process nowhere: a Rust panic writes its trace there before it is raised."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
