"""In what unit the numbers of a table are: as the cell beside them, their heading, or the lines of the table say."""

from __future__ import annotations

from reporting.definitions.place_names import PlaceNames
from reporting.workbooks.layout import Column, Table
from reporting.workbooks.tables import MONEY_UNIT_KEY
from reporting.workbooks.units import is_money, is_options, is_same_unit, is_unit, stated_units

__all__ = ["stated_unit"]


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
    if beside and heading and not is_same_unit(beside, heading):
        return f"{beside}、{heading}"
    if beside or heading:
        return beside or heading
    if table.unit and not (names and not stated_units(table.unit) and names.code(table.unit)):
        return table.unit
    money = table.captions.get(MONEY_UNIT_KEY, "")
    return money if money and is_money(wanted) else ""
