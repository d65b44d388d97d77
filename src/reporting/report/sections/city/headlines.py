"""Headline sentences of the city, by rules as those of the counties, and the totals with and without who is apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reporting.analysis.status import expected_false_flags
from reporting.analysis.words import CityWord, TargetWord
from reporting.report.facts import Fact, number, text
from reporting.report.html import Section, render
from reporting.report.sections.city.completeness import missing_counties
from reporting.report.sections.city.overview import NAMED, Line, Tally
from reporting.report.sections.key_points import MOST_SENTENCES
from reporting.report.sentences import Sentence
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["CITY_RULES", "CityRule", "city_sentences", "headlines"]


@dataclass(frozen=True)
class CityRule:
    """One rule: which counties of a line it speaks of, and what it says; nothing where there are none.

    Attributes:
        id: what a sentence names; explained in the list under ``rule-<id>``.
        counties: whether it speaks of a county's fact.
        count: of how many counties it speaks in all.
    """

    id: str
    counties: Callable[[Fact], bool]
    count: Callable[[Tally], int]
    message: str
    meaning: str


CITY_RULES = (
    CityRule(
        "C1",
        lambda fact: fact.against_target == TargetWord.NOT_MET,
        lambda tally: tally.against_target.get(TargetWord.NOT_MET, 0),
        N_("; the target is missed in {count} counties: {names}."),
        N_("At least one county misses the target; those with the largest gap are named."),
    ),
    CityRule(
        "C2",
        lambda fact: fact.against_city == CityWord.WORSE,
        lambda tally: tally.against_city.get(CityWord.WORSE, 0),
        N_("; below the city's {level} limits: {names} ({count} in all)."),
        N_("At least one county is below the city's {level} limits."),
    ),
    CityRule(
        "C3",
        lambda fact: fact.against_city == CityWord.BETTER,
        lambda tally: tally.against_city.get(CityWord.BETTER, 0),
        N_("; above the city's {level} limits: {names} ({count} in all)."),
        N_("At least one county is above the city's {level} limits."),
    ),
)


def headlines(snapshot: Snapshot, overview: Sequence[Line], words: Words) -> Section:
    """What the rules say of each judged indicator, and the headline indicators' totals."""
    indicators = snapshot.definitions.indicators
    by_row = {line.city.row: line.city for line in overview}
    said = city_sentences(overview, words)
    return Section(
        render(
            "city_headlines.html",
            words,
            city=words.text(snapshot.definitions.city.name),
            tiles=[by_row[row] for one in indicators.first_screen if (row := f"row-{one}") in by_row],
            compared=(compared := sum(line.tally.compared for line in overview)),
            by_chance=expected_false_flags(compared, snapshot.definitions.policy),
            lists=[(rule, said[rule.id]) for rule in CITY_RULES],
            totals=[words.text(total.name) for total in snapshot.definitions.city.totals],
            rows=_totals(snapshot, overview, words),
            most=MOST_SENTENCES,
            missing=missing_counties(snapshot, words),
            internal=snapshot.audience == "internal",
        )
    )


def city_sentences(overview: Sequence[Line], words: Words) -> dict[str, list[Sentence]]:
    """Rule → what it says of the judged indicators, the largest gap first."""
    judged = sorted(
        (line for line in overview if line.city.indicator.nature.is_judged),
        key=lambda line: line.city.urgency,
    )
    return {rule.id: [_sentence(rule, line, words) for line in judged if _whom(rule, line)] for rule in CITY_RULES}


def _whom(rule: CityRule, line: Line) -> list[tuple[str, Fact]]:
    """The counties a rule speaks of, the largest gap first."""
    found = [(county.code, fact) for county, fact in line.counties if fact.is_reported and rule.counties(fact)]
    return sorted(found, key=lambda pair: -(pair[1].gap or 0))


def _sentence(rule: CityRule, line: Line, words: Words) -> Sentence:
    _ = words.translate
    whom = _whom(rule, line)
    names = {county.code: words.text(county.name) for county, _fact in line.counties}
    shown = [
        names[code] + (words.aside(words.gap(fact)) if rule.id == "C1" and words.gap(fact) else "")
        for code, fact in whom[:NAMED]
    ]
    parts = words.aside(words.fraction(line.city)) if words.fraction(line.city) else ""
    count = rule.count(line.tally)
    more = _(" and others") if count > NAMED else ""
    return Sentence(
        rule=rule.id,
        row=line.city.row,
        name=words.short(line.city),
        subject=f"{words.name(line.city)} {words.value(line.city)}{parts}",
        predicate=_(rule.message).format(count=count, names=_(", ").join(shown) + more),
    )


def _totals(snapshot: Snapshot, overview: Sequence[Line], words: Words) -> list[tuple[Fact, list[str], str]]:
    """Headline indicator, its value and parts in each total, and the counties' numbers added up."""
    observations = snapshot["observations"]
    now = observations[observations["period"] == str(snapshot.period)]
    found = []
    for line in overview:
        fact = line.city
        if not fact.indicator.headline:
            continue
        mine = now[(now["indicator"] == fact.indicator.id) & (now["category"].fillna("") == fact.category)]
        records = {text(record["county"]): record for record in mine.to_dict("records")}
        cells = [_total(records.get(total.code, {}), fact, words) for total in snapshot.definitions.city.totals]
        parts = f"{words.whole(line.tally.numerator)}/{words.whole(line.tally.denominator)}"
        found.append((fact, cells, words.counted(parts, fact.indicator.counts) if fact.indicator.is_rate else ""))
    return found


def _total(record: dict[object, object] | dict[str, object], fact: Fact, words: Words) -> str:
    value, numerator, denominator = (number(record.get(name)) for name in ("value", "numerator", "denominator"))
    state = text(record.get("state")) or "not_collected"
    if value is None or state != "reported":
        return words.state(state)
    if not fact.indicator.is_rate or numerator is None or denominator is None:
        return words.plain(value, fact.unit)
    parts = f"{words.whole(numerator)}/{words.whole(denominator)}"
    return words.rate(value, numerator, denominator) + words.aside(words.counted(parts, fact.indicator.counts))
