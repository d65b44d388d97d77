"""The parts of an .xlsx package, changed as text: what is not touched stays as it was, byte for byte."""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

from reporting.errors import UnreadableFileError
from reporting.workbooks.formats.limits import DEFAULT
from reporting.workbooks.formats.packages import Package

__all__ = ["Parts", "UnfitError", "attribute", "text_of", "with_attribute", "with_count"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_OF_EXCEL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TYPES = "[Content_Types].xml"
_HIDING = (b"<!--", b"<![CDATA[")
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class UnfitError(Exception):
    """The package is written in a way that is not changed as text; another way of marking is taken."""


class Parts:
    """An .xlsx package whose parts can be replaced, added and left out."""

    def __init__(self, path: Path) -> None:
        self._changed: dict[str, bytes] = {}
        self._left_out: set[str] = set()
        self._package = Package(path, DEFAULT)
        with zipfile.ZipFile(path) as archive:
            self._dates = {entry.filename: max(entry.date_time, _EPOCH) for entry in archive.infolist()}

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, *_: object) -> None:
        self._package.__exit__(None, None, None)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name not in self._left_out and (name in self._changed or name in self._dates)

    @property
    def names(self) -> list[str]:
        """Every part, in the order of the archive, new ones last."""
        return [name for name in dict.fromkeys((*self._dates, *self._changed)) if name not in self._left_out]

    def read(self, name: str, root: bytes) -> bytes:
        """The XML of a part whose outermost element has no prefix and that name.

        Raises:
            UnfitError: there is no such part, or it is written otherwise.
        """
        if name in self._changed:
            return self._changed[name]
        if not self.has(name):
            raise UnfitError(name)
        try:
            xml = self._package.read_xml(name)
        except UnreadableFileError as error:
            raise UnfitError(name) from error
        if not re.search(rb"<" + root + rb"[\s/>]", xml[:4096]) or any(mark in xml for mark in _HIDING):
            raise UnfitError(name)
        return xml

    def write(self, name: str, xml: bytes, content_type: str = "") -> None:
        """Put XML into the package; a new part says of what type it is.

        Raises:
            UnfitError: what came of the change is not well-formed.
        """
        try:
            expat.ParserCreate().Parse(xml, True)
        except expat.ExpatError as error:
            raise UnfitError(name) from error
        self._changed[name] = xml
        self._left_out.discard(name)
        if content_type:
            self._declare(f'<Override PartName="/{name}" ContentType="{content_type}"/>')

    def leave_out(self, name: str) -> None:
        """Take a part out of the package, and what is said of its type."""
        self._left_out.add(name)
        self._changed.pop(name, None)
        types = self.read(_TYPES, b"Types")
        override = re.compile(rb'<Override\b[^>]*PartName="/' + re.escape(name.encode()) + rb'"[^>]*/>')
        self.write(_TYPES, override.sub(b"", types))

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say of what type parts with an extension are, where nobody has."""
        if f'Extension="{extension}"'.encode() not in self.read(_TYPES, b"Types"):
            self._declare(f'<Default Extension="{extension}" ContentType="{content_type}"/>')

    def new_name(self, pattern: str) -> str:
        """A name that no part has; ``{}`` in the pattern becomes a number."""
        number = 1
        taken = {name.lower() for name in self._dates} | {name.lower() for name in self._changed}
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Identifier → last word of the type, and the part that it leads to."""
        listing = _listing(part)
        if not self.has(listing):
            return {}
        found = {}
        for element in _RELATION.findall(self.read(listing, b"Relationships")):
            if attribute(element, "TargetMode") != "External":
                target = posixpath.join("/", posixpath.dirname(part), attribute(element, "Target"))
                kind = attribute(element, "Type").rpartition("/")[2]
                found[attribute(element, "Id")] = kind, posixpath.normpath(target)[1:]
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Lead from a part to another; the identifier of the relation."""
        listing = _listing(part)
        xml = self.read(listing, b"Relationships") if self.has(listing) else _NO_RELATIONS
        number = 1
        while f'"rId{number}"'.encode() in xml:
            number += 1
        relation = f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="/{target}"/>'
        opened = xml.replace(b"/>", b"></Relationships>") if b"</Relationships>" not in xml else xml
        self.write(listing, opened.replace(b"</Relationships>", relation.encode() + b"</Relationships>"))
        return f"rId{number}"

    def unrelate(self, part: str, identifier: str) -> None:
        """Take a relation away."""
        listing = _listing(part)
        xml = self.read(listing, b"Relationships")
        for element in _RELATION.findall(xml):
            if attribute(element, "Id") == identifier:
                xml = xml.replace(element, b"")
        self.write(listing, xml)

    def packed(self) -> bytes:
        """The package as bytes; the same parts, the same bytes."""
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.names:
                entry = zipfile.ZipInfo(name, self._dates.get(name, _EPOCH))
                body = self._changed[name] if name in self._changed else self._package.read(name)
                archive.writestr(entry, body, zipfile.ZIP_DEFLATED)
        return content.getvalue()

    def _declare(self, element: str) -> None:
        types = self.read(_TYPES, b"Types")
        self.write(_TYPES, types.replace(b"</Types>", element.encode() + b"</Types>"))


_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def _listing(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def attribute(tag: bytes, name: str) -> str:
    """An attribute of an opening tag, whatever its quotes; empty where it has none."""
    found = re.search(rb"""\s(?:[\w.-]+:)?""" + name.encode() + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (found[1] if found[1] is not None else found[2]).decode() if found else ""


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """An opening tag with an attribute set."""
    pattern = rb"""(\s""" + name.encode() + rb"""\s*=\s*)(?:"[^"]*"|'[^']*')"""
    changed, count = re.subn(pattern, lambda found: found[1] + f'"{value}"'.encode(), tag, count=1)
    if count:
        return changed
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end].rstrip() + f' {name}="{value}"'.encode() + tag[end:]


def with_count(section: bytes, count: int) -> bytes:
    """A section of a style sheet, its opening tag saying how many it holds."""
    end = section.index(b">") + 1
    return with_attribute(section[:end], "count", str(count)) + section[end:]


def text_of(text: str) -> bytes:
    """A text as it stands in an element: escaped, without what XML or Excel would take for something else."""
    return escape(_ESCAPE_OF_EXCEL.sub("_x005F_", _NOT_IN_XML.sub("\ufffd", text)), {'"': "&quot;"}).encode()
