"""What the headings of a column say of it: that it is of another time, of others than are asked for, or how many."""

from __future__ import annotations

import re

from reporting.workbooks.layouts.heading_keys import own_words
from reporting.workbooks.layouts.table import Column
from reporting.workbooks.units import split_unit

__all__ = ["is_of_what_is_asked"]

_OF_ANOTHER = re.compile(
    r"[上去前下明](?:年|月|期|季度|学期|学年|年度|半年|周)|同期|计划|目标|预[计期测]|[拟应]有?数|核定|编制|规划|历史"
    r"|增[长减幅速]|同比|环比|占比|比重|排名"
)
_OF_SOME = re.compile(
    r"[一二三四五六七八九]年级|[男女]生|寄宿生|住宿生|走读生|留守|随迁|残疾|困难|贫困|建档|毕业班|[小初高]中?部|幼儿园|高中"
)
_WHETHER, _HOW_MANY = re.compile(r"^是否|[(（]是/否[)）]"), re.compile(r"(?:[人总次]数|数量|金额|经费)$")
_TEACHERS, _PUPILS = re.compile("教师|教职工|师资"), re.compile("学生|在校生")


def is_of_what_is_asked(column: Column, heading: str) -> bool:
    """Whether nothing in the headings of a column makes it another than the field with that heading.

    在校学生数 below 上学期 is of then, below 增长 a change, below 一年级 of some; 参加人数 below 教师 is of teachers;
    读物清理数量 says how many, and not whether.
    """
    *over, own = own_words(column.path) or ("",)
    if _WHETHER.search(heading) and _HOW_MANY.search(split_unit("".join(own.split()))[0]):
        return False
    parents = "".join("".join(over).split())
    if any(word not in heading for word in (*_OF_ANOTHER.findall(parents), *_OF_SOME.findall(parents))):
        return False
    of_teachers, of_pupils = _TEACHERS.search(parents) is not None, _PUPILS.search(parents) is not None
    asks_teachers, asks_pupils = "师" in heading or "教职" in heading, "生" in heading
    if of_teachers == of_pupils or asks_teachers == asks_pupils:
        return True
    return of_teachers == asks_teachers
