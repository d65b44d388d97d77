"""Sheets that are no tables: a form of labels with what is filled in beside each, or a table that lies on its side."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from reporting.workbooks.cells import is_blank
from reporting.workbooks.heading_keys import heading_keys
from reporting.workbooks.workbook import Sheet

__all__ = ["LabelForm", "label_form"]

LabelForm = Literal["beside", "sideways"]
"""`beside`: a value to the right of each label, 学校名称 | 某小学 | 学段 | 小学; `sideways`: a record a column."""

_HEAD = 200
"""Rows of a sheet that are looked at."""
_FEWEST = 4
"""Labels that a form has at least."""


def label_form(sheet: Sheet, known: Collection[str]) -> LabelForm | None:
    """What form of labels a sheet is; None where it is none. Asked of sheets in which no table is known.

    Args:
        sheet: as it was read.
        known: keys of the headings of forms that may be expected.
    """
    own, rows = set[str](), list[list[int]]()
    for row in sheet.rows[:_HEAD]:
        places = [at for at, value in enumerate(row) if _is_label(value, known)]
        if not places:
            continue
        ends = [*places[1:], len(row)]
        filled = [sum(not is_blank(one) for one in row[at + 1 : end]) for at, end in zip(places, ends, strict=True)]
        if any(count == 0 for count in filled[:-1]):
            # a label beside a label heads columns
            return None
        own.update(key for at in places for key in heading_keys(str(row[at]))[:1])
        rows.append(filled)
    if len(own) < _FEWEST or len(rows) < 2:
        return None
    lone = [filled[0] for filled in rows if len(filled) == 1]
    return "sideways" if len(lone) == len(rows) and 2 * sum(count > 1 for count in lone) > len(lone) else "beside"


def _is_label(value: object, known: Collection[str]) -> bool:
    return isinstance(value, str) and bool(value) and any(key in known for key in heading_keys(value))
