"""数据质量: how complete, how late, what was found, and the grade that follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from reporting.analysis.free_text import as_sent
from reporting.definitions.policy import Grades
from reporting.records import records
from reporting.report.facts import Fact, number, text
from reporting.report.html import Section, render
from reporting.report.sections.header import SchoolsReporting, schools_reporting
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["SentForm", "data_quality", "grade"]

SHOWN_FINDINGS = 30
"""The rest is in the receipt that the county got."""
_FEW = 3
_ROW = re.compile(r"\d+")
_SAID = re.compile(r"^（(.*?)）(?=：)|^：")
"""What stands behind a place in a message: whose row it is, and the colon."""


@dataclass(frozen=True)
class SentForm:
    """One current submission of the period.

    Attributes:
        sheets: which of its sheets count; told where another file of the same form counts beside it.
    """

    form: str
    sheets: str
    revision: float
    status: str
    late: bool
    received: str


def data_quality(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """Completeness, lateness, findings and grade; single findings in the internal edition only.

    Where there is no list of schools, a county that sent its form is complete.
    """
    submissions = _submissions(snapshot, words)
    by_school = snapshot.definitions.city.scope is not None
    standing = schools_reporting(snapshot) if by_school else SchoolsReporting(float(bool(submissions)), 1.0, 0.0, None)
    reported, expected = standing.reported, standing.expected
    grades = snapshot.definitions.policy.grades
    findings = snapshot["findings"]
    severities = Counter(text(severity) for severity in findings["severity"])
    internal = not snapshot.is_public
    return Section(
        render(
            "data_quality.html",
            words,
            place=words.text(snapshot.county.name),
            share=reported / expected if expected else None,
            reported=reported,
            expected=expected,
            grade=grade(reported, expected, severities["error"], grades),
            enough=bool(expected) and reported / expected >= grades.first,
            submissions=submissions,
            by_school=by_school,
            standing=standing,
            version=snapshot.version,
            awaited=_awaited(snapshot),
            severities=severities,
            corrected=number(_reporting(snapshot)["corrected"].max()) or 0,
            findings=[_finding(record) for record in records(findings.head(SHOWN_FINDINGS))] if internal else [],
            approximate=_approximate(findings, words, internal=internal),
            more=len(findings) - SHOWN_FINDINGS,
            missing=Counter(fact.state for fact in facts if not fact.is_reported),
            partial=[
                fact for fact in facts if fact.is_reported and fact.completeness is not None and fact.completeness < 1
            ],
        )
    )


def _finding(record: Mapping[Any, object]) -> dict[str, str]:
    """A finding as the page's table shows it: its place has a column of its own, and is not said again."""
    row = {str(name): as_sent(text(cell)) for name, cell in record.items()}
    row["place"] = f"{row['sheet']} {row['cell']}".strip()
    if row["place"] and row["message"].startswith(row["place"]):
        row["message"] = _SAID.sub(r"\1", row["message"].removeprefix(row["place"]), count=1)
    return row


def _approximate(findings: pd.DataFrame, words: Words, *, internal: bool) -> tuple[int, str]:
    """How many values that decide a target were sent as about so much, and some of them as they were typed."""
    mine = findings[findings["check"] == "qualified_threshold"]
    count = sum(_cells(text(cell)) for cell in mine["cell"])
    typed = dict.fromkeys(part for found in mine["found"] for part in text(found).split("、")) if internal else {}
    return count, words.translate(", ").join(as_sent(part) for part in list(typed)[:_FEW])


def _cells(address: str) -> int:
    """How many cells an address names: ``C3:C5 C9`` are four."""
    spans = [[int(row) for row in _ROW.findall(part)] for part in address.split()]
    return sum(rows[-1] - rows[0] + 1 for rows in spans if rows)


def grade(reported: float, expected: float, errors: int, grades: Grades) -> int:
    """1: nearly all schools and no open error; 2: enough of them; 3: fewer."""
    if expected and reported / expected >= grades.first and not errors:
        return 1
    return 2 if expected and reported / expected >= grades.second else 3


@dataclass(frozen=True)
class Awaited:
    """Names of schools that are expected and were not sent, of others once sent that were not, of those not counted."""

    missing: tuple[str, ...]
    outside: tuple[str, ...]
    uncounted: tuple[str, ...]


def _awaited(snapshot: Snapshot) -> Awaited:
    """The schools that the county still owes; without names where the readers may not know them."""
    rows = snapshot["missing_schools"]
    missing, outside = rows["why"] == "missing", rows["in_scope"].eq(False).fillna(False)
    untold = rows["why"] == "untold"
    return Awaited(
        *(
            tuple(as_sent(text(name)) for name in rows.loc[chosen, "name"])
            for chosen in (missing & ~outside, missing & outside, untold)
        )
    )


def _submissions(snapshot: Snapshot, words: Words) -> list[SentForm]:
    city = snapshot.definitions.city
    names = snapshot.definitions.forms
    rows = records(_reporting(snapshot))
    files = Counter(text(row["form"]) for row in rows)
    return [
        SentForm(
            form=words.text(names[form]) if (form := text(row["form"])) in names else form,
            sheets=text(row["sheets"]) if files[form] > 1 else "",
            revision=number(row["revision"]) or 1,
            status=text(row["status"]),
            late=bool(number(row["late"])),
            received=words.date(city.local(datetime.fromisoformat(received)))
            if (received := text(row["received_at"]))
            else "",
        )
        for row in rows
    ]


def _reporting(snapshot: Snapshot) -> pd.DataFrame:
    """What the place sent for this period that counts."""
    rows = snapshot["reporting"]
    return rows[(rows["period"] == str(snapshot.period)) & (rows["county"] == snapshot.place)]
