"""Zipped formats (.xlsx, .xlsm, .ods): what the archive says it holds is checked before anything is unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from reporting.errors import UnreadableFileError
from reporting.workbooks.formats.limits import MEGABYTE, FileLimits

_LOCAL_HEADER = 30
_SMALL = 8 * MEGABYTE
_ENCODING = re.compile(rb"^<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']+)")


class Package:
    """A zip archive whose directory has passed the limits; parts are read whole.

    Sizes in a zip directory are only claims. `read` unpacks no more than the claim and refuses a part that
    goes on after it, so that no later reader of the same file can be made to unpack more.
    """

    def __init__(self, path: Path, limits: FileLimits) -> None:
        self._where = path.name
        self._file: BinaryIO = path.open("rb")
        try:
            with zipfile.ZipFile(self._file) as archive:
                entries = archive.infolist()
        except Exception as error:
            self._file.close()
            raise damaged(self._where) from error
        try:
            self._entries = self._checked(entries, limits)
        except UnreadableFileError:
            self._file.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Parts, as the archive names them."""
        return tuple(self._entries)

    def find(self, name: str) -> str | None:
        """The part of that name, whatever its capitals."""
        if name in self._entries:
            return name
        wanted = name.lower()
        return next((entry for entry in self._entries if entry.lower() == wanted), None)

    def size(self, name: str) -> int:
        """Bytes that a part unpacks to, as the archive says; 0 for one that is not there."""
        entry = self._entries.get(name)
        return entry.file_size if entry else 0

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            UnreadableFileError: the part is damaged, or larger than the archive says.
        """
        entry = self._entries[name]
        self._file.seek(entry.header_offset)
        header = self._file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise damaged(self._where)
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        self._file.seek(names, 1)
        packed = self._file.read(entry.compress_size)
        if entry.compress_type == zipfile.ZIP_STORED:
            content, complete = packed, len(packed) == entry.file_size
        else:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                content = unpacker.decompress(packed, entry.file_size + 1)
                complete = len(content) == entry.file_size and (unpacker.eof or not unpacker.unconsumed_tail)
            except zlib.error as error:
                raise damaged(self._where) from error
        if not complete or zlib.crc32(content) != entry.CRC:
            raise damaged(self._where)
        return content

    def read_xml(self, name: str) -> bytes:
        """The bytes of an XML part, in UTF-8 and without a document type.

        Raises:
            UnreadableFileError: as `read`; or it declares entities, or is in another encoding.
        """
        content = self.read(name).removeprefix(b"\xef\xbb\xbf")
        declared = _ENCODING.match(content[:200])
        if content[:1] not in (b"<", b"") or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
            raise damaged(self._where)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise UnreadableFileError(
                "the file declares XML entities, which no spreadsheet program writes",
                where=f"{self._where}: {name}",
                hint="open it in Excel or WPS, save it as a new .xlsx, and send that",
            )
        return content

    def parse(self, name: str) -> Element:
        """An XML part as a tree. For small parts only.

        Raises:
            UnreadableFileError: as `read_xml`; or it is not well formed.
        """
        try:
            tree: Element = fromstring(self.read_xml(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise damaged(self._where) from error
        return tree

    def _checked(self, entries: list[zipfile.ZipInfo], limits: FileLimits) -> dict[str, zipfile.ZipInfo]:
        if len(entries) > limits.max_entries:
            raise self._refusal(f"the archive holds {len(entries):,} parts")
        if len({entry.filename for entry in entries}) < len(entries):
            raise self._refusal("the archive holds two parts of one name")
        if (total := sum(entry.file_size for entry in entries)) > limits.max_expansion:
            raise self._refusal(f"the file unpacks to {total // MEGABYTE:,} MB")
        for entry in entries:
            if entry.flag_bits & 1:
                raise protected(self._where)
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._refusal("the archive is packed in a way that no spreadsheet program uses")
            if entry.file_size > max(_SMALL, limits.max_ratio * entry.compress_size):
                raise self._refusal(f"{entry.filename} unpacks to {entry.file_size // MEGABYTE:,} MB")
        return {entry.filename: entry for entry in entries}

    def _refusal(self, what: str) -> UnreadableFileError:
        return UnreadableFileError(
            f"{what}, more than any honest workbook",
            where=self._where,
            hint="copy the filled cells into a new workbook, save it as .xlsx, and send that",
        )


def protected(where: str) -> UnreadableFileError:
    """The error for a workbook that opens only with a password."""
    return UnreadableFileError(
        "the workbook is protected with a password to open",
        where=where,
        hint="remove the password (File > Info > Protect Workbook > Encrypt with Password), save, and send again",
    )


def damaged(where: str) -> UnreadableFileError:
    """The error for a file that is not whole."""
    return UnreadableFileError(
        "the file is damaged or was cut off on its way",
        where=where,
        hint="open it in Excel or WPS to see whether it is whole, save it again as .xlsx, and send that",
    )
