"""Headline sentences: what the rules of sentences.yaml say of a county.

Each rule looks at the facts of one indicator, already judged, and never judges again. The first rule that applies
makes the indicator's sentence; the sentence names its rule and links to its row. Voluntary and context indicators
are for families or for information: the rules praise or blame none of them, and only say high or low.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.analysis.status import expected_false_flags
from reporting.definitions.conditions import Value, holds
from reporting.definitions.sentences import SentenceRule, Sentences
from reporting.definitions.words import ChangeWord, CityWord, Direction
from reporting.report.facts import Fact
from reporting.report.words import Words

__all__ = ["Headlines", "Sentence", "facts_asked", "headlines", "is_compared"]


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
    """What is said of a county, and of what nothing is said.

    Attributes:
        attention, good, level: sentences with the fact that each is about; attention by gravity, the rest by gap.
        gravities: of attention, sentence by sentence.
        similar: the judged indicators in neither of the other lists that were compared with the city.
        uncompared: those in no list that were not.
        missing: judged indicators without a value this period.
        compared: k, how many indicators were compared with the city.
        by_chance: how many of these fall outside the limits by chance, on average.
    """

    attention: tuple[Sentence, ...]
    good: tuple[Sentence, ...]
    level: tuple[Sentence, ...]
    gravities: tuple[str, ...]
    facts: Mapping[str, Fact]
    similar: tuple[Fact, ...]
    uncompared: tuple[Fact, ...]
    missing: tuple[Fact, ...]
    compared: int
    by_chance: float


def headlines(facts: Sequence[Fact], words: Words, sentences: Sentences) -> Headlines:
    """What the rules say of one county's facts: the gravest first, and of these the most schools short."""
    judged = [fact for fact in facts if fact.indicator.nature.is_judged]
    rules = [rule for rule in sentences.rules if rule.list != "aside"]
    said = [(fact, rule) for fact in facts if fact.is_reported and (rule := _first(rules, facts_asked(fact)))]
    said.sort(key=lambda pair: (sentences.rank(pair[1].gravity) if pair[1].gravity else 0, *pair[0].urgency))
    spoken = {fact.row for fact, _ in said}
    rest = [fact for fact in judged if fact.is_reported and fact.row not in spoken]
    compared = sum(map(is_compared, facts))

    def listed(name: str) -> tuple[Sentence, ...]:
        return tuple(_sentence(fact, rule, sentences, words) for fact, rule in said if rule.list == name)

    return Headlines(
        attention=listed("attention"),
        good=listed("good"),
        level=listed("level"),
        gravities=tuple(rule.gravity for _, rule in said if rule.list == "attention"),
        facts={fact.row: fact for fact in facts},
        similar=tuple(fact for fact in rest if is_compared(fact)),
        uncompared=tuple(fact for fact in rest if not is_compared(fact)),
        missing=tuple(fact for fact in judged if not fact.is_reported),
        compared=compared,
        by_chance=expected_false_flags(compared, words.policy),
    )


def _first(rules: Sequence[SentenceRule], asked: Mapping[str, Value]) -> SentenceRule | None:
    return next((rule for rule in rules if holds(rule.when, asked)), None)


def is_compared(fact: Fact) -> bool:
    """Whether the fact was compared with the city, by limits that chance alone crosses now and then."""
    return fact.against_city not in ("", CityWord.NOT_COMPARABLE)


def facts_asked(fact: Fact) -> dict[str, Value]:
    """What a condition of sentences.yaml may ask of an indicator: `reporting.definitions.sentences.FACTS`."""
    indicator = fact.indicator
    up, down = fact.direction == ChangeWord.UP, fact.direction == ChangeWord.DOWN
    better, worse = (down, up) if indicator.nature.better is Direction.LOWER_IS_BETTER else (up, down)
    return {
        "id": indicator.id,
        "group": indicator.group,
        "kind": indicator.kind,
        "judged": indicator.nature.is_judged,
        "unit": fact.unit,
        "counts": indicator.counts,
        "state": fact.state,
        "value": fact.value,
        "before": None if fact.value is None or fact.change is None else fact.value - fact.change,
        "numerator": fact.numerator,
        "denominator": fact.denominator,
        "city": fact.city,
        "gap": fact.gap,
        "change": fact.change,
        "change_word": fact.change_word,
        "gained": fact.gained,
        "lost": fact.lost,
        "entered": fact.entered,
        "left": fact.left,
        "against_city": fact.against_city,
        "strong": fact.strong,
        "against_target": fact.against_target,
        "target_before": fact.target_before,
        "signal": fact.signal,
        "signal_better": bool(fact.signal) and better,
        "signal_worse": bool(fact.signal) and worse,
        "suspected": fact.suspected,
    }


def _sentence(fact: Fact, rule: SentenceRule, sentences: Sentences, words: Words) -> Sentence:
    parts = words.aside(words.fraction(fact)) if words.fraction(fact) else ""
    clauses = [words.text(rule.message)]
    for aside in sentences.rules:
        said_already = set(_places(clauses[0])) & set(_places(words.text(aside.message)))
        if aside.beside == rule.list and not said_already and holds(aside.when, facts_asked(fact)):
            clauses.append(words.text(aside.message))
    return Sentence(
        rule=rule.id,
        row=fact.row,
        name=words.short(fact),
        subject=f"{words.name(fact)} {words.value(fact)}{parts}",
        predicate=words.renamed("".join(clauses)).format(**_said(fact, words)) + words.translate("."),
    )


def _places(message: str) -> list[str]:
    return [part.partition("}")[0] for part in message.split("{")[1:]]


def _said(fact: Fact, words: Words) -> dict[str, str]:
    """What may stand in a message in braces: `reporting.definitions.sentences.PLACES`."""
    before = facts_asked(fact)["before"]
    return {
        "city": words.city_with_unit(fact),
        "gap": words.short_of(fact),
        "gained": words.moved(fact, fact.gained),
        "lost": words.moved(fact, fact.lost),
        "entered": words.moved(fact, fact.entered),
        "left": words.moved(fact, fact.left),
        "signal": words.signal(fact),
        "ceiling": words.target(fact.indicator),
        "change": words.change(fact),
        "suspected": words.suspected_of(fact),
        "complaints": words.translate("several") if fact.complaints is None else words.whole(fact.complaints),
        "before": words.amount(float(before), fact.unit) if isinstance(before, int | float) else "",
    }
