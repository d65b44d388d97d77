"""What the XML of a worksheet says besides its values: extent, errors, percentages, formulas, what is hidden.

python-calamine reads values and merged ranges. It makes errors empty, knows no number format, and reserves
room for the whole rectangle between the outermost cells, so the extent has to be known before it is asked.
The XML is searched as bytes: a national ledger has 200 MB of it, and its tree would not fit in memory.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reporting.intake.reading.cells import column_index

_WINDOW = 4 * 1024 * 1024
_PREFIX = rb"<(?:\w+:)?"
_TAG = re.compile(_PREFIX + rb"(row|c)(?=[\s/>])([^>]*)>")
_FILLED = re.compile(rb"<c r=\"([A-Z]+)(\d+)\"[^>/]*>")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]*)(\d+)")
_STRING_CELL = re.compile(rb"t\s*=\s*[\"']s[\"'][^>]*>\s*" + _PREFIX + rb"v[^>]*>\s*(\d+)")
_ERROR_CELL = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_VALUE = re.compile(_PREFIX + rb"v[^>]*>([^<]*)<")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_COLUMN = re.compile(_PREFIX + rb"col\s[^>]*>")
_MIN = re.compile(rb"\smin\s*=\s*[\"'](\d+)")
_MAX = re.compile(rb"\smax\s*=\s*[\"'](\d+)")
_FORMULA = re.compile(_PREFIX + rb"f[\s/>]")
_UNCALCULATED = re.compile(
    _PREFIX
    + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_DIMENSION = re.compile(_PREFIX + rb"dimension\s[^>]*ref\s*=\s*[\"']([A-Z]+\d+(?::([A-Z]+)(\d+))?)[\"']")
_LIST_SOURCE = re.compile(
    _PREFIX + rb"(?:formula1|f)>\s*((?:'[^'<]+'|[^'!<>(),\s]+)!\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)\s*<"
)
"""A drop-down list that reads its options from a range of another sheet, in either generation of the format."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a worksheet's XML says besides its values. Rows and columns are counted from 1.

    Attributes:
        height: last row with a filled cell.
        width: last column with a filled cell.
        declared: last column letters and row of the declared dimension, or None.
        errors: cells that hold an error, with the error.
        percentages: cells shown as a percentage.
        formulas: number of formulas.
        uncalculated: number of formulas without a saved value.
        hidden_rows: hidden rows.
        hidden_columns: hidden columns, as ranges.
        list_sources: ranges of other sheets that drop-down lists read.
    """

    height: int
    width: int
    declared: tuple[str, int] | None = None
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percentages: tuple[tuple[int, int], ...] = ()
    formulas: int = 0
    uncalculated: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    list_sources: tuple[str, ...] = ()


def scan(xml: bytes, percent_styles: frozenset[int] = frozenset()) -> Scan:
    """Search a worksheet's XML.

    Args:
        xml: the part, in UTF-8.
        percent_styles: indexes of cell styles that show a percentage.
    """
    regular = _is_regular(xml)
    height, width = _extent(xml) if regular else _walked_extent(xml)
    has_errors = _ERROR_CELL.search(xml) is not None if b"e" in xml else False
    cells = _cells(xml, regular) if has_errors or (percent_styles and b" s=" in xml) else iter(())
    errors: dict[tuple[int, int], str] = {}
    percentages: list[tuple[int, int]] = []
    for row, column, attributes, end in cells:
        if has_errors and _ERROR_CELL.search(attributes):
            value = _VALUE.search(xml, end, end + 200)
            errors[row, column] = html.unescape(value[1].decode("utf-8", "replace")).strip() if value else "#"
        elif percent_styles and (style := _STYLE.search(attributes)) and int(style[1]) in percent_styles:
            percentages.append((row, column))
    formulas = sum(1 for _ in _FORMULA.finditer(xml)) if b"f" in xml else 0
    declared = _DIMENSION.search(xml, 0, 4096)
    hidden = b"hidden" in xml
    return Scan(
        height=height,
        width=width,
        declared=(declared[2].decode(), int(declared[3])) if declared and declared[2] else None,
        errors=errors,
        percentages=tuple(percentages),
        formulas=formulas,
        uncalculated=sum(1 for _ in _UNCALCULATED.finditer(xml)) if formulas else 0,
        hidden_rows=_hidden_rows(xml) if hidden else frozenset(),
        hidden_columns=_hidden_columns(xml) if hidden else (),
        list_sources=tuple(html.unescape(source.decode("utf-8", "replace")) for source in _LIST_SOURCE.findall(xml)),
    )


def string_references(xml: bytes) -> Iterator[int]:
    """For every text cell the index of its shared string."""
    return (int(match[1]) for match in _STRING_CELL.finditer(xml))


def _is_regular(xml: bytes) -> bool:
    """Whether every cell and row names its place, in the way that nearly all programs write."""
    return (
        xml.count(b'<c r="') == xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b":c ") + xml.count(b":c>")
        and b"<c/>" not in xml
        and b"<c\n" not in xml
        and b"<c\t" not in xml
        and b"<c\r" not in xml
    )


def _windows(xml: bytes) -> Iterator[bytes]:
    """The XML in pieces that end between two tags."""
    start = 0
    while start < len(xml):
        end = xml.find(b"<", start + _WINDOW)
        end = len(xml) if end < 0 else end
        yield xml[start:end]
        start = end


def _extent(xml: bytes) -> tuple[int, int]:
    height, letters = 0, set[bytes]()
    for window in _windows(xml):
        found = _FILLED.findall(window)
        letters.update(column for column, _ in found)
        height = max(height, max((int(row) for row in {row for _, row in found}), default=0))
    return height, max((column_index(name.decode()) for name in letters), default=0)


def _walked_extent(xml: bytes) -> tuple[int, int]:
    height = width = 0
    for row, column, attributes, _ in _cells(xml, regular=False):
        if not attributes.endswith(b"/"):
            height, width = max(height, row), max(width, column)
    return height, width


def _cells(xml: bytes, regular: bool) -> Iterator[tuple[int, int, bytes, int]]:
    """Every cell: row, column, attributes, and where in the XML its tag ends.

    A row or cell that does not name its place follows the one before it.
    """
    row = column = 0
    for match in _TAG.finditer(xml):
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


def _hidden_rows(xml: bytes) -> frozenset[int]:
    rows, row = set[int](), 0
    for match in _TAG.finditer(xml):
        if match[1] != b"row":
            continue
        reference = _REFERENCE.search(match[2])
        row = int(reference[2]) if reference else row + 1
        if _HIDDEN.search(match[2]):
            rows.add(row)
    return frozenset(rows)


def _hidden_columns(xml: bytes) -> tuple[tuple[int, int], ...]:
    ranges = []
    for match in _COLUMN.finditer(xml):
        first, last = _MIN.search(match[0]), _MAX.search(match[0])
        if first and last and _HIDDEN.search(match[0]):
            ranges.append((int(first[1]), int(last[1])))
    return tuple(ranges)
