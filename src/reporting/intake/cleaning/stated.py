"""In what unit the numbers of a table are: as the cell beside them, their heading, or the lines of the table say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.workbooks.layout import Column, Table
from reporting.workbooks.tables import MONEY_UNIT_KEY
from reporting.workbooks.units import is_money, is_options, is_same_unit, is_unit, stated_units

__all__ = ["derived_in_title", "stated_unit"]

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
        return table.unit
    money = table.captions.get(MONEY_UNIT_KEY, "")
    return money if money and is_money(wanted) else ""


def derived_in_title(title: str, labels: Sequence[str]) -> str:
    """The word by which a title makes a figure another one: 人均 before what the figure is called, 指数 behind it.

    Args:
        title: of the table.
        labels: what the figure is called; one that has the word itself is of such figures anyway.
    """
    plain = narrow(title)
    for label in map(narrow, labels):
        match = re.search(
            rf"(?P<per>{_PER}){re.escape(label)}|{re.escape(label)}[^,、;。\d]{{0,4}}?(?P<of>{_OF})", plain
        )
        word = (match["per"] or match["of"]) if match else ""
        if word and not any(word in narrow(one) for one in labels):
            return word
    return ""


_PER = "人均|户均|生均|师均|校均|班均|日均|周均|月均|年均|单位面积"
_OF = "指数|增速|增长率|增长速度|增幅|增减率|比重|占比|比例|构成|位次|排名|名次|同比|环比|同期"
