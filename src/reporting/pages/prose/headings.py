"""Names of headings in any script, to link to: two of one page never share one."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Names", "name_of"]


def name_of(words: str) -> str:
    """The name of a heading: its letters and digits in small letters, with hyphens between the words."""
    return re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", words)).strip("-").lower()


class Names:
    """The names that a page has given so far."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, words: str) -> str:
        """A name of its own for a heading of these words."""
        name = name_of(words) or "section"
        unique, number = name, 1
        while unique in self._given:
            number += 1
            unique = f"{name}-{number}"
        self._given.add(unique)
        return unique
