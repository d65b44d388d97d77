"""The briefing of a city, as plain values: the verdict, what to look at by gravity, which counties changed.

The overview's first screen and the city's 文字稿 are made of the same value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reporting.definitions.words import CityWord, TargetWord
from reporting.records import records
from reporting.report.briefing import verdict
from reporting.report.facts import Fact, text
from reporting.report.sections.city.completeness import missing_counties
from reporting.report.sections.city.overview import NAMED, OverviewLine, Tally
from reporting.report.sections.sent import day, overdue_days
from reporting.report.sentences import Sentence
from reporting.report.vocabulary import N_
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["CITY_RULES", "FIRST", "CityBriefing", "CityRule", "CountyChange", "Matter", "city_briefing"]

_MOST_MISSING = 100
FIRST, _MOST_CHANGED = 8, 40
"""Of a large city so many counties are named before a fold, and so many that changed."""
_MOST_BELOW = 6


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


_MISSED = CityRule(
    "C1",
    lambda fact: fact.against_target == TargetWord.NOT_MET,
    lambda tally: tally.against_target.get(TargetWord.NOT_MET, 0),
    N_("; the target is missed in {count}"),
    N_("At least one county misses the target; those with the largest gap are named."),
)
_BELOW = CityRule(
    "C2",
    lambda fact: fact.against_city == CityWord.WORSE,
    lambda tally: tally.against_city.get(CityWord.WORSE, 0),
    N_("; below the city's {level} limits in {count}"),
    N_("At least one county is below the city's {level} limits."),
)
_ABOVE = CityRule(
    "C3",
    lambda fact: fact.against_city == CityWord.BETTER,
    lambda tally: tally.against_city.get(CityWord.BETTER, 0),
    N_("; above the city's {level} limits: {names} ({count} in all)."),
    N_("At least one county is above the city's {level} limits."),
)
CITY_RULES = (_MISSED, _BELOW, _ABOVE)


@dataclass(frozen=True)
class Matter:
    """One matter of the whole city.

    Attributes:
        kind: ``silent``, ``zero``, ``overdue``, ``below`` or ``unmet``, the gravest first; ``label`` is its word.
        row: id of the row that it links to; empty where it is about no indicator.
        rules: ids of the rules that found it.
        subject, predicate: the sentence; ``brief`` says it in a few words.
        counties: who it is about, each with its number, as a reader sees them; ``more`` says that there are others.
        rest: of a large city who comes after the first of them, for a fold.
        beside: how much it is in all, such as what is missing to the target.
    """

    kind: str
    label: str
    subject: str
    predicate: str
    brief: str
    counties: tuple[str, ...]
    row: str = ""
    rules: tuple[str, ...] = ()
    more: bool = False
    beside: str = ""
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountyChange:
    """A county that no longer meets targets it met before, or newly meets some: their short names."""

    name: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True)
class CityBriefing:
    """All that the overview's first screen says.

    Attributes:
        changes: in report order; of a large city the first of those that changed most.
        unsaid: how many counties changed besides.
    """

    verdict: tuple[str, ...]
    matters: tuple[Matter, ...]
    changes: tuple[CountyChange, ...]
    above: tuple[Sentence, ...]
    unsaid: int = 0


def city_briefing(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> CityBriefing:
    """The briefing of the snapshot's city."""
    judged = sorted(
        (line for line in overview if line.city.indicator.nature.is_judged), key=lambda line: line.city.urgency
    )
    zero = [matter for line in judged if (matter := _violations(line, words))]
    said = {matter.row for matter in zero}
    others = [matter for line in judged if line.city.row not in said and (matter := _shortfall(line, words))]
    others.sort(key=lambda matter: matter.kind != "below")
    is_large = snapshot.definitions.city.is_large
    named = [
        _shortened(one, is_large=is_large) for one in (*_silent(snapshot, words), *zero, *_overdue(snapshot, words))
    ]
    matters = (*named, *others)
    changes = list(_changes(snapshot, overview, words))
    if is_large:
        changes.sort(key=lambda one: (-len(one.lost), -len(one.gained)))
    return CityBriefing(
        verdict=verdict(snapshot, [line.city for line in overview], [one.brief for one in matters], words),
        matters=matters,
        changes=tuple(changes[:_MOST_CHANGED] if is_large else changes),
        unsaid=max(len(changes) - _MOST_CHANGED, 0) if is_large else 0,
        above=tuple(_sentence(_ABOVE, line, words) for line in judged if _whom(_ABOVE, line)),
    )


def _shortened(matter: Matter, *, is_large: bool) -> Matter:
    """The matter with so many counties as a screen has room for, and the others for a fold."""
    if not is_large or len(matter.counties) <= FIRST:
        return matter
    return replace(matter, counties=matter.counties[:FIRST], rest=matter.counties[FIRST:])


def _silent(snapshot: Snapshot, words: Words) -> Iterator[Matter]:
    """Counties that did not report, or of which no submission counts."""
    if missing := missing_counties(snapshot, words):
        subject = words.counted(str(len(missing)), "counties")
        predicate = words.translate(" did not report, or nothing of it counts")
        yield Matter(
            kind="silent",
            label=words.state("not_submitted"),
            subject=subject,
            predicate=predicate + words.translate("."),
            brief=subject + predicate,
            counties=tuple(missing[:_MOST_MISSING]),
            more=len(missing) > _MOST_MISSING,
        )


def _violations(line: OverviewLine, words: Words) -> Matter | None:
    """Where there is what must not be, with the number of each county; in report order."""
    fact = line.city
    whom = [pair for pair in line.counties if pair[1].is_reported and pair[1].value]
    if fact.indicator.nature.tolerates or not whom:
        return None
    # the city's figure is a sum, where it has one
    value = words.value(fact) if fact.is_reported else words.amount(sum(one.value or 0 for _, one in whom), fact.unit)
    subject = f"{words.name(fact)}{words.gap_before('n')}{value}"
    return Matter(
        kind="zero",
        label=words.translate("zero tolerance"),
        subject=subject,
        predicate=words.translate("; none is allowed") + words.translate("."),
        brief=f"{words.short(fact)}{words.gap_before('n')}{value}",
        counties=tuple(
            f"{words.text(county.name)}{words.gap_before('n')}{words.value(one)}"
            for county, one in whom[:_MOST_MISSING]
        ),
        more=len(whom) > _MOST_MISSING,
        row=fact.row,
        rules=("C1",),
        beside=words.counted(str(len(whom)), "counties"),
    )


def _overdue(snapshot: Snapshot, words: Words) -> Iterator[Matter]:
    """Whose problems are past the day that the county set, the longest first."""
    rows = snapshot.tables.get("problem_days")
    if rows is None:
        return
    days: dict[str, list[int]] = {}
    for row in records(rows):
        late = overdue_days(day(text(row["due"])), snapshot.period)
        if late and text(row["state"]) not in snapshot.definitions.closed:
            days.setdefault(text(row["county"]), []).append(late)
    if not days:
        return
    longest = max(map(max, days.values()))
    codes = snapshot.definitions.city.codes
    ordered = sorted(days.items(), key=lambda pair: (-max(pair[1]), codes.index(pair[0])))
    names = {county.code: words.text(county.name) for county in snapshot.definitions.city.counties}
    subject = words.counting(
        "{count} problems in {counties} are past their day",
        sum(map(len, days.values())),
        counties=words.counted(str(len(days)), "counties"),
    )

    def told(code: str, late: Sequence[int]) -> str:
        at_most = words.counting("{count} days at most", max(late))
        count = words.translate("{county} {count}").format(county=names[code], count=len(late))
        return count if max(late) == longest else count + words.aside(at_most)

    yield Matter(
        kind="overdue",
        label=words.text(snapshot.definitions.sentences.gravity("overdue").name),
        subject=subject,
        predicate=words.translate("."),
        brief=subject,
        counties=tuple(told(code, late) for code, late in ordered if code in names)[:_MOST_MISSING],
        more=len(ordered) > _MOST_MISSING,
        beside=words.counting("{count} days overdue", longest),
    )


def _shortfall(line: OverviewLine, words: Words) -> Matter | None:
    """Whose target is missed, and who is below the city: these are named first."""
    fact, _ = line.city, words.translate
    missed, below = _whom(_MISSED, line), _whom(_BELOW, line)
    if not missed and not below:
        return None
    rules = tuple(rule for rule, whom in ((_MISSED, missed), (_BELOW, below)) if whom)
    predicate = "".join(
        _(rule.message).format(count=words.counted(str(rule.count(line.tally)), "counties")) for rule in rules
    )
    parts = words.aside(words.fraction(fact)) if words.fraction(fact) else ""
    # whoever is below the city, and the largest gaps besides
    whom = dict((*below[:_MOST_BELOW], *missed[:NAMED]))
    ordered = sorted(whom.items(), key=lambda pair: -(pair[1].gap or 0))
    everybody = max(rule.count(line.tally) for rule in rules)
    return Matter(
        kind="below" if below else "unmet",
        label=_("below the city") if below else words.target_word(TargetWord.NOT_MET),
        subject=f"{words.name(fact)} {words.value(fact)}{parts}",
        predicate=predicate + _("."),
        brief=f"{words.short(fact)}{words.gap_before('n')}{words.value(fact)}"
        + (_(", {gap}").format(gap=words.gap(fact)) if words.gap(fact) else ""),
        counties=tuple(_with_gap(line, code, one, words) for code, one in ordered),
        row=fact.row,
        rules=tuple(rule.id for rule in rules),
        more=everybody > len(ordered),
        beside=words.gap(fact),
    )


def _with_gap(line: OverviewLine, code: str, fact: Fact, words: Words) -> str:
    name = next(words.text(county.name) for county, _fact in line.counties if county.code == code)
    mark = f"{words.shape(fact)} " if fact.against_city == CityWord.WORSE else ""
    return mark + name + (words.aside(words.gap(fact)) if words.gap(fact) else "")


def _changes(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> Iterator[CountyChange]:
    """The counties that no longer meet a target, or newly meet one, in report order."""
    lost: dict[str, list[str]] = {}
    gained: dict[str, list[str]] = {}
    for line in overview:
        for found, codes in ((lost, line.lost), (gained, line.gained)):
            for code in codes:
                found.setdefault(code, []).append(words.short(line.city))
    for county in snapshot.definitions.city.counties:
        if county.code in lost or county.code in gained:
            name = words.text(county.name)
            yield CountyChange(name, tuple(lost.get(county.code, ())), tuple(gained.get(county.code, ())))


def _whom(rule: CityRule, line: OverviewLine) -> list[tuple[str, Fact]]:
    """The counties a rule speaks of, the largest gap first."""
    found = [(county.code, fact) for county, fact in line.counties if fact.is_reported and rule.counties(fact)]
    return sorted(found, key=lambda pair: -(pair[1].gap or 0))


def _sentence(rule: CityRule, line: OverviewLine, words: Words) -> Sentence:
    _ = words.translate
    names = {county.code: words.text(county.name) for county, _fact in line.counties}
    shown = [names[code] for code, _fact in _whom(rule, line)[:NAMED]]
    parts = words.aside(words.fraction(line.city)) if words.fraction(line.city) else ""
    count = rule.count(line.tally)
    more = _(" and others") if count > NAMED else ""
    return Sentence(
        rule=rule.id,
        row=line.city.row,
        name=words.short(line.city),
        subject=f"{words.name(line.city)} {words.value(line.city)}{parts}",
        predicate=_(rule.message).format(
            count=words.counted(words.whole(count), "counties"), names=_(", ").join(shown) + more
        ),
    )
