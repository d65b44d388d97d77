"""Which counties a text names: whole names, told apart from longer names that contain them.

Chinese is written without spaces, so what a name is has to be said:

- A text is read from left to right, at each place the longest known name first, and what a name covers is read no
  more. Known are each county's full name, its spellings that contain the full name, and both behind the city's name.
  So 平顶山市新华区 is one name and not also another city's 新华区, and where a city has both 东新区 and 新区, the first
  does not name the second.
- Short forms (新华, 叶) are words of the language as well, and name nobody here.
- A name of two characters (叶县, 范县) is found inside ordinary words too: 示范县, 枫叶县级. It counts only at the
  beginning of a run of Chinese characters, behind the city's name, or behind a word after which a name may begin,
  such as 与 or 比. A longer name counts anywhere.
- A name in Latin letters has no letter beside it: Ye County is not in Shaye County.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.definitions.counties import City, County

__all__ = ["CountyNames"]

_SHORT = 2
_BEFORE_A_NAME = "与和及或同跟比对在由向从较至到把将被为是的"
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[A-Za-z]")


class CountyNames:
    """The names of a city's counties, for finding them in texts.

    A nation has ten thousand spellings: a text is asked at each place for what may begin there, not each name for the
    text.
    """

    def __init__(self, city: City) -> None:
        self._codes = {
            spelling: county.code for county in city.counties for spelling in _spellings(county, city) if spelling
        }
        lengths: dict[str, set[int]] = {}
        for name in self._codes:
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._first = re.compile(f"[{re.escape(''.join(lengths))}]")

    def found_in(self, text: str) -> set[str]:
        """The codes of the counties that a text names."""
        found = set()
        at = 0
        while begin := self._first.search(text, at):
            at = begin.start()
            name = self._name_at(text, at)
            if name:
                found.add(self._codes[name])
            at += len(name) or 1
        return found

    def _name_at(self, text: str, at: int) -> str:
        """The longest name that stands whole at this place; empty if none does."""
        for length in self._lengths[text[at]]:
            name = text[at : at + length]
            if name in self._codes and _is_whole(
                name, text[at - 1 : at] if at else "", text[at + length : at + length + 1]
            ):
                return name
        return ""


def _spellings(county: County, city: City) -> Iterator[str]:
    for name in (county.name.zh, *(alias for alias in county.aliases if county.name.zh in alias)):
        yield name
        if not name.startswith(city.name.zh):
            yield city.name.zh + name
    yield county.name.en


def _is_whole(name: str, before: str, after: str) -> bool:
    """Whether a name is one between these two characters, either of which may be none."""
    if name.isascii():
        return not _LETTER.match(before) and not _LETTER.match(after)
    return len(name) > _SHORT or not _HAN.match(before) or before in _BEFORE_A_NAME
