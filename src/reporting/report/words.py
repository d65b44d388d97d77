"""What is known of an indicator, in the reader's words: value, parts, and the three separate facts."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reporting.definitions.base import Text
from reporting.definitions.columns import ABOUT
from reporting.definitions.words import ChangeWord, CityWord, Comparing, Doubt, SignalRule, TargetWord
from reporting.report import numbers
from reporting.report.facts import Fact
from reporting.report.vocabulary import N_, Vocabulary
from reporting.settings import Settings
from reporting.snapshots.snapshot import Definitions
from reporting.translations import Language

__all__ = ["StatusMark", "Words"]

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
    ChangeWord.OTHER_SCHOOLS: N_("other schools"),
    ChangeWord.NOT_COMPARABLE: N_("not comparable"),
}
_DOUBTS = {
    Doubt.TOO_FEW_UNITS: N_("fewer than {least_units} counted"),
    Doubt.INCOMPLETE: N_("fewer than {least_completeness} of schools reported"),
    Doubt.CITY_ALL_OR_NONE: N_("no difference within the city"),
    Doubt.NOT_A_RATE: N_("not a rate"),
    Doubt.NO_SCHOOLS: N_("no data by school"),
    Doubt.WITHIN_ERROR: N_("within the survey's error"),
    Doubt.NO_EARLIER_FIGURE: N_("no earlier figure"),
    Doubt.WITHHELD: N_("the rounded numbers do not tell"),
}
_METHODS = {
    Comparing.EXACT: N_("exact binomial limits (mid-p); the county's part of the city is allowed for"),
    Comparing.DEALT: N_("limits from the city's own schools dealt at random to a county of {count}"),
    Comparing.DESIGN_EFFECT: N_("exact binomial limits with the survey's design effect"),
    Comparing.CLUSTERS: N_("exact binomial limits, as if each of {count} had given one answer"),
}
_OWN = "own"
_MADE = {
    "rate": N_("pooled"),
    "sum": N_("sum"),
    "distinct": N_("different ones"),
    "mean": N_("mean"),
    "flag": N_("all of them"),
    _OWN: N_("the bureau's own"),
}
"""How a total is made, beside its value."""
_SIGNALS = {
    SignalRule.OUTSIDE_LIMITS: {
        ChangeWord.UP: N_("above the limits of its series"),
        ChangeWord.DOWN: N_("below the limits of its series"),
    },
    SignalRule.TREND: {ChangeWord.UP: N_("rising month by month"), ChangeWord.DOWN: N_("falling month by month")},
    SignalRule.TWO_OF_THREE: {
        ChangeWord.UP: N_("close to the upper limit of its series"),
        ChangeWord.DOWN: N_("close to the lower limit of its series"),
    },
    SignalRule.ONE_SIDE: {
        ChangeWord.UP: N_("lastingly above its usual level"),
        ChangeWord.DOWN: N_("lastingly below its usual level"),
    },
}
_UP, _DOWN, _LEVEL = "▲", "▼", "●"
_SHAPES = {
    CityWord.BETTER: _UP,
    CityWord.HIGHER: _UP,
    CityWord.WORSE: _DOWN,
    CityWord.LOWER: _DOWN,
    CityWord.SIMILAR: _LEVEL,
}


@dataclass(frozen=True)
class StatusMark:
    """A status as word and shape: colour is never alone.

    Attributes:
        kind: the class of the stylesheet: better, worse, similar, higher, lower, met, near, not-met, none; and strong.
        shape: ▲ ● ▼ or nothing.
    """

    kind: str
    shape: str
    word: str

    def __html__(self) -> Markup:
        shape = Markup('<span aria-hidden="true">{}</span> ').format(self.shape) if self.shape else ""
        return Markup('<span class="word {}">{}{}</span>').format(self.kind, shape, self.word)


class Words(Vocabulary):
    """How one page speaks of facts."""

    @classmethod
    def of(cls, definitions: Settings | Definitions, lang: Language) -> Words:
        """How a page of this bureau speaks, in a language."""
        return cls(lang, definitions.city.words.get(lang, {}), definitions.indicators.units, policy=definitions.policy)

    def name(self, fact: Fact) -> str:
        """The indicator's name, with the category where it has one."""
        return self._named(fact.indicator.name, fact)

    def short(self, fact: Fact) -> str:
        """The short name where the indicator has one."""
        return self._named(fact.indicator.short or fact.indicator.name, fact)

    def _named(self, name: Text, fact: Fact) -> str:
        return f"{self.text(name)} · {self.sent(fact.category)}" if fact.category else self.text(name)

    def against_city(self, fact: Fact) -> StatusMark:
        """优于, 相近, 低于 (or 高于) with its shape; 不可比 without one."""
        return self.against(fact.against_city, strong=fact.strong)

    def against(self, word: str, *, strong: bool = False) -> StatusMark:
        """The same of a code alone, such as that against a group of similar counties."""
        code = CityWord(word or CityWord.NOT_COMPARABLE)
        kind = "none" if code is CityWord.NOT_COMPARABLE else code.value
        kind += " strong" if strong else ""
        return StatusMark(kind, _SHAPES.get(code, ""), self.translate(_CITY[code]))

    def city_word(self, code: CityWord) -> str:
        """优于, 相近, 低于, …: the word alone."""
        return self.translate(_CITY[code])

    def target_word(self, code: TargetWord) -> str:
        """达标, 接近, …: the word alone."""
        return self.translate(_TARGET[code])

    def change_word(self, code: ChangeWord) -> str:
        """上升, 持平, …: the word alone."""
        return self.translate(_CHANGE[code])

    def shape(self, fact: Fact) -> str:
        """▲ ● ▼ as beside the word; ● where there is no word."""
        return self.against_city(fact).shape or _LEVEL

    def tone(self, fact: Fact) -> str:
        """``better`` or ``worse``: the only words that have a colour; else empty."""
        return fact.against_city if fact.against_city in (CityWord.BETTER, CityWord.WORSE) else ""

    def against_target(self, fact: Fact) -> StatusMark:
        """达标, 接近 or 未达标; 不设目标 where there is nothing to meet."""
        code = TargetWord(fact.against_target or TargetWord.NO_TARGET)
        judged = code in (TargetWord.MET, TargetWord.NEAR, TargetWord.NOT_MET)
        return StatusMark(code.value.replace("_", "-") if judged else "none", "", self.translate(_TARGET[code]))

    def change(self, fact: Fact) -> str:
        """``上升2.9个百分点``; the word alone where nothing changed or nothing can be compared."""
        size, unit = self.change_parts(fact)
        return f"{size}{self.gap_before(unit)}{unit}"

    def change_parts(self, fact: Fact) -> tuple[str, str]:
        """Direction and size, and the unit apart, so that it can be set smaller."""
        code = ChangeWord(fact.change_word or ChangeWord.NOT_COMPARABLE)
        word = self.translate(_CHANGE[code])
        if fact.change is None or code not in (ChangeWord.UP, ChangeWord.DOWN):
            return word, ""
        unit = "points" if fact.unit == "percent" else fact.unit
        size = self.plain(abs(fact.change), unit).lstrip("+")
        size = self.qualified(size, ABOUT) if fact.change_about else size
        return self.translate("{direction} {size}").format(direction=word, size=size), self.unit(unit, size)

    def signal(self, fact: Fact) -> str:
        """What the series of months says, such as 连续上升; empty where it says nothing."""
        if not fact.signal or not fact.direction:
            return ""
        return self.translate(_SIGNALS[SignalRule(fact.signal)][ChangeWord(fact.direction)])

    def doubt(self, code: str) -> str:
        """Why a word was withheld; empty where none was."""
        return self.translate(_DOUBTS[Doubt(code)]) if code else ""

    def method(self, fact: Fact) -> str:
        """What the limits are that the fact is compared by; empty where it is not compared."""
        if not fact.method:
            return ""
        count = self.counted(numbers.whole(fact.units or 0), "schools")
        return self.translate(_METHODS[Comparing(fact.method)]).format(count=count)

    def value(self, fact: Fact) -> str:
        """The value with its unit, or why there is none."""
        number, unit = self.parts(fact)
        return number if not unit else self._with_unit(number, fact.unit)

    def parts(self, fact: Fact) -> tuple[str, str]:
        """Number and unit apart, so that the unit can be set smaller; the state and nothing where it is missing."""
        if fact.value is None or not fact.is_reported:
            return self.state(fact.state), ""
        if fact.unit == "percent":
            shown = numbers.rate(fact.value, fact.numerator, fact.denominator, self.digits)
        else:
            shown = self.plain(fact.value, fact.unit)
        return self.qualified(shown, fact.qualifier), self.unit(fact.unit, shown)

    def city(self, fact: Fact) -> str:
        """The city's value without its unit, qualified as it is, or why it has none."""
        if fact.city is None:
            return self.state(fact.city_state)
        return self.qualified(self.plain(fact.city, fact.unit), fact.city_qualifier)

    def city_with_unit(self, fact: Fact) -> str:
        """The city's value with its unit, or why it has none; 市本级 behind what the bureau files itself."""
        if fact.city is None:
            return self.city(fact)
        own = self.aside(self.city_made(fact)) if fact.city_made == _OWN else ""
        return self.city_amount(fact) + own

    def city_amount(self, fact: Fact) -> str:
        """The same without who filed it: ``79节``."""
        return self.city(fact) if fact.city is None else self._with_unit(self.city(fact), fact.unit)

    def city_made(self, fact: Fact) -> str:
        """What the city's value is: 总体, 合计, 去重合计, 均值, 汇总 or 市本级; empty where there is none."""
        made = fact.city_made or fact.made
        return self.translate(_MADE[made]) if made in _MADE and fact.city_state == "reported" else ""

    def interval(self, fact: Fact) -> str:
        """``86.1–96.5``; 不适用 to what is no rate."""
        if fact.lower is None or fact.upper is None:
            return self.state("not_applicable")
        return f"{self.plain(fact.lower, fact.unit)}–{self.plain(fact.upper, fact.unit)}"

    def fraction(self, fact: Fact) -> str:
        """``65/70所``; of a mean, ``70所的均值``; empty where nothing was divided."""
        if fact.numerator is None or fact.denominator is None or not fact.is_reported:
            return ""
        if fact.indicator.is_mean and not fact.indicator.counts:
            return ""
        if fact.indicator.is_mean:
            return self.translate("mean of {count}").format(
                count=self.counted(numbers.whole(fact.denominator), fact.indicator.counts)
            )
        parts = f"{numbers.whole(fact.numerator)}/{numbers.whole(fact.denominator)}"
        return self.counted(self.about(parts, fact.qualifier), fact.indicator.counts)

    def gap(self, fact: Fact) -> str:
        """``尚有3所``, or ``3所超限``; empty where nothing is short, and where the value itself is the gap."""
        its_own = fact.indicator.nature.bound(fact.indicator) == 0 or (
            fact.unit == "yes_no" and fact.denominator is None
        )
        if not fact.is_short or its_own:
            return ""
        return self.translate(fact.indicator.nature.falls_short).format(count=self.short_of(fact))

    def short_of(self, fact: Fact) -> str:
        """``3所``: how many are short of the target; ``部分学校`` where the number is confidential."""
        if fact.gap is None:
            return self.translate("some schools")
        return self.counted(self.about(numbers.whole(fact.gap), fact.qualifier), fact.gap_counts)

    def suspected_of(self, fact: Fact) -> str:
        """``3所``: in how many schools compulsion is suspected; ``部分学校`` where the number is confidential."""
        count = fact.suspected_schools
        return self.translate("some schools") if count is None else self.counted(numbers.whole(count), "schools")

    def moved(self, fact: Fact, count: float | None) -> str:
        """``3所``: so many of what the gap to the target is counted in."""
        return self.counted(numbers.whole(count or 0), fact.gap_counts)
