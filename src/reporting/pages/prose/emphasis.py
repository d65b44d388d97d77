"""Emphasis beside full-width punctuation, which CommonMark reads as if words had spaces between them.

By its rule ``**注意：**各县`` closes nothing, for a mark between punctuation and a letter only opens. In Chinese it
stands so in every other sentence. A mark like this gets a letter as its neighbour, one of a script that nobody has
written for two thousand years, and it is taken out again when the prose is HTML.
"""

from __future__ import annotations

import re
from urllib.parse import quote

__all__ = ["NEIGHBOUR", "with_neighbours", "without_neighbours"]

NEIGHBOUR = "\U00012480"
_MARKS = r"(\*{1,3}|~~)"
_WIDE = r"\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef\u2010-\u2027\u2030-\u205e\u00b7"
_LETTER = r"\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_SIGN = r"!-/:-@\[-`{-~"
# after full-width punctuation any letter or digit will do; after an ASCII sign it takes a Chinese letter
_CLOSING = re.compile(
    rf"(?:(?<=[{_WIDE}])|(?<=[{_SIGN}])(?<![*~\\])){_MARKS}(?=[{_LETTER}])|(?<=[{_WIDE}]){_MARKS}(?=\w)"
)
_OPENING = re.compile(rf"(?<=[{_LETTER}]){_MARKS}(?=[{_WIDE}]|(?![*~\\])[{_SIGN}])|(?<=\w)(?<!_){_MARKS}(?=[{_WIDE}])")


def with_neighbours(source: str) -> str:
    """The Markdown with a neighbour for each mark that stands so."""
    if "*" not in source and "~~" not in source:
        return source
    source = _CLOSING.sub(lambda found: NEIGHBOUR + found[0], source)
    return _OPENING.sub(lambda found: found[0] + NEIGHBOUR, source)


def without_neighbours(html: str) -> str:
    """The HTML as if they had never been there."""
    return html.replace(NEIGHBOUR, "").replace(quote(NEIGHBOUR), "")
