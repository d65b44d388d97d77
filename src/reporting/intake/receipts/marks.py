"""Which cells of a workbook are marked, in what colour, and with what comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import range_boundaries

from reporting.intake.findings import SEVERITIES, Severity
from reporting.intake.receipts.content import ReceiptFinding

__all__ = ["COLOURS", "CellMark", "marks"]

COLOURS: Mapping[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C", "notice": "DDEBF7"}
"""Fills, as RRGGBB; the comment says in words what the colour says."""

_MOST_CELLS = 5000
_MOST_COMMENTS = 1000
_LONGEST = 1500


@dataclass(frozen=True)
class CellMark:
    """One cell to be marked; row and column counted from 1. ``comment`` is empty where another cell carries it."""

    row: int
    column: int
    severity: Severity
    comment: str


def marks(findings: Iterable[ReceiptFinding], sheet: str) -> Sequence[CellMark]:
    """The marks of a sheet: a cell has the colour of its gravest finding, and all of their texts.

    Of a range, the first cell carries the text. Beyond some thousands of cells nothing more is marked: the receipt
    lists the findings all the same.
    """
    severities: dict[tuple[int, int], Severity] = {}
    texts: dict[tuple[int, int], list[str]] = {}
    for finding in findings:
        if finding.sheet != sheet:
            continue
        for area in finding.cell.split():
            left, top, right, bottom = _bounds(area)
            places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            for place in places[: _MOST_CELLS - len(severities)]:
                severities[place] = min(severities.get(place, "notice"), finding.severity, key=SEVERITIES.index)
        if finding.cell and len(texts) < _MOST_COMMENTS:
            left, top, *_rest = _bounds(finding.cell.split()[0])
            texts.setdefault((top, left), []).append(f"【{finding.label}】{finding.message}")
    return [
        CellMark(row, column, severity, "\n".join(texts.get((row, column), ()))[:_LONGEST])
        for (row, column), severity in severities.items()
    ]


def _bounds(area: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of an address or range."""
    left, top, right, bottom = range_boundaries(area)
    return int(left or 1), int(top or 1), int(right or left or 1), int(bottom or top or 1)
