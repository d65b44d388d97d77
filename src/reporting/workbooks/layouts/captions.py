"""Lines above and below a table: whose it is, of when, in what unit, who filled it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reporting.workbooks.layouts.words import (
    BODY,
    FOOTER,
    KEY_VALUE,
    MONEY_UNIT,
    SEAL,
    UNIT_CAPTION,
    UNIT_KEY,
    UNIT_NOTE,
)
from reporting.workbooks.units import is_unit, split_unit, stated_units

_BRACKETED = re.compile(r"[(（\[【〔]")
_TRANSLATED = re.compile(
    r"(?<=[一-鿿%])\s*(?:[(（][^()（）一-鿿]*[A-Za-z]{3}[^()（）一-鿿]*[)）]|[/\s]\s*Unit\s*[:：][^一-鿿]*)$",
    re.IGNORECASE,
)
"""What says a unit again in English: 单位：万人 (10 000 persons)."""
_SHORT = 40
"""Characters of a line that does nothing but give a unit."""
_LONGEST_UNIT = 12
"""Characters of the longest unit that is not known."""


def key_values(texts: Iterable[str]) -> dict[str, str]:
    """Pairs such as 填报单位: 叶县 in the cells of caption lines, without spaces inside the key.

    A cell that ends in a colon is answered by the next one.
    """
    pairs: dict[str, str] = {}
    open_key = ""
    for text in texts:
        found = KEY_VALUE.findall(text)
        if open_key and not found:
            pairs[open_key] = _value(text)
        open_key = ""
        for key, value in found:
            name = _value("".join(key.split()))
            pairs.setdefault(name, _value(value))
            open_key = name if not _value(value) else ""
    return pairs


def is_key_value(text: str) -> bool:
    """Whether a cell is a caption such as 填报单位：, and no heading."""
    return bool(FOOTER.search(text) or KEY_VALUE.match(text.strip()))


def caption_unit(above: Sequence[str], below: Sequence[str] = ()) -> str | None:
    """The unit that the lines around a table give it: 单位：亿元, in brackets: 指标：年末常住人口(万人), or in a note.

    What the lines say is given as they say it: several units as a list (万元、人), an unknown one too (单位：大卡).

    Args:
        above: cells of the lines above.
        below: cells of the notes below.
    """
    said = [unit for line in above if (unit := _captioned(line))]
    if not said:
        bracketed = (split_unit(line)[1] for line in above if _BRACKETED.search(line))
        said = [unit for unit in bracketed if unit and stated_units(unit)][:1]
    said += [match["unit"] for line in below for match in UNIT_NOTE.finditer(line) if is_unit(match["unit"])]
    return "、".join(dict.fromkeys(said)) or None


def money_unit(lines: Iterable[str]) -> str:
    """The unit that a line gives to amounts of money alone: 金额单位：万元; empty where none does."""
    found = (match for line in lines for match in MONEY_UNIT.finditer(line))
    return next((match["unit"] for match in found if is_unit(match["unit"])), "")


def is_unit_caption(text: str) -> bool:
    """Whether the text gives the unit of the table: 单位：亿元 (单位：某某小学 does not)."""
    caption = UNIT_CAPTION.match(text.strip())
    return bool(caption) and bool(_captioned(text)) and len(text) <= _SHORT


def _captioned(line: str) -> str:
    """The unit of a caption; empty where it names none, but perhaps a place of work."""
    line = _TRANSLATED.sub("", line.strip())
    caption = UNIT_CAPTION.match(line)
    pairs = [("单位", caption[1])] if caption else []
    for key, value in [*pairs, *KEY_VALUE.findall(line)]:
        if UNIT_KEY.fullmatch("".join(key.split())) and (unit := _unit_named(key, value)):
            return unit
    return ""


def _unit_named(key: str, value: str) -> str:
    text = "".join(_value(value).rstrip(")）").split()) if "(" not in value and "（" not in value else _value(value)
    if units := stated_units(text):
        return "、".join(units)
    if not text or SEAL.search(value) or len(text) > _LONGEST_UNIT or any(character.isdigit() for character in text):
        return ""
    return "" if BODY.search(text) and "计量" not in key else text


def _value(text: str) -> str:
    return SEAL.sub("", text).strip()
