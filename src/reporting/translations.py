"""Words in two languages: English in the code, Chinese (and any other) in gettext catalogues.

A stage of the work has a catalogue of its own, ``locale/<language>/<stage>.po``; notebooks have theirs beside
them, in the other direction (Chinese prose, English by catalogue). Catalogues are read as they stand: nothing is
compiled, so that a bureau can mend a word with a text editor.

Example:
    >>> _ = translator("report", "zh-Hans")
    >>> _("not submitted")
    '未报送'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, get_args

from babel.messages.pofile import PoFileError, read_po

from reporting.errors import SettingsError

__all__ = ["LANGUAGES", "Counting", "Language", "Translate", "counted_one", "counting", "read_catalogue", "translator"]

Language: TypeAlias = Literal["zh-Hans", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Translate: TypeAlias = Callable[[str], str]


class Counting(Protocol):
    """Says a message of so many things."""

    def __call__(self, message: str, count: int, **more: object) -> str:
        """The message of ``count`` things, its other places filled in."""


_LOCALE = Path(__file__).parent / "locale"


def read_catalogue(path: Path) -> dict[str, str]:
    """Message → translation of one .po file; messages without a translation are left out.

    A file is read again only when it has changed.

    Raises:
        SettingsError: the file is no catalogue; names the line.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> dict[str, str]:
    try:
        with path.open("rb") as handle:
            catalogue = read_po(handle, abort_invalid=True)
    except PoFileError as error:
        raise SettingsError(f"this is no catalogue: {error}", where=f"{path.name}, line {error.lineno + 1}") from None
    except UnicodeDecodeError:
        raise SettingsError("this is no UTF-8 text", where=path.name) from None
    return {
        _message(message.id): _words(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def _message(identity: str | Sequence[str]) -> str:
    """What the code says: of a message with plural forms the plural."""
    return identity if isinstance(identity, str) else identity[-1]


def _words(string: str | Sequence[str]) -> str:
    """The translation: of one with plural forms that of one thing, which only a language without the others lacks."""
    return string if isinstance(string, str) else string[0]


def counted_one(stage: str, language: str) -> Mapping[str, str]:
    """Message that speaks of several → what is said of one, in the languages that tell the two apart.

    These are the messages of a catalogue with plural forms; every other one reads the same of any number.
    """
    path = _LOCALE / language.replace("-", "_") / f"{stage}.counts.po"
    return read_catalogue(path) if path.exists() else {}


def counting(stage: str, language: str, translate: Translate) -> Counting:
    """How messages of a stage that speak of ``{count}`` things are said of so many: 1 school, 8 schools."""
    of_one = counted_one(stage, language)

    def told(message: str, count: int, **more: object) -> str:
        said = of_one[message] if count == 1 and message in of_one else translate(message)
        return said.format(count=count, **more)

    return told


def translator(stage: str, language: str, words: Mapping[str, str] | None = None) -> Translate:
    """A function from an English message of ``stage`` to ``language``.

    A message that the catalogue lacks comes back as it is; a test holds that none does.

    Args:
        stage: whose catalogue.
        language: to be translated to.
        words: what a bureau says otherwise than the catalogue: 全国 instead of 全市. Longer ones are replaced first.
    """
    path = _LOCALE / language.replace("-", "_") / f"{stage}.po"
    messages = read_catalogue(path) if path.exists() else {}
    if not words:
        return lambda message: messages.get(message, message)
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    # What stands in braces is a place for a value, and no word.
    said = re.compile(rf"\{{[^{{}}]*\}}|(?<![A-Za-z])(?:{listed})(?![A-Za-z])")
    return lambda message: said.sub(lambda found: words.get(found[0], found[0]), messages.get(message, message))
