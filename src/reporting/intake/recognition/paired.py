"""Figures each of which stands beside its label, in a list or form without headings: 专题会议 | 3 | 推门听课 | 40."""

from __future__ import annotations

from reporting.definitions.forms import ItemTable
from reporting.intake.recognition.crossed import Crossed, PlacedCell
from reporting.intake.recognition.item_labels import item_of_path
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.table import Column, Row, Table
from reporting.workbooks.units import is_unit

__all__ = ["paired_figures"]


def paired_figures(table: Table, definition: ItemTable) -> Crossed | None:
    """The figures of a table without headings, one to the right of each label, perhaps with its unit behind it.

    None where less than two items are named, where anything else stands between two labels, or nothing does.
    """
    if table.header_rows is not None:
        return None
    cells: list[PlacedCell] = []
    for row in table.rows:
        found = _pairs(row, table.columns, definition)
        if found is None:
            return None
        cells += found
    return Crossed(tuple(cells), {}, {}, (), frozenset()) if len({cell.item for cell in cells}) > 1 else None


def _pairs(row: Row, columns: tuple[Column, ...], definition: ItemTable) -> list[PlacedCell] | None:
    filled = [column for column in columns if not is_blank(row.at(column.index))]
    texts = {column.index: shown(row.at(column.index)) for column in filled if isinstance(row.at(column.index), str)}
    items = {index: item_of_path([text], definition) for index, text in texts.items()}
    pairs: list[PlacedCell] = []
    while filled:
        label, *filled = filled
        item = items.get(label.index)
        until = next((at for at, one in enumerate(filled) if items.get(one.index)), len(filled))
        beside, filled = filled[:until], filled[until:]
        unit = shown(row.at(beside[1].index)) if len(beside) > 1 else ""
        if item is None or len(beside) not in (1, 2) or (unit and not is_unit(unit)):
            # a label that no form knows says nothing of its value
            if item is None and not pairs and not filled:
                continue
            return None
        value = beside[0]
        pairs.append(PlacedCell(item, None, None, row, value, row.at(value.index), unit))
    return pairs
