"""What intake hands to the store: one workbook, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COUNTS", "Outcome", "Receipted", "Submission"]

Outcome = Literal["accepted", "partly", "held", "rejected"]
"""``held``: a person has to say whose it is, or of when; until then nothing of it counts."""

COUNTS: frozenset[str] = frozenset({"accepted", "partly"})
"""Of what came of a submission, that with which something of it counts."""


@dataclass(frozen=True)
class Submission:
    """One workbook of one form from one county for one period.

    Attributes:
        county, period, form: None where the file does not say and nobody else did; it is then rejected, and kept.
        rows: row table → DataFrame: sheet, row_number, school_id (where the table has an entity), the fields and
            ``<field>_state``.
        typed: the same tables as typed: sheet, row_number, the fields as text.
        figures: table_name, item, value, text, qualifier, unit, basis, note, state, sheet, cell, typed.
        columns: table_name, field, sheet, heading, letter: where each field stood.
        findings: severity, check_id, sheet, cell, field, found, message.
        received_at: when the bureau got it, UTC.
    """

    county: str | None
    period: str | None
    form: str | None
    outcome: Outcome
    late: bool
    file: str
    sha256: str
    size: int
    received_at: datetime
    demo: bool
    rows: Mapping[str, pd.DataFrame]
    typed: Mapping[str, pd.DataFrame]
    figures: pd.DataFrame
    columns: pd.DataFrame
    findings: pd.DataFrame

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables it brings."""
        return (*self.rows, *dict.fromkeys(self.figures["table_name"]))


@dataclass(frozen=True)
class Receipted:
    """What became of a submission in the store: its id and revision, and whether it was there already."""

    submission: str
    revision: int
    known: bool
