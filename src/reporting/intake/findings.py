"""Findings: what intake has to say about a workbook, and what an error among them rejects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from reporting.errors import UnreadableFileError
from reporting.translations import translator

__all__ = [
    "COLUMNS",
    "SEVERITIES",
    "Finding",
    "Severity",
    "count_by_severity",
    "findings_frame",
    "located",
    "say",
    "why_unreadable",
]

Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
COLUMNS = ("severity", "check_id", "sheet", "cell", "field", "found", "message")

# Clerks read Chinese, whatever language a page is made in.
_ = translator("intake", "zh-Hans")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    An error takes out what it is about: the `cells` that it names; without any, the row that it names (whose row is
    this?); without a row, the figure (`field` of the item table `table`); without either, the whole submission.

    Attributes:
        check_id: id of the rule in forms.yaml, or code of a doubt or notice.
        message: what was found, why it matters, what to do; with sheet and cell. Chinese.
        cell: address, or several as Excel writes them: ``C3:C60 C65``.
        field: field or item.
        found: what stood there.
        table: table of the form.
        row: number of the row in the sheet.
        cells: fields of the row, or items, that cannot all be right.
        also: sheet and number of further rows that the same finding is about.
    """

    severity: Severity
    check_id: str
    message: str
    sheet: str = ""
    cell: str = ""
    field: str = ""
    found: str = ""
    table: str = ""
    row: int | None = None
    cells: tuple[str, ...] = ()
    also: tuple[tuple[str, int], ...] = ()

    @property
    def rejects_submission(self) -> bool:
        """Whether nothing of the submission may count."""
        return self.severity == "error" and self.row is None and not (self.table and (self.field or self.cells))


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings as the store keeps them: `COLUMNS`, gravest first, otherwise in the order found."""
    rank = {severity: index for index, severity in enumerate(SEVERITIES)}
    rows = [
        (one.severity, one.check_id, one.sheet, one.cell, one.field, one.found, one.message)
        for one in sorted(findings, key=lambda one: rank[one.severity])
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")


def count_by_severity(findings: pd.DataFrame) -> dict[str, int]:
    """Severity → number of findings, all three named."""
    counts = findings["severity"].value_counts()
    return {severity: int(counts.get(severity, 0)) for severity in SEVERITIES}


def say(code: str, **facts: str | int) -> str:
    """The catalogue's message for a code: of a doubt, a notice, a fault of structure, or any other word."""
    return _(code).format_map(facts)


def why_unreadable(error: UnreadableFileError) -> str:
    """Why a file cannot be read, in the clerk's language; what has numbers in it is said in general terms."""
    known = _(error.what)
    return known if known != error.what else _("unreadable otherwise")


def located(message: str, sheet: str, cell: str = "", entity: str = "") -> str:
    """A message with its place, sheet, cell and name of the row, in front."""
    place = " ".join(part for part in (sheet, cell) if part)
    named = _("{place} ({entity})").format(place=place, entity=entity) if entity else place
    return _("{place}: {message}").format(place=named, message=message) if named else message
