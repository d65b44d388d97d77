"""指标总表: every indicator with its parts, its scope and its three facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reporting.report.facts import Fact, usual_scope
from reporting.report.figures.spine import spine, spine_scale
from reporting.report.html import Section, render
from reporting.report.sections.group_sentences import group_sentence
from reporting.report.sections.groups import Beside, beside_group
from reporting.report.sections.year_before import since_the_year_before
from reporting.report.vocabulary import N_, QUALIFIED
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["indicator_table", "shown_facts"]


def shown_facts(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that have a row of their own: rates by category or area stand where they are talked of."""
    return [fact for fact in facts if not (fact.category and fact.unit == "percent")]


def indicator_table(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """The spine table, grouped by the pillars and managements.

    Rates by category or area have their rows where they are talked of: courses, and within the county. The scope
    that most rows of a group have is told in its heading; a row of another scope tells its own. What has no target is
    folded: nothing is asked of it.
    """
    definitions = snapshot.definitions.indicators
    shown = shown_facts(facts)
    _ = words.translate
    group = beside_group(snapshot, shown, words)
    beside = group[1] if group else {}
    return Section(
        render(
            "indicator_table.html",
            words,
            place=words.text(snapshot.county.name),
            place_word=_("City") if snapshot.is_city else _("This county"),
            whole=words.text(snapshot.definitions.city.totals[0].name),
            tables=[
                (
                    folded,
                    [
                        (
                            words.text(group.name),
                            usual_scope(rows),
                            [(fact, _spine(fact, words, beside)) for fact in rows],
                        )
                        for group in definitions.groups
                        if (rows := [fact for fact in part if fact.indicator.group == group.id])
                    ],
                    len(part),
                )
                for folded, part in (
                    (False, [fact for fact in shown if fact.indicator.nature.is_judged]),
                    (True, [fact for fact in shown if not fact.indicator.nature.is_judged]),
                )
                if part
            ],
            scopes={key: words.text(label) for key, label in definitions.scopes.items()},
            scale=spine_scale(),
            qualified={
                folded: any(fact.qualifier in QUALIFIED for fact in shown if fact.indicator.nature.is_judged != folded)
                for folded in (False, True)
            },
            year=since_the_year_before(snapshot, shown, words),
            among=lambda fact: _among(fact, words),
            group=group and words.text(group[0].name),
            beside=list(beside.values()),
            group_told=group_sentence(*group, words) if group else "",
            internal=not snapshot.is_public,
        )
    )


def _spine(fact: Fact, words: Words, beside: Mapping[str, Beside]) -> Markup | str:
    """The inline drawing of a rate; empty for what has no common axis."""
    if fact.unit != "percent" or fact.value is None or not fact.is_reported:
        return ""
    interval = (fact.lower, fact.upper) if fact.lower is not None and fact.upper is not None else None
    message = N_("{value}, {level} interval {interval}; {among}") if interval else N_("{value}; {among}")
    spread = fact.spread
    return spine(
        fact.value,
        title=words.name(fact),
        description=words.translate(message).format(
            value=words.value(fact), interval=words.interval(fact), among=_among(fact, words) or words.city(fact)
        ),
        interval=interval,
        spread=(spread.low, spread.q25, spread.median, spread.q75, spread.high) if spread else None,
        target=fact.indicator.target,
        group=beside[fact.row].percent if fact.row in beside else None,
        tone=words.tone(fact),
        shape=words.shape(fact),
    )


def _among(fact: Fact, words: Words) -> str:
    """How the counties lie, in words; empty where that cannot be said."""
    spread = fact.spread
    if spread is None or fact.unit == "yes_no":
        return ""
    high, median = (words.amount(value, fact.unit) for value in (spread.high, spread.median))
    message = words.translate("counties {low} to {high}, median {median}")
    return message.format(low=words.plain(spread.low, fact.unit), high=high, median=median)
