"""What a circular says of a county or of the city: the same sentences, by the same rules, as its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.definitions.words import TargetWord
from reporting.report.briefing import Action, briefing
from reporting.report.facts import Fact, county_facts
from reporting.report.sections.city.briefing import city_briefing
from reporting.report.sections.city.overview import lines
from reporting.report.sections.group_sentences import group_sentence, group_sentences
from reporting.report.sections.groups import beside_group
from reporting.report.sections.header import schools_reporting
from reporting.report.sections.indicator_table import shown_facts
from reporting.report.sections.problems import listed_problems
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot
from reporting.translations import Language, Translate, counting

__all__ = ["AnnexTable", "Brief", "city_brief", "county_brief"]

_MOST_NAMED = 6
"""Schools by name in a sentence; the annex has them all."""


@dataclass(frozen=True)
class AnnexTable:
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
    annexes: tuple[AnnexTable, ...]


def county_brief(
    snapshot: Snapshot,
    lang: Language,
    _: Translate,
    due: str,
    schools: Sequence[Mapping[str, str]],
    contact: str = "",
) -> Brief:
    """What a county's circular says: what its page's first screen does, sentence by sentence.

    Args:
        due: the day by which the county is to have acted and reported, as a reader writes it.
        schools: its rows of the list of schools (`schools_workbook.school_rows`); none for the public.
        contact: whom to ask, in a sentence; empty where run.yaml names nobody.
    """
    words, of_count = Words.of(snapshot.definitions, lang), counting("editions", lang, _)
    facts = county_facts(snapshot)
    found = briefing(snapshot, facts, words)
    listed: dict[str, set[str]] = {}
    for row in schools:
        listed.setdefault(f"row-{row['id']}", set()).add(row["school"])
    problems = [
        action.subject
        + action.predicate.removesuffix(words.translate("."))
        + _told_day(action, words, _)
        + words.translate(".")
        + _named([name for name in action.schools if name in listed.get(action.row, ())], words, _)
        for action in found.actions
    ]
    if lost := [one.name + words.aside(one.lost_count) for one in found.changes if one.lost_count]:
        problems.append(_("No longer met since the period before: {items}.").format(items=_joined(lost, words)))
    good = [one.subject + one.predicate for one in found.said.good]
    if gained := [one.name + words.aside(one.gained_count) for one in found.changes if one.gained_count]:
        good.append(_("Newly met since the period before: {items}.").format(items=_joined(gained, words)))
    sent = listed_problems(snapshot, words)
    open_ones = [one for one in sent if not one.closed]
    overdue = [one for one in open_ones if one.overdue]
    if sent:
        if overdue:
            told = _("Problems on the county's own list: {count}; not closed: {open}, of these overdue: {overdue}.")
        elif open_ones:
            told = _("Problems on the county's own list: {count}; not closed: {open}, none overdue.")
        else:
            told = _("Problems on the county's own list: {count}, all closed.")
        problems.append(told.format(count=len(sent), open=len(open_ones), overdue=len(overdue)))
    beside = beside_group(snapshot, shown_facts(facts), words)
    overall = [*_overall(snapshot, facts, words, _), *(_told(group_sentence(*beside, words)) if beside else ())]
    left_out = {words.left_out("unreviewed"), words.left_out("suppressed")}
    steps = [
        of_count(
            "{problem}: {action}; due by {due}, {count} days overdue, to be finished at once.",
            one.overdue,
            **{"problem": one.problem, "action": one.action, "due": one.due},
        )
        if one.overdue
        else _("{problem}: {action}, by {due}.").format(problem=one.problem, action=one.action, due=one.due)
        for one in open_ones
        if one.due and one.action and not left_out & {one.problem, one.action}
    ]
    if unsaid := sum(bool(left_out & {one.problem, one.action}) for one in open_ones):
        steps.append(
            _("What the county does about problems on its list that are not reviewed: {count}.").format(count=unsaid)
        )
    days = {action.row: _day_of(action, words) for action in found.actions if action.rule}
    return _brief(
        snapshot,
        words,
        words.text(snapshot.county.name),
        _,
        chapters=(overall, good, problems, [*steps, _next(due, _), *_told(contact)]),
        annexes=_annexes(facts, words, schools, _, days=days),
    )


def city_brief(
    snapshot: Snapshot,
    lang: Language,
    _: Translate,
    due: str,
    schools: Sequence[Mapping[str, str]],
    contact: str = "",
) -> Brief:
    """What the city's circular says; its annex of schools has those of every county."""
    words = Words.of(snapshot.definitions, lang)
    overview = lines(snapshot)
    facts = tuple(line.city for line in overview)
    found = city_briefing(snapshot, overview, words)
    more = words.translate(" and others")
    problems = [
        one.subject
        + one.predicate
        + _(" Concerned: {names}.").format(
            names=_joined(_plain(one.counties), words) + (more if one.more or one.rest else "")
        )
        for one in found.matters
    ]
    good = [one.subject + one.predicate for one in found.above]
    moved = [(one.name, one.lost, one.gained) for one in found.changes]
    if lost := [name + words.aside(_joined(items, words)) for name, items, _gained in moved if items]:
        problems.append(_("No longer met since the period before: {items}.").format(items=_joined(lost, words)))
    if gained := [name + words.aside(_joined(items, words)) for name, _lost, items in moved if items]:
        good.append(_("Newly met since the period before: {items}.").format(items=_joined(gained, words)))
    overall = [*_overall(snapshot, facts, words, _), *group_sentences(snapshot, words)]
    return _brief(
        snapshot,
        words,
        words.text(snapshot.definitions.city.name),
        _,
        chapters=(overall, good, problems, [_next(due, _), *_told(contact)]),
        annexes=_annexes(facts, words, schools, _),
    )


def _brief(
    snapshot: Snapshot,
    words: Words,
    place: str,
    _: Translate,
    *,
    chapters: tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str]],
    annexes: Sequence[AnnexTable],
) -> Brief:
    overall, good, problems, steps = (tuple(one) or (_("Nothing to report."),) for one in chapters)
    return Brief(
        title=_title(snapshot, words, place, _),
        demo=_("Demonstration data: everything is invented") if snapshot.demo else "",
        opening=_opening(snapshot, words, place, _),
        chapters=(
            (_("I. Overall"), overall),
            (_("II. Progress"), good),
            (_("III. Problems"), problems),
            (_("IV. Next steps"), steps),
        ),
        annexes=tuple(annexes),
    )


def _joined(items: Sequence[str], words: Words) -> str:
    return words.translate(", ").join(items)


def _day_of(action: Action, words: Words) -> str:
    """The day by which the county said that it would be seen to, or how long that is past."""
    if action.overdue:
        return words.counting("{count} days overdue", action.overdue)
    if action.due:
        return words.translate("by {day}").format(day=words.day(action.due))
    return words.translate("no day set")


def _told_day(action: Action, words: Words, _: Translate) -> str:
    """The same as the end of a sentence; nothing where the county set no day."""
    of_count = counting("editions", words.language, _)
    if action.overdue:
        return of_count("; to be put right, {count} days overdue", action.overdue)
    return _("; to be put right by {day}").format(day=words.day(action.due)) if action.due else ""


def _plain(counties: Sequence[str]) -> list[str]:
    """The counties without the shapes that a page draws before some of them."""
    return [name.lstrip("▼▲ ") for name in counties]


def _title(snapshot: Snapshot, words: Words, place: str, _: Translate) -> str:
    return _("{place}: progress in {period}").format(place=place, period=snapshot.period.label(words.language))


def _opening(snapshot: Snapshot, words: Words, place: str, _: Translate) -> str:
    topic = words.text(snapshot.definitions.city.title)
    return _("{topic}: the progress of {place} in {period} is circulated as follows.").format(
        topic=topic, place=place, period=snapshot.period.label(words.language)
    )


def _overall(snapshot: Snapshot, facts: Sequence[Fact], words: Words, _: Translate) -> list[str]:
    """How many requirements are met, as the page's verdict counts them; who reported; the headline figures."""
    asked = [fact for fact in facts if fact.indicator.nature.is_judged]
    told_of = Counter(fact.against_target for fact in asked if fact.is_reported)
    told = []
    if asked:
        met, near, missed = (told_of[one] for one in (TargetWord.MET, TargetWord.NEAR, TargetWord.NOT_MET))
        told.append(
            _(
                "Requirements met by the end of {period}: {met} of {all} ({share}%); nearly met: {near}; "
                "missed: {missed}."
            ).format(
                period=snapshot.period.label(words.language),
                met=met,
                all=len(asked),
                share=100 * met // len(asked),
                near=near,
                missed=missed,
            )
        )
    standing = schools_reporting(snapshot)
    if standing.expected:
        told.append(
            _("Schools that reported: {reported} of {expected}.").format(
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
        return _(" Concerned: {names}.").format(names=names)
    return _(" Concerned: {names} and others, in all {count} (annex 2).").format(names=names, count=len(schools))


def _told(sentence: str) -> list[str]:
    return [sentence] if sentence else []


def _next(due: str, _: Translate) -> str:
    return _("What is open is to be put right and reported with the next workbook, by {due}.").format(due=due)


def _annexes(
    facts: Sequence[Fact],
    words: Words,
    schools: Sequence[Mapping[str, str]],
    _: Translate,
    *,
    days: Mapping[str, str] | None = None,
) -> list[AnnexTable]:
    """The requirements that are not met, with the day of each where it is a county's; and the schools.

    Args:
        days: row of an indicator → the day; None of a city, whose figures are many counties'.
    """
    short = sorted((one for one in facts if one.is_reported and one.is_short), key=lambda fact: fact.urgency)
    none = words.translate("no day set")
    rows = tuple(
        (
            words.name(fact),
            words.value(fact) + (words.aside(words.fraction(fact)) if words.fraction(fact) else ""),
            words.target(fact.indicator),
            words.target_word(TargetWord(fact.against_target)),
            words.gap(fact) or words.value(fact),
            *(() if days is None else (days.get(fact.row, none),)),
        )
        for fact in short
    )
    columns = (
        _("Indicator"),
        _("Current value"),
        _("Target"),
        _("State"),
        _("Gap"),
        *(() if days is None else (_("Due"),)),
    )
    tables = [AnnexTable(_("Annex 1: requirements that are not, or nearly, met"), columns, rows)]
    if schools:
        of_city = days is None
        by_school: dict[str, list[Mapping[str, str]]] = {}
        for row in schools:
            by_school.setdefault(row["school_id"], []).append(row)
        most = sorted(by_school.values(), key=len, reverse=True)
        if of_city:
            places = list(dict.fromkeys(row["code"] for row in schools))
            most.sort(key=lambda mine: places.index(mine[0]["code"]))
        listed = tuple(
            (
                *((mine[0]["county"],) if of_city else ()),
                mine[0]["school"],
                str(len(mine)),
                _joined([row["indicator"] for row in mine], words),
            )
            for mine in most
        )
        columns = (*((_("County"),) if of_city else ()), _("School"), _("Items"), _("Requirements not met"))
        tables.append(AnnexTable(_("Annex 2: schools"), columns, listed))
    return tables
