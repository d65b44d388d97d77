"""五项承诺进展: what was promised, what the county did for it, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.report.facts import Fact, text
from reporting.report.html import Section, render
from reporting.report.privacy import as_sent
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["commitments"]


def commitments(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """A card a commitment; without a number set by anybody it says 未设量化目标.

    What the county wrote is free text, which may name a school: the public edition has the state of each work only.
    """
    promised = snapshot.definitions.commitments
    sent: dict[str, list[dict[str, str]]] = {}
    for record in snapshot["progress"].to_dict("records"):
        row = {str(name): as_sent(text(cell)) for name, cell in record.items()}
        sent.setdefault(row["commitment"], []).append(row)
    return Section(
        render(
            "commitments.html",
            words,
            source=words.text(promised.source),
            internal=snapshot.audience == "internal",
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
