"""Periods as they are named in titles, headings and file names, and what is left of a text without them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import TypeAlias

from reporting.definitions.periods import Period
from reporting.definitions.widths import fold, narrow
from reporting.workbooks.cells import CellValue, shown

__all__ = [
    "YearOfMonths",
    "may_name_period",
    "parted_period",
    "period_label",
    "periods_in",
    "without_ranges",
    "without_words",
    "years_in",
]

YearOfMonths: TypeAlias = int | Mapping[int, int] | None
"""The year of months that stand alone: one for all, or one for each; None where it is not told."""
_MAY_BE_PERIOD = re.compile(
    r"[12１２][\d０-９]{3}|[12]\d年|[\d０-９一二三四五六七八九十]月|[二一][〇零○一二三四五六七八九]{3}"
)
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[二][〇○零一二三四五六七八九]{3}年")
_CHINESE_MONTH = re.compile(r"(?<=年)(十[一二]?|[一二三四五六七八九])月")
_DATED_MONTH = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:年(?P<word>1[0-2]|0?[1-9])月(?:份?|[0-3]?\d日)"
    r"|[-./_](?P<dashed>1[0-2]|0[1-9])(?:[-./_][0-3]?\d)?|(?P<digits>1[0-2]|0[1-9])(?:[0-3]\d)?)(?!\d)"
)
_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)年?度?(?!\d)(?!年?(?:以来|度?第?[一二三四1-4]季|[上下]半年|\d{1,2}[-~至]\d{1,2}月))"
)
_RANGE = re.compile(
    r"(?<!\d)(?:19|20)\d\d年?度?(?:\d{1,2}月份?)?[-~至到]+(?:(?:19|20)\d\d年?度?(?:\d{1,2}月份?)?|\d{1,2}月份?)(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d年?[-~至到/]+(?:(?:19|20)\d\d|\d\d)(?=学年)"
)
"""2008-2023年, 2022年1月至6月, 2022/2023学年: from when to when, and no one period."""
_PART = re.compile(r"季|半年|旬|\d{1,2}[-~至]\d{1,2}月|比|同期|增|预计|计划")
"""What makes of a period a part of it, or another figure."""
_ANY_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=年|$|\D)")
_LABEL_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:\.0|年度?|年[末底])?|'?(?P<short>[12]\d)年度?")
_LABEL_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:年(?P<word>1[0-2]|0?[1-9])月份?|[-/](?P<dashed>1[0-2]|0?[1-9])"
    r"|[.](?P<point>1[0-2]|0[1-9])|(?P<digits>1[0-2]|0[1-9])(?:\.0)?)"
)
_SHORT_YEAR = re.compile(r"^(?=[12]\d年\d{1,2}月)")
_ISSUE = re.compile(r"\((?:初步|初核|终核|快报|年报|修订|核定|最终|调整)数?\)$")
"""How far the figures of a period are settled: 2022年(快报数)."""
_LABEL_MONTH_ALONE = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?:月份?|\.0)?")


def may_name_period(text: str) -> bool:
    """Whether a period may stand in a text; quick, for it is asked of every heading."""
    return _MAY_BE_PERIOD.search(text) is not None


def periods_in(text: str, *, months: bool) -> tuple[Period, ...]:
    """The periods that a text names without doubt, each once: 2022年4月, 2022-04, 202204, 二〇二二年四月.

    ``2022.4`` is left out (it may be October, its zero lost), and so is a month without a year.

    Args:
        text: a title, a caption, a file name.
        months: whether periods are months; else years are looked for.
    """
    plain = _western(narrow(text))
    if not months:
        return tuple(dict.fromkeys(Period(match["year"]) for match in _YEAR.finditer(plain)))
    return tuple(
        dict.fromkeys(
            Period.of(int(match["year"]), int(match["word"] or match["dashed"] or match["digits"]))
            for match in _DATED_MONTH.finditer(plain)
        )
    )


def without_ranges(text: str) -> str:
    """A title without the spans of time that it names (2008—2023年): they say of no one period."""
    return _RANGE.sub(" ", _western(narrow(text)))


def period_label(value: CellValue, *, months: bool, year: YearOfMonths = None) -> Period | None:
    """The period that a heading or a cell is, all of it; None for anything that says more or less.

    Args:
        value: 2022年4月, 2022-04, 202204 or a date where periods are months; 2022, 2022年, 2022年度 where years.
        months: whether periods are months.
        year: of a month that stands alone (4月).
    """
    if isinstance(value, dt.date):
        return Period.of(value.year, value.month) if months and 1949 <= value.year < 2100 else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    plain = _ISSUE.sub("", _western(narrow(shown(value))))
    if not months:
        match = _LABEL_YEAR.fullmatch(plain)
        return Period(match["year"] or f"20{match['short']}") if match else None
    plain = _SHORT_YEAR.sub("20", plain)
    if match := _LABEL_MONTH.fullmatch(plain):
        month = match["word"] or match["dashed"] or match["point"] or match["digits"]
        # 2022.1 as a number may be October, its zero lost; 2022.10 as a number cannot be kept.
        return Period.of(int(match["year"]), int(month))
    alone = _LABEL_MONTH_ALONE.fullmatch(plain) if year is not None and "月" in plain else None
    own = year.get(int(alone["month"])) if alone and isinstance(year, Mapping) else year
    return Period.of(own, int(alone["month"])) if alone and isinstance(own, int) else None


def parted_period(text: str, *, months: bool) -> tuple[Period | None, str]:
    """The one period that a heading names beside other words, and those words: 2023年外资 is 2023 and 外资.

    Neither is found where several are named, or a part of one (2023年一季度).
    """
    plain = _western(narrow(text))
    pattern = _DATED_MONTH if months else _YEAR
    found = list(pattern.finditer(plain))
    if len(found) != 1 or _PART.search(plain):
        return None, text
    (match,) = found
    rest = (plain[: match.start()] + plain[match.end() :]).replace("()", "").strip("_-:,、 ")
    if rest and re.search(r"\d\d", rest):
        return None, text
    return periods_in(match[0], months=months)[0], rest


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, each once, spans of time left out."""
    return tuple(dict.fromkeys(int(match["year"]) for match in _ANY_YEAR.finditer(without_ranges(text))))


def without_words(text: str, words: Collection[str], *, months: bool) -> str:
    """A title or file name, folded, with blanks where periods and words stand that are known to be no names.

    Of 叶县2022年4月学校台账 it leaves 叶县, if 学校台账 is among the words.
    """
    plain = _YEAR.sub(" ", (_DATED_MONTH if months else _YEAR).sub(" ", without_ranges(fold(text))))
    for word in sorted(map(fold, words), key=len, reverse=True):
        plain = plain.replace(word, " ")
    return plain


def _western(text: str) -> str:
    """Years and months in Chinese numerals as digits."""

    def month(match: re.Match[str]) -> str:
        tens, ones = match[1].startswith("十"), match[1].removeprefix("十")
        return f"{10 * tens + int(ones.translate(_CHINESE_DIGITS) or 0)}月"

    text = _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE_DIGITS), text)
    return _CHINESE_MONTH.sub(month, text)
