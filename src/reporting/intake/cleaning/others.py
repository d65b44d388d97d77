"""A number of others than those asked about: 56名学生 under 专任教师数, 12类 under 课程门数, 周五 under 每周天数."""

from __future__ import annotations

import re

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.spoken import without_marks

__all__ = ["counts_others", "lacks_all"]

_COUNTED = re.compile(
    r"[\d一二三四五六七八九十百千两余多](?:个|名|位)?(?P<what>大?类|点|班|级|期|届|轮|组|批|[一-鿿]{1,6})$"
)
_NO_COUNT_OF = frozenset({"类", "大类", "点", "班", "级", "期", "届", "轮", "组", "批"})
"""What is counted by words that no unit is made of: kinds, places, classes."""
_PUPILS, _TEACHERS = re.compile("学生|同学|学员|[名位]生"), re.compile("教师|老师|教职工|教员")
_A_WEEKDAY = re.compile(r"每?(?:周|星期|礼拜)[一二三四五六日天]")
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


def lacks_all(typed: str, label: str) -> bool:
    """Whether a text says that there is none of what its label asks for: 无外聘 under 外聘人员."""
    match = _NONE_OF.fullmatch(without_marks(typed))
    return match is not None and match["what"] in narrow(label)
