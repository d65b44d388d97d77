"""What a receipt says, before anybody has decided how it looks. Chinese: clerks read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.dates import long_date
from reporting.definitions.periods import Period
from reporting.intake.findings import SEVERITIES, Severity, count_by_severity
from reporting.intake.receipts.answers import ReceiptContent
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["MOST_FINDINGS", "Receipt", "ReceiptFinding", "receipt_for"]

_ = translator("intake", "zh-Hans")

MOST_FINDINGS = 500
"""Findings that a receipt lists; more are counted."""


@dataclass(frozen=True)
class ReceiptFinding:
    """One finding, with its severity in words."""

    severity: Severity
    label: str
    sheet: str
    cell: str
    message: str


@dataclass(frozen=True)
class Receipt:
    """What a county is told about a submission.

    Attributes:
        verdict: accepted or not, in one sentence.
        facts: label and value, in the order in which they are read.
        tables: name of a sheet, rows accepted, rows sent, cells of them in doubt.
        todo: what to send again, and by when.
        findings: gravest first, at most `MOST_FINDINGS`.
        left_out: number of further findings.
        demo: a line that says so, where it is a demonstration; else empty.
    """

    title: str
    outcome: str
    verdict: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, int, int, int], ...]
    todo: str
    findings: tuple[ReceiptFinding, ...]
    left_out: int
    demo: str


def receipt_for(submission: ReceiptContent, settings: Settings) -> Receipt:
    """The receipt of a submission that the store has kept."""
    counts = count_by_severity(submission.findings)
    labels = _labels()
    findings = tuple(
        ReceiptFinding(severity, labels[severity], sheet, cell, message)
        for severity, sheet, cell, message in submission.findings[["severity", "sheet", "cell", "message"]].itertuples(
            index=False
        )
    )
    listed = "、".join(
        _("{label}: {count}").format(label=labels[severity], count=counts[severity]) for severity in SEVERITIES
    )
    return Receipt(
        title=_("Receipt"),
        outcome=submission.outcome,
        verdict={
            "accepted": _("Accepted."),
            "partly": _("Accepted in part: what the errors below name was not taken in."),
            "held": _(
                "Held: a question is open, and the bureau will ask; nothing of this file counts until it is answered."
            ),
            "rejected": _("Not accepted: nothing of this file was taken in."),
        }[submission.outcome],
        facts=(*_facts(submission, settings), (_("Findings"), listed)),
        tables=tuple(_tables(submission, settings)),
        todo=_todo(submission, settings),
        findings=findings[:MOST_FINDINGS],
        left_out=max(len(findings) - MOST_FINDINGS, 0),
        demo=_("Demonstration data: every school and every figure of a county in this workbook is invented.")
        if submission.demo
        else "",
    )


def _labels() -> dict[Severity, str]:
    return {"error": _("error"), "warning": _("warning"), "notice": _("notice")}


def _facts(submission: ReceiptContent, settings: Settings) -> Iterator[tuple[str, str]]:
    unknown = _("unknown")
    names = settings.names
    form = settings.forms.form(submission.form).name.zh if submission.form else unknown
    received = settings.city.local(submission.received_at)
    late = _(" (late)") if submission.late else ""
    yield _("Reporting unit"), names.name(submission.county) if submission.county else unknown
    yield _("Period"), Period(submission.period).label("zh-Hans") if submission.period else unknown
    yield _("Form"), form
    yield _("File"), submission.file
    yield _("Received"), f"{received:%Y-%m-%d %H:%M}{late}"
    yield _("Revision"), _("no. {number}").format(number=submission.revision)
    yield _("Number in the store"), submission.submission


def _tables(submission: ReceiptContent, settings: Settings) -> Iterator[tuple[str, int, int, int]]:
    """Rows and figures that were sent and accepted, by the name that the clerk knows."""
    if submission.form is None:
        return
    counts = {one.table: one for one in submission.tables}
    called: set[str] = set()
    for table in settings.forms.form(submission.form).tables:
        # A table below another on a sheet is called by a name of its own.
        name = table.sheets[0] if table.sheets[0] not in called else table.sheets[-1]
        called.add(name)
        if one := counts.get(table.name):
            yield name, one.accepted, one.sent, one.doubted


def _todo(submission: ReceiptContent, settings: Settings) -> str:
    if submission.outcome == "accepted":
        if submission.findings.empty:
            return _("Nothing has to be sent again.")
        return _("Please look at the points below. Where a figure is wrong, correct it and send the whole file again.")
    if submission.outcome == "held":
        return _("Nothing has to be sent again now: the bureau will ask about the errors below.")
    due = settings.run.closing_day(Period(submission.period)) if submission.period else None
    received = settings.city.local(submission.received_at).date()
    when = _("by {due}").format(due=long_date(due, "zh-Hans")) if due and received <= due else _("as soon as possible")
    return _("Please correct the errors below and send the whole file again {when}.").format(when=when)
