"""五项承诺进展: what was promised, what the county did for it, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.records import records
from reporting.report.facts import Fact
from reporting.report.html import Section, render
from reporting.report.sections.sent import Work, sent_work
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["commitments"]


def commitments(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """A card a commitment; without a number set by anybody it says 未设量化目标. Nothing where none is on record."""
    promised = snapshot.definitions.commitments
    if not promised.commitments:
        return Section("")
    sent: dict[str, list[Work]] = {}
    for record in records(snapshot["progress"]):
        work = sent_work(record, snapshot, words)
        sent.setdefault(work.sent["commitment"], []).append(work)
    return Section(
        render(
            "commitments.html",
            words,
            source=words.text(promised.source),
            public=snapshot.is_public,
            cards=[
                (
                    commitment,
                    sent.get(commitment.key, []),
                    [fact for fact in facts if fact.indicator.id in commitment.indicators],
                )
                for commitment in promised.commitments
            ],
        )
    )
