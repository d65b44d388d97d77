"""The name of a school as its cell holds it, without what only the cell's width or a keyboard put into it."""

from __future__ import annotations

import re
from dataclasses import replace

from reporting.definitions.widths import tidy
from reporting.intake.cleaning.values.cleaned import Cleaned
from reporting.intake.cleaning.values.doubts import ReadingDoubt

__all__ = ["entity_name"]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BREAK = re.compile(r"[\r\n\v\f\u2028\u2029]")
_CHINESE = "一-鿿㐀-䶿、，。·“”《》（）()〔〕【】"
_APART = re.compile(rf"(?<=[{_CHINESE}])\s+(?=[{_CHINESE}0-9０-９])|(?<=[0-9０-９])\s+(?=[{_CHINESE}])")
"""A blank that Chinese needs nowhere: 实验　小学, 第 1 小学; not those of Hope School, 实验小学 A 区."""


def entity_name(cell: Cleaned) -> Cleaned:
    """A name in which no blank stands between Chinese characters; that there was one is said.

    A line break there fits the name to the width of its column, and characters that nobody sees are nobody's: neither
    is worth a word.
    """
    if not isinstance(cell.value, str) or not (_APART.search(cell.typed) or _INVISIBLE.search(cell.typed)):
        return cell
    seen = _INVISIBLE.sub("", cell.typed).strip()
    is_spaced = any(not _BREAK.search(gap) for gap in _APART.findall(seen))
    doubts = (*cell.doubts, ReadingDoubt("blank_in_name")) if is_spaced else cell.doubts
    return replace(cell, value=tidy(_APART.sub("", seen)), doubts=doubts)
