"""Sentences: the rules by which a report says what needs doing, what goes well, and how grave it is.

The rules stand in ``params/sentences.yaml``, and as suggestions of this system in ``sentences.yaml`` beside this
module.
"""

from __future__ import annotations

from importlib.resources import files
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from reporting.definitions.base import Definition, DefinitionError, Text, doubled
from reporting.definitions.conditions import ConditionError, names_of
from reporting.yaml_values import yaml_value

__all__ = ["FACTS", "PLACES", "SUGGESTED_SENTENCES", "Gravity", "SentenceRule", "Sentences", "suggested_sentences"]

FACTS = frozenset(
    {
        *("id", "group", "kind", "unit", "counts", "state", "value", "numerator", "denominator", "city", "gap"),
        *("change", "change_word", "gained", "lost", "entered", "left", "against_city", "strong", "against_target"),
        *("target_before", "signal", "signal_better", "signal_worse", "suspected", "before", "judged"),
    }
)
"""What a condition may ask of an indicator: the facts of `reporting.report.facts.Fact`, and ``id``, ``group``, ``kind``
and ``counts`` of the indicator; ``before`` is the value of the period before, ``judged`` says whether the kind asks for
anything, and ``signal_better`` and ``signal_worse`` say which way a series signals."""

PLACES = frozenset(
    {
        "city",
        "gap",
        "gained",
        "lost",
        "entered",
        "left",
        "signal",
        "ceiling",
        "change",
        "before",
        "suspected",
        "complaints",
    }
)
"""What a message may hold in braces, with its unit."""

Identity = Annotated[str, Constraint(pattern=r"^[A-Z][A-Z0-9]*$")]


class Gravity(Definition):
    """How grave a matter is, and the word that stands beside it."""

    id: Annotated[str, Constraint(pattern=r"^[a-z_]+$")]
    name: Text


class SentenceRule(Definition):
    """One rule of the master list; of each indicator's, the first that holds makes the sentence.

    Attributes:
        id: what a sentence names, such as ``A2``; its meaning stands in the methods section.
        list: ``attention``, ``good``, or ``level`` (only high or low, for what has no target). ``aside`` adds a clause
            to the sentences of ``beside``, unless the sentence says the same already.
        gravity: of ``attention`` alone: id of a gravity.
        when: the condition, over `FACTS`.
        message: what follows the indicator's name and value, without the full stop; `PLACES` may stand in braces.
        meaning: the condition in words.
    """

    id: Identity
    list: Literal["attention", "good", "level", "aside"]
    beside: Literal["attention", "good", ""] = ""
    gravity: str = ""
    when: str
    message: Text
    meaning: Text

    @model_validator(mode="after")
    def _is_complete(self) -> SentenceRule:
        if bool(self.gravity) != (self.list == "attention"):
            raise DefinitionError("a rule of the list attention has a gravity, and no other", "gravity")
        if bool(self.beside) != (self.list == "aside"):
            raise DefinitionError(
                "a rule of the list aside says beside which sentences it speaks, and no other", "beside"
            )
        return self

    @model_validator(mode="after")
    def _speaks_of_what_there_is(self) -> SentenceRule:
        try:
            unknown = names_of(self.when) - FACTS
        except ConditionError as error:
            raise DefinitionError(str(error), "when") from None
        if unknown:
            known = ", ".join(sorted(FACTS))
            raise DefinitionError(f"unknown fact {', '.join(sorted(unknown))}; known: {known}", "when")
        for language, text in (("zh-Hans", self.message.zh), ("en", self.message.en)):
            try:
                named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            except ValueError as error:
                raise DefinitionError(f"{text!r}: {error}", "message", language) from None
            if unsaid := named - PLACES:
                known = ", ".join(sorted(PLACES))
                raise DefinitionError(f"unknown {', '.join(sorted(unsaid))}; known: {known}", "message", language)
        return self


class Sentences(Definition):
    """The gravities, the gravest first; the rules, in the order in which they are tried.

    Attributes:
        problems: indicator → words by which a county's list of problems speaks of it: an open problem that holds one
            gives the indicator's item its deadline.
    """

    gravities: Annotated[tuple[Gravity, ...], Constraint(min_length=1)]
    rules: Annotated[tuple[SentenceRule, ...], Constraint(min_length=1)]
    problems: dict[str, tuple[str, ...]] = Constraint(default_factory=dict)

    @model_validator(mode="after")
    def _names_are_single_and_known(self) -> Sentences:
        for i in doubled([rule.id for rule in self.rules]):
            raise DefinitionError(f"the rule {self.rules[i].id} stands twice", "rules", i, "id")
        ids = [gravity.id for gravity in self.gravities]
        for i in doubled(ids):
            raise DefinitionError(f"the gravity {ids[i]} stands twice", "gravities", i, "id")
        for i, rule in enumerate(self.rules):
            if rule.gravity and rule.gravity not in ids:
                raise DefinitionError(f"unknown gravity {rule.gravity}; known: {', '.join(ids)}", "rules", i, "gravity")
        if "overdue" not in ids:
            raise DefinitionError("there must be a gravity overdue, for problems past their day", "gravities")
        return self

    def gravity(self, identity: str) -> Gravity:
        """The gravity of that id."""
        return next(one for one in self.gravities if one.id == identity)

    def rank(self, identity: str) -> int:
        """0 for the gravest."""
        return [one.id for one in self.gravities].index(identity)


def suggested_sentences() -> str:
    """The text of sentences.yaml as a new project gets it."""
    return (files("reporting.definitions") / "sentences.yaml").read_text(encoding="utf-8")


SUGGESTED_SENTENCES = Sentences.model_validate(yaml_value(suggested_sentences()))
