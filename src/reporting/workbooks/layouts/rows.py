"""What a row of a table's body is: data, or a total, a band, a sample, a note, a footer."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.workbooks.cells import CellValue, is_blank, shown
from reporting.workbooks.layouts.captions import is_unit_caption
from reporting.workbooks.layouts.merges import Merges
from reporting.workbooks.layouts.stacked import is_body
from reporting.workbooks.layouts.table import Column, Reason
from reporting.workbooks.layouts.words import (
    ATTACHMENT,
    AVERAGE,
    BAND,
    CHANGE,
    CONTINUED,
    DATE,
    FOOTER,
    MARKED,
    NOTE,
    PROSE,
    SAMPLE,
    SUBTOTAL,
    SUMMARY,
    TOTAL,
)

_LEADING = 4
"""Columns among which a row is named."""
_SHORT = 40
"""Characters of a cell that can still be a mark; a longer one is prose."""


def body_reason(
    values: Sequence[CellValue], row: int, columns: Sequence[Column], merges: Merges, before: Reason | None
) -> Reason | None:
    """Why a row below a header is no data; None if it is data.

    Args:
        values: the cells of the row, from column A.
        row: its number.
        columns: of the table.
        merges: of the sheet.
        before: the reason of the row above; None if that is data.
    """
    count = len(values) - values.count("")
    if count > 2 and not MARKED.search("\n".join([v for v in values if isinstance(v, str) and v])):
        return None
    cells = {index: value for index, value in enumerate(values, 1) if not is_blank(value)}
    if not cells:
        return "blank"
    return _marked(cells, row, columns) or _lone(cells, row, columns, merges, before)


def caption_reason(texts: Sequence[str]) -> Reason:
    """What a row outside any table is."""
    if not texts:
        return "blank"
    if any(is_unit_caption(text) for text in texts) and len(texts) <= 2:
        return "unit" if all(is_unit_caption(text) for text in texts) else "title"
    if ATTACHMENT.match(texts[0]):
        return "title"
    return "note" if NOTE.match(texts[0]) or (len(texts) == 1 and PROSE.search(texts[0])) else "title"


def _marked(cells: dict[int, CellValue], row: int, columns: Sequence[Column]) -> Reason | None:
    """What the words of a row say that it is."""
    first = min(cells)
    texts = {index: shown(value) for index, value in cells.items() if isinstance(value, str)}
    if any(len(text) <= _SHORT and SAMPLE.search(text) for text in texts.values()):
        return "sample"
    labels = _labels(cells)
    if any(TOTAL.match(text) for text in labels):
        return "total"
    if any(SUBTOTAL.match(text) for text in labels):
        return "subtotal"
    if labels and any(SUMMARY.fullmatch(text) for text in labels[:2]):
        return "note"
    if first in texts and NOTE.match(texts[first]) and len(cells) <= 2:
        return "note"
    keys = sum(bool(FOOTER.search(text)) for text in texts.values())
    if keys and (first in texts and FOOTER.search(texts[first])):
        return "footer"
    if len(cells) == 1 and first in texts and is_unit_caption(texts[first]):
        return "unit"
    return None


def names_a_change(values: Sequence[CellValue]) -> bool:
    """Whether a row is called 增长, 同比, 占比: a figure of its own in a table whose rows are figures."""
    labels = _labels({index: value for index, value in enumerate(values, 1) if not is_blank(value)})
    return any(CHANGE.fullmatch(text) for text in labels[:2])


def average_label(values: Sequence[CellValue]) -> int:
    """The column of the cell that calls a row an average (校均, 初中平均), 0 where none does."""
    for index, value in enumerate(values[:_LEADING], 1):
        if isinstance(value, str) and "均" in value and AVERAGE.fullmatch("".join(value.split())):
            return index
    return 0


def averages_bodies(values: Sequence[CellValue], label: int, others: Sequence[Sequence[CellValue]]) -> bool:
    """Whether a row that is called an average stands among rows of schools or places.

    Args:
        values: the cells of the row.
        label: the column that calls it so.
        others: rows above and below it. In a table of figures (人均 below 可支配收入) they name no school.
    """
    for at, value in enumerate(values[: label - 1]):
        if isinstance(value, str) and is_body(shown(value)) and all(one[at] != value for one in others):
            # a school of its own, and 校均 an answer of it
            return False
    open_columns = [at for at, value in enumerate(values[:_LEADING]) if is_blank(value) or at == label - 1]
    return any(isinstance(one[at], str) and is_body(shown(one[at])) for one in others for at in open_columns)


def _labels(cells: dict[int, CellValue]) -> list[str]:
    """The texts before the first number, at most three: where a total is named, white space left out."""
    labels: list[str] = []
    for value in cells.values():
        if not isinstance(value, str):
            if labels:
                break
            continue
        labels.append("".join(value.split()))
        if len(labels) == 3:
            break
    return [text for text in labels if len(text) <= _SHORT]


def _lone(
    cells: dict[int, CellValue], row: int, columns: Sequence[Column], merges: Merges, before: Reason | None
) -> Reason | None:
    """What a row with a single filled cell is: a band, the rest of a note, or a poor row of data."""
    if len(cells) > 1 or len(columns) < 2:
        return None
    ((index, value),) = cells.items()
    if not isinstance(value, str):
        return None
    text = shown(value)
    if DATE.fullmatch(text):
        return "footer"
    if CONTINUED.fullmatch(text):
        return "note"
    if PROSE.search(text) and not BAND.match(text):
        return "note"
    if before in ("note", "footer"):
        return "note"
    merged = merges.width(row, index)
    if merged > 1 and 2 * merged >= len(columns):
        return "note" if len(text) > 2 * _SHORT else "band"
    if BAND.match(text):
        return "band"
    return None
