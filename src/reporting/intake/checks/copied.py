"""A table that says of every row what was sent for an earlier period: likely the old file under a new title."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class CopiedRule(Rule):
    """Not every row equals its row of the period before; asked of tables of at least ``least`` rows."""

    least: int = Field(ge=2)


def copied(rule: CopiedRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """One violation for a table all of whose values stand in the last one sent, row by row."""
    if len(table.frame) < rule.least:
        return
    earlier = context.earlier(table.definition.name)
    if earlier is None or len(earlier.table.frame) != len(table.frame):
        return
    # the store has the county of each row, also where the sheet does not say it
    places = {field.name for field in getattr(table.definition, "fields", ()) if field.kind == "county"}
    both = {*table.frame.columns} & {*earlier.table.frame.columns} - places
    names = [name for name in table.labels if name in both]
    numbers = [name for name in names if pd.api.types.is_float_dtype(table.frame[name])]
    if any(_differ(table.numbers(name), earlier.table.numbers(name)) for name in numbers):
        return
    if numbers and table.frame[numbers].notna().any(axis=None) and _said(table, names) == _said(earlier.table, names):
        facts = {"found": str(len(table.frame)), "period": earlier.period.label("zh-Hans")}
        yield Violation(None, "", facts)


def _differ(now: npt.NDArray[np.float64], then: npt.NDArray[np.float64]) -> bool:
    """Whether a column says another thing, whatever the order of its rows; quick, for most do."""
    return not np.array_equal(np.sort(now), np.sort(then), equal_nan=True)


def _said(table: CheckedTable, names: list[str]) -> list[tuple[str, ...]]:
    """What the rows say, whatever their order."""
    columns = [["" if pd.isna(value) else str(value) for value in table.frame[name]] for name in names]
    return sorted(zip(*columns, strict=True))


COPIED = CheckKind(CopiedRule, copied, says=frozenset({"found", "period"}))
