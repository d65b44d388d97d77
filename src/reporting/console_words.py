"""What people read at the console, in their language: English in the code, Chinese by catalogue, at the edge.

Messages are translated where they are shown, and nowhere else: raise sites and programs that ask with ``--json`` know
nothing of it. A msgid of ``locale/zh_Hans/console.po`` is the English message with its values' places numbered,
``{0} is not held``; what stands in these places is put into the Chinese. What no msgid fits is shown as it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

__all__ = ["CATALOGUE", "Phrases", "console_language", "in_language", "shown", "state_shown"]

CATALOGUE = Path(__file__).parent / "locale" / "zh_Hans" / "console.po"

_PLACE = re.compile(r"\{(\d+)\}")
_FEW_LETTERS = 4
"""A message with fewer letters of its own fits almost anything: its values then have no spaces."""
_HINT = " → "
_DEEPEST = 4


def console_language(environment: Mapping[str, str] = os.environ) -> Literal["zh-Hans", "en"]:
    """The language of the person at the console, told as POSIX and gettext have it.

    LC_ALL, LC_MESSAGES and LANG tell, the first that is set; LANGUAGE goes before them, unless they say C.
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    return "zh-Hans" if (environment.get("LANGUAGE") or locale).lower().startswith("zh") else "en"


def shown(text: str) -> str:
    """A message in the language of whoever reads it; an English reader's costs nothing."""
    return in_language(text, console_language())


def in_language(text: str, language: str) -> str:
    """A message in this language, whoever's console it is."""
    return text if language == "en" or not text.strip() else _chinese().of(text)


def state_shown(text: str) -> str:
    """A cell that holds words of state, such as ``received, late, r2``."""
    if console_language() == "en":
        return text
    return "，".join(_chinese().state(word) for word in text.split(", "))


@dataclass(frozen=True)
class _Phrase:
    """One message with places for values."""

    msgid: str
    msgstr: str

    @property
    def literals(self) -> list[str]:
        """The text between the places."""
        return _PLACE.split(self.msgid)[::2]

    @cached_property
    def longest(self) -> str:
        return max(self.literals, key=len)

    @cached_property
    def weight(self) -> int:
        return sum(map(len, self.literals))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        letters = sum(character.isalpha() for literal in self.literals for character in literal)
        value = r"(\S+?)" if letters < _FEW_LETTERS else "(.+?)"
        return re.compile(value.join(map(re.escape, self.literals)), re.DOTALL)

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands in the places of ``text``; None where it is no such message."""
        found = self.pattern.fullmatch(text) if self.longest in text else None
        return found.groups() if found else None

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The places between backticks: what stands there is typed as it is, and never translated."""
        return frozenset(
            int(place[1]) for place in _PLACE.finditer(self.msgid) if _is_quoted(self.msgid, place.start())
        )

    def said(self, values: Sequence[str]) -> str:
        """The translation with these values."""
        return _PLACE.sub(lambda place: values[int(place[1])], self.msgstr)


class Phrases:
    """A catalogue of messages with places.

    Args:
        messages: msgid → msgstr, with places ``{0}``, ``{1}`` in the order of the msgid.
    """

    def __init__(self, messages: Mapping[str, str]) -> None:
        self._whole = {msgid: text for msgid, text in messages.items() if not _PLACE.search(msgid)}
        phrases = (_Phrase(msgid, text) for msgid, text in messages.items() if _PLACE.search(msgid))
        # of two that fit, the one that says more itself is meant
        self._phrases = sorted(phrases, key=lambda one: one.weight, reverse=True)

    def of(self, text: str, depth: int = 0) -> str:
        """The message in the catalogue's language; as it is where nothing fits."""
        return "\n".join(self._line(line, depth) for line in text.split("\n"))

    def state(self, word: str) -> str:
        """A word of state."""
        return self._whole.get(f"state {word}", word)

    def _line(self, line: str, depth: int) -> str:
        """A line, its indentation kept."""
        inner = line.lstrip(" ")
        if inner != line and (found := self._fitting(line, depth)) is not None:
            return found
        return line[: len(line) - len(inner)] + self._text(inner, depth)

    def _text(self, line: str, depth: int) -> str:
        if depth > _DEEPEST or not re.search("[A-Za-z]{2}", line):
            return line
        found = self._fitting(line, depth)
        if found is None:
            found = next((said for said in self._in_parts(line, depth) if said is not None), line)
        return found

    def _fitting(self, line: str, depth: int) -> str | None:
        if line in self._whole:
            return self._whole[line]
        has_hint = _HINT in line
        for phrase in self._phrases:
            # else a message that ends in a place would swallow the hint behind it
            if has_hint and _HINT not in phrase.msgid:
                continue
            values = phrase.values(line)
            if values is not None:
                told = [
                    value if at in phrase.quoted else self._line(value, depth + 1) for at, value in enumerate(values)
                ]
                return phrase.said(told)
        return None

    def _in_parts(self, line: str, depth: int) -> Iterator[str | None]:
        """What is known of a line's parts: ``what → hint``, ``one; another``, ``place: what``."""
        for mark in (_HINT, "; ", ", "):
            if mark in line:
                parts = line.split(mark)
                yield _joined(parts, [self._line(part, depth + 1) for part in parts], mark)
        for colon in re.finditer(": ", line):
            rest = self._fitting(line[colon.end() :], depth + 1)
            yield None if rest is None else line[: colon.end()] + rest


def _is_quoted(text: str, at: int) -> bool:
    return text.count("`", 0, at) % 2 == 1


def _joined(before: list[str], after: list[str], mark: str) -> str | None:
    return None if before == after else mark.join(after)


@lru_cache(maxsize=1)
def _chinese() -> Phrases:
    from reporting.translations import read_catalogue

    return Phrases(read_catalogue(CATALOGUE))
