"""A list of figures that lies on its side: items as columns, 数值 and 单位 as rows."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.definitions.forms import ItemTable
from reporting.intake.cleaning.unit_cells import unit_cell
from reporting.intake.recognition.crossed import Crossed, PlacedCell
from reporting.intake.recognition.item_labels import says_now, says_so_far, wide_columns
from reporting.workbooks.cells import shown
from reporting.workbooks.heading_keys import heading_keys
from reporting.workbooks.layout import Row, Table

__all__ = ["turned_table"]


def turned_table(table: Table, definition: ItemTable) -> Crossed | None:
    """The figures of a table whose columns are items, and each of whose rows says what it gives of them.

    Of 本月 and 累计 each item takes its own. None where the rows are anything else, such as counties or schools, or
    where two give the same.
    """
    rows = _rows(table, definition)
    if rows is None or "value" not in rows:
        return None
    wide = [one for one in wide_columns(table, definition) if not one.share]
    columns, items = [one.column for one in wide], [one.item for one in wide]
    if len(items) < 2 or len(set(items)) < len(items) or table.columns[0] in columns:
        return None

    def said(role: str, index: int) -> str:
        return shown(rows[role].at(index)) if role in rows else ""

    cells = []
    for item, column in zip(items, columns, strict=True):
        is_so_far = "so_far" in rows and definition.item(item).basis == "cumulative"
        row = rows["so_far" if is_so_far else "value"]
        unit, basis, note = (said(role, column.index) for role in ("unit", "basis", "note"))
        typed, beside = row.at(column.index), unit_cell(unit, "")
        cells.append(PlacedCell(item, None, None, row, column, typed, beside, basis=basis, note=note))
    return Crossed(tuple(cells), {}, {}, (), frozenset())


def _rows(table: Table, definition: ItemTable) -> Mapping[str, Row] | None:
    """What each row gives → the row; None where one gives something else, or two the same."""
    wanted = {
        "value": definition.value_heading,
        "unit": definition.unit_heading,
        "basis": definition.basis_heading,
        "note": definition.note_heading,
    }
    roles = {key: role for role, headings in wanted.items() for text in headings for key in heading_keys(text)}
    found: dict[str, Row] = {}
    for row in table.rows:
        label = shown(row.at(table.columns[0].index))
        plain = "value" if says_now(label) else "so_far" if says_so_far(label) else ""
        role = next((roles[key] for key in heading_keys(label) if key in roles), plain)
        if not role or role in found:
            return None
        found[role] = row
    return found
