"""A list of figures that lies on its side: items as columns, 数值 and 单位 as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reporting.definitions.forms import ItemTable
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.intake.cleaning.tables.unit_cells import unit_cell
from reporting.intake.recognition.crossed import Crossed, PlacedCell
from reporting.intake.recognition.item_labels import says_now, says_so_far, wide_columns
from reporting.intake.recognition.names import period_label
from reporting.intake.recognition.other_figures import gives_other_figures
from reporting.intake.recognition.periods import year_of_table
from reporting.workbooks.cells import shown
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.table import Row, Table

__all__ = ["turned_table"]


def turned_table(table: Table, definition: ItemTable, names: PlaceNames) -> Crossed | None:
    """The figures of a table whose columns are items, and each of whose rows says what it gives of them.

    Of 本月 and 累计 each item takes its own; rows of months (3月, 4月) are of those. Targets, another period's figures
    and changes beside them are left. None where the rows are anything else, such as counties or schools, or where two
    give the same.

    Args:
        table: as it was found.
        definition: whose items are looked for.
        names: of units; the city's periods are months or years.
    """
    rows, left = _rows(table, definition, names)
    periods = [role for role in rows if isinstance(role, Period)]
    if ("value" in rows) == bool(periods):
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
        unit, basis, note = (said(role, column.index) for role in ("unit", "basis", "note"))
        beside = unit_cell(unit, "")
        own: Sequence[str | Period] = periods or ["so_far" if is_so_far else "value"]
        for role in own:
            period = role if isinstance(role, Period) else None
            typed = rows[role].at(column.index)
            cells.append(PlacedCell(item, None, period, rows[role], column, typed, beside, basis=basis, note=note))
    shown_too = frozenset({"periods"} if periods and not definition.period_heading else ())
    return Crossed(tuple(cells), {}, {}, (), shown_too, rows_left=left)


def _rows(
    table: Table, definition: ItemTable, names: PlaceNames
) -> tuple[Mapping[str | Period, Row], Mapping[int, tuple[str, str]]]:
    """What each row gives → the row, and rows of other figures; none where one gives anything else, or two the same."""
    wanted = {
        "value": definition.value_heading,
        "unit": definition.unit_heading,
        "basis": definition.basis_heading,
        "note": definition.note_heading,
    }
    roles = {key: role for role, headings in wanted.items() for text in headings for key in heading_keys(text)}
    year = year_of_table(table)
    found: dict[str | Period, Row] = {}
    left: dict[int, tuple[str, str]] = {}
    first = table.columns[0]
    for row in table.rows:
        label = shown(row.at(first.index))
        plain = "value" if says_now(label) else "so_far" if says_so_far(label) else ""
        role: str | Period = next((roles[key] for key in heading_keys(label) if key in roles), plain)
        role = role or period_label(row.at(first.index), months=names.months, year=year) or ""
        if not role and gives_other_figures(label):
            left[row.number] = (first.letter, label)
        elif not role or role in found:
            return {}, {}
        else:
            found[role] = row
    return found, left
