"""A file becomes a workbook. What it is, is told by its content, never by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from reporting.errors import UnreadableFileError
from reporting.workbooks.formats.docx import read_docx
from reporting.workbooks.formats.encrypted import opened_by_default
from reporting.workbooks.formats.foreign import archive_of_files, foreign_file, foreign_ole
from reporting.workbooks.formats.html import read_html
from reporting.workbooks.formats.limits import DEFAULT, FileLimits
from reporting.workbooks.formats.ods import read_ods
from reporting.workbooks.formats.packages import Package, damaged
from reporting.workbooks.formats.spreadsheetml import NAMESPACE, read_spreadsheetml
from reporting.workbooks.formats.text import decoded, not_a_workbook, read_text
from reporting.workbooks.formats.xls import read_xls
from reporting.workbooks.formats.xlsb import read_xlsb
from reporting.workbooks.formats.xlsx import book_part, read_xlsx
from reporting.workbooks.workbook import Notice, Workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARATION = re.compile(r"^<\?xml[^>]{0,200}\?>")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_SUFFIXES = {
    "xlsx": {".xlsx"},
    "xlsm": {".xlsm"},
    "xls": {".xls"},
    "ods": {".ods", ".odt"},
    "csv": {".csv", ".tsv", ".txt"},
    "html": {".html", ".htm"},
    "xlsb": {".xlsb"},
    "xml": {".xml"},
    "docx": {".docx", ".docm"},
}


def read_workbook(path: Path, limits: FileLimits = DEFAULT) -> Workbook:
    """Read a file as it was sent.

    Args:
        path: the file, of whatever name.
        limits: bounds, checked before anything is unpacked.

    Raises:
        UnreadableFileError: it is no workbook, protected, damaged, empty or too large; says which, and what
            the sender can do.
    """
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise UnreadableFileError(
                f"the file is {size // 1_000_000:,} MB, more than {limits.max_bytes // 1_000_000:,} MB",
                where=path.name,
                hint="send the form's own sheets only, without pictures",
            )
        with path.open("rb") as file:
            start = file.read(32)
    except OSError as error:
        raise UnreadableFileError(
            f"the file cannot be opened: {error.strerror}", where=path.name, hint="check its place and rights"
        ) from error
    if not start:
        raise UnreadableFileError("the file is empty", where=path.name, hint="save the workbook and send it again")
    try:
        workbook = _read(path, start, limits)
    except UnreadableFileError:
        raise
    except Exception as error:  # hostile bytes find errors that no library documents
        raise damaged(path.name) from error
    if not any(sheet.rows for sheet in workbook.sheets):
        raise UnreadableFileError(
            "no sheet of the workbook has a filled cell", where=path.name, hint="check that the right file was sent"
        )
    return _with_name_notice(workbook, path)


def _read(path: Path, start: bytes, limits: FileLimits) -> Workbook:
    if start.startswith(_ZIP):
        with Package(path, limits) as package:
            if book_part(package):
                return read_xlsx(path, package, limits)
            if package.find("word/document.xml"):
                return read_docx(path, package, limits)
            if package.find("content.xml"):
                return read_ods(path, package, limits)
            if package.find("xl/workbook.bin"):
                return read_xlsb(path, package, limits)
            if not package.find("[Content_Types].xml") and not package.find("mimetype"):
                raise archive_of_files(path.name)
        raise not_a_workbook(path.name)
    if start.startswith(_OLE):
        if error := foreign_ole(path):
            raise error
        opened = opened_by_default(path)
        return read_xls(path, limits) if opened is None else _opened(path, opened, limits)
    if error := foreign_file(start, path.name):
        raise error
    content = path.read_bytes()
    if content.count(b"\0", 0, 65536) == len(content[:65536]):
        raise not_a_workbook(path.name)
    text, encoding, notices = _page_text(content, path.name)
    if _PAGE.match(text[:4096]):
        return read_html(path, text, encoding, notices, limits)
    if NAMESPACE in text[:8192] and text.lstrip().startswith("<"):
        # the parser knows fewer encodings than people declare
        return read_spreadsheetml(path, _DECLARATION.sub("", text.lstrip(), count=1).encode(), limits)
    if text.lstrip().startswith("<?xml") or text.startswith("MIME-Version"):
        raise UnreadableFileError(
            "the file is XML or a web archive, not a workbook",
            where=path.name,
            hint="open it in Excel or WPS, save it as .xlsx, and send that",
        )
    return read_text(path, text, encoding, notices, limits)


def _opened(path: Path, content: bytes, limits: FileLimits) -> Workbook:
    """Read what was inside an encrypted workbook."""
    with TemporaryDirectory() as folder:
        inside = Path(folder) / path.name
        inside.write_bytes(content)
        if content.startswith(_ZIP):
            with Package(inside, limits) as package:
                workbook = read_xlsx(inside, package, limits)
        else:
            workbook = read_xls(inside, limits)
    return replace(workbook, notices=(*workbook.notices, Notice("default_password")))


def _page_text(content: bytes, where: str) -> tuple[str, str, tuple[Notice, ...]]:
    """Text, in the encoding that a web page declares if it does, else as told by its bytes."""
    declared = _CHARSET.search(content, 0, 4096)
    if declared:
        name = declared[1].decode().lower()
        encoding = "gb18030" if name.startswith("gb") else name
        try:
            return content.decode(encoding), encoding, ()
        except (UnicodeError, LookupError):
            pass
    return decoded(content, where)


def _with_name_notice(workbook: Workbook, path: Path) -> Workbook:
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES[workbook.kind]:
        return workbook
    notice = Notice("other_format_than_name", parameters={"kind": workbook.kind, "suffix": suffix})
    return replace(workbook, notices=(*workbook.notices, notice))
