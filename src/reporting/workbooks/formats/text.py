"""Delimited text in whatever encoding: .csv and .tsv, and the same dressed as a workbook."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

from charset_normalizer import from_bytes

from reporting.errors import UnreadableFileError
from reporting.workbooks.cells import CellValue
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.sheets import trimmed
from reporting.workbooks.workbook import Notice, Sheet, Workbook

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = "\t,;|"
_KEEPS_TEXT = re.compile(r'(?<=[,;])("?)\t|\t(?="?[,;])')
"""A tab beside another delimiter: who writes it keeps a long code from becoming a number."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_SAMPLE = 64 * 1024


def read_text(path: Path, text: str, encoding: str, notices: tuple[Notice, ...], limits: FileLimits) -> Workbook:
    """Read delimited text as a workbook of one sheet. Every cell is text, as typed.

    Raises:
        UnreadableFileError: the text has no columns, or too many cells.
    """
    delimiter = _delimiter(text)
    if delimiter is None:
        raise UnreadableFileError(
            "the file is plain text without columns",
            where=path.name,
            hint="send the workbook itself (.xlsx), or text with commas or tabs between the columns",
        )
    rows: list[list[CellValue]] = []
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            width = max(width, len(row))
            limits.check_area(len(rows), width, where=path.name)
    except csv.Error as error:
        raise UnreadableFileError(
            f"the text is not a table: {error}", where=path.name, hint="save it as .xlsx and send that"
        ) from error
    return Workbook("csv", encoding, (Sheet(path.stem, trimmed(rows)),), notices)


def decoded(content: bytes, where: str) -> tuple[str, str, tuple[Notice, ...]]:
    """Bytes as text, the encoding they were in, and a notice where that is a guess.

    UTF-8 and GB18030 are strict enough to be told by trying. GB18030 is tried before charset-normalizer
    because rare characters of names (滍) make short texts look like another language.

    Raises:
        UnreadableFileError: they are not text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _tried(content, encoding, where), encoding.removesuffix("-sig"), ()
    if b"\0" in content[:_SAMPLE]:
        zeros = content[:_SAMPLE]
        even, odd = zeros[::2].count(0), zeros[1::2].count(0)
        return _tried(content, encoding := "utf-16-be" if even > odd else "utf-16-le", where), encoding, ()
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_common_chinese(text):
            return _plain(text, where), encoding, ()
    best = from_bytes(content[:_SAMPLE]).best()
    if best is None:
        raise not_a_workbook(where)
    notice = Notice("encoding_guessed", parameters={"encoding": best.encoding})
    return _tried(content, best.encoding, where), best.encoding, (notice,)


def not_a_workbook(where: str) -> UnreadableFileError:
    """The error for a file that is something else: a picture, a document, noise."""
    return UnreadableFileError(
        "the file is not a workbook",
        where=where,
        hint="send the workbook itself: .xlsx, .xlsm, .xls, .ods, .csv",
    )


def _tried(content: bytes, encoding: str, where: str) -> str:
    try:
        return _plain(content.decode(encoding), where)
    except (UnicodeError, LookupError) as error:
        raise not_a_workbook(where) from error


def _plain(text: str, where: str) -> str:
    if _CONTROL.search(text):
        raise not_a_workbook(where)
    return text


def _is_common_chinese(text: str) -> bool:
    """Whether most characters beyond ASCII are of GB2312, the everyday set: other encodings misread are not."""
    foreign = [character for character in text[:_SAMPLE] if ord(character) > 127]
    common = 0
    for character, times in Counter(foreign).items():
        try:
            lead = character.encode("gb2312")[0]
        except UnicodeEncodeError:
            continue
        common += times if lead < 0xD8 else 0
    return common >= 0.75 * len(foreign)


def _delimiter(text: str) -> str | None:
    """The delimiter that gives most lines the same number of columns; None where no line has one."""
    lines = _KEEPS_TEXT.sub("", text[:_SAMPLE]).splitlines()
    best, most = None, 0
    for delimiter in _DELIMITERS:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        agreeing = counts.most_common(1)[0][1] if counts else 0
        if agreeing > most:
            best, most = delimiter, agreeing
    return best
