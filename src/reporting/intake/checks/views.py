"""Tables of a submission, and tables of the store, as checks see them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reporting.definitions.forms import ItemTable, RowTable
from reporting.intake.checks.base import CheckedTable
from reporting.intake.cleaning.tables.printed import PrintedShare, PrintedTotal

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
    numbers = {item.name for item in definition.items if item.kind in ("number", "integer", "percent")}
    given = zip(figures["item"], figures["value"], figures["text"], strict=True)
    frame = pd.DataFrame(
        {
            item: np.array([number], dtype="float64")
            if item in numbers
            else np.array([text if pd.isna(number) else number], dtype="object")
            for item, number, text in given
        }
    )
    places = zip(figures["sheet"], figures["cell"], strict=True)
    cells = dict(zip(figures["item"], places, strict=True))
    return CheckedTable(definition, frame, cells=cells, shares=tuple(shares))
