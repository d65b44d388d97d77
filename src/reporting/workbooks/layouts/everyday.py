"""Headings as people write them from memory: 3-6年级 for 三至六年级, 是否建立作业公示制度 for 作业公示.

Two headings that come out alike are the same; nothing is ever matched by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from reporting.workbooks.layouts.heading_keys import LONGEST_HEADING, folded
from reporting.workbooks.units import UnitWords, split_unit, vocabulary

__all__ = ["everyday", "unambiguous"]

_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")
_COUNTED = re.compile(
    r"[〇零一二两三四五六七八九](?=[〇零一二两三四五六七八九]*(?:[-~至到、,/和][〇零一二两三四五六七八九\d]+)?(?:年级|天|小时|周|次|门|节|日))"
)
_SPAN = re.compile(r"(?<=\d)[-~至到](?=\d)")
_GRADES = re.compile(r"(\d)[-、,/和](\d)(?=年级)")
_MARKS = re.compile(r"[()\[\]【】〔〕{}<>《》“”\"'、,，。.:：;；/\\_*·\s]+")
_ASKS = re.compile(r"^(?:是否|有无|是不是|有没有|能否)")
_ASKED_LATE = re.compile(r"^([^()]{2,})(?:是否|有无)(?:已经?)?([^()]+)$")
"""课后服务是否开展 asks 是否开展课后服务."""
_JOINS = re.compile(r"(?<=[一-鿿])[的或](?=[一-鿿])")
_DOES = re.compile(r"^(?:为|属于?)?(?:已经|已|均|都)?(?:建立|制定|实行|实施|落实|执行|做到|开展|设立|有)?(?:了)?")
_ENDS = re.compile(r"(?:是否|情况|制度|机制|工作|人数|总数|数量|数|学校|的)$")
_HINT_WORDS = (
    r"(?:请|需|须|应)?(?:填写?|输入|选择|用)?(?:(?:规范|标准|学校)?(?:全称|全名|名称)|(?:[必选]|非必|可不)填项?|数字|整数|阿拉伯数字|汉字"
    r"|文本(?:格式)?|下拉(?:选择|选项|框)?|[可]?[单多]选|[点勾]选|打[√勾]|自动(?:计算|生成)|勿[改动]|[以与]公章(?:为准|一致)"
    r"|\d{1,2}位(?:数字?|代?码|编码)?|[顿逗、，]号?(?:分隔|隔开|分开))"
)
_HINT = re.compile(rf"\s*[(（【\[]{_HINT_WORDS}(?:[,，、;；]{_HINT_WORDS})*[)）】\]]$")
"""How a cell is to be filled in, behind what it is: 学校名称（全称，必填）."""
_SHORTEST = 2
"""Characters that have to be left of a heading."""


def everyday(heading: str) -> str:
    """What is left of a heading when the ways of writing it are taken away."""
    return _everyday(heading, vocabulary())


@lru_cache(maxsize=4096)
def _everyday(heading: str, _words: UnitWords) -> str:
    if len(heading) > LONGEST_HEADING:
        return folded(split_unit(heading)[0])
    plain = folded(split_unit(_HINT.sub("", heading.rstrip()))[0])
    plain = plain.replace("—", "-").replace("–", "-").replace("－", "-")
    plain = _COUNTED.sub(lambda match: match[0].translate(_DIGITS), plain)
    plain = _SPAN.sub("-", plain)
    plain = _GRADES.sub(_neighbours, plain)
    plain = _MARKS.sub("", _ASKED_LATE.sub(r"是否\2\1", plain))
    plain = _JOINS.sub("", plain)
    for pattern in (_ASKS, _DOES):
        plain = _stripped(pattern, plain)
    while (shorter := _stripped(_ENDS, plain)) != plain:
        plain = shorter
    return plain


def unambiguous(names: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """What comes out of headings, and the one thing that it names; what would name two is left out.

    Args:
        names: headings, each with what it names.
    """
    found: dict[str, set[str]] = {}
    for heading, name in names:
        found.setdefault(everyday(heading), set()).add(name)
    return {key: next(iter(meant)) for key, meant in found.items() if len(meant) == 1}


def _neighbours(match: re.Match[str]) -> str:
    """1-2年级 and 一、二年级 are 一二年级; 3-6年级 stays a span."""
    first, last = match[1], match[2]
    if int(last) - int(first) == 1:
        return first + last
    return f"{first}-{last}" if "-" in match[0] else first + last


def _stripped(pattern: re.Pattern[str], plain: str) -> str:
    shorter = pattern.sub("", plain)
    return shorter if len(shorter) >= _SHORTEST else plain
