"""The name of a school as its cell holds it, without what a narrow cell, a keyboard or a list put into it."""

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


_MARKED = re.compile(r"^[*＊★☆※#▲△]+\s*(?=\S)|(?<=\S)\s*[*＊★☆※#▲△①-⑳]+$")
"""A mark by which a list says something of a school: *实验小学, 实验小学①."""


def entity_name(cell: Cleaned) -> Cleaned:
    """A name without blanks between its Chinese characters and marks around it; that there were some is said.

    A line break there fits the name to the width of its column, and characters that nobody sees are nobody's: neither
    is worth a word.
    """
    if not isinstance(cell.value, str) or not any(one.search(cell.typed) for one in (_APART, _INVISIBLE, _MARKED)):
        return cell
    seen = _INVISIBLE.sub("", cell.typed).strip()
    bare = _MARKED.sub("", seen)
    is_told = bare != seen or not all(map(_BREAK.search, _APART.findall(bare)))
    doubts = (*cell.doubts, ReadingDoubt("name_tidied")) if is_told else cell.doubts
    return replace(cell, value=tidy(_APART.sub("", bare)), doubts=doubts)
