"""Headline sentences: the master list of rules, and what they say of a county.

Each rule looks at the facts of one indicator, already judged, and never judges again. The first rule that applies
makes the indicator's sentence; the sentence names its rule and links to its row. Voluntary and context indicators
are for families or for information: no rule praises or blames them. One asks to verify whether a voluntary service is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from reporting.analysis.status import expected_false_flags
from reporting.analysis.words import ChangeWord, CityWord, Direction, TargetWord
from reporting.report.facts import Fact
from reporting.report.vocabulary import N_
from reporting.report.words import Words

__all__ = ["RULES", "Headlines", "Rule", "Sentence", "headlines", "is_compared"]


@dataclass(frozen=True)
class Rule:
    """One rule of the master list.

    Attributes:
        id: what a sentence names, e.g. ``A2``; its explanation is in the methods section under ``rule-A2``.
        list: where its sentences stand.
        applies: whether it speaks of these facts.
        message: what follows the indicator's name and value.
        meaning: the condition in words.
    """

    id: str
    list: Literal["attention", "good"]
    applies: Callable[[Fact], bool]
    message: str
    meaning: str


@dataclass(frozen=True)
class Sentence:
    """``subject`` (a link to ``row``) and what is said of it, by ``rule``; ``name`` is the short name alone."""

    rule: str
    row: str
    name: str
    subject: str
    predicate: str


@dataclass(frozen=True)
class Headlines:
    """The three lists.

    Attributes:
        similar: the judged indicators in neither of the other lists that were compared with the city.
        uncompared: those in no list that were not.
        missing: judged indicators without a value this period.
        compared: k, how many indicators were compared with the city.
    """

    attention: tuple[Sentence, ...]
    good: tuple[Sentence, ...]
    similar: tuple[Fact, ...]
    uncompared: tuple[Fact, ...]
    missing: tuple[Fact, ...]
    compared: int

    @property
    def by_chance(self) -> float:
        """How many of the comparisons fall outside the limits by chance, on average."""
        return expected_false_flags(self.compared)


def _missed(fact: Fact) -> bool:
    return fact.against_target == TargetWord.NOT_MET


def _worse(fact: Fact) -> bool:
    return fact.against_city == CityWord.WORSE


def _signals(fact: Fact, *, better: bool) -> bool:
    """Whether the series signals, upwards for better; of ceilings and zero items, downwards."""
    upwards = better != (fact.indicator.nature.better is Direction.LOWER_IS_BETTER)
    return bool(fact.signal) and fact.direction == (ChangeWord.UP if upwards else ChangeWord.DOWN)


RULES = (
    Rule(
        "A0",
        "attention",
        lambda fact: fact.suspected,
        N_("; with complaints received, compulsion is suspected: please verify."),
        N_("Nearly all ({compulsion} or more) take part in a voluntary service, and complaints were received."),
    ),
    Rule(
        "A1",
        "attention",
        lambda fact: fact.indicator.nature.bound(fact.indicator) == 0 and _missed(fact),
        N_("; none is allowed."),
        N_("An item that must be zero is not."),
    ),
    Rule(
        "A2",
        "attention",
        lambda fact: fact.unit == "yes_no" and _missed(fact),
        N_("; the target is yes."),
        N_("A measure that must be in place is not."),
    ),
    Rule(
        "A3",
        "attention",
        lambda fact: fact.indicator.nature.needs == "ceiling" and _missed(fact),
        N_(" on average; {gap} still over the ceiling of {ceiling}."),
        N_("Some schools are over a ceiling."),
    ),
    Rule(
        "A4",
        "attention",
        lambda fact: _worse(fact) and _missed(fact),
        N_(", below the city's {city}; {gap} still short of the target."),
        N_("Below the city's {level} limits, and the target is missed."),
    ),
    Rule(
        "A5",
        "attention",
        _worse,
        N_(", below the city's {city}."),
        N_("Below the city's {level} limits."),
    ),
    Rule(
        "A6",
        "attention",
        _missed,
        N_("; {gap} still short of the target."),
        N_("The target is missed."),
    ),
    Rule(
        "A7",
        "attention",
        lambda fact: _signals(fact, better=False),
        N_(", {signal}."),
        N_("The series of months signals a change for the worse."),
    ),
    Rule(
        "A8",
        "attention",
        lambda fact: bool(fact.lost) and (fact.lost or 0) > (fact.gained or 0),
        N_("; {lost} met the target in the month before and no longer do."),
        N_("More schools ceased to meet the target than came to meet it."),
    ),
    Rule(
        "G1",
        "good",
        lambda fact: fact.against_city == CityWord.BETTER,
        N_(", above the city's {city}."),
        N_("Above the city's {level} limits."),
    ),
    Rule(
        "G2",
        "good",
        lambda fact: fact.against_target == TargetWord.MET and bool(fact.gained),
        N_("; {gained} newly meet the target, which is now met."),
        N_("The target is met, newly in some schools."),
    ),
    Rule(
        "G3",
        "good",
        lambda fact: _signals(fact, better=True),
        N_(", {signal}."),
        N_("The series of months signals a change for the better."),
    ),
)
"""In the order in which they are tried."""


def headlines(facts: Sequence[Fact], words: Words) -> Headlines:
    """What the rules say of one county's facts; of the most schools short of the target first."""
    judged = [fact for fact in facts if fact.indicator.nature.is_judged]
    reported = [fact for fact in judged if fact.is_reported]
    asked = [fact for fact in facts if fact.suspected and fact not in judged]
    said = [(fact, rule) for fact in [*asked, *reported] if (rule := next((r for r in RULES if r.applies(fact)), None))]
    said.sort(key=lambda pair: (not pair[0].suspected, *pair[0].urgency))
    spoken = {fact.row for fact, _ in said}
    rest = [fact for fact in reported if fact.row not in spoken]
    return Headlines(
        attention=tuple(_sentence(fact, rule, words) for fact, rule in said if rule.list == "attention"),
        good=tuple(_sentence(fact, rule, words) for fact, rule in said if rule.list == "good"),
        similar=tuple(fact for fact in rest if is_compared(fact)),
        uncompared=tuple(fact for fact in rest if not is_compared(fact)),
        missing=tuple(fact for fact in judged if not fact.is_reported),
        compared=sum(map(is_compared, facts)),
    )


def is_compared(fact: Fact) -> bool:
    """Whether the fact was compared with the city, by limits that chance alone crosses now and then."""
    return fact.against_city not in ("", CityWord.NOT_COMPARABLE)


def _sentence(fact: Fact, rule: Rule, words: Words) -> Sentence:
    parts = words.aside(words.fraction(fact)) if words.fraction(fact) else ""
    return Sentence(
        rule=rule.id,
        row=fact.row,
        name=words.short(fact),
        subject=f"{words.name(fact)} {words.value(fact)}{parts}",
        predicate=words.translate(rule.message).format(
            city=words.city_with_unit(fact),
            gap=words.short_of(fact),
            gained=words.moved(fact, fact.gained),
            lost=words.moved(fact, fact.lost),
            signal=words.signal(fact),
            ceiling=words.target(fact.indicator),
        ),
    )
