"""Lines above and below a table: whose it is, of when, in what unit, who filled it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reporting.workbooks.units import is_unit, split_unit
from reporting.workbooks.words import FOOTER, KEY_VALUE, SEAL, UNIT_CAPTION


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


def caption_unit(lines: Sequence[str]) -> str | None:
    """The unit that lines above a table give it: 单位：亿元, or in brackets: 指标：年末常住人口(万人)."""
    for line in lines:
        caption = UNIT_CAPTION.match(line.strip())
        if caption and is_unit(caption[1]):
            return "".join(caption[1].split())
    for line in lines:
        _, unit = split_unit(line)
        if unit and is_unit(unit):
            return unit
    return None


def is_unit_caption(text: str) -> bool:
    """Whether the text gives the unit of the table: 单位：亿元 (单位：某某小学 does not)."""
    caption = UNIT_CAPTION.match(text.strip())
    return bool(caption) and is_unit(caption[1]) if caption else False


def _value(text: str) -> str:
    return SEAL.sub("", text).strip()
