"""口径与方法: a card an indicator, and the rules that the headline sentences name."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.report.facts import Fact, usual_scope
from reporting.report.html import Section, render
from reporting.report.sections.year_before import since_the_year_before
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["methods"]

_LISTS = {
    "attention": N_("To do"),
    "good": N_("Doing well"),
    "level": N_("Only high or low"),
    "aside": N_("added to another sentence"),
}


def methods(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """Definition, scope, kind, source, references and φ of each indicator shown; the master list of rules.

    The scope that most indicators of a group have is told under its heading; a card of another scope tells its own.
    """
    definitions = snapshot.definitions.indicators
    first = {fact.indicator.id: fact for fact in reversed(facts)}
    return Section(
        render(
            "methods.html",
            words,
            groups=[
                (words.text(group.name), usual_scope(shown), shown)
                for group in definitions.groups
                if (shown := [first[i.id] for i in definitions.of_group(group.id) if i.id in first])
            ],
            scopes={key: words.text(label) for key, label in definitions.scopes.items()},
            year_before=not snapshot.period.month or bool(since_the_year_before(snapshot, facts, words)),
            rules=snapshot.definitions.sentences.rules,
            lists=_LISTS,
            alike=[words.text(group.name) for group in snapshot.definitions.city.groups],
        )
    )
