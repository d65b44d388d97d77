"""Whether a row among the rows of a table is the heading of another table: told by what stands above and below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.table import Row
from reporting.workbooks.layouts.words import BODY, GAP
from reporting.workbooks.units import split_unit
from reporting.workbooks.workbook import Sheet

__all__ = ["heads_other_rows", "is_body", "is_named_alike"]

_HEADS = re.compile(
    r"(?:数|率|额|量|积|比|比例|占比|费|经费|名称|姓名|类别|类型|性质|情况|人次|时间|日期|年份|单价|总价|编号|代码|备注)$"
)
"""How headings end, and no answer does."""
_FEW = 3
"""Rows below that are looked at."""


def heads_other_rows(sheet: Sheet, row: int, above: Sequence[Row], *, gap: bool) -> bool:
    """Whether a row of short texts is a heading, of rows of another kind than those above it.

    It is one where columns that held numbers hold words below it, or the other way round; where its words, above
    numbers, end as headings do; and behind a blank row where the rows above are of schools or places one and all, and
    neither it nor the rows below it are. A row of words in place of numbers (未报, 撤并) is none of these.

    Args:
        sheet: that the row is on.
        row: its number; it looks like a header by itself.
        above: rows of the table, the last ones.
        gap: whether a blank row stands between.
    """
    cells = _filled(sheet, row)
    texts = [shown(value) for value in cells.values()]
    below = [found for number in range(row + 1, row + 1 + _FEW) if len(found := _filled(sheet, number)) > 1]
    if len(above) < 2 or len(below) < 2 or len(set(texts)) < len(texts) or any(GAP.fullmatch(text) for text in texts):
        return False
    label, *others = cells
    names = [shown(one.at(label)) for one in above]
    here = [shown(cells[label]), *(shown(one.get(label, "")) for one in below)]
    if is_named_alike(here[0], names):
        return False
    numeric = [column for column in others if _kind([one.at(column) for one in above]) == "number"]
    if numeric:
        kinds = {column: _kind([one.get(column, "") for one in below]) for column in others}
        turned = any(kinds[column] == "text" for column in numeric) or any(
            kinds[column] == "number" and _kind([one.at(column) for one in above]) == "text" for column in others
        )
        named = all(_HEADS.search(split_unit(shown(cells[column]))[0]) for column in others)
        return turned or (named and any(kind == "number" for kind in kinds.values()))
    return gap and all(map(is_body, names)) and not any(map(is_body, here))


def is_named_alike(label: str, names: Sequence[str]) -> bool:
    """Whether a row stands under the name of a school or a place as all the rows above it do: 丙校 below 甲校, 乙校."""
    return bool(names) and is_body(label) and all(map(is_body, names))


def is_body(name: str) -> bool:
    """Whether a name ends as those of offices, schools and places do."""
    return len(name) > 1 and BODY.search(name) is not None


def _filled(sheet: Sheet, row: int) -> Mapping[int, CellValue]:
    if row > sheet.height:
        return {}
    return {index: value for index, value in enumerate(sheet.rows[row - 1], 1) if not is_blank(value)}


def _kind(values: Sequence[CellValue]) -> str:
    """``number`` or ``text``, where all that is filled is one or the other; empty where it is mixed or blank."""
    kinds = {"text" if isinstance(value, str) else "number" for value in values if not is_blank(value)}
    return kinds.pop() if len(kinds) == 1 else ""
