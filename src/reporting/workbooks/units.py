"""Units of measure: which text is one, where people put it, and what one unit is in another, exactly.

The words stand in `units.yaml`, and those that a project adds in its vocabulary; a unit is made of them: a scale (万),
a word (元), and what it is counted by (/生·学期). A unit that is not known is compared as text, and never taken for
another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from reporting.yaml_values import yaml_value

__all__ = [
    "OwnUnit",
    "Unit",
    "UnitWords",
    "conversion",
    "conversion_per",
    "is_money",
    "is_options",
    "is_same_unit",
    "is_unit",
    "speaking",
    "split_unit",
    "stated_units",
    "unit_of",
    "vocabulary",
    "vocabulary_of",
    "without_scale",
]

_LONGEST = 200
"""Characters of the longest heading: a longer text is prose, and not searched for brackets."""
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|<([^<>]*)>")
_OPEN_BRACKET = re.compile(r"^(.+?)\(([^()]{1,12})$")
_BEHIND = re.compile(r"^(?P<name>.{2,}?)(?P<mark>\s*[/:,]\s*|\s+)(?P<unit>[^\s:,()]{1,12})$")
_NAMED = re.compile(r"^\s*(?:(?:计量|数量|金额|货币|统计)?单\s*位|Unit)s?\s*:\s*", re.IGNORECASE)
_OPTIONS = re.compile(r"[^/;；]{1,12}(?:/[^/;；]{1,12}){1,8}|[^、/;；]{1,8}(?:、[^、/;；]{1,8}){2,8}")
_SEVERAL = re.compile(r"[、,;，；\s]+|(?<=.)[及和](?=.)")
_COUNTED = re.compile(r"(?P<count>\d[\d,]*)?(?P<word>thousand|million|billion)?(?P<rest>.*)", re.DOTALL)
_UNKNOWN_SCALED = re.compile(r"(?:万亿|[十百千]?万|[十百千]?亿)[^\W\d_]{1,3}")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a text names: ``factor`` times ``base``. A bare scale (万) has an empty base."""

    factor: Fraction
    base: str


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit that a project adds, or means otherwise than everybody does.

    Attributes:
        name: how it is called; ``spellings`` are other ways of writing it.
        size: what one of it is in another unit, exactly (``10000/15 平方米``); empty for a unit of its own.
        money: whether 金额单位 speaks of it.
        counter: whether it counts things, so that 个 may stand for it.
        below: whether it may stand below the stroke only: per term, per head.
    """

    name: str
    spellings: tuple[str, ...] = ()
    size: str = ""
    money: bool = False
    counter: bool = False
    below: bool = False


@dataclass(frozen=True, eq=False)
class UnitWords:
    """The words that units are made of; one for each set of own units, told from others by what it is, not says."""

    scales: Mapping[str, Fraction]
    english: Mapping[str, Fraction]
    units: Mapping[str, Unit]
    below: frozenset[str]
    generic: str
    counters: frozenset[str]
    money: frozenset[str]
    per: Mapping[str, re.Pattern[str]]
    alike: tuple[frozenset[str], ...]


_spoken: ContextVar[UnitWords | None] = ContextVar("_spoken", default=None)


def vocabulary() -> UnitWords:
    """The words by which units are read now: those that everybody knows, unless `speaking` adds others."""
    return _spoken.get() or vocabulary_of()


@contextmanager
def speaking(words: UnitWords) -> Iterator[None]:
    """Read units by a vocabulary."""
    token = _spoken.set(words)
    try:
        yield
    finally:
        _spoken.reset(token)


def unit_of(text: str) -> Unit | None:
    """The unit that a text names; None where it names none that is known."""
    return _unit(_plain(text), vocabulary())


def is_unit(text: str) -> bool:
    """Whether the text is a unit of measure: 人, 万元, %, 元/生·学期."""
    return bool(text) and len(text) <= _LONGEST and unit_of(text) is not None


def is_money(text: str) -> bool:
    """Whether the text is a unit of money, for each of whatever: 万元, 元/生."""
    unit = unit_of(text)
    return unit is not None and unit.base.partition("/")[0] in vocabulary().money


def is_options(text: str) -> bool:
    """Whether the text lists what may be filled in: 是/否, 小学/初中/九年一贯制."""
    plain = unicodedata.normalize("NFKC", text).replace("\n", "").replace(" ", "")
    return _OPTIONS.fullmatch(plain) is not None


def stated_units(text: str) -> tuple[str, ...]:
    """The units that a text lists (万元、人); empty where one of its parts is none."""
    plain = _NAMED.sub("", unicodedata.normalize("NFKC", text)).strip().strip("()")
    if is_unit(plain):
        return ("".join(plain.split()),)
    parts = tuple(part for part in _SEVERAL.split(plain) if part)
    return parts if len(parts) > 1 and all(map(is_unit, parts)) else ()


def split_unit(heading: str) -> tuple[str, str | None]:
    """A heading without its unit or options, and those; None where there is none.

    The unit stands in brackets, or behind a stroke, a colon, a comma or white space. `县(市、区)` keeps its
    brackets: what they hold is no unit. A bracket that opens with 万 or 亿 holds a unit, be it known or not.
    """
    return _split_unit(heading, vocabulary())


def conversion(unit: str, wanted: str) -> Fraction | None:
    """What a number in one unit is multiplied by to be in another, exactly; None where that cannot be told.

    Args:
        unit: as stated. Of a list (万元、人) the one that can be converted is meant, if only one can.
        wanted: the unit that the number is to be in.
    """
    return _conversion(unit, wanted, vocabulary())


@lru_cache(maxsize=4096)
def _conversion(unit: str, wanted: str, _words: UnitWords) -> Fraction | None:
    if is_same_unit(unit, wanted):
        return Fraction(1)
    if (factor := _between(unit, wanted)) is not None:
        return factor
    factors = {found for part in stated_units(unit) if (found := _between(part, wanted)) is not None}
    return factors.pop() if len(factors) == 1 else None


def without_scale(unit: str) -> tuple[Fraction, str]:
    """How many of what: 万人 is 10,000 and 人. A word such as 百分点 has no scale in it."""
    return _without_scale(unit, vocabulary())


@lru_cache(maxsize=4096)
def _without_scale(unit: str, words: UnitWords) -> tuple[Fraction, str]:
    plain = _plain(unit)
    if plain in words.units:
        return Fraction(1), plain
    for length in (2, 1):
        if (scale := words.scales.get(plain[:length])) is not None:
            return scale, plain[length:]
    return Fraction(1), plain


def is_same_unit(unit: str, other: str) -> bool:
    """Whether two spellings name one unit."""
    return unit == other or _is_same_unit(unit, other, vocabulary())


@lru_cache(maxsize=4096)
def _is_same_unit(unit: str, other: str, _words: UnitWords) -> bool:
    return _plain(unit) == _plain(other) or _between(unit, other) == 1


@lru_cache(maxsize=4096)
def _split_unit(heading: str, _words: UnitWords) -> tuple[str, str | None]:
    plain = " ".join(unicodedata.normalize("NFKC", heading).split())
    if len(plain) > _LONGEST:
        return plain, None
    for loose in (False, True):
        for match in _BRACKETS.finditer(plain):
            inner = next(group for group in match.groups() if group is not None)
            if not plain.replace(match[0], "").strip(" :*"):
                continue
            if unit := _stated(inner, loose=loose):
                return _without_unit(plain, unit), unit
    if (torn := _OPEN_BRACKET.match(plain)) and stated_units(torn[2]):
        return torn[1].strip(), "".join(torn[2].split())
    behind = _BEHIND.match(plain)
    if behind and is_unit(behind["unit"]) and not behind["name"].isdigit():
        blank, short = not behind["mark"].strip(), len(behind["unit"]) == 1
        if not (blank and short and "\n" not in heading):
            return behind["name"].strip(), behind["unit"]
    return plain, None


def _without_unit(plain: str, unit: str) -> str:
    """A heading without the brackets that hold a unit, in one language or in two."""

    def kept(match: re.Match[str]) -> str:
        inner = next(group for group in match.groups() if group is not None)
        same = "".join(_NAMED.sub("", inner).split())
        return " " if same == unit or is_same_unit(same, unit) else match[0]

    return " ".join(_BRACKETS.sub(kept, plain).split()).rstrip(" :*")


def _stated(inner: str, *, loose: bool) -> str:
    """The unit, the units or the options that a bracket holds; empty for anything else."""
    named = _NAMED.match(inner)
    plain = "".join(_NAMED.sub("", inner).split())
    if stated_units(inner) or is_options(plain):
        return plain
    return plain if loose and (named or _UNKNOWN_SCALED.fullmatch(plain)) else ""


@lru_cache(maxsize=4096)
def _unit(plain: str, words: UnitWords) -> Unit | None:
    if (unit := words.units.get(plain)) is not None:
        return unit
    if plain in words.scales:
        return Unit(words.scales[plain], "")
    above, stroke, below = plain.partition("/")
    if not stroke and "每" in plain[1:]:
        above, stroke, below = plain.partition("每")
    if not stroke:
        return _scaled(plain, words)
    if not (unit := _scaled(above, words)) or not unit.base:
        return None
    factor, parts = unit.factor, []
    for part in re.split(r"[·*×/每]", below):
        per = Unit(Fraction(1), part) if part in words.below else _scaled(part, words)
        if per is None or not per.base:
            return None
        factor /= per.factor
        parts.append(per.base)
    return Unit(factor, f"{unit.base}/{'·'.join(sorted(parts))}")


def _scaled(plain: str, words: UnitWords) -> Unit | None:
    """A word, with a scale or a round number before it."""
    if (unit := words.units.get(plain)) is not None:
        return unit
    match = _COUNTED.fullmatch(plain)
    if match and (match["count"] or match["word"]) and (unit := words.units.get(match["rest"])) is not None:
        count = Fraction((match["count"] or "1").replace(",", ""))
        if count and set(str(count).rstrip("0")) == {"1"}:
            return Unit(count * words.english.get(match["word"] or "", Fraction(1)) * unit.factor, unit.base)
    for length in (2, 1):
        scale, rest = words.scales.get(plain[:length]), plain[length:]
        if scale is not None and (unit := words.units.get(rest)) is not None:
            return Unit(scale * unit.factor, unit.base)
    return None


def conversion_per(unit: str, wanted: str, label: str) -> Fraction | None:
    """What numbers of so much for each are multiplied by, where what is wanted goes without saying for what.

    元/学期 is short for 元/生·学期; 元/月 is 元 under a label that says 月均.
    What the label does not say, and what is wanted does not have, stays another unit: None.
    """
    ours, theirs, words = unit_of(unit), unit_of(wanted), vocabulary()
    if ours is None or theirs is None:
        return None
    if not ours.base:
        # 1.5 beside 万 is 15,000 of what is wanted
        return ours.factor / theirs.factor
    if "/" not in ours.base:
        return None
    base, _, below = ours.base.partition("/")
    wanted_base, _, wanted_below = theirs.base.partition("/")
    has = set(wanted_below.split("·"))
    has |= {"人"} if "生" in has else {"生"} if "人" in has else set()
    said = {word for word, pattern in words.per.items() if pattern.search(label)}
    return ours.factor / theirs.factor if base == wanted_base and set(below.split("·")) <= has | said else None


def _between(unit: str, wanted: str) -> Fraction | None:
    ours, theirs = unit_of(unit), unit_of(wanted)
    if ours is None or theirs is None:
        (scale, rest), (wanted_scale, wanted_rest) = without_scale(unit), without_scale(wanted)
        return scale / wanted_scale if rest and rest == wanted_rest else None
    words, bases = vocabulary(), {ours.base, theirs.base}
    if (
        len(bases) == 1
        or (words.generic in bases and bases <= words.counters | {words.generic})
        or any(bases <= group for group in words.alike)
    ):
        return ours.factor / theirs.factor
    return None


def _plain(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("・", "·").replace("•", "·")
    while plain.startswith("(") and plain.endswith(")") and plain.count("(") == 1:
        plain = plain[1:-1]
    return plain.lower() if len(plain) > 1 else plain


@lru_cache(maxsize=8)
def vocabulary_of(own: tuple[OwnUnit, ...] = ()) -> UnitWords:
    """The words that everybody knows, and a project's own, which come first.

    Raises:
        ValueError: one of them is measured in a unit that nobody knows, or in itself.
    """
    table = yaml_value(Path(__file__).with_name("units.yaml").read_text(encoding="utf-8"))
    entries: dict[str, dict[str, Any]] = dict(table["units"])
    entries |= {
        one.name: {"spellings": one.spellings, **({"is": one.size} if one.size else {})} for one in own if not one.below
    }

    def size(name: str, within: tuple[str, ...] = ()) -> Unit:
        if "is" not in entries[name]:
            return Unit(Fraction(1), name)
        number, _, of = entries[name]["is"].partition(" ")
        base = next((other for other, entry in entries.items() if of in (other, *entry.get("spellings", ()))), None)
        if base is None or name in within:
            raise ValueError(f"the unit {name} is measured in {of}, which is no other unit that is known")
        whole = size(base, (*within, name))
        return Unit(Fraction(number) * whole.factor, whole.base)

    def spelt() -> Iterator[tuple[str, Unit]]:
        for name, entry in entries.items():
            for spelling in (name, *entry.get("spellings", ())):
                yield _plain(spelling), size(name)

    return UnitWords(
        {word: Fraction(number) for word, number in table["scales"].items()},
        {word: Fraction(number) for word, number in table["english_scales"].items()},
        dict(spelt()),
        frozenset(table["denominators"]) | {word for one in own if one.below for word in (one.name, *one.spellings)},
        table["generic"],
        frozenset(table["counters"]) | {one.name for one in own if one.counter},
        frozenset(table["money"]) | {one.name for one in own if one.money},
        {word: re.compile(said) for word, said in table["per"].items()},
        tuple(map(frozenset, table["alike"])),
    )
