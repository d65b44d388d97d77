"""Full-width and half-width, the many minus signs and spaces: one of each."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(
    {"−": "-", "﹣": "-", "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "\u200b": "", "\ufeff": "", "‰": "‰"}
)


_SHORT = 64
"""Characters up to which a text is likely to come again."""


def narrow(text: str) -> str:
    """A text in half-width characters and without any white space, for comparing and reading."""
    return _short(text) if len(text) <= _SHORT else _narrow(text)


def _narrow(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    if not plain.isascii():
        plain = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    return "".join(plain.split())


_short = lru_cache(maxsize=16_384)(_narrow)


def tidy(text: str) -> str:
    """A text as it should be kept: no white space around it, single spaces in it, its widths untouched."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def fold(text: str) -> str:
    """A name as it is compared: half width, without any white space, in small letters."""
    return narrow(text).lower()
