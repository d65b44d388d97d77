"""What is left of a table when what its errors are about is taken out; as typed, everything stays."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.definitions.forms import RowTable
from reporting.intake.findings import Finding

__all__ = ["disbelieved", "without"]


def without(frame: pd.DataFrame, definition: RowTable, errors: Sequence[Finding]) -> pd.DataFrame:
    """What is left of the rows: those whose identity is in doubt are out, and cells in doubt are without a value."""
    mine = [finding for finding in errors if finding.table == definition.name and finding.row is not None]
    if not mine:
        return frame
    places = list(zip(frame["sheet"], frame["row_number"], strict=True))
    at = {place: position for position, place in enumerate(places)}
    frame = frame.reset_index(drop=True)
    for finding in mine:
        position = at.get((finding.sheet, finding.row or 0))
        if position is None:
            continue
        for name in finding.cells:
            if f"{name}_state" in frame:
                frame.loc[position, name] = pd.NaT if _is_date(definition, name) else None
                frame.loc[position, f"{name}_state"] = "unreliable"
                if f"{name}_qualifier" in frame:
                    frame.loc[position, f"{name}_qualifier"] = None
    whole = [finding for finding in mine if not finding.cells]
    bad = {place for finding in whole for place in ((finding.sheet, finding.row), *finding.also)}
    return frame[[place not in bad for place in places]].reset_index(drop=True)


def _is_date(definition: RowTable, name: str) -> bool:
    return definition.field(name).kind == "date"


def disbelieved(figures: pd.DataFrame, errors: Sequence[Finding]) -> pd.DataFrame:
    """The figures, those that an error is about without a value; as typed they stay."""
    bad = {(finding.table, name) for finding in errors for name in finding.cells or (finding.field,) if name}
    hit = [pair in bad for pair in zip(figures["table_name"], figures["item"], strict=True)]
    if any(hit):
        figures = figures.copy()
        figures.loc[hit, ["value", "text"]] = None
        figures.loc[hit, "state"] = "unreliable"
    return figures
