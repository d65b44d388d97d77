"""Codes, units and numbers in the reader's words.

Every text of a page comes from the catalogue (the messages of this package), from the definitions (`Text`), or from
the county itself, as sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from reporting.dates import long_date, short_date
from reporting.definitions.base import Text
from reporting.definitions.columns import ABOUT, QUALIFIERS
from reporting.definitions.indicators import Indicator, TopicUnit
from reporting.definitions.periods import Period
from reporting.definitions.policy import Policy
from reporting.report import numbers
from reporting.translations import Language, Translate, counted_one, translator

__all__ = ["N_", "QUALIFIED", "STATES", "Vocabulary"]

Day = date
"""For a class that has a method of that name."""

N_ = str
"""Marks a message for the catalogue where it stands as data; it is translated where it is shown."""

STATES = {
    "not_submitted": N_("not submitted"),
    "not_applicable": N_("not applicable"),
    "suppressed": N_("confidential"),
    "unreliable": N_("to be verified"),
    "not_collected": N_("not provided"),
}
_UNITS = {
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
_MEASURED = ("percent", "points", "minutes", "yuan")
_COUNTED = {
    "schools": N_("{count} schools"),
    "counties": N_("{count} counties"),
    "pupils": N_("{count} pupils"),
    "teachers": N_("{count} teachers"),
    "institutions": N_("{count} institutions"),
    "persons": N_("{count} people"),
    "answers": N_("{count} answers"),
    "cases": N_("{count} cases"),
    "items": N_("{count} items"),
    "": "{count}",
}
_WITH_QUALIFIER = (
    N_("over {number}"),
    N_("nearly {number}"),
    N_("about {number}"),
    N_("at least {number}"),
    N_("at most {number}"),
)
QUALIFIED: Mapping[str, str] = dict(zip(QUALIFIERS, _WITH_QUALIFIER, strict=True))
_FREQUENCIES = {
    "month": N_("every month"),
    "term": N_("every term"),
    "year": N_("every year"),
    "summer": N_("in July and August"),
}
_TOLD = re.compile(r"\{[a-z_]+\}")
_OUTCOMES = {
    "accepted": N_("accepted"),
    "partly": N_("accepted in part"),
    "rejected": N_("rejected"),
    "held": N_("sent, a question is open"),
    "withdrawn": N_("withdrawn"),
    "silent": N_("not submitted"),
}
_SEVERITIES = {"error": N_("error"), "warning": N_("warning"), "notice": N_("notice")}


@dataclass(frozen=True)
class Vocabulary:
    """How one page speaks.

    Attributes:
        language: ``zh-Hans`` or ``en``.
        wording: the bureau's own words for some of the catalogue's, as in `City.words`.
        units: units that the topic brings along.
        policy: what messages say of it stands in them in braces, such as ``{level}``.
    """

    language: Language
    wording: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, TopicUnit] = field(default_factory=dict)
    policy: Policy = field(kw_only=True)

    @cached_property
    def translate(self) -> Translate:
        """The catalogue's ``_``, numbers of policy filled in."""
        say = translator("report", self.language, self.wording)
        # a page says the same few hundred messages thousands of times
        return lru_cache(maxsize=4096)(lambda message: self._told(say(message)))

    def counting(self, message: str, count: float, **more: object) -> str:
        """A message that speaks of ``{count}`` things, said of that many: 1 problem, 8 problems."""
        said = self._of_one(message) if count == 1 else self.translate(message)
        return said.format(count=self.whole(count), **more)

    def _of_one(self, message: str) -> str:
        return self._said_of_one.get(message) or self.translate(message)

    @cached_property
    def _said_of_one(self) -> Mapping[str, str]:
        return counted_one("report", self.language)

    def renamed(self, text: str) -> str:
        """A text of this system's own params as this bureau speaks (全国 for 全市), numbers of policy filled in."""
        for word in sorted(self.wording, key=len, reverse=True):
            text = text.replace(word, self.wording[word])
        return self._told(text)

    def _told(self, message: str) -> str:
        return _TOLD.sub(lambda found: self._numbers.get(found[0], found[0]), message)

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {f"{{{name}}}": number for name, number in self.policy.told().items()}

    @property
    def digits(self) -> int:
        """Decimals of rates and measured values."""
        return self.policy.display.decimals

    def text(self, text: Text) -> str:
        """A text of the definitions."""
        return text.to(self.language)

    def month(self, text: str) -> str:
        """The month, or year, written ``2021-09``: ``2021年9月``."""
        return self.period(Period(text))

    def date(self, day: date | datetime) -> str:
        """``2022年4月22日``."""
        return long_date(day, self.language)

    def day(self, when: Day) -> str:
        """``4月22日``: a day of which the year goes without saying."""
        return short_date(when, self.language)

    def period(self, period: Period) -> str:
        """``2022年4月``."""
        return period.label(self.language)

    def rate(self, value: float, numerator: float | None = None, denominator: float | None = None) -> str:
        """A percentage with its sign; from its parts where they are known."""
        return self._with_unit(numbers.rate(value, numerator, denominator, self.digits), "percent")

    def aside(self, note: str) -> str:
        """The note in the language's brackets, to stand behind a text; one that has brackets itself gets a comma."""
        if "（" in note:
            return f"{self.comma}{note}"
        return self.translate(" ({note})").format(note=note)

    @property
    def comma(self) -> str:
        """What stands between two clauses; in Chinese another sign than between the items of a list."""
        return self.translate("{first}, {second}").format(first="", second="")

    def state(self, code: str) -> str:
        """Why a value is missing: 未报送, 不适用, 保密, 待核 or 未提供."""
        return self.translate(STATES[code])

    def left_out(self, code: str) -> str:
        """Why the public edition does not show what a county wrote: nobody has passed it yet, or it was refused."""
        return self.translate("not reviewed, not published") if code == "unreviewed" else self.state(code)

    def sent(self, word: str) -> str:
        """A word that counties choose from in the workbook, such as 整改中 or 城区; 未提供 where they chose none.

        Its English is in the English catalogue, under the word itself; without one it stays as it is.
        """
        return self.translate(word) if word else self.state("not_collected")

    def outcome(self, code: str) -> str:
        """What came of a submission."""
        return self.translate(_OUTCOMES[code])

    def severity(self, code: str) -> str:
        """How grave a finding is."""
        return self.translate(_SEVERITIES[code])

    def kind(self, indicator: Indicator) -> str:
        """What an indicator is held against; thresholds are the system's suggestion, not law."""
        _ = self.translate
        if indicator.unit == "yes_no" and indicator.nature.is_judged:
            return _("must be {bound}").format(bound=self.target(indicator))
        asked = _(indicator.nature.asks).format(bound=self.target(indicator))
        if indicator.target is None or indicator.unit != "percent" or not indicator.nature.is_judged:
            return asked
        near = self.size(indicator.nearly_met_from(self.policy.targets.near), indicator.unit)
        return asked + self.aside(_("near from {near}, suggested by the system").format(near=near))

    def frequency(self, indicator: Indicator) -> str:
        """How often an indicator's figures are gathered."""
        return self.translate(_FREQUENCIES[indicator.frequency])

    def target(self, indicator: Indicator) -> str:
        """The target or ceiling with its unit; 不设目标 where there is none."""
        bound = indicator.nature.bound(indicator)
        if bound is None:
            return self.translate("no target")
        if not bound or indicator.unit == "yes_no":
            return self.plain(bound, indicator.unit)
        return self.size(bound, indicator.unit)

    def plain(self, value: float, unit: str) -> str:
        """A value without its unit: rates and minutes with decimals, counts whole, yes or no."""
        if unit == "yes_no":
            return self.translate("yes") if value else self.translate("no")
        if unit == "points":
            return numbers.signed(value, self.digits)
        if unit == "percent":
            return numbers.rate(value, None, None, self.digits)
        return self._number(value, unit)

    def amount(self, value: float, unit: str, qualifier: str = "") -> str:
        """A value with its unit, qualified as it is: ``92.9%``."""
        return self._with_unit(self.qualified(self.plain(value, unit), qualifier), unit)

    def size(self, value: float, unit: str) -> str:
        """A threshold, or a value that others published, in the digits it was given, with its unit: ``99.63%``."""
        return self._with_unit(numbers.exact(value), unit)

    def whole(self, value: float) -> str:
        """A count: ``31 468``."""
        return numbers.whole(value)

    def decimal(self, value: float) -> str:
        """A measured value."""
        return numbers.decimal(value, self.digits)

    def share(self, value: float) -> str:
        """A share (0-1) as a percentage, never 100.0% unless whole."""
        return self.rate(100 * value)

    def counted(self, count: str, counts: str) -> str:
        """``3所``: a number of what the indicator counts."""
        message = _COUNTED[counts]
        return (self._of_one(message) if count == "1" else self.translate(message)).format(count=count)

    def qualified(self, number: str, qualifier: str) -> str:
        """``70余``: the number as the county qualified it; any other remark stands behind it in brackets."""
        for mark in qualifier.split("、") if qualifier else ():
            number = (
                self.translate(QUALIFIED[mark]).format(number=number)
                if mark in QUALIFIED
                else number + self.aside(mark)
            )
        return number

    def about(self, number: str, qualifier: str) -> str:
        """``约65/70``: what was worked out of numbers that are not exact."""
        inexact = not set(QUALIFIED).isdisjoint(qualifier.split("、"))
        return self.translate(QUALIFIED[ABOUT]).format(number=number) if inexact else number

    def unit(self, code: str, number: str = "") -> str:
        """The unit's name or sign, as it stands behind a number; empty for plain counts."""
        if code in self.units:
            return self.text(self.units[code].name)
        name = _UNITS[code]
        if not name:
            return ""
        return self._of_one(name) if number == "1" else self.translate(name)

    def _number(self, value: float, unit: str) -> str:
        measured = self.units[unit].decimal if unit in self.units else unit in _MEASURED
        return numbers.decimal(value, self.digits) if measured else numbers.whole(value)

    def _with_unit(self, number: str, unit: str) -> str:
        name = self.unit(unit, number)
        return f"{number}{self.gap_before(name)}{name}"

    def gap_before(self, unit: str) -> str:
        """What stands between a number and its unit: a space in English, but not before %."""
        return "" if not unit or unit == "%" or self.language == "zh-Hans" else " "
