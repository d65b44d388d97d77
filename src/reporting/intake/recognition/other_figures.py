"""Rows that give other numbers than the places or schools around them: 目标值, 上年同期; and 全市, their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.intake.findings import Finding, located, say
from reporting.workbooks.layouts.words import AVERAGE

__all__ = ["aside_finding", "gives_other_figures", "place_of_row"]

_OTHERS = re.compile(
    r"(?:全?年度?|本年|年初|月度?|考核|约束性?|省定|市定|预期)?(?:目标|计划|任务|指标任务|预[计算期]|标准|基准|参考)(?:任务|要求)?(?:数|值|量|线|情况)?"
    r"|(?:较|比|与)?[上去前](?:年|月|期|季度?|学期|学年)(?:同期|同月|末|底|全年)?(?:数|值|数量|数值|情况|累计|增减|增长)?"
    r"|同期(?:数|值)?|(?:同比|环比|增减|增长|增幅|增速|完成|占比|比重|达标|达成)(?:进度|增长|增减|增速|变化|比例|情况)?(?:数|值|量|率|额)?"
    r"|序时进度|差[值额距]|排名|位次|名次|满分|分值|权重"
    r"|(?:全国|全[省市县区]|各[县市区]|[省市]|总体)?(?:平均|均值|中位)(?:值|数|水平)?|全国|全省|省级|国家"
)
"""Targets, another period, change, rank, an average, or a place that this one lies in."""
_WHOLE = re.compile(r"全[市州盟](?:总?数|情况)?|全地区")
_AROUND = re.compile(r"\(.*\)|[%±:]")


def gives_other_figures(label: str) -> bool:
    """Whether a row gives other figures than those asked for, be they of the period, of a place or of a school."""
    said = _AROUND.sub("", narrow(label))
    return _OTHERS.fullmatch(said) is not None or AVERAGE.fullmatch(said) is not None


def place_of_row(label: str, names: PlaceNames) -> str | None:
    """The place whose figures a row gives: one that is known, or among such the city, where it says 全市."""
    return names.code(label) or (names.city if _WHOLE.fullmatch(_AROUND.sub("", narrow(label))) else None)


def aside_finding(rows: Mapping[int, str], sheet: str, letter: str) -> Iterator[Finding]:
    """A notice that names rows which give other figures, and where they stand; nothing where there are none.

    Args:
        rows: number of the row → what it is called.
        letter: of the column that names them.
    """
    if rows:
        cells, typed = " ".join(f"{letter}{number}" for number in rows), "、".join(dict.fromkeys(rows.values()))
        yield Finding(
            "notice", "row_aside", located(say("row_aside", names=typed), sheet, cells), sheet, cells, found=typed
        )
