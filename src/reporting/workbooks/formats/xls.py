"""Workbooks of Excel 97 to 2003: .xls. Also tells a protected .xlsx, which looks like one from outside."""

from __future__ import annotations

import struct
from pathlib import Path

import msoffcrypto
import olefile

from reporting.errors import UnreadableFileError
from reporting.workbooks.formats import calamine
from reporting.workbooks.formats.biff import Walk, walk
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.packages import damaged, protected
from reporting.workbooks.formats.sheets import assemble
from reporting.workbooks.formats.text import not_a_workbook
from reporting.workbooks.formats.worksheets import Scan
from reporting.workbooks.workbook import Notice, Sheet, Workbook

_ROWS, _COLUMNS = 65_537, 257
"""One more than a sheet of Excel 97 has. What DIMENSIONS claims within is reserved without being filled: a clerk who
formats whole columns and rows claims all of it for a table of ten rows."""


def read_xls(path: Path, limits: FileLimits) -> Workbook:
    """Read an Excel 97 workbook.

    Raises:
        UnreadableFileError: it is protected, another kind of document, damaged or too large.
    """
    found, macros = _walked(path)
    limits.check_sheets(len(found.sheets), where=path.name)
    area = 0
    for name, walked in found.sheets:
        if walked.reserved[0] > _ROWS or walked.reserved[1] > _COLUMNS:
            limits.check_area(*walked.reserved, where=f"{path.name}: {name}")
        limits.check_area(walked.scan.height, walked.scan.width, where=f"{path.name}: {name}")
        area += walked.scan.height * walked.scan.width
        limits.check_area(area, 1, where=path.name)
    by_name = dict(found.sheets)
    sheets: list[Sheet] = []
    notices: list[Notice] = [Notice("macros_ignored")] if macros else []
    if found.external_links:
        notices.append(Notice("external_links", parameters={"count": found.external_links}))
    for raw in calamine.read_sheets(path):
        in_file = by_name.get(raw.name)
        sheet, said = assemble(raw, in_file.scan if in_file else Scan(0, 0))
        sheets.append(sheet)
        notices.extend(said)
    if not sheets:
        raise not_a_workbook(path.name)
    return Workbook("xls", "", tuple(sheets), tuple(notices))


def _walked(path: Path) -> tuple[Walk, bool]:
    """The records of the workbook's stream, and whether it carries macros."""
    try:
        with olefile.OleFileIO(path) as container:
            streams = {"/".join(parts): parts for parts in container.listdir()}
            if "EncryptedPackage" in streams:
                raise protected(path.name)
            name = next((name for name in ("Workbook", "Book") if name in streams), None)
            if name is None:
                raise not_a_workbook(path.name)
            content = container.openstream(streams[name]).read()
            macros = any("VBA" in stream.upper() for stream in streams)
    except UnreadableFileError:
        raise
    except Exception as error:  # olefile meets hostile bytes with errors of many kinds
        raise damaged(path.name) from error
    if _is_encrypted(path):
        raise protected(path.name)
    try:
        return walk(content), macros
    except (ValueError, IndexError, struct.error) as error:
        raise damaged(path.name) from error


def _is_encrypted(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except Exception:  # what msoffcrypto cannot tell, the reader will
        return False
