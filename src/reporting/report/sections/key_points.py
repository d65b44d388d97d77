"""要点: the verdict, at most four tiles, what to do by gravity, which schools first, what changed; the rest folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reporting.report.briefing import NAMED, Action, Briefing
from reporting.report.facts import Fact
from reporting.report.html import Section, render
from reporting.report.sections.tiles import trend
from reporting.report.sentences import Sentence
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["MOST_SENTENCES", "key_points"]

MOST_SENTENCES = 6
"""Matters in full; the rest is in a fold, so that the list stays on the first screen."""

FIRST_SCHOOLS = 4
_ITEMS = 3
_MOST_LISTED = 20

_CAME = {
    "new": N_("new schools"),
    "sent_again": N_("schools sent again"),
    "into_scope": N_("schools come into scope"),
}
_WENT = {
    "closed": N_("schools closed, merged or moved, on record"),
    "not_sent": N_("schools not sent"),
    "out_of_scope": N_("schools gone out of scope"),
    "untold": N_("schools of which the scope cannot be told"),
}


def key_points(snapshot: Snapshot, found: Briefing, facts: Sequence[Fact], words: Words) -> Section:
    """The first screen.

    Args:
        snapshot: of the county.
        found: its briefing.
        facts: everything known of the county.
    """
    by_row = {fact.row: fact for fact in facts}
    first_screen = snapshot.definitions.indicators.first_screen
    tiles = [by_row[f"row-{identity}"] for identity in first_screen if f"row-{identity}" in by_row]
    return Section(
        render(
            "key_points.html",
            words,
            found=found,
            tiles=[(fact, trend(snapshot, fact)) for fact in tiles],
            now=found.actions[:MOST_SENTENCES],
            later=found.actions[MOST_SENTENCES:],
            who=lambda action: _who(action, words),
            schools=[
                (one, words.translate(", ").join(one.items[:_ITEMS]), len(one.items) > _ITEMS)
                for one in found.schools[:FIRST_SCHOOLS]
            ],
            moved=[*_kinds(found.came, _CAME, words), *_kinds(found.went, _WENT, words)],
            losses=sum(bool(change.lost_count) for change in found.changes),
            gains=sum(bool(change.gained_count) for change in found.changes),
            listed=lambda names: _listed(names, words),
            rules=_by_rule((*found.said.attention, *found.said.good, *found.said.level)),
        )
    )


def _who(action: Action, words: Words) -> str:
    """The first schools by name and how many there are; or whom the county's own list names."""
    if not action.schools:
        return action.unit
    shown = words.translate(", ").join(action.schools[:NAMED])
    if len(action.schools) <= NAMED:
        return shown
    count = words.counted(words.whole(len(action.schools)), "schools")
    return words.translate("{names} and others, {count}").format(names=shown, count=count)


def _kinds(
    schools: Mapping[str, tuple[str, ...]], kinds: Mapping[str, str], words: Words
) -> list[tuple[str, str, str]]:
    """What happened to how many schools, and their names."""
    return [
        (words.translate(kinds[kind]), words.counted(words.whole(len(names)), "schools"), _listed(names, words))
        for kind, names in schools.items()
    ]


def _listed(names: Sequence[str], words: Words) -> str:
    """The names that may be said; of many the first."""
    known = [name for name in names if name]
    shown = words.translate(", ").join(known[:_MOST_LISTED])
    return shown + (words.translate(" and others") if len(known) > _MOST_LISTED else "")


def _by_rule(sentences: Iterable[Sentence]) -> dict[str, list[Sentence]]:
    """Rule → the sentences that it made."""
    found: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        found.setdefault(sentence.rule, []).append(sentence)
    return dict(sorted(found.items()))
