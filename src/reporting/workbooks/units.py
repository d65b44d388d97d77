"""Units of measure, where people put them: after a heading, in a row of their own, above the table."""

from __future__ import annotations

import re
import unicodedata

_UNIT = re.compile(
    r"(?:[十百千万亿]{0,2}(?:人次?|名|元|所|个|家|户|件|起|份|次|场|节|课时|门|册|套|台|项|条|篇|例|班|校|天|日|周|月|年|小时|时|分钟|分|秒|岁"
    r"|平方米|公顷|亩|米|公里|千米|吨|公斤|千克|克|户次|场次|节次|人年)|[万亿]|[%‰]|百分点|美元|指数|倍)"
)
_COMPOUND = re.compile(rf"{_UNIT.pattern}(?:[/·每*×]{{1,2}}(?:{_UNIT.pattern}|生|学期|学年|人|校|师|周|班))*")
_BRACKETS = re.compile(r"^(.*?)\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】)\s*[:*]?$", re.DOTALL)
_LONGEST = 200
"""Characters of the longest heading: a longer text is prose, and not searched for brackets."""
_OPTIONS = re.compile(r"[^/;；]{1,12}(?:/[^/;；]{1,12}){1,8}")


def is_unit(text: str) -> bool:
    """Whether the text is a unit of measure: 人, 万元, %, 元/生·学期."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").strip("()")
    return bool(plain) and _COMPOUND.fullmatch(plain) is not None


def is_options(text: str) -> bool:
    """Whether the text lists what may be filled in: 是/否, 小学/初中/九年一贯制."""
    plain = unicodedata.normalize("NFKC", text).replace("\n", "").replace(" ", "")
    return _OPTIONS.fullmatch(plain) is not None


def split_unit(heading: str) -> tuple[str, str | None]:
    """A heading without its bracketed unit or options, and that unit (options too); None where there is none.

    `县(市、区)` keeps its brackets: what they hold is no unit.
    """
    plain = " ".join(unicodedata.normalize("NFKC", heading).split())
    match = _BRACKETS.match(plain) if len(plain) <= _LONGEST else None
    if not match or not match[1].strip():
        return plain, None
    inner = next(group for group in match.groups()[1:] if group is not None)
    inner = re.sub(r"^\s*单位\s*:\s*", "", "".join(inner.split()))
    if is_unit(inner) or is_options(inner):
        return match[1].strip(), inner
    return plain, None
