"""Hidden rows beside visible ones of the same school or county: the visible row is the one that is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reporting.intake.findings import Finding, located, say
from reporting.workbooks.layouts.table import Row

__all__ = ["hidden_findings", "visible_rows"]


def visible_rows(
    rows: Sequence[Row], whose: Callable[[Row], object] = lambda row: ""
) -> tuple[Sequence[Row], tuple[int, ...]]:
    """The rows without hidden ones that a visible row says again, and the numbers of those.

    Args:
        rows: of a table.
        whose: the school or county of a row; None for a row that names none.
    """
    if not any(row.hidden for row in rows):
        return rows, ()
    shown = {owner for row in rows if not row.hidden and (owner := whose(row)) is not None}
    left = tuple(row.number for row in rows if row.hidden and whose(row) in shown)
    return [row for row in rows if row.number not in left], left


def hidden_findings(sheet: str, left: Sequence[int]) -> Iterator[Finding]:
    """What is said of hidden rows that are not read."""
    if left:
        message = say("hidden_row_twice", rows="、".join(map(str, left)))
        yield Finding("notice", "hidden_row_twice", located(message, sheet, f"A{left[0]}"), sheet, f"A{left[0]}")
