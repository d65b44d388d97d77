"""The one figure that the lines above a table name, where its headings name none: 2021—2023年各市外资情况."""

from __future__ import annotations

import re

from reporting.definitions.forms import ItemTable
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import fold
from reporting.intake.recognition.item_labels import item_of_path
from reporting.intake.recognition.names import parted_period, without_ranges
from reporting.workbooks.layouts.table import Table
from reporting.workbooks.units import split_unit

__all__ = ["captioned_item"]

_TITLE_HEAD = re.compile(
    r"^(?:附?表\d*(?:-\d+)*[:：]?|历年|主要年份|近年来?|各(?:地|市|州|县|区|省|盟|旗|县\(市、?区\))+|分地区|分县区|分市县|全市|全省|全国)*"
)
_TITLE_TAIL = re.compile(r"(?:情况|统计|一览|汇总|数据|明细|基本|表)*$")


def captioned_item(table: Table, definition: ItemTable, names: PlaceNames) -> str | None:
    """The one item that the lines above a table name as that of all its figures."""
    texts = [*table.captions.values(), table.title, *(line.text for line in table.dropped if line.reason == "title")]
    found = {item for text in texts if (item := _item_in(text, names, definition))}
    return found.pop() if len(found) == 1 else None


def _item_in(text: str, names: PlaceNames, definition: ItemTable) -> str | None:
    return item_of_path([text], definition) or item_of_path([_bare(text, names)], definition)


def _bare(text: str, names: PlaceNames) -> str:
    """A title without what surrounds the name of a figure: 2021—2023年各市外资情况 is 外资."""
    plain = re.sub(r"\([^()]*\)", "", without_ranges(split_unit(text)[0]))
    for whole in (names.name(names.city), *names.city_aliases):
        plain = plain.replace(fold(whole), "")
    _, plain = parted_period(plain, months=True)
    _, plain = parted_period(plain, months=False)
    return _TITLE_TAIL.sub("", _TITLE_HEAD.sub("", fold(plain).strip()))
