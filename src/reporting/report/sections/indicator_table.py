"""指标总表: every indicator with its parts, its scope and its three facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reporting.report.facts import Fact
from reporting.report.html import Section, render
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["indicator_table"]


def indicator_table(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """The spine table, grouped by the pillars and managements.

    The scope that most rows have is told once, above the table; a row of another scope tells its own.
    """
    definitions = snapshot.definitions.indicators
    scopes = Counter(fact.scope for fact in facts if fact.scope)
    usual = scopes.most_common(1)[0][0] if scopes else ""
    return Section(
        render(
            "indicator_table.html",
            words,
            place=words.text(snapshot.county.name),
            groups=[
                (words.text(group.name), rows)
                for group in definitions.groups
                if (rows := [fact for fact in facts if fact.indicator.group == group.id])
            ],
            usual=usual,
            scopes={key: words.text(label) for key, label in definitions.scopes.items()},
        )
    )
