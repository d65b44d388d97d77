"""Workbooks of today's Excel and WPS: .xlsx and .xlsm."""

from __future__ import annotations

import contextlib
import itertools
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element

from reporting.errors import UnreadableFileError
from reporting.workbooks.formats import calamine
from reporting.workbooks.formats.date_formats import BUILT_IN, CellFormat, cell_format
from reporting.workbooks.formats.limits import FileLimits
from reporting.workbooks.formats.markup import tag_of
from reporting.workbooks.formats.packages import Package, damaged
from reporting.workbooks.formats.pieces import joined, run_pieces
from reporting.workbooks.formats.sheets import assemble
from reporting.workbooks.formats.worksheets import Scan, extent, scan, string_references
from reporting.workbooks.workbook import Notice, Workbook

_STRING_ITEM = re.compile(rb"<(?:[^\s<>/:]{1,20}:)?si(?=[\s/>])")
_MARKUP = re.compile(rb"<[^>]*>")


def read_xlsx(path: Path, package: Package, limits: FileLimits) -> Workbook:
    """Read a workbook whose archive has passed the limits.

    Raises:
        UnreadableFileError: it is damaged, or too large once filled.
    """
    parts = _sheet_parts(package)
    if not parts:
        raise damaged(path.name)
    limits.check_sheets(len(parts), where=path.name)
    styles = _telling_styles(package)
    struck = _striking_styles(package)
    lengths = _string_lengths(package, limits, path.name)
    strings = _strings_in_pieces(package) if lengths else {}
    scans: dict[str, Scan] = {}
    area = 0
    for name, part in parts.items():
        where = f"{path.name}: {name}"
        xml = package.read_xml(part)
        size = extent(xml, limits.max_cells)
        limits.check_area(*size, where=where)
        area += size[0] * size[1]
        limits.check_area(area, 1, where=where)
        _check_text(xml, lengths, limits, where)
        scans[name] = scan(xml, size, styles, struck, strings)
        # of a national ledger 200 MB, while calamine makes as much of it again
        del xml
    sources = _list_sources(scans)
    sheets, notices = [], list(_workbook_notices(package))
    with _by_usual_names(path, package) as usual:
        for raw in calamine.read_sheets(usual, tuple(parts)):
            sheet, said = assemble(raw, scans[raw.name], options=raw.name in sources)
            sheets.append(sheet)
            notices.extend(said)
    macros = any(notice.code == "macros_ignored" for notice in notices)
    return Workbook("xlsm" if macros else "xlsx", "", tuple(sheets), tuple(notices), _properties(package))


def book_part(package: Package) -> str | None:
    """The part that lists the sheets: xl/workbook.xml, or as some programs call it workbook2.xml."""
    if plain := package.find("xl/workbook.xml"):
        return plain
    named = [name for name in package.names if re.fullmatch(r"xl/workbook\d*\.xml", name, re.IGNORECASE)]
    return named[0] if len(named) == 1 else None


@contextlib.contextmanager
def _by_usual_names(path: Path, package: Package) -> Iterator[Path]:
    """The file, or a copy of it in which the list of sheets is called as calamine expects."""
    book = book_part(package)
    if book is None or book.lower() == "xl/workbook.xml":
        yield path
        return
    name = posixpath.basename(book)
    usual = {book: "xl/workbook.xml", f"xl/_rels/{name}.rels": "xl/_rels/workbook.xml.rels"}
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in package.names:
                if not part.endswith("/"):
                    archive.writestr(usual.get(part, part), package.read(part))
        yield copy


def relations(package: Package, part: str) -> Mapping[str, str]:
    """Identifiers of a part's relations, and the parts they lead to."""
    folder, name = posixpath.split(part)
    listing = package.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    if listing is None:
        return {}
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
        for relation in package.parse(listing)
        if relation.get("TargetMode") != "External"
    }


def _sheet_parts(package: Package) -> dict[str, str]:
    """Names of the worksheets in the order of their tabs, and the parts that hold them."""
    book = book_part(package)
    if book is None:
        return {}
    targets = relations(package, book)
    parts: dict[str, str] = {}
    for element in package.parse(book).iter():
        if tag_of(element) == "sheet":
            part = package.find(targets.get(element.get("id") or _relation_id(element), ""))
            if part and "worksheet" in part.lower():
                parts[element.get("name", "")] = part
    return parts


def _relation_id(sheet: Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _telling_styles(package: Package) -> dict[int, CellFormat]:
    """Cell styles, by their place in the list, whose number format says more of a number than its digits."""
    part = package.find("xl/styles.xml")
    if part is None:
        return {}
    root = package.parse(part)
    formats: dict[int, CellFormat | None] = dict(BUILT_IN)
    styles: list[int] = []
    for section in root:
        if tag_of(section) == "numFmts":
            formats |= {_number(item.get("numFmtId")): cell_format(item.get("formatCode", "")) for item in section}
        elif tag_of(section) == "cellXfs":
            styles = [_number(item.get("numFmtId")) for item in section]
    return {index: found for index, code in enumerate(styles) if (found := formats.get(code))}


def _striking_styles(package: Package) -> frozenset[int]:
    """Cell styles, by their place in the list, that strike through."""
    part = package.find("xl/styles.xml")
    if part is None or b"strike" not in package.read_xml(part):
        return frozenset()
    striking, styles = frozenset[int](), list[int]()
    for section in package.parse(part):
        if tag_of(section) == "fonts":
            striking = frozenset(index for index, font in enumerate(section) if any(map(_strikes, font)))
        elif tag_of(section) == "cellXfs":
            styles = [_number(item.get("fontId")) for item in section]
    return frozenset(index for index, font in enumerate(styles) if font in striking)


def _strikes(item: Element) -> bool:
    return tag_of(item) == "strike" and item.get("val") not in ("0", "false")


def _strings_in_pieces(package: Package) -> Mapping[int, str]:
    """Shared strings, by their place in the list, of which pieces are struck out or raised: as they are meant."""
    part = package.find("xl/sharedStrings.xml")
    xml = package.read_xml(part) if part else b""
    if b"strike" not in xml and b"superscript" not in xml:
        return {}
    starts = [match.start() for match in _STRING_ITEM.finditer(xml)]
    items = (xml[start:end] for start, end in itertools.pairwise([*starts, len(xml)]))
    return {index: joined(pieces) for index, item in enumerate(items) if (pieces := run_pieces(item)) is not None}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _string_lengths(package: Package, limits: FileLimits, where: str) -> list[int]:
    """Length in bytes of every shared string, its markup included.

    Raises:
        UnreadableFileError: one is longer than any cell may be.
    """
    part = package.find("xl/sharedStrings.xml")
    if part is None:
        return []
    xml = package.read_xml(part)
    starts = [match.start() for match in _STRING_ITEM.finditer(xml)]
    lengths = []
    for start, end in itertools.pairwise([*starts, len(xml)]):
        lengths.append(end - start)
        if end - start > limits.max_cell_text:
            characters = len(_MARKUP.sub(b"", xml[start:end]).decode("utf-8", "replace"))
            if characters > limits.max_cell_text:
                raise UnreadableFileError(
                    f"a cell holds {characters:,} characters, more than a spreadsheet program allows",
                    where=where,
                    hint="copy the filled cells into a new workbook, save it as .xlsx, and send that",
                )
    return lengths


def _check_text(xml: bytes, lengths: list[int], limits: FileLimits, where: str) -> None:
    """Refuse a sheet whose cells repeat a long shared string until memory is full."""
    if not lengths or xml.count(b"<v>") * max(lengths) <= limits.max_text:
        return
    used = Counter(string_references(xml))
    total = sum(lengths[index] * times for index, times in used.items() if index < len(lengths))
    limits.check_text(total, where=where)


def _list_sources(scans: Mapping[str, Scan]) -> frozenset[str]:
    """Sheets that the drop-down lists of other sheets read, and that have no list of their own."""
    sources: set[str] = set()
    for name, found in scans.items():
        for source in found.list_sources:
            sheet = source.rpartition("!")[0].strip("'")
            if sheet != name and sheet in scans and not scans[sheet].list_sources:
                sources.add(sheet)
    return frozenset(sources)


def _workbook_notices(package: Package) -> list[Notice]:
    names = [name.lower() for name in package.names]
    notices = []
    if any(name.endswith("vbaproject.bin") for name in names):
        notices.append(Notice("macros_ignored"))
    links = sum(name.startswith("xl/externallinks/") and name.endswith(".xml") for name in names)
    if links:
        notices.append(Notice("external_links", parameters={"count": links}))
    return notices


def _properties(package: Package) -> dict[str, str]:
    part = package.find("docProps/custom.xml")
    if part is None:
        return {}
    return {
        item.get("name", ""): "".join(item.itertext()) for item in package.parse(part) if tag_of(item) == "property"
    }
