"""Tables of a submission, and tables of the store, as checks see them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.definitions.forms import ItemTable, RowTable
from reporting.intake.checks.base import CheckedTable
from reporting.intake.printed import PrintedShare, PrintedTotal

__all__ = ["checked_items", "checked_rows"]


def checked_rows(
    definition: RowTable, rows: pd.DataFrame, columns: pd.DataFrame, totals: Sequence[PrintedTotal] = ()
) -> CheckedTable:
    """A row table; frames as `reporting.store.submissions.Submission` has them."""
    letters = {
        (str(sheet), str(field)): str(letter)
        for sheet, field, letter in zip(columns["sheet"], columns["field"], columns["letter"], strict=True)
    }
    return CheckedTable(definition, rows.reset_index(drop=True), letters=letters, totals=tuple(totals))


def checked_items(definition: ItemTable, figures: pd.DataFrame, shares: Sequence[PrintedShare] = ()) -> CheckedTable:
    """An item table as one row: each item's number, or its text where it has no number."""
    values = figures["value"].astype("object").where(figures["value"].notna(), figures["text"])
    numbers = {item.name for item in definition.items if item.kind in ("number", "integer", "percent")}
    frame = pd.DataFrame(
        {
            item: pd.Series([value], dtype="float64" if item in numbers else "object")
            for item, value in zip(figures["item"], values, strict=True)
        }
    )
    places = zip(figures["sheet"], figures["cell"], strict=True)
    cells = dict(zip(figures["item"], places, strict=True))
    return CheckedTable(definition, frame, cells=cells, shares=tuple(shares))
