"""In what unit the numbers of a table are: as the cell beside them, their heading, or the lines of the table say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.workbooks.layouts.table import Column, Table
from reporting.workbooks.tables import MONEY_UNIT_KEY
from reporting.workbooks.units import conversion, is_money, is_options, is_same_unit, is_unit, split_unit, stated_units

__all__ = ["codes_are_noted", "derived_in_title", "stated_unit"]

_SCALES = frozenset({"十", "百", "千", "万", "十万", "百万", "千万", "亿"})
"""What a heading may give alone, the unit standing beside each number."""


def stated_unit(
    table: Table, column: Column | None, wanted: str, names: PlaceNames | None = None, beside: str = ""
) -> str:
    """The unit of a number, as stated, known or not; empty where nothing is stated.

    The nearest statement counts. Where the cell beside a number and its heading differ, both are given as a list,
    which nothing can be converted from.

    Args:
        table: with its captions.
        column: that the number stands in.
        wanted: the form's unit: what is said of money alone counts for money alone.
        names: of places, which may stand where a unit is expected (单位：叶县).
        beside: what the unit column says, as `unit_cell` reads it.
    """
    heading = column.unit or "" if column else ""
    if column and column.path and (noted := _noted_unit(table, split_unit(column.path[-1])[0])):
        return noted
    if heading and is_options(heading) and not is_unit(heading):
        heading = ""
    if beside and heading in _SCALES:
        # 数量（万） beside 次
        return beside if beside.startswith(heading) else heading + beside
    if beside and heading and not is_same_unit(beside, heading):
        return f"{beside}、{heading}"
    if beside or heading:
        return beside or heading
    if table.unit and not (names and not stated_units(table.unit) and names.code(table.unit)):
        return _of_several(table.unit, wanted)
    money = table.captions.get(MONEY_UNIT_KEY, "")
    return money if money and is_money(wanted) else ""


def _of_several(stated: str, wanted: str) -> str:
    """Of several units above a table (单位：人、天), the one that goes with the unit wanted; all where none does."""
    units = stated_units(stated) if wanted else ()
    base = wanted.partition("/")[0]
    if any(is_same_unit(unit, one) for unit in units for one in (wanted, base)):
        # 元 says no less than 元/生·学期
        return wanted
    fitting = [unit for unit in units if any(conversion(unit, one) is not None for one in (wanted, base))]
    return fitting[0] if len(fitting) == 1 else stated


def _noted_unit(table: Table, name: str) -> str:
    """The unit that a note below a table gives one of its columns: 每天时长以课时计."""
    wanted = narrow(name)
    if len(wanted) < 2:
        return ""
    for line in table.dropped:
        if line.reason == "note" and wanted in (text := narrow(line.text)):
            match = re.search(
                rf"{re.escape(wanted)}(?:一栏|一列|栏)?(?:均|都)?(?:以|按)(?P<unit>[^,，。;；计]{{1,6}})计", text
            )
            if match and is_unit(match["unit"]):
                return match["unit"]
    return ""


def codes_are_noted(table: Table, heading: str) -> bool:
    """Whether a heading or a note below a table says what figures mean, otherwise than 1 for yes and 0 for no."""
    texts = [heading, *(line.text for line in table.dropped if line.reason == "note")]
    return any(_CODES.search(narrow(text)) for text in texts)


_CODES = re.compile(
    r"(?:1|一)(?:表示|代表|为|是|=|:|填)?否|[02](?:表示|代表|为|=|:|填)?是|是(?:填|为|=|记)[02]|否(?:填|为|=|记)[12]"
)


def derived_in_title(title: str, labels: Sequence[str]) -> str:
    """The word by which a title makes a figure another one: 人均 before what the figure is called, 指数 behind it.

    Args:
        title: of the table.
        labels: what the figure is called; one that has the word itself is of such figures anyway.
    """
    plain = narrow(title)
    if (match := _ANOTHER.search(plain)) and not _BESIDE.search(plain):
        return match[0]
    for label in map(narrow, labels):
        match = re.search(
            rf"(?P<per>{_PER}){re.escape(label)}|{re.escape(label)}[^,、;。\d]{{0,4}}?(?P<of>{_OF})", plain
        )
        word = (match["per"] or match["of"]) if match else ""
        if word and not any(word in narrow(one) for one in labels):
            return word
    return ""


_ANOTHER = re.compile("(?:上年|去年|上月|前年)同期|上年数|目标(?:任务|分解|值|数)|任务分解|计划数|预[计测]数")
_BESIDE = re.compile("完成|进展|与|较|比|对照|执行|落实|及|和")
"""What says that a table has more than targets, or figures of last year."""
_PER = "人均|户均|生均|师均|校均|班均|日均|周均|月均|年均|单位面积"
_OF = "指数|增速|增长率|增长速度|增幅|增减率|比重|占比|比例|构成|位次|排名|名次|同比|环比|同期"
