"""A total row prints the sum of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain
from reporting.intake.cleaning.tables.printed import PrintedTotal


class TotalRowRule(Rule):
    """Every number of a total row is the sum of its table or of more of them, of a subtotal row that of its rows."""


def total_row(rule: TotalRowRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Numbers of total rows that are no sum."""
    if table.frame.empty:
        return
    subtotals = sorted({total.row for total in table.totals if total.reason == "subtotal"})
    for total in table.totals:
        sums = [_sum(table, total, *span) for span in _spans(total, subtotals)]
        if total.reason == "total":
            # a sheet that sums up the others
            sums.append(float(np.nansum(table.numbers(total.field))))
        if total.number not in sums:
            facts = {"found": plain(total.number), "sum": plain(sums[0]), "field": table.labels[total.field]}
            yield Violation(None, total.field, facts, cell=f"{total.letter}{total.row}", sheet=total.sheet)


def _spans(total: PrintedTotal, subtotals: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows that a total may add up: of its table or of all above it, or for a subtotal those up to its neighbours."""
    if total.reason == "total":
        yield total.first_row, total.last_row
        # tables of one kind stand below each other, and the last line adds up all of them
        yield 1, total.row
        return
    yield max((row for row in subtotals if row < total.row), default=total.first_row), total.row
    yield total.row, min((row for row in subtotals if row > total.row), default=total.last_row)


def _sum(table: CheckedTable, total: PrintedTotal, first: int, last: int) -> float:
    rows = (table.frame["sheet"] == total.sheet) & table.frame["row_number"].between(first, last)
    return float(np.nansum(table.numbers(total.field)[rows.to_numpy()]))


TOTAL_ROW = CheckKind(
    TotalRowRule,
    total_row,
    says=frozenset({"found", "sum", "field"}),
)
