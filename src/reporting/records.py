"""The rows of a frame as dictionaries, column by column: `DataFrame.to_dict` looks at every cell by itself."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["records"]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Column → cell of each row, with the values that ``to_dict("records")`` gives."""
    names = [str(name) for name in frame.columns]
    columns = (_cells(column) for _, column in frame.items())
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series[Any]) -> list[Any]:
    cells: list[Any] = column.tolist()
    return [None if cell is pd.NA else cell for cell in cells] if column.dtype == "boolean" else cells
