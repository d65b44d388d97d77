"""Cells as people say them: 三百二十人, 每周5天, 1个半小时, 320（含寄宿）, 免费. Asked where a plain reading fails.

Each way of saying it becomes a plain one, which is then read as ever: nothing is told by likeness. What stood there
besides the value is said, so that nobody takes a remark for read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reporting.definitions.widths import narrow
from reporting.workbooks.units import is_money, is_unit

__all__ = ["in_digits", "said_otherwise", "without_marks", "without_notes", "without_remark"]

_DIGITS = {
    **dict(zip("〇零○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两俩", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True)),
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERAL = re.compile(r"[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖两俩十拾百佰千仟\d]+")
_MARKS = ".。;；、,，!！:：/\"'“”‘’`=_*- "
_SIMPLE = str.maketrans("學區鎮鄉縣辦國無開貫時點約個課師間", "学区镇乡县办国无开贯时点约个课师间")
_REMARK = re.compile(r"(?P<value>[^()]+)\((?P<remark>[^()]*)\)(?P<rest>[^()\d]{0,4})")
_WHOSE = re.compile(
    r"^(?:全校|本校|学校|我校)?(?:在校|现有|共有|总计|共计|合计|计|有|为|是)?(?:专任|专职|在编|在岗)?"
    r"(?:学生|教师|在校生|师生|教职工)?(?:共|计|为|:)?"
)
_PEOPLE = re.compile(r"(?<=\d)(?:名|位|个)[一-鿿]{0,6}(?:生|师|学|员|人|长)$|(?<=\d)[生师]$")
_PAUSE = re.compile(r"(?<=[^\d,])[,;](?=[^\d,]).*$")
_PER_DAY = re.compile(r"^(?:每天|每日|日均|平均每天)|(?:/|每)(?:每)?[天日]$")
_PER_WEEK = re.compile(r"^(?:每周|一周|每星期|周均)|(?:/|每)(?:每)?(?:周|星期)$")
_PER_PUPIL = re.compile(r"^(?:(?:每|人均|生均)(?:生|人|学生|学期|期)?)+|(?:/|每)(?:[/每·]*(?:生|人|学生|学期|期))+$")
_MONEY = re.compile(r"^(?:人民币|rmb|cny|[¥￥])", re.IGNORECASE)
_FREE = frozenset({"免费", "不收费", "未收费", "免", "免收", "无收费", "不收取", "未收取", "没有收费", "全免"})
_WEEKDAYS = re.compile(r"(?:周|星期|礼拜)?([一二三四五六])[-~至到](?:周|星期|礼拜)?([一二三四五六日天])")
_HALF = re.compile(r"(\d+)个半(小时|钟头)|(\d+)(?:个)?(?:小时|钟头|h)半|(半)个?(?:小时|钟头)")
_HOURS = re.compile(r"(\d+)(?:个)?(?:小时|钟头|时|h)(?:零)?(\d{1,2})(?:分钟?|min)?", re.IGNORECASE)


def in_digits(text: str) -> str:
    """The text with its Chinese numerals as digits: 三百二十 and 3百20 are 320, 三二〇 too; 一百二 stays as it is."""
    return _NUMERAL.sub(lambda match: _western(match[0]) or match[0], text)


def without_marks(text: str) -> str:
    """The text, half width, without white space, traditional characters and the marks around it that say nothing."""
    return narrow(text).translate(_SIMPLE).lstrip(_MARKS.replace("-", "")).rstrip(_MARKS)


def without_notes(text: str) -> str:
    """The text without the raised and circled figures of footnotes: 486① is 486, and no 4861."""
    return "".join(one for one in text if unicodedata.category(one) != "No")


def without_remark(text: str) -> str:
    """The text without what stands in brackets behind it; the same where there is none, or where a unit does."""
    match = _REMARK.fullmatch(text)
    if match is None or is_unit(match["remark"]) or match["remark"].isdigit():
        return text
    return match["value"] + match["rest"]


def said_otherwise(text: str, unit: str) -> Iterator[tuple[str, bool]]:
    """Plain ways of writing a number, the likeliest first, each with whether something besides was left out.

    Args:
        text: as typed.
        unit: that is wanted: what is said of a day, a week or a pupil has to go with it.
    """
    plain = without_marks(text)
    base = unit.partition("/")[0]
    if is_money(base) and plain in _FREE:
        yield "0", False
        return
    bare = _PAUSE.sub("", without_remark(plain))
    bare = _PEOPLE.sub("人", bare) if base == "人" else bare.removesuffix("制")
    digits = in_digits(bare)
    if base in ("天", "日") and (days := _WEEKDAYS.fullmatch(bare)):
        yield str("一二三四五六日".index(days[2].replace("天", "日")) - "一二三四五六日".index(days[1]) + 1), False
        return
    for way in (digits, in_digits(_without_per(bare, unit))):
        for told in dict.fromkeys((way, _WHOSE.sub("", way, count=1))):
            yield told.removesuffix("整").replace("上下", "左右"), bare != plain or told != digits
            if (hours := _half(told)) or (hours := _hours(told)):
                yield hours, bare != plain or told != digits


def _without_per(plain: str, unit: str) -> str:
    """Without 每天, /周 or 每生, where these go with the unit that is wanted."""
    base, _, below = unit.partition("/")
    if base in ("小时", "分钟"):
        return _PER_DAY.sub("", plain)
    if base in ("天", "日"):
        return _PER_WEEK.sub("", plain)
    if is_money(base):
        plain = _MONEY.sub("", plain)
        return _PER_PUPIL.sub("", plain) if below else plain
    return plain


def _half(plain: str) -> str:
    match = _HALF.fullmatch(plain)
    return f"{int(match[1] or match[3] or 0) + 0.5}小时" if match else ""


def _hours(plain: str) -> str:
    match = _HOURS.fullmatch(plain)
    return f"{60 * int(match[1]) + int(match[2])}分钟" if match and int(match[2]) < 60 else ""


def _western(numeral: str) -> str:
    """A numeral in digits; empty where it is none, or leaves open what it means (一百二)."""
    if numeral.isdigit() and numeral.isascii():
        return numeral
    if not any(step in numeral for step in _STEPS):
        # 五六人 are five or six
        said = len(numeral) == 1 or any(one in "〇零○" for one in numeral)
        return "".join(str(_DIGITS.get(one, one)) for one in numeral) if said else ""
    total, number, zero, last = 0, "", False, 0
    for one in numeral:
        if one in _STEPS:
            step = _STEPS[one]
            if last and step >= last:
                return ""
            total += (int(number) if number else 1) * step
            number, zero, last = "", False, step
        elif one in "〇零○" and not number:
            zero = True
        elif number and not one.isascii():
            return ""
        else:
            number += one if one.isascii() else str(_DIGITS[one])
    if number and last > 10 and not zero and len(number) == 1:
        return ""
    return str(total + int(number or 0))
