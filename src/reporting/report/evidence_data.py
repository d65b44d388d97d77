"""Which frames the evidence has: what a document says beside what the counties sent."""

from __future__ import annotations

from functools import partial

import pandas as pd

from reporting.analysis.claims import judge_claim
from reporting.report.data import framed, sent_frame
from reporting.report.frames import Frame, Tables
from reporting.report.sections.city.evidence import verdict_words
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["CLAIMS", "evidence_tables"]

PROGRESS = ["county", "commitment", "work", "progress", "evidence", "target", "due", "state"]

CLAIMS = [
    *("id", "quotation", "county", "as_of", "stated", "stated_qualifier", "stated_unit"),
    *("indicator", "name", "period", "found", "qualifier", "unit", "state", "verdict"),
]


def evidence_tables(snapshot: Snapshot, words: Words) -> Tables:
    """The claims with what the data say of each, and the counties' work on the commitments."""
    return Tables(
        {
            "claims": partial(_claims, snapshot, words),
            "progress": partial(_progress, snapshot, words),
        }
    )


def _progress(snapshot: Snapshot, words: Words) -> Frame:
    """The counties' work on the commitments; of a project that asks for none, its columns without rows."""
    frame = sent_frame("commitment_progress", snapshot, words, form="progress")
    nothing = pd.DataFrame(columns=PROGRESS, dtype="str")
    return frame if len(frame.columns) else framed(nothing, snapshot, words, table="progress")


def _claims(snapshot: Snapshot, words: Words) -> Frame:
    definitions = snapshot.definitions
    by_month = definitions.city.calendar.is_monthly
    rows = []
    for claim in definitions.claims.claims:
        told = judge_claim(claim, snapshot["observations"], by_month=by_month, limits=definitions.policy.claims)
        indicator = definitions.indicators[claim.indicator] if claim.indicator else None
        rows.append(
            {
                "id": claim.id,
                "quotation": claim.quotation,
                "county": claim.county,
                "as_of": claim.as_of,
                "stated": claim.value,
                "stated_qualifier": claim.qualifier,
                "stated_unit": claim.unit,
                "indicator": claim.indicator or "",
                "name": words.text(indicator.short or indicator.name) if indicator else "",
                "period": told.period,
                "found": told.found,
                "qualifier": told.qualifier,
                "unit": indicator.unit if indicator and claim.part == "value" else "",
                "state": told.state,
                "verdict": told.word.value,
            }
        )
    frame = pd.DataFrame(rows, columns=CLAIMS)
    typed = frame.astype({"stated": "float64", "found": "float64"}).assign(as_of=pd.to_datetime(frame["as_of"]))
    return framed(typed, snapshot, words, values={"verdict": verdict_words(words)})
