"""Codes and numbers in the reader's words.

Every text of the page comes from the catalogue (messages of this package), from the definitions (`Text`), or from
the county itself, as sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from markupsafe import Markup

from reporting.analysis.words import ChangeWord, CityWord, TargetWord
from reporting.definitions.base import Text
from reporting.definitions.indicators import Unit
from reporting.report import numbers
from reporting.report.facts import Fact
from reporting.translations import Language, Translate, translator

__all__ = ["N_", "Mark", "Words"]

N_ = str
"""Marks a message for the catalogue where it stands as data; it is translated where it is shown."""

_STATES = {
    "not_submitted": N_("not submitted"),
    "not_applicable": N_("not applicable"),
    "suppressed": N_("confidential"),
    "unreliable": N_("to be verified"),
    "not_collected": N_("not provided"),
}
_CITY = {
    CityWord.BETTER: N_("better"),
    CityWord.WORSE: N_("worse"),
    CityWord.HIGHER: N_("higher"),
    CityWord.LOWER: N_("lower"),
    CityWord.SIMILAR: N_("similar"),
    CityWord.NOT_COMPARABLE: N_("not comparable"),
}
_TARGET = {
    TargetWord.MET: N_("met"),
    TargetWord.NEAR: N_("near"),
    TargetWord.NOT_MET: N_("not met"),
    TargetWord.UNCERTAIN: N_("uncertain"),
    TargetWord.NO_TARGET: N_("no target"),
}
_CHANGE = {
    ChangeWord.UP: N_("up"),
    ChangeWord.DOWN: N_("down"),
    ChangeWord.UNCHANGED: N_("unchanged"),
    ChangeWord.NO_CLEAR_CHANGE: N_("no clear change"),
    ChangeWord.NOT_COMPARABLE: N_("not comparable"),
}
_UP, _DOWN, _LEVEL = "▲", "▼", "●"
_SHAPES: dict[str, str] = {
    CityWord.BETTER: _UP,
    CityWord.HIGHER: _UP,
    CityWord.WORSE: _DOWN,
    CityWord.LOWER: _DOWN,
    CityWord.SIMILAR: _LEVEL,
}
_UNITS: dict[Unit, str] = {
    "percent": N_("%"),
    "points": N_("percentage points"),
    "minutes": N_("minutes"),
    "yuan": N_("yuan"),
    "count": "",
    "people": N_("people"),
    "cases": N_("cases"),
    "courses": N_("courses"),
    "yes_no": "",
}
_COUNTED = {
    "schools": N_("{count} schools"),
    "pupils": N_("{count} pupils"),
    "teachers": N_("{count} teachers"),
    "institutions": N_("{count} institutions"),
    "persons": N_("{count} answers"),
    "cases": N_("{count} cases"),
    "items": N_("{count} items"),
    "": "{count}",
}
_QUALIFIED = {"余": N_("over {number}"), "近": N_("nearly {number}"), "约": N_("about {number}")}


@dataclass(frozen=True)
class Mark:
    """A status as word and shape: colour is never alone.

    Attributes:
        kind: the class of the stylesheet: better, worse, similar, higher, lower, met, near, not-met, none.
        shape: ▲ ● ▼ or nothing.
    """

    kind: str
    shape: str
    word: str

    def __html__(self) -> Markup:
        shape = Markup('<span class="shape" aria-hidden="true">{}</span> ').format(self.shape) if self.shape else ""
        return Markup('<span class="word {}">{}{}</span>').format(self.kind, shape, self.word)


@dataclass(frozen=True)
class Words:
    """How one page speaks.

    Attributes:
        language: ``zh-Hans`` or ``en``.
    """

    language: Language

    @cached_property
    def translate(self) -> Translate:
        """The catalogue's ``_``."""
        return translator("report", self.language)

    def text(self, text: Text) -> str:
        """A text of the definitions."""
        return text.to(self.language)

    def date(self, day: date | datetime) -> str:
        """``2022年4月22日``."""
        return numbers.date_label(day, self.language)

    def joined(self, parts: list[str]) -> str:
        """A list within a sentence."""
        return self.translate(", ").join(parts)

    def aside(self, note: str) -> str:
        """The note in the language's brackets, to stand behind a text."""
        return self.translate(" ({note})").format(note=note)

    def state(self, code: str) -> str:
        """Why a value is missing: 未报送, 不适用, 保密, 待核 or 未提供."""
        return self.translate(_STATES[code])

    def against_city(self, fact: Fact) -> Mark:
        """优于, 相近, 低于 (or 高于) with its shape; 不可比 without one."""
        code = CityWord(fact.against_city or CityWord.NOT_COMPARABLE)
        return Mark(
            "none" if code == CityWord.NOT_COMPARABLE else code.value, _SHAPES.get(code, ""), self._of(_CITY, code)
        )

    def against_target(self, fact: Fact) -> Mark:
        """达标, 接近 or 未达标; 不设目标 where there is nothing to meet."""
        code = TargetWord(fact.against_target or TargetWord.NO_TARGET)
        judged = code in (TargetWord.MET, TargetWord.NEAR, TargetWord.NOT_MET)
        return Mark(code.value.replace("_", "-") if judged else "none", "", self._of(_TARGET, code))

    def change(self, fact: Fact) -> str:
        """``上升 2.9``; the word alone where nothing changed or nothing can be compared."""
        code = ChangeWord(fact.change_word or ChangeWord.NOT_COMPARABLE)
        word = self._of(_CHANGE, code)
        if fact.change is None or code not in (ChangeWord.UP, ChangeWord.DOWN):
            return word
        return f"{word} {self.size(abs(fact.change), 'points' if fact.unit == 'percent' else fact.unit)}"

    def value(self, fact: Fact) -> str:
        """The value with its unit, or why there is none."""
        if not fact.is_reported:
            return self.state(fact.state)
        number, unit = self.parts(fact)
        return f"{number}{self._unit_gap(unit)}{unit}"

    def parts(self, fact: Fact) -> tuple[str, str]:
        """Number and unit apart, so that the unit can be set smaller; the state and nothing where it is missing."""
        if fact.value is None or not fact.is_reported:
            return self.state(fact.state), ""
        if fact.unit == "percent":
            shown = numbers.rate(fact.value, fact.numerator, fact.denominator)
        else:
            shown = self.plain(fact.value, fact.unit)
        return self.qualified(shown, fact.qualifier), self.unit(fact.unit)

    def qualified(self, number: str, qualifier: str) -> str:
        """``70余``: the number as the county qualified it; any other remark stands behind it in brackets."""
        if not qualifier:
            return number
        if qualifier in _QUALIFIED:
            return self.translate(_QUALIFIED[qualifier]).format(number=number)
        return number + self.aside(qualifier)

    def plain(self, value: float, unit: str) -> str:
        """A value without its unit: rates and minutes to one decimal, counts whole, yes or no."""
        if unit == "yes_no":
            return self.translate("yes") if value else self.translate("no")
        if unit == "points":
            return numbers.signed(value)
        if unit in ("percent", "minutes", "yuan"):
            return numbers.decimal(value)
        return numbers.whole(value)

    def size(self, value: float, unit: str) -> str:
        """A difference without sign, with its unit."""
        shown = numbers.whole(value) if unit not in ("percent", "points", "minutes", "yuan") else numbers.decimal(value)
        name = self.unit(unit)
        return f"{shown}{self._unit_gap(name)}{name}"

    def city(self, fact: Fact) -> str:
        """The city's value; 不可比 where it has none."""
        if fact.city is None:
            return self._of(_CITY, CityWord.NOT_COMPARABLE)
        return self.plain(fact.city, fact.unit)

    def fraction(self, fact: Fact) -> str:
        """``65/70所``: what the value was divided from; empty where nothing was divided."""
        if fact.numerator is None or fact.denominator is None or not fact.is_reported:
            return ""
        parts = f"{numbers.whole(fact.numerator)}/{numbers.whole(fact.denominator)}"
        return self.counted(parts, fact.indicator.counts)

    def interval(self, fact: Fact) -> str:
        """``86.1–96.5``; 不适用 to what is no rate."""
        if fact.lower is None or fact.upper is None:
            return self.state("not_applicable")
        return f"{self.plain(fact.lower, fact.unit)}–{self.plain(fact.upper, fact.unit)}"

    def counted(self, count: str, counts: str) -> str:
        """``3所``: a number of what the indicator counts."""
        return self.translate(_COUNTED[counts]).format(count=count)

    def gap(self, fact: Fact) -> str:
        """``尚差3所``; empty where nothing is short."""
        if not fact.gap:
            return ""
        return self.translate("short by {count}").format(
            count=self.counted(numbers.whole(fact.gap), fact.indicator.counts or "schools")
        )

    def unit(self, code: str) -> str:
        """The unit's name or sign; empty for plain counts."""
        name = _UNITS[code]  # type: ignore[index]
        return self.translate(name) if name else ""

    def _of(self, words: dict[CityWord, str] | dict[TargetWord, str] | dict[ChangeWord, str], code: str) -> str:
        return self.translate(words[code])  # type: ignore[index]

    def _unit_gap(self, unit: str) -> str:
        return "" if not unit or unit == "%" or self.language == "zh-Hans" else " "
