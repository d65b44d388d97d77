"""Sheets that are no tables: a form of labels with what is filled in beside each, or a table that lies on its side."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from reporting.workbooks.cells import is_blank
from reporting.workbooks.layouts.heading_keys import heading_keys, known_keys
from reporting.workbooks.layouts.table import Layout, Table
from reporting.workbooks.workbook import Sheet

__all__ = ["LabelForm", "label_form"]

LabelForm = Literal["beside", "sideways"]
"""`beside`: a value to the right of each label, 学校名称 | 某小学 | 学段 | 小学; `sideways`: a record a column."""

_HEAD = 200
"""Rows of a sheet that are looked at."""
_FEWEST = 4
"""Labels that a form has at least."""


def label_form(sheet: Sheet, layout: Layout, known_headings: Collection[str]) -> LabelForm | None:
    """What form of labels a sheet is; None where it is none, or holds a table with several headings of a form.

    Args:
        sheet: as it was read.
        layout: its tables.
        known_headings: of forms that may be expected.
    """
    if any(len(table.rows) > _HEAD for table in layout.tables):
        return None
    known = known_keys(known_headings)
    if any(_heads(table, known) for table in layout.tables):
        return None
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


def _heads(table: Table, known: Collection[str]) -> bool:
    """Whether two of the first columns of a table are headings of a form, and no values beside labels."""
    names = [column.path[-1] for column in table.columns[:_FEWEST] if column.path]
    return sum(_is_label(name, known) for name in names) > 1 and all(_is_label(name, known) for name in names[1:3])


def _is_label(value: object, known: Collection[str]) -> bool:
    return isinstance(value, str) and bool(value) and any(key in known for key in heading_keys(value))
