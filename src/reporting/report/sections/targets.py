"""目标达成: what is still short of its target, the largest gap first, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reporting.report.facts import Fact, text
from reporting.report.html import Section, render
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Shortfall", "shortfalls", "targets"]


@dataclass(frozen=True)
class Shortfall:
    """A target that is missed.

    Attributes:
        areas: 城区, 镇区, 乡村 → how many of the schools short are there.
        schools: their names, in ledger order; empty outside the internal edition.
    """

    fact: Fact
    areas: dict[str, int]
    schools: tuple[str, ...]


def targets(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """The gaps in schools, where they are, and in the internal edition which schools."""
    short = shortfalls(snapshot, facts)
    judged = [fact for fact in facts if fact.indicator.kind in ("target", "ceiling", "zero") and fact.is_reported]
    return Section(
        render(
            "targets.html",
            words,
            place=words.text(snapshot.county.name),
            short=short,
            met=[fact for fact in judged if fact.against_target == "met"],
        )
    )


def shortfalls(snapshot: Snapshot, facts: Sequence[Fact]) -> list[Shortfall]:
    """Missed targets by gap, then in report order."""
    missed = sorted((fact for fact in facts if fact.is_reported and fact.gap), key=lambda fact: -(fact.gap or 0))
    return [_shortfall(snapshot, fact) for fact in missed]


def _shortfall(snapshot: Snapshot, fact: Fact) -> Shortfall:
    lists, schools = snapshot["school_lists"], snapshot["schools"]
    ids = lists.loc[(lists["indicator"] == fact.indicator.id) & (lists["kind"] == "short"), "school_id"]
    rows = schools[schools["school_id"].isin(ids)]
    named = snapshot.audience == "internal" and "school_name" in rows
    return Shortfall(
        fact,
        areas=dict(Counter(text(area) for area in rows.get("area", []) if text(area))),
        schools=tuple(text(name) for name in rows["school_name"]) if named else (),
    )
