"""A total row is held against the rows it totals."""

from __future__ import annotations

from typing import Literal

import pytest
from tests.unit.intake.checks.conftest import Found, Table

from reporting.intake.cleaning.tables.printed import PrintedTotal


def total(number: float, reason: Literal["total", "subtotal"] = "total", row: int = 8) -> PrintedTotal:
    return PrintedTotal("enrolled", number, reason, "学校台账", "K", row, 3, 7)


def test_a_wrong_total_is_found_at_its_cell(found: Found) -> None:
    (finding,) = found("ledger_total_row", Table(totals=(total(11),), enrolled=[1, 2, 3, 4]))
    assert (finding.cell, finding.found) == ("K8", "11")
    assert "10" in finding.message
    assert found("ledger_total_row", Table(totals=(total(10),), enrolled=[1, 2, 3, 4])) == []


@pytest.mark.parametrize("row", [2, 8])
def test_a_total_may_stand_above_or_below(found: Found, row: int) -> None:
    assert found("ledger_total_row", Table(totals=(total(10, row=row),), enrolled=[1, 2, 3, 4])) == []


def test_a_subtotal_adds_up_its_neighbours_above_or_below(found: Found) -> None:
    # Rows 3 and 4, a subtotal, rows 6 and 7, a subtotal; or the subtotals before their rows.
    rows = {"row_number": [3, 4, 6, 7], "enrolled": [1, 2, 3, 4]}
    below = (total(3, "subtotal", 5), total(7, "subtotal", 8))
    assert found("ledger_total_row", Table(totals=below, **rows)) == []
    above = (total(3, "subtotal", 2), total(7, "subtotal", 5))
    assert found("ledger_total_row", Table(totals=above, **rows)) == []
    (finding,) = found("ledger_total_row", Table(totals=(below[0], total(10, "subtotal", 8)), **rows))
    assert finding.found == "10"


def test_the_last_total_may_add_up_the_tables_above_it_too(found: Found) -> None:
    """A county with its primary and its junior schools below each other would be told that its 总计 is wrong."""
    rows = {"row_number": [3, 4, 10, 11], "enrolled": [1, 2, 3, 4]}

    def last(number: float) -> PrintedTotal:
        return PrintedTotal("enrolled", number, "total", "学校台账", "K", 12, 10, 11)

    assert found("ledger_total_row", Table(totals=(last(10),), **rows)) == []
    assert found("ledger_total_row", Table(totals=(last(7),), **rows)) == []
    (finding,) = found("ledger_total_row", Table(totals=(last(9),), **rows))
    assert finding.found == "9"


def test_a_total_of_another_sheet_is_named_there_and_may_add_up_all_sheets(found: Found) -> None:
    """A sheet 汇总 would be told that its right total is wrong, at a cell of the sheet of the primary schools."""
    rows = {"sheet": ["小学", "小学", "初中"], "row_number": [3, 4, 3], "enrolled": [1, 2, 3]}

    def last(number: float) -> PrintedTotal:
        return PrintedTotal("enrolled", number, "total", "汇总", "C", 5, 3, 4)

    assert found("ledger_total_row", Table(totals=(last(6),), **rows)) == []
    (finding,) = found("ledger_total_row", Table(totals=(last(7),), **rows))
    assert (finding.sheet, finding.cell) == ("汇总", "C5")
    assert "汇总 C5" in finding.message
