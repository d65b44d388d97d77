"""What there is to answer about a submission: little, and the same from what came just now and from the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from reporting.definitions.forms import Forms
from reporting.store.submissions import Outcome, Receipted, Submission
from reporting.store.view import View

__all__ = ["ReceiptContent", "TableCount", "answer_from_store", "answer_to"]

_MET = ["severity", "check_id", "sheet", "cell", "field", "found", "message"]


@dataclass(frozen=True, slots=True)
class TableCount:
    """What became of one table of a form.

    Attributes:
        table: its name.
        sent: rows, or filled figures.
        accepted: those of them that count.
        doubted: cells of the rows that count which do not: an error is about them, or they could not be read.
    """

    table: str
    sent: int
    accepted: int
    doubted: int = 0


@dataclass(frozen=True)
class ReceiptContent:
    """What a receipt is made from.

    Attributes:
        received_at: UTC, without a zone.
        findings: as the store has them, gravest first.
        tables: in the order of the form; those that were left blank are passed over.
    """

    submission: str
    revision: int
    county: str | None
    period: str | None
    form: str | None
    outcome: Outcome
    late: bool
    file: str
    sha256: str
    received_at: datetime
    demo: bool
    findings: pd.DataFrame
    tables: tuple[TableCount, ...]


def answer_to(kept: Receipted, submission: Submission, forms: Forms) -> ReceiptContent:
    """What to answer to a submission that the store has just been given."""
    figures = submission.figures
    filled = figures[figures["typed"] != ""]
    counts = {
        str(name): (len(part), int((part["state"] != "unreliable").sum()), 0)
        for name, part in filled.groupby("table_name", sort=False)
    }
    for name, typed in submission.typed.items():
        rows = submission.rows.get(name)
        counts[name] = (len(typed), 0, 0) if rows is None else (len(typed), len(rows), _doubted(rows))
    return ReceiptContent(
        submission=kept.submission,
        revision=kept.revision,
        county=submission.county,
        period=submission.period,
        form=submission.form,
        outcome=submission.outcome,
        late=submission.late,
        file=submission.file,
        sha256=submission.sha256,
        received_at=submission.received_at,
        demo=submission.demo,
        findings=submission.findings,
        tables=tuple(_tables(counts, submission.form, submission.outcome, forms)),
    )


def answer_from_store(view: View, submission: str, forms: Forms, *, counted: bool = True) -> ReceiptContent:
    """What to answer to a submission that the store has had for some time; its tables only if they are ``counted``."""
    row = view.submission(submission)
    counts = view.sizes(submission) if counted else {}
    return ReceiptContent(
        submission=submission,
        revision=row["revision"],
        county=row["county"],
        period=row["period"],
        form=row["form"],
        outcome=row["outcome"],
        late=row["late"],
        file=row["file"],
        sha256=row["sha256"],
        received_at=row["received_at"],
        demo=row["demo"],
        findings=view.found_in(submission)[_MET],
        tables=tuple(_tables(counts, row["form"], row["outcome"], forms)),
    )


def _doubted(rows: pd.DataFrame) -> int:
    return sum(rows[name].tolist().count("unreliable") for name in rows if str(name).endswith("_state"))


def _tables(
    counts: dict[str, tuple[int, int, int]], form: str | None, outcome: Outcome, forms: Forms
) -> Iterator[TableCount]:
    known = {one.id for one in forms.forms}
    for table in forms.form(form).tables if form in known else ():
        sent, accepted, doubted = counts.get(table.name, (0, 0, 0))
        if sent:
            none = outcome in ("rejected", "held")
            yield TableCount(table.name, sent, 0 if none else accepted, 0 if none else doubted)
