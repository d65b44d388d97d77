"""Names of places as they are typed, in a workbook or on the command line: one way to tell whose they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from rapidfuzz import fuzz, process

from reporting.definitions.counties import City
from reporting.definitions.widths import fold
from reporting.errors import UsageError

__all__ = ["PlaceNames"]

_LEVELS = "市县区旗州盟"
"""How the whole names of places end."""
_CHINESE, _LATIN = re.compile("[一-鿿]"), re.compile(r"[a-z'.()\s]+", re.IGNORECASE)
_MOST_LISTED = 20
"""Counties that an error message lists."""


class PlaceNames:
    """The names of a city's counties and of the city itself; nothing is ever matched by likeness.

    A name may carry the city's own name in front (``平顶山市叶县``).
    """

    def __init__(self, city: City) -> None:
        self._city = city

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Folded name → code."""
        plain = {fold(name): county.code for county in self._city.counties for name in county.names}
        prefixes = [fold(name) for name in _names(self._city) if name]
        prefixed = {
            prefix + fold(name): county.code
            for county in self._city.counties
            for name in county.names
            for prefix in prefixes
        }
        own = {fold(name): self._city.code for name in (self._city.code, *_names(self._city)) if name}
        return prefixed | own | plain

    def code(self, text: str) -> str | None:
        """The code of the place that is called exactly so, or so in Chinese and beside it in Latin letters."""
        plain = fold(text)
        found = self.codes.get(plain) or self.codes.get(plain.removesuffix(".0"))
        if found is None and _CHINESE.search(plain) and (alone := _LATIN.sub("", plain)) != plain:
            return self.codes.get(alone)
        return found

    def resolved(self, text: str) -> str:
        """The same code; whoever names no place is told which there are.

        Raises:
            UsageError: no place is called so; the nearest are suggested, none is guessed.
        """
        if code := self.code(text):
            return code
        near = self.nearest(text)
        known = [f"{county.code} {county.name.zh}" for county in self._city.counties[:_MOST_LISTED]]
        more = len(self._city.counties) - len(known)
        listed = ", ".join(known) + (f" and {more} more" if more else "")
        raise UsageError(
            f"no county is called {text!r}", hint=f"did you mean {', '.join(near)}?" if near else f"counties: {listed}"
        )

    @property
    def city(self) -> str:
        """Code of the city itself."""
        return self._city.code

    @property
    def city_aliases(self) -> tuple[str, ...]:
        """What else the city is called."""
        return self._city.aliases

    @property
    def months(self) -> bool:
        """Whether the city's periods are months."""
        return self._city.calendar.is_monthly

    def name(self, code: str) -> str:
        """What the place is called in Chinese."""
        return self._city.name.zh if code == self._city.code else self._city.county(code).name.zh

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three names that look like ``text``, for a person to choose from."""
        names = [self.name(code) for code in (*self._city.codes, self._city.code)]
        found = process.extract(fold(text), names, processor=fold, scorer=fuzz.ratio, limit=3, score_cutoff=40)
        return tuple(name for name, *_ in found)

    def named_in(self, text: str) -> tuple[str, ...]:
        """Codes of the places whose name stands by itself in a folded text, each once.

        By itself means between punctuation or blanks: 新华 is not named in 新华小学.
        """
        return tuple(dict.fromkeys(self.codes[match[0]] for match in self._standing_alone.finditer(text)))

    def named_first(self, text: str) -> str | None:
        """Code of the county whose whole name, as 杭州市 or 叶县, a folded text begins with; None where none does."""
        whole = {fold(county.name.zh): county.code for county in self._city.counties}
        for prefix in ("", *map(fold, _names(self._city))):
            rest = text.removeprefix(prefix)
            found = [code for name, code in whole.items() if rest.startswith(name) and name[-1] in _LEVELS]
            if len(found) == 1:
                return found[0]
        return None

    @cached_property
    def _standing_alone(self) -> re.Pattern[str]:
        names = "|".join(re.escape(name) for name in sorted(self.codes, key=len, reverse=True))
        return re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])")


def _names(city: City) -> tuple[str, ...]:
    return (city.name.zh, city.name.en, *city.aliases)
