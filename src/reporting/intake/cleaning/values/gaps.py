"""The ways of writing that there is no value, and what kind of gap each means."""

from __future__ import annotations

import re

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.cleaned import Cleaned, missing, read, unreadable

_SAME_AS_ABOVE = frozenset(
    {
        "同上",
        "〃",
        "″",
        "′′",
        '"',
        '""',
        "''",
        "\u201d",
        "同上行",
        "同上一行",
        "同前",
        "同前行",
        "如上",
        "与上同",
        "和上面一样",
        "ditto",
    }
)
_DITTO = re.compile(r"[-~.。(]*(?P<mark>[^-~.。()]+?)[-~.。)]*")

_NOT_APPLICABLE = frozenset(
    {
        "/",
        "\\",
        "//",
        "不适用",
        "不适用/",
        "/不适用",
        "不需填",
        "无需填",
        "无需填写",
        "n.a",
        "-/-",
        "不涉及",
        "n/a",
        "na",
        "无此项",
        "未开展",
        "未开设",
        "未实施",
        "未组织",
        "没有开展",
        "未开办",
    }
)
_NOT_SUBMITTED = frozenset(
    {
        "未报",
        "未上报",
        "没报",
        "没填",
        "不填",
        "空缺",
        "未定",
        "未知",
        "不详",
        "不清楚",
        "没有数据",
        "待统计",
        "统计中",
        "正在统计",
        "none",
        "未报送",
        "未提供",
        "未填",
        "未填报",
        "待报",
        "待补",
        "待定",
        "暂缺",
        "暂无",
        "暂无数据",
        "缺",
        "缺失",
        "null",
        "nan",
        "?",
    }
)
_NOT_COLLECTED = frozenset(
    {"未统计", "尚未统计", "暂未统计", "没统计", "未采集", "未收集", "未调查", "无数据", "无统计", "不统计"}
)
_SUPPRESSED = frozenset({"保密", "涉密"})
_OF_NO_SUCH = re.compile(
    r"(?:本校|我校|学校|该校|本县|我县|小学|初中|高中|中学|教学点)*(?:部|段|学校)?(?:均|都)?"
    r"(?:(?:无|没有|没|未设|不设|不含|没有设)(?:[此该本这相]|应的?)*"
    r"(?:[一二三四五六七八九两\d、,至到~-]*年级(?:学生|班)?|[低中高]{1,2}(?:年级|年段|段)(?:学生|班)?|学段|小学|初中|高中|小学部|初中部|小学段|初中段|项|项目|项工作|项内容|类|班级)"
    r"|(?:(?:不适用|不涉及|不存在)(?:[此该本这][项类])?|无[此该本这][项类]))(?:,?(?:不适用|不涉及|不填|无需填报?))?"
)
_OF_NOTHING_YET = re.compile(
    r"(?:数据)?(?:暂|尚|还|暂时)?(?:未|没有|没)(?:完成)?(?:统计|汇总|核定|核实|确定|收齐|上报|填报)(?:完成?|完毕|出来|好|数据)?"
    r"|(?:数据|数字|人数)?(?:正在|仍在|还在)?(?:统计|汇总|核定|核实|核对|收集|上报|整理|计算|申报|审批|审核|办理)(?:之)?中"
    r"|(?:数据|数字|人数)?(?:正在|待)(?:进一步)?(?:统计|汇总|核定|核实|核对|收集|上报|整理|补报?|补充|确认|公布|明确)(?:之中|中)?"
)
_NOT_DONE = re.compile("(?:暂时?|尚|还|目前|本期)*(?:未|没有?)(?:开设|开展|开办|实施|组织)(?:课程|活动|服务)?")
_ELSEWHERE = re.compile(
    r"(?:详?见|参见|参照|另附|后附|附|另见|见后)(?:[一-鿿\d]{0,8})(?:附件|附表|附页|备注|说明|清单|台账|表|文件|栏|后|单|报)\d*|附[件表]\d*"
)
_NONE = frozenset({"无", "没有", "空"})
_NONE_YET = frozenset({"暂无"})
_DASHES = frozenset("-–—―－_…·.~")
_SPELT = str.maketrans("∕╱⁄＼無項數據統計報", "///\\无项数据统计报")


def is_ditto(text: str) -> bool:
    """Whether a cell stands for the one above it: 同上, 〃, —〃—."""
    match = _DITTO.fullmatch(narrow(text).lower())
    return match is not None and match["mark"] in _SAME_AS_ABOVE


WORDS_FOR_NONE = tuple(
    sorted(_NOT_APPLICABLE | _NOT_SUBMITTED | _NOT_COLLECTED | _SUPPRESSED | _NONE | {"-", "—", "——"} | _SAME_AS_ABOVE)
)
"""What may be written where there is no value, as a template's rules let it pass."""


def gap(text: str, kind: str, *, is_count: bool = False) -> Cleaned | None:
    """The gap that a text stands for; None if it stands for a value.

    Args:
        text: as typed.
        kind: of the value wanted. 无 is an empty text or list, and no for a yes-or-no question, where 未开展
            is no as well.
        is_count: whether things are counted, of which 无 says that there are none.
    """
    plain = narrow(text).translate(_SPELT).lower().rstrip("。.") or narrow(text)
    if not plain:
        return missing("not_submitted", text)
    if plain in _NONE:
        return _none(text, kind, is_count=is_count)
    if plain in _NOT_APPLICABLE:
        return None if kind == "boolean" and plain.startswith(("未", "没")) else missing("not_applicable", text)
    if plain in _NOT_COLLECTED:
        return missing("not_collected", text)
    if kind == "boolean" and plain in _NONE_YET:
        # 暂无 may answer no, or say that nobody knows yet
        return unreadable("unreadable_boolean", text)
    if plain in _NOT_SUBMITTED:
        return missing("not_submitted", text)
    if kind not in ("text", "county") and (found := _worded(plain, text, kind)):
        return found
    if plain in _SUPPRESSED:
        return missing("suppressed", text)
    if set(plain) <= _DASHES:
        return missing("not_submitted", text, "dash")
    return None


def _worded(plain: str, text: str, kind: str) -> Cleaned | None:
    """A gap that is put in a sentence: 无此学段, 数据正在汇总, 见附件."""
    if len(plain) > _LONGEST:
        return None
    if _OF_NO_SUCH.fullmatch(plain):
        return missing("not_applicable", text)
    if kind != "boolean" and _NOT_DONE.fullmatch(plain):
        return missing("not_applicable", text)
    if kind != "boolean" and _OF_NOTHING_YET.fullmatch(plain):
        return missing("not_submitted", text)
    return unreadable("elsewhere", text) if _ELSEWHERE.fullmatch(plain) else None


_LONGEST = 20


def _none(text: str, kind: str, *, is_count: bool) -> Cleaned | None:
    if kind == "boolean":
        return None
    if kind == "text":
        return read("", text)
    if kind == "list":
        return read((), text)
    if is_count and text.strip() not in _EMPTY:
        return read(0 if kind == "integer" else 0.0, text, "none_as_zero")
    return missing("not_applicable", text, "none_as_number") if kind in _COUNTED else missing("not_applicable", text)


_EMPTY = frozenset({"空"})
"""What says that nothing was filled in, rather than that there is nothing."""
_COUNTED = frozenset({"integer", "number", "percent"})
