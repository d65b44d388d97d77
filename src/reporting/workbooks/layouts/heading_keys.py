"""What a heading is compared by: the same for 县(市、区), 县（市、区） and a cell with a line break in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from reporting.workbooks.units import UnitWords, split_unit, vocabulary

LONGEST_HEADING = 200
"""Characters; what is longer is text, and only compared as it stands: patterns would take their time over it."""

_MARKS = re.compile(r"^[*★☆●■?]+|[*★☆:]+$")

_NOTE_SIGN = re.compile(r"(?<=[一-鿿）)])[①-⑳⁰¹²³⁴-⁹]{1,2}$")
"""The sign of a footnote behind a heading: 在校学生数①."""

_TWO_LANGUAGES = re.compile(r"^([^A-Za-z]*[一-鿿][^A-Za-z]*?)[\s/(]+[A-Z][A-Za-z0-9 ,.'’&()/%-]{2,}$")
"""地区 Region."""


def folded(heading: str) -> str:
    """A heading without differences of width, white space and capitals, marks such as *, and signs of notes."""
    plain = _NOTE_SIGN.sub("", heading.rstrip())
    return _MARKS.sub("", "".join(unicodedata.normalize("NFKC", plain).split())).lower()


def known_keys(headings: Collection[str]) -> frozenset[str]:
    """What any of several headings is compared by, told once for all sheets of a run."""
    return _known_keys(tuple(headings), vocabulary())


@lru_cache(maxsize=64)
def _known_keys(headings: tuple[str, ...], _words: UnitWords) -> frozenset[str]:
    return frozenset(key for text in headings for key in heading_keys(text))


def heading_keys(heading: str) -> tuple[str, ...]:
    """The folded heading, the same without its unit or options, and the Chinese of one in two languages."""
    return _heading_keys(heading, vocabulary())


@lru_cache(maxsize=4096)
def _heading_keys(heading: str, _words: UnitWords) -> tuple[str, ...]:
    whole = folded(heading)
    named = split_unit(heading)[0]
    bilingual = _TWO_LANGUAGES.match(named) if len(named) <= LONGEST_HEADING else None
    keys = (whole, folded(named), folded(bilingual[1]) if bilingual else "")
    return tuple(dict.fromkeys(key for position, key in enumerate(keys) if key or not position))


def own_words(path: Sequence[str]) -> tuple[str, ...]:
    """A path of headings without the levels that only say it again in another script."""
    kept = list(path)
    while len(kept) > 1 and kept[-1].isascii() and not kept[-2].isascii():
        kept.pop()
    return tuple(kept)
