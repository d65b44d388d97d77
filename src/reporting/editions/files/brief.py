"""What a circular says of a county or of the city: the same sentences, by the same rules, as its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.definitions.words import TargetWord
from reporting.report.facts import Fact, county_facts
from reporting.report.sections.city.headlines import CITY_RULES, city_sentences
from reporting.report.sections.city.overview import lines
from reporting.report.sections.header import schools_reporting
from reporting.report.sections.key_points import MOST_SENTENCES
from reporting.report.sections.problems import RECTIFIED, listed_problems
from reporting.report.sentences import headlines
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot
from reporting.translations import Language, Translate

__all__ = ["Brief", "Table", "city_brief", "county_brief"]

_MOST_NAMED = 6
"""Schools by name in a sentence; the annex has them all."""


@dataclass(frozen=True)
class Table:
    """A table of an annex: its heading, the columns, the rows as text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Brief:
    """What stands in a circular, in the order in which an office writes it.

    Attributes:
        demo: a line that says so, where the data is a demonstration; else empty.
        opening: the first paragraph.
        chapters: heading and paragraphs.
        annexes: tables.
    """

    title: str
    demo: str
    opening: str
    chapters: tuple[tuple[str, tuple[str, ...]], ...]
    annexes: tuple[Table, ...]


def county_brief(
    snapshot: Snapshot, lang: Language, _: Translate, due: str, schools: Sequence[Mapping[str, str]]
) -> Brief:
    """What a county's circular says.

    Args:
        due: the day by which the county is to have acted and reported, as a reader writes it.
        schools: its rows of the list of schools (`schools_workbook.school_rows`); none for the public.
    """
    words = _words(snapshot, lang)
    facts = county_facts(snapshot)
    said = headlines(facts, words, snapshot.definitions.sentences)
    named: dict[str, list[str]] = {}
    for row in schools:
        named.setdefault(f"row-{row['id']}", []).append(row["school"])
    place = words.text(snapshot.county.name)
    problems = [
        sentence.subject + sentence.predicate + _named(named.get(sentence.row, ()), words, _)
        for sentence in said.attention
    ]
    sent = listed_problems(snapshot, words)
    open_ones = [one for one in sent if one.state != RECTIFIED]
    overdue = [one for one in open_ones if one.overdue]
    if sent:
        counted = _("The county's own list names {count} problems; {open} are not closed, {overdue} of them overdue.")
        problems.append(counted.format(count=len(sent), open=len(open_ones), overdue=len(overdue)))
    steps = [
        _("{problem}: {action}, by {due}.").format(problem=one.problem, action=one.action, due=one.due)
        for one in open_ones
        if one.due and one.action
    ]
    return Brief(
        title=_title(snapshot, words, place, _),
        demo=_("Demonstration data: schools and figures are invented") if snapshot.demo else "",
        opening=_opening(snapshot, words, place, _),
        chapters=(
            (_("I. Overall"), tuple(_overall(snapshot, facts, words, _))),
            (_("II. Progress"), tuple(one.subject + one.predicate for one in said.good) or (_("Nothing to report."),)),
            (_("III. Problems"), tuple(problems) or (_("Nothing to report."),)),
            (_("IV. Next steps"), (*steps, _next(due, _))),
        ),
        annexes=tuple(_annexes(facts, words, schools, _)),
    )


def city_brief(
    snapshot: Snapshot, lang: Language, _: Translate, due: str, schools: Sequence[Mapping[str, str]]
) -> Brief:
    """What the city's circular says; its annex of schools has those of every county."""
    words = _words(snapshot, lang)
    overview = lines(snapshot)
    facts = tuple(line.city for line in overview)
    said = city_sentences(overview, words)
    place = words.text(snapshot.definitions.city.name)
    absent = snapshot["counties"]
    silent = [
        words.text(snapshot.definitions.city.county(code).name)
        for code, status in zip(absent["county"], absent["status"], strict=True)
        if status != "reported"
    ]
    problems = [one.subject + one.predicate for rule in CITY_RULES[:2] for one in said[rule.id][:MOST_SENTENCES]]
    if silent:
        problems.insert(0, _("Not reported: {names}.").format(names=words.translate(", ").join(silent)))
    better = [one.subject + one.predicate for one in said[CITY_RULES[2].id][:MOST_SENTENCES]]
    return Brief(
        title=_title(snapshot, words, place, _),
        demo=_("Demonstration data: schools and figures are invented") if snapshot.demo else "",
        opening=_opening(snapshot, words, place, _),
        chapters=(
            (_("I. Overall"), tuple(_overall(snapshot, facts, words, _))),
            (_("II. Progress"), tuple(better) or (_("Nothing to report."),)),
            (_("III. Problems"), tuple(problems) or (_("Nothing to report."),)),
            (_("IV. Next steps"), (_next(due, _),)),
        ),
        annexes=tuple(_annexes(facts, words, schools, _, of_parts=False)),
    )


def _words(snapshot: Snapshot, lang: Language) -> Words:
    definitions = snapshot.definitions
    return Words(lang, definitions.city.words.get(lang, {}), definitions.indicators.units, policy=definitions.policy)


def _title(snapshot: Snapshot, words: Words, place: str, _: Translate) -> str:
    return _("{place}: progress in {period}").format(place=place, period=snapshot.period.label(words.language))


def _opening(snapshot: Snapshot, words: Words, place: str, _: Translate) -> str:
    topic = words.text(snapshot.definitions.city.title)
    return _("{topic}: the progress of {place} in {period} is circulated as follows.").format(
        topic=topic, place=place, period=snapshot.period.label(words.language)
    )


def _overall(snapshot: Snapshot, facts: Sequence[Fact], words: Words, _: Translate) -> list[str]:
    judged = [fact for fact in facts if fact.indicator.nature.is_judged and fact.is_reported]
    met = [fact for fact in judged if fact.against_target == TargetWord.MET]
    missed = [fact for fact in judged if fact.against_target == TargetWord.NOT_MET]
    told = []
    if judged:
        share = str(100 * len(met) // len(judged))
        told.append(
            _("By the end of {period}, {met} of {all} requirements were met ({share}%), and {missed} missed.").format(
                period=snapshot.period.label(words.language),
                met=len(met),
                all=len(judged),
                share=share,
                missed=len(missed),
            )
        )
    standing = schools_reporting(snapshot)
    if standing.expected:
        told.append(
            _("Schools reporting: {reported}/{expected}.").format(
                reported=words.whole(standing.reported), expected=words.whole(standing.expected)
            )
        )
    by_row = {fact.row: fact for fact in facts}
    for identity in snapshot.definitions.indicators.first_screen:
        fact = by_row.get(f"row-{identity}")
        if fact is not None and fact.is_reported:
            fraction = words.aside(words.fraction(fact)) if words.fraction(fact) else ""
            told.append(f"{words.name(fact)} {words.value(fact)}{fraction}" + words.translate("."))
    return told


def _named(schools: Sequence[str], words: Words, _: Translate) -> str:
    """The schools behind a sentence: a few by name, of more the number and where the rest stand."""
    if not schools:
        return ""
    names = words.translate(", ").join(schools[:_MOST_NAMED])
    if len(schools) <= _MOST_NAMED:
        return _(" Namely: {names}.").format(names=names)
    return _(" Namely: {names} and others, {count} schools in annex 2.").format(names=names, count=len(schools))


def _next(due: str, _: Translate) -> str:
    return _("What is open is to be put right and reported with the next workbook, by {due}.").format(due=due)


def _annexes(
    facts: Sequence[Fact], words: Words, schools: Sequence[Mapping[str, str]], _: Translate, *, of_parts: bool = True
) -> list[Table]:
    short = sorted((one for one in facts if one.is_reported and one.is_short), key=lambda fact: fact.urgency)
    rows = tuple(
        (
            words.name(fact),
            words.value(fact) + (words.aside(words.fraction(fact)) if of_parts and words.fraction(fact) else ""),
            words.target(fact.indicator),
            words.gap(fact) or words.value(fact),
        )
        for fact in short
    )
    columns = (_("Indicator"), _("Current value"), _("Target"), _("Gap"))
    tables = [Table(_("Annex 1: requirements that are not met"), columns, rows)]
    if schools:
        by_school: dict[str, list[str]] = {}
        for row in schools:
            by_school.setdefault(row["school"], []).append(row["indicator"])
        most = sorted(by_school.items(), key=lambda pair: -len(pair[1]))
        listed = tuple((name, str(len(items)), words.translate(", ").join(items)) for name, items in most)
        tables.append(Table(_("Annex 2: schools"), (_("School"), _("Items"), _("Requirements not met")), listed))
    return tables
