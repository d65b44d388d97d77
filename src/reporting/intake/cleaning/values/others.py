"""A number of others than those asked about: 56名学生 under 专任教师数, 12类 under 课程门数, 周五 under 每周天数.

Beside the number that a reading would take there may be the one that is asked for (86人，其中专任80人), or another
that holds as well (2小时，冬季1.5小时): then nobody can tell which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from math import prod

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.numerals import in_digits
from reporting.intake.cleaning.values.spoken import without_marks
from reporting.workbooks.units import conversion, is_money

__all__ = ["counts_others", "lacks_all", "says_another"]

_COUNTED = re.compile(
    r"[\d一二三四五六七八九十百千两余多](?:个|名|位)?(?P<what>大?类|点|班|级|期|届|轮|组|批|[一-鿿]{1,6})$"
)
_NO_COUNT_OF = frozenset({"类", "大类", "点", "班", "级", "期", "届", "轮", "组", "批"})
"""What is counted by words that no unit is made of: kinds, places, classes."""
_PUPILS, _TEACHERS = re.compile("学生|同学|学员|[名位]生"), re.compile("教师|老师|教职工|教员")
_A_WEEKDAY = re.compile(r"每?(?:周|星期|礼拜)[一二三四五六日天]|(?:周|星期|礼拜)[1-7]")
_CLAUSES = re.compile(r"(?<!\d),|,(?!\d)|[;)]|(?=其中)|(?=\()")
_HEAD = re.compile(r"[^\d]*(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d]*)")
_ALONE = re.compile(r"(?:即|也就是|折合|合|共|约|实)*(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d]{0,3})")
_AMONG = re.compile(
    r"(?<![\d.:第周年\-–—~至到、])(?P<number>\d+(?:\.\d+)?)(?![\d.:])(?P<unit>个?(?:小时|分钟|天|日|元|h|min)|$|(?=[^\d年月日号周级班点时度学个课节第:\-–—~至到、])(?=[^\d]*$))"
)
_PARTS_OF_IT = re.compile("^(?:其?中?含|包括|包含|折合|相当于|较|比|同比|环比|上[月期年周])")
_ABOUT = re.compile("(?:左右|上下|以[上下内]|余|多)$")
_PER_OTHER = re.compile(r"\((?:[每按/]|元/)?个?(?:月|日|天|次|节|课时|课|周|小时|学?年)\)")
"""For what a price is, behind it: 60（每月）."""
_COMMON = frozenset({"学生", "教师", "学校", "人数", "人员", "次数", "数量", "情况", "合计", "总数", "年级"})
"""What labels have in common with each other: it tells no number from another."""
_NOBODY = re.compile(r"(?:本校|我校|学校|均|都)?(?:无人|没人|没有人|未聘请?|不聘请?|没聘请?|没有聘请?)")
_NONE_OF = re.compile(r"(?:本校|我校|学校|暂时?|目前)?(?:无|没有|没)(?P<what>[一-鿿]{2,8})")


def counts_others(typed: str, unit: str, label: str) -> bool:
    """Whether a text names a number of something else than its label asks for.

    Args:
        typed: the cell.
        unit: that the number is wanted in.
        label: what the column or item is called.
    """
    plain, name = without_marks(typed), narrow(label)
    if unit.partition("/")[0] in ("天", "日") and _A_WEEKDAY.fullmatch(plain):
        return True
    bare = plain.partition("(")[0]
    match = _COUNTED.search(bare)
    alone = len(re.findall(r"\d+", bare)) <= 1
    if match and alone and match["what"] in _NO_COUNT_OF and match["what"] not in name + unit:
        return True
    pupils, teachers = _PUPILS.search(bare), _TEACHERS.search(bare)
    asks_pupils, asks_teachers = "生" in name, "师" in name or "教职" in name
    return bool(
        (pupils and not teachers and asks_teachers and not asks_pupils)
        or (teachers and not pupils and asks_pupils and not asks_teachers)
    )


def says_another(typed: str, unit: str, label: str) -> bool:
    """Whether a text has, beside its first number, the one that is asked for, or another of the same kind.

    Args:
        typed: the cell.
        unit: that the number is wanted in.
        label: what the column or item is called.
    """
    plain, base = in_digits(without_marks(typed)), unit.partition("/")[0]
    name = re.sub(r"\([^()]*\)", "", narrow(label))
    clauses = [one for one in _CLAUSES.split(plain) if one]
    at = next((at for at, one in enumerate(clauses) if re.search(r"\d", one)), None)
    if at is None:
        return False
    head, rest = clauses[at], [one for one in clauses[at + 1 :] if re.search(r"\d", one)]
    if is_money(base) and "/" in unit and _PER_OTHER.search(plain):
        return True
    first = _HEAD.fullmatch(head)
    rest = [one for one in rest if not first or not _comes_to(one, Fraction(first["number"]))]
    own = {pair for at in range(len(name) - 1) if (pair := name[at : at + 2]).isalpha()} - _COMMON
    if any(pair in one for one in rest for pair in own) and not any(pair in head for pair in own):
        return True
    amount = _in_base(first, base) if first else None
    if amount is None:
        return False
    return any(
        (other := _in_base(match, base)) is not None and abs(other - amount) > 1e-6
        for one in rest
        for match in _others_in(one, base)
    )


def _comes_to(clause: str, amount: Fraction) -> bool:
    """Whether the numbers of a clause are the parts or the factors of an amount: 50（语文20、数学30）, 150（5×30）."""
    numbers = [Fraction(one) for one in re.findall(r"\d+(?:\.\d+)?", clause)]
    return len(numbers) > 1 and amount in (sum(numbers), prod(numbers))


def _others_in(clause: str, base: str) -> Iterable[re.Match[str]]:
    """The numbers of a clause that may be another value: of a measure all, of a count one alone in brackets."""
    bare = clause.lstrip("(")
    if _is_measure(base):
        return [] if _PARTS_OF_IT.match(bare) else _AMONG.finditer(bare)
    match = _ALONE.fullmatch(bare) if bare != clause else None
    return [match] if match else []


def _is_measure(base: str) -> bool:
    return base in ("天", "日", "小时", "分钟") or is_money(base)


def _in_base(match: re.Match[str], base: str) -> float | None:
    """How much a number with its unit is in the unit wanted; None where it is of another kind. A bare one is in it."""
    own = _ABOUT.sub("", match["unit"].removeprefix("个"))
    if base in ("天", "日") and own in ("小时", "分钟", "h", "min"):
        return None
    if base in ("小时", "分钟", "h") and own in ("天", "日"):
        return None
    factor = 1 if not own or own == base else conversion(own, base)
    return None if factor is None else float(match["number"]) * float(factor)


def lacks_all(typed: str, label: str) -> bool:
    """Whether a text says that there is none of what its label asks for: 无外聘 under 外聘人员, 未聘, 无人."""
    plain = without_marks(typed)
    if _NOBODY.fullmatch(plain):
        return True
    match = _NONE_OF.fullmatch(plain)
    return match is not None and match["what"] in narrow(label)
