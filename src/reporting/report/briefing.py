"""The briefing of a county, as plain values: the verdict, what to do by gravity, which schools first, what changed.

The first screen of the page, the 文字稿 and the lists of schools are made of the same value, so that they cannot say
different things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from reporting.analysis.free_text import as_sent
from reporting.definitions.words import TargetWord
from reporting.report.facts import Fact, text
from reporting.report.named_short import named_short
from reporting.report.sections.header import schools_reporting
from reporting.report.sections.problems import Problem, listed_problems
from reporting.report.sentences import Headlines, headlines
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Action", "Briefing", "FirstSchool", "IndicatorChange", "briefing", "verdict"]

NAMED = 2
"""So many schools are named beside a matter; the lists have all of them."""
_IN_VERDICT = 3
_VERDICTS = (
    N_("{count} not met"),
    N_("{count} nearly"),
    N_("{count} met"),
    N_("{count} uncertain"),
    N_("{count} without a figure"),
)


@dataclass(frozen=True)
class Action:
    """One matter to see to.

    Attributes:
        gravity: id of a gravity of sentences.yaml; ``label`` is its word.
        row: id of the row or section that it links to.
        rule: id of the rule that found it; empty for a problem of the county's own list.
        subject, predicate: the sentence; ``brief`` says it in a few words.
        gap: how many are short of the target, with their unit; empty where the value itself is the gap.
        schools: names of those it is about, in ledger order; empty outside the internal edition.
        unit: whom the county's own list names, as sent.
        due: the day by which the county said that it would be seen to; None where it set none.
        overdue: days past that day at the end of the period.
    """

    gravity: str
    label: str
    row: str
    rule: str
    subject: str
    predicate: str
    brief: str
    gap: str = ""
    schools: tuple[str, ...] = ()
    unit: str = ""
    due: date | None = None
    overdue: int = 0


@dataclass(frozen=True)
class FirstSchool:
    """A school and the short names of all that it misses, in report order."""

    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorChange:
    """What moved in one indicator since the period before; the schools by name in the internal edition.

    Attributes:
        of_schools: whether schools meet or miss it, and not the county as a whole.
    """

    row: str
    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    gained_count: str
    lost_count: str
    word_before: str
    word_now: str
    of_schools: bool


@dataclass(frozen=True)
class Briefing:
    """All that the first screen says.

    Attributes:
        verdict: at most two sentences.
        actions: what to do, the gravest first.
        schools: those that miss most, the most first; ``schools_short`` counts all that miss anything.
        changes: gains, losses and words that changed, indicator by indicator.
        came, went: why → schools that count in one of the two periods alone (`analysis.registry.came_and_went`).
        moved_by_others: short names of the rates that moved only because other schools are counted.
        said: the sentences themselves, with the other lists.
    """

    verdict: tuple[str, ...]
    actions: tuple[Action, ...]
    schools: tuple[FirstSchool, ...]
    schools_short: int
    changes: tuple[IndicatorChange, ...]
    came: Mapping[str, tuple[str, ...]]
    went: Mapping[str, tuple[str, ...]]
    moved_by_others: tuple[str, ...]
    said: Headlines


def briefing(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Briefing:
    """The briefing of the snapshot's county."""
    said = headlines(facts, words, snapshot.definitions.sentences)
    names = _names(snapshot)
    problems = [one for one in listed_problems(snapshot, words) if not one.closed]
    actions = _actions(snapshot, said, problems, names, words)
    schools = _first_schools(snapshot, facts, names, words)
    lists = snapshot["school_lists"]
    membership = lists[lists["indicator"].fillna("") == ""]
    return Briefing(
        verdict=verdict(snapshot, facts, [one.brief for one in actions], words),
        actions=actions,
        schools=schools,
        schools_short=len(schools),
        changes=tuple(_changes(snapshot, facts, names, words)),
        came=_by_kind(membership, ("new", "sent_again", "into_scope"), names),
        went=_by_kind(membership, ("closed", "not_sent", "out_of_scope", "untold"), names),
        moved_by_others=tuple(_by_name(facts, words)),
        said=said,
    )


def _names(snapshot: Snapshot) -> dict[str, str]:
    """School → name, of those that are here and those that are missing; none outside the internal edition."""
    schools, missing = snapshot["schools"], snapshot["missing_schools"]
    if snapshot.is_public or "school_name" not in schools:
        return {}
    gone = dict(zip(missing["school_id"], map(text, missing["name"]), strict=True))
    here = dict(zip(schools["school_id"], map(text, schools["school_name"]), strict=True))
    return {identity: as_sent(name) for identity, name in {**gone, **here}.items()}


def _actions(
    snapshot: Snapshot, said: Headlines, problems: Sequence[Problem], names: Mapping[str, str], words: Words
) -> tuple[Action, ...]:
    """The sentences that ask for something, with the day of the problem that speaks of them; and the other problems."""
    sentences = snapshot.definitions.sentences
    taken: set[int] = set()
    actions: list[tuple[tuple[bool, float], Action]] = []
    for sentence, gravity in zip(said.attention, said.gravities, strict=True):
        fact = said.facts[sentence.row]
        about = sentences.problems.get(fact.indicator.id, ())
        mine = [i for i, one in enumerate(problems) if any(word in one.problem for word in about)]
        taken.update(mine)
        dated = sorted((problems[i] for i in mine), key=lambda one: (-one.overdue, one.due_day or date.max))
        problem = dated[0] if dated else None
        overdue = problem.overdue if problem else 0
        grave = "overdue" if overdue and sentences.rank("overdue") < sentences.rank(gravity) else gravity
        action = Action(
            gravity=grave,
            label="",
            row=sentence.row,
            rule=sentence.rule,
            subject=sentence.subject,
            predicate=sentence.predicate,
            brief=f"{sentence.name}{words.gap_before('n')}{words.value(fact)}"
            + (words.translate(", {gap}").format(gap=gap) if (gap := words.gap(fact)) else "")
            + (words.counting(", {count} days overdue", overdue) if overdue else ""),
            gap=words.gap(fact),
            schools=_listed(snapshot, fact, names, "suspected" if fact.suspected else "short"),
            due=problem.due_day if problem else None,
            overdue=overdue,
        )
        actions.append((fact.urgency, action))
    hidden = {words.left_out("unreviewed"), words.left_out("suppressed")}
    for i, one in enumerate(problems):
        if one.overdue and i not in taken and one.problem not in hidden:
            brief = words.counting(
                "{problem}, {count} days overdue",
                one.overdue,
                # what a county wrote stays in its own language, and a sentence of ours in ours
                problem=one.problem if words.language == "zh-Hans" else words.translate("Problem"),
            )
            action = Action("overdue", "", "problems", "", one.problem, "", brief)
            actions.append(((True, 0.0), replace(action, unit=one.unit, due=one.due_day, overdue=one.overdue)))
    actions.sort(key=lambda pair: (sentences.rank(pair[1].gravity), -pair[1].overdue, *pair[0]))
    return tuple(replace(one, label=words.text(sentences.gravity(one.gravity).name)) for _, one in actions)


def _listed(snapshot: Snapshot, fact: Fact, names: Mapping[str, str], kind: str = "short") -> tuple[str, ...]:
    """Names of the schools of a list of an indicator, in the order of the ledger; those that got worse first."""
    if fact.category:
        return ()
    wanted = list(dict.fromkeys(snapshot.listed(fact.indicator.id, kind)))
    lost = set(snapshot.listed(fact.indicator.id, "lost"))
    order = {identity: number for number, identity in enumerate(names)}
    wanted.sort(key=lambda one: (one not in lost, order.get(one, len(order))))
    return tuple(names[one] for one in wanted if one in names)


def _first_schools(
    snapshot: Snapshot, facts: Sequence[Fact], names: Mapping[str, str], words: Words
) -> tuple[FirstSchool, ...]:
    """Every school that the lists name, the one that misses most first."""
    shown = {fact.indicator.id: words.short(fact) for fact in facts if not fact.category and fact.is_reported}
    short = named_short(snapshot)
    by_indicator = dict(list(short.groupby("indicator")["school_id"]))
    missed: dict[str, list[str]] = {}
    for identity, name in shown.items():
        for school in set(by_indicator.get(identity, ())):
            missed.setdefault(school, []).append(name)
    ordered = sorted(
        ((names[school], items) for school, items in missed.items() if school in names),
        key=lambda pair: (-len(pair[1]), pair[0]),
    )
    return tuple(FirstSchool(name, tuple(items)) for name, items in ordered)


def _changes(
    snapshot: Snapshot, facts: Sequence[Fact], names: Mapping[str, str], words: Words
) -> list[IndicatorChange]:
    """Indicators in which schools came to meet a target or ceased to, or the word changed; losses first."""
    found = []
    for fact in facts:
        if fact.category or not fact.is_reported or not fact.indicator.nature.is_judged:
            continue
        known = {str(word) for word in (TargetWord.MET, TargetWord.NEAR, TargetWord.NOT_MET)}
        turned = {fact.target_before, fact.against_target} <= known and fact.target_before != fact.against_target
        if not (fact.gained or fact.lost or turned):
            continue
        change = IndicatorChange(
            row=fact.row,
            name=words.short(fact),
            gained=_listed(snapshot, fact, names, "gained"),
            lost=_listed(snapshot, fact, names, "lost"),
            gained_count=words.moved(fact, fact.gained) if fact.gained else "",
            lost_count=words.moved(fact, fact.lost) if fact.lost else "",
            word_before=words.target_word(TargetWord(fact.target_before)) if turned else "",
            word_now=words.target_word(TargetWord(fact.against_target)) if turned else "",
            of_schools=fact.gap_counts == "schools" and fact.indicator.aggregate != "sum",
        )
        found.append((-(fact.lost or 0), -(fact.gained or 0), change))
    return [change for *_, change in sorted(found, key=lambda one: one[:2])]


def _by_name(facts: Sequence[Fact], words: Words) -> list[str]:
    """The rates that moved only because other schools are counted, the categories of one together."""
    moved: dict[str, list[str]] = {}
    for fact in facts:
        if fact.change_word == "other_schools":
            moved.setdefault(words.text(fact.indicator.name), []).append(
                words.sent(fact.category) if fact.category else ""
            )
    listed = {name: words.translate(", ").join(filter(None, categories)) for name, categories in moved.items()}
    return [name + (words.aside(categories) if categories else "") for name, categories in listed.items()]


def _by_kind(membership: pd.DataFrame, kinds: Sequence[str], names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    rows = list(zip(membership["kind"], membership["school_id"], strict=True))
    found = {kind: tuple(names.get(one, "") for one_kind, one in rows if one_kind == kind) for kind in kinds}
    return {kind: schools for kind, schools in found.items() if schools}


def verdict(snapshot: Snapshot, facts: Sequence[Fact], gravest: Sequence[str], words: Words) -> tuple[str, ...]:
    """How many requirements are met and missed; and the gravest matters, told briefly, by name."""
    _ = words.translate
    asked = [fact for fact in facts if fact.indicator.nature.is_judged]
    if not asked:
        return ()
    told = Counter(fact.against_target for fact in asked if fact.is_reported)
    order = (TargetWord.NOT_MET, TargetWord.NEAR, TargetWord.MET, TargetWord.UNCERTAIN)
    counts = (*(told[word] for word in order), sum(not fact.is_reported for fact in asked))
    parts = [words.counting(message, count) for message, count in zip(_VERDICTS, counts, strict=True) if count]
    first = words.counting("{count} requirements: ", len(asked)) + _(", ").join(parts) + _(".")
    standing = schools_reporting(snapshot)
    least = snapshot.definitions.policy.comparison.least_completeness
    if standing.expected and standing.reported < least * standing.expected:
        short = _("Only {reported} of {expected} reported: most of the rest cannot be judged.").format(
            reported=words.whole(standing.reported), expected=words.counted(words.whole(standing.expected), "schools")
        )
        return (short, first)
    named = gravest[:_IN_VERDICT]
    return (first, _("Gravest: {items}.").format(items=_("; ").join(named))) if named else (first,)
