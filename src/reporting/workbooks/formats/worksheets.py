"""What the XML of a worksheet says besides its values: extent, errors, number formats, formulas, what is hidden.

python-calamine reads values and merged ranges. It makes errors empty, knows no number format, and reserves
room for the whole rectangle between the outermost cells, so the extent has to be known before it is asked.
The XML is searched as bytes, by plain strings first: a national ledger has 200 MB of it.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reporting.workbooks.cells import column_index
from reporting.workbooks.formats.date_formats import CellFormat
from reporting.workbooks.formats.pieces import joined, run_pieces

_WINDOW = 4 * 1024 * 1024
_MOST_TAGS = 30_000_000
"""Cells, formatted ones included, of a sheet that is still searched one by one."""
_PREFIX = rb"<(?:[^\s<>/:\"']+:)?"
_ATTRIBUTES = rb"(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>"
_TAG = re.compile(_PREFIX + rb"(row|c)" + _ATTRIBUTES)
_TAG_START = re.compile(_PREFIX + rb"(?:row|c)(?=[\s/>])")
_ROW = re.compile(_PREFIX + rb"row" + _ATTRIBUTES)
_REGULAR_CELL = re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]*)(\d+)")
_STRING_CELL = re.compile(rb"t\s*=\s*[\"']s[\"'][^>]*>\s*" + _PREFIX + rb"v[^>]*>\s*(\d+)")
_NOTHING = re.compile(rb"\s*</(?:\w+:)?c>")
"""A formatted cell without a value may be written as a pair of tags."""
_SHARED_TEXT = re.compile(rb"\st=[\"']s[\"']")
_OWN_TEXT = re.compile(rb"\st=[\"']inlineStr[\"']")
_ERROR_CELL = re.compile(rb"\st=[\"']e[\"']")
_VALUE = re.compile(_PREFIX + rb"v[^>]*>([^<]*)<")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_COLUMN = re.compile(_PREFIX + rb"col\s[^>]*>")
_MIN = re.compile(rb"\smin=[\"'](\d+)")
_MAX = re.compile(rb"\smax=[\"'](\d+)")
_FORMULA = re.compile(_PREFIX + rb"f(?=[\s/>])([^>]*)>")
_REGULAR_FORMULA = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"([^<>]*)>\s*(?=" + _PREFIX + rb"f[\s/>])")
_UNCALCULATED = re.compile(
    _PREFIX
    + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT_RESULT = re.compile(rb"\st=[\"']str[\"']")
"""A formula whose result is a text; an empty one is a result as well."""
_SPREAD = re.compile(rb"\sref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_DIMENSION = re.compile(_PREFIX + rb"dimension\s[^>]*ref=[\"'][A-Z]+\d+:([A-Z]+)(\d+)[\"']")
_LIST_SOURCE = re.compile(
    _PREFIX + rb"(?:formula1|f)>\s*((?:'[^'<]+'|[^'!<>(),\s]+)!\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)\s*<"
)
"""A drop-down list that reads its options from a range of another sheet, in either generation of the format."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a worksheet says besides its values. Rows and columns are counted from 1.

    Attributes:
        height: last row that values are reserved for.
        width: last column that values are reserved for.
        declared: letters of the last column and number of the last row of the declared dimension, or None.
        errors: cells that hold an error, with the error.
        formatted: cells whose number format says more of a number than its digits, with the format.
        formulas: row → columns of the cells that a formula fills.
        uncalculated: row → columns of the formulas without a saved value.
        hidden_rows: hidden rows.
        hidden_columns: hidden columns, as ranges.
        list_sources: ranges of other sheets that drop-down lists read.
        texts: cells whose text is another than its pieces in a row, as some are struck out or raised.
        struck: cells that are struck through.
    """

    height: int
    width: int
    declared: tuple[str, int] | None = None
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formatted: tuple[tuple[int, int, CellFormat], ...] = ()
    formulas: Mapping[int, frozenset[int]] = field(default_factory=dict)
    uncalculated: Mapping[int, frozenset[int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    list_sources: tuple[str, ...] = ()
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: tuple[tuple[int, int], ...] = ()


def extent(xml: bytes, max_cells: int) -> tuple[int, int]:
    """Last row and column of the filled cells of a worksheet.

    Args:
        xml: the part, in UTF-8.
        max_cells: rows × columns up to which empty, merely formatted cells may be counted in: telling them
            apart takes time that only a sheet with stray formats is worth.
    """
    bound = _regular_extent(xml)
    if bound is not None and bound[0] * bound[1] <= max_cells:
        return bound
    if xml.count(b"<c") > _MOST_TAGS:
        return xml.count(b"<c"), 1
    height = width = 0
    for row, column, attributes, end in _cells(xml):
        if not attributes.endswith(b"/") and not _NOTHING.match(xml, end):
            height, width = max(height, row), max(width, column)
    return height, width


def scan(
    xml: bytes,
    size: tuple[int, int],
    styles: Mapping[int, CellFormat] = MappingProxyType({}),
    struck: Collection[int] = (),
    strings: Mapping[int, str] = MappingProxyType({}),
) -> Scan:
    """Search a worksheet's XML.

    Args:
        xml: the part, in UTF-8.
        size: its extent.
        styles: cell styles whose number format says something, by their place in the list.
        struck: cell styles that strike through, by their place in the list.
        strings: shared strings of which pieces are struck out or raised, as they are meant.
    """
    errors, formatted = _marked_cells(xml, styles)
    end = xml.rfind(b"sheetData>")
    formulas, uncalculated = _formulas(xml, end, size)
    declared = _DIMENSION.search(xml, 0, 4096)
    hidden = b"hidden=" in xml
    return Scan(
        *size,
        declared=(declared[1].decode(), int(declared[2])) if declared else None,
        errors=errors,
        formatted=formatted,
        formulas=formulas,
        uncalculated=uncalculated,
        hidden_rows=_hidden_rows(xml) if hidden else frozenset(),
        hidden_columns=_hidden_columns(xml) if hidden else (),
        list_sources=tuple(
            html.unescape(source.decode("utf-8", "replace")) for source in _LIST_SOURCE.findall(xml, max(end, 0))
        ),
        texts=dict(_texts(xml, strings)),
        struck=tuple(_struck(xml, struck)),
    )


def string_references(xml: bytes) -> Iterator[int]:
    """For every text cell the index of its shared string."""
    return (int(match[1]) for match in _STRING_CELL.finditer(xml))


def _regular_extent(xml: bytes) -> tuple[int, int] | None:
    """The extent of all cells, formatted ones included; None unless each begins with its place.

    Nearly all programs write so. Works on joined bytes because there may be millions.
    """
    if any(tag in xml for tag in (b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t", b":c")):
        return None
    rows, letters, count = set[bytes](), set[bytes](), 0
    start = 0
    while start < len(xml):
        end = xml.find(b"<", start + _WINDOW)
        end = len(xml) if end < 0 else end
        found = _REGULAR_CELL.findall(xml, start, end)
        places = b" ".join(found)
        rows.update(places.translate(None, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ").split())
        letters.update(places.translate(None, b"0123456789").split())
        count += len(found)
        start = end
    if count != xml.count(b"<c "):
        return None
    return max(map(int, rows), default=0), max((column_index(name.decode()) for name in letters), default=0)


def _cells(xml: bytes) -> Iterator[tuple[int, int, bytes, int]]:
    """Every cell: row, column, attributes, and where in the XML its tag ends.

    A row or cell that does not name its place follows the one before it.

    Raises:
        ValueError: a tag is not well formed, so that another reader might place it elsewhere.
    """
    row = column = tags = 0
    for match in _TAG.finditer(xml):
        tags += 1
        reference = _REFERENCE.search(match[2])
        if match[1] == b"row":
            row = int(reference[2]) if reference else row + 1
            column = 0
        else:
            if reference and reference[1]:
                row, column = int(reference[2]), column_index(reference[1].decode())
            else:
                column += 1
            yield row, column, match[2], match.end()
    if tags != sum(1 for _ in _TAG_START.finditer(xml)):
        raise ValueError("a row or cell is not well formed")


def _marked_cells(
    xml: bytes, styles: Mapping[int, CellFormat]
) -> tuple[dict[tuple[int, int], str], tuple[tuple[int, int, CellFormat], ...]]:
    """Cells that hold an error, with the error, and cells whose number format says something, with the format."""
    has_errors = b't="e"' in xml or b"t='e'" in xml
    has_formats = any(b's="%d"' % style in xml or b"s='%d'" % style in xml for style in sorted(styles))
    errors: dict[tuple[int, int], str] = {}
    formatted: list[tuple[int, int, CellFormat]] = []
    for row, column, attributes, end in _cells(xml) if has_errors or has_formats else ():
        if has_errors and _ERROR_CELL.search(attributes):
            value = _VALUE.search(xml, end, end + 2000)
            errors[row, column] = html.unescape(value[1].decode("utf-8", "replace")).strip() if value else "#"
        elif has_formats and (style := _STYLE.search(attributes)) and (found := styles.get(int(style[1]))):
            formatted.append((row, column, found))
    return errors, tuple(formatted)


def _texts(xml: bytes, strings: Mapping[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells whose text has pieces that are struck out or raised, and the text as it is meant."""
    own = b"inlineStr" in xml and (b"strike" in xml or b"superscript" in xml)
    for row, column, attributes, end in _cells(xml) if strings or own else ():
        if _SHARED_TEXT.search(attributes):
            value = _VALUE.search(xml, end, end + 200)
            index = int(value[1]) if value and value[1].strip().isdigit() else -1
            if index in strings:
                yield (row, column), strings[index]
        elif own and _OWN_TEXT.search(attributes):
            pieces = run_pieces(xml[end : xml.find(b"is>", end + 4)])
            if pieces is not None:
                yield (row, column), joined(pieces)


def _struck(xml: bytes, styles: Collection[int]) -> Iterator[tuple[int, int]]:
    """Cells whose style strikes them through."""
    used = any(b's="%d"' % style in xml or b"s='%d'" % style in xml for style in styles)
    for row, column, attributes, _ in _cells(xml) if used else ():
        style = _STYLE.search(attributes)
        if style and int(style[1]) in styles and not attributes.endswith(b"/"):
            yield row, column


def by_row(places: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Cells as row → columns; rows with the same columns share one set, for a ledger has a hundred thousand such."""
    rows: dict[int, set[int]] = {}
    for row, column in places:
        rows.setdefault(row, set()).add(column)
    shared: dict[frozenset[int], frozenset[int]] = {}
    return {row: shared.setdefault(kept := frozenset(columns), kept) for row, columns in rows.items()}


def _formulas(
    xml: bytes, end: int, size: tuple[int, int]
) -> tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]:
    """The cells that a formula fills, and those of them that hold no saved value."""
    count = sum(1 for _ in _FORMULA.finditer(xml, 0, end)) if b"<f" in xml or b":f" in xml else 0
    if not count:
        return {}, {}
    found = [
        (int(match[2]), column_index(match[1].decode()), match[3], match.end())
        for match in _REGULAR_FORMULA.finditer(xml, 0, end)
    ]
    if len(found) != count:
        found = [cell for cell in _cells(xml) if _formula_at(xml, cell[3])]
    uncalculated = [
        (row, column)
        for row, column, attributes, place in found
        if not _TEXT_RESULT.search(attributes) and _UNCALCULATED.match(xml, _past_space(xml, place))
    ]
    filled = itertools.chain(((row, column) for row, column, _, _ in found), _spread(xml, end, size))
    return by_row(filled), by_row(uncalculated)


def _formula_at(xml: bytes, place: int) -> bool:
    return _FORMULA.match(xml, _past_space(xml, place)) is not None


def _past_space(xml: bytes, place: int) -> int:
    while xml[place : place + 1].isspace():
        place += 1
    return place


def _spread(xml: bytes, end: int, size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Cells that a formula elsewhere fills: those of an array and of a data table, which name their range."""
    if b'"array"' not in xml and b'"dataTable"' not in xml:
        return
    left = size[0] * size[1]  # ranges do not overlap, unless somebody means harm
    for match in _FORMULA.finditer(xml, 0, end):
        area = _SPREAD.search(match[1])
        if area and b"shared" not in match[1]:
            rows = range(int(area[2]), min(int(area[4]), size[0]) + 1)
            columns = range(column_index(area[1].decode()), min(column_index(area[3].decode()), size[1]) + 1)
            left -= len(rows) * len(columns)
            if left < 0:
                return
            yield from ((row, column) for row in rows for column in columns)


def _hidden_rows(xml: bytes) -> frozenset[int]:
    rows, row = set[int](), 0
    for match in _ROW.finditer(xml):
        reference = _REFERENCE.search(match[1])
        row = int(reference[2]) if reference else row + 1
        if _HIDDEN.search(match[1]):
            rows.add(row)
    return frozenset(rows)


def _hidden_columns(xml: bytes) -> tuple[tuple[int, int], ...]:
    ranges = []
    for match in _COLUMN.finditer(xml):
        first, last = _MIN.search(match[0]), _MAX.search(match[0])
        if first and last and _HIDDEN.search(match[0]):
            ranges.append((int(first[1]), int(last[1])))
    return tuple(ranges)
