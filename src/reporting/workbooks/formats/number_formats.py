r"""What a number format adds to a number: 18.5 under ``0.0"万人"`` is shown, and meant, as 18.5万人.

A clerk who sees 18.5万人 in a cell has said 万人 as plainly as one who typed it, though the file keeps 18.5 alone. The
codes are those of ECMA-376, part 1, 18.8.31; ``!`` escapes like ``\`` in the Chinese programs. Formats of dates and
times are those of `reporting.workbooks.formats.date_formats`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from reporting.workbooks.cells import CellValue, Percentage

__all__ = ["BUILT_IN", "NumberFormat", "number_format", "signs_of"]

_GENERAL = re.compile("General|G/通用格式", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_DATE = frozenset("ymdhsabeg")
_SAYS_NOTHING = re.compile(r"[\s\-+()（）.,:·_/|'¥￥]*")
"""Signs, brackets and the sign of the currency that amounts are in anyway."""
_LONGEST = 255
"""Characters of a format code that a spreadsheet program allows."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the forms that a format has for its numbers.

    Attributes:
        condition: comparison and number that it holds for; None where its place says that.
        digits: whether it shows the number at all.
        before: text before the number.
        after: text after it.
        percent: whether it shows a percentage.
        shift: powers of ten that it divides by: three a comma behind the digits, one a digit behind a written point.
    """

    condition: tuple[str, Decimal] | None
    digits: bool
    before: str
    after: str
    percent: bool
    shift: int

    @property
    def tells(self) -> bool:
        """Whether it says anything of the number besides its digits."""
        return self.percent or not _SAYS_NOTHING.fullmatch(self.before + self.after)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format that says something of its numbers besides their digits: a percentage, a unit, 约."""

    sections: tuple[_Section, ...]

    def means(self, number: float) -> CellValue:
        """The number as the sheet means it: a `Percentage`, a text with what the format adds, or the number alone."""
        section = self._section(number)
        if section is None or not section.tells:
            return number
        if not section.digits:
            # a format may well show nothing for zero, which is zero all the same
            return section.before if number else number
        if section.percent and _SAYS_NOTHING.fullmatch(section.before + section.after):
            return Percentage(number)
        amount = Decimal(f"{number:.15g}").scaleb(2 if section.percent else -section.shift)
        sign = "%" if section.percent else ""
        return f"{section.before.lstrip('-(')}{amount.normalize():f}{sign}{section.after.rstrip(')')}".strip()

    def _section(self, number: float) -> _Section | None:
        if any(section.condition for section in self.sections):
            held = (one for one in self.sections if one.condition is None or _holds(one.condition, number))
            return next(held, None)
        at = 1 if number < 0 else 2 if number == 0 else 0
        section = self.sections[at if at < len(self.sections) else 0]
        return section if section.digits or number > 0 else None


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat | None:
    """What a format code says of its numbers; None where that is no more than their digits, or a date."""
    if len(code) > _LONGEST:
        return None
    sections = []
    for text in _sections(_GENERAL.sub("0", code)):
        section = _section(text)
        if section is None:
            return None
        sections.append(section)
    # the fourth is for texts
    kept = tuple(sections[:3])
    return NumberFormat(kept) if any(section.tells for section in kept) else None


def signs_of(code: str) -> frozenset[str]:
    """The signs of the first form of a code, without what it writes out or puts in brackets."""
    if len(code) > _LONGEST:
        return frozenset()
    return frozenset(text for kind, text in _sections(_GENERAL.sub("0", code))[0] if kind == "sign")


def _holds(condition: tuple[str, Decimal], number: float) -> bool:
    sign, limit = condition
    amount = Decimal(repr(number))
    return (
        ("=" in sign and amount == limit)
        or (">" in sign and amount > limit)
        or ("<" in sign and amount < limit)
    )  # fmt: skip


def _tokens(code: str) -> list[tuple[str, str]]:
    """The code in tokens: a written text, a bracket, or a sign of the format."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(code):
        one = code[at]
        if one == '"':
            end = code.find('"', at + 1)
            end = len(code) if end < 0 else end
            found.append(("text", code[at + 1 : end]))
            at = end + 1
        elif one in "\\!":
            found.append(("text", code[at + 1 : at + 2]))
            at += 2
        elif one in "_*":
            at += 2
        elif one == "[":
            end = code.find("]", at)
            end = len(code) if end < 0 else end
            found.append(("bracket", code[at + 1 : end]))
            at = end + 1
        elif one in "Ee" and code[at + 1 : at + 2] in ("+", "-"):
            at += 2
        else:
            found.append(("sign", one))
            at += 1
    return found


def _sections(code: str) -> list[list[tuple[str, str]]]:
    sections: list[list[tuple[str, str]]] = [[]]
    for token in _tokens(code):
        if token == ("sign", ";"):
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _section(tokens: list[tuple[str, str]]) -> _Section | None:
    """A section; None for one of dates."""
    condition, percent, digits = None, False, 0
    pieces = ["", ""]
    point: int | None = None
    commas = 0
    for kind, text in tokens:
        if kind == "bracket":
            if match := _CONDITION.fullmatch(text):
                condition = (match[1], Decimal(match[2]))
            elif text.startswith("$"):
                pieces[bool(digits)] += text[1:].partition("-")[0]
            elif text and set(text.lower()) <= set("hms"):
                return None
        elif kind == "sign" and text in "0#?@":
            digits, commas = digits + 1, 0
            if pieces[1] == "." and point is None:
                point = digits - 1
            pieces[1] = ""
        elif kind == "sign" and text == ",":
            commas += 1
        elif kind == "sign" and text == "%":
            percent = True
        elif kind == "sign" and text.lower() in _DATE and text.isascii():
            return None
        elif kind == "text" or text != ".":
            pieces[bool(digits)] += text
    shift = 3 * commas + (digits - point if point is not None else 0)
    return _Section(condition, digits > 0, pieces[0].strip(), pieces[1].strip(), percent, shift)


_PERCENT = number_format("0%")
BUILT_IN: Mapping[int, NumberFormat] = MappingProxyType({9: _PERCENT, 10: _PERCENT} if _PERCENT else {})
"""Formats with a number of their own that a file need not spell out (ECMA-376, part 1, 18.8.30)."""
