"""From a number of a report back to the cells it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from reporting.definitions.forms import Forms, ItemTable, RowTable
from reporting.store.view import View

__all__ = ["TRACE_COLUMNS", "trace"]

TRACE_COLUMNS = (
    "table", "field", "heading", "entity", "submission", "revision", "file", "sha256", "received_at", "sheet", "cell",
    "typed", "read", "state", "unit", "basis",
)  # fmt: skip


def trace(view: View, forms: Forms, county: str, period: str, fields: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Every cell that stands behind some fields of a county's current submissions for a period.

    Args:
        view: the store as of a moment.
        forms: which tables there are.
        county: its code, or the city's for what the bureau itself sent.
        period: as the store writes it.
        fields: names of a table and of a field or item; those that a table does not have are passed over.

    Returns:
        One row a cell, `TRACE_COLUMNS`: ``heading`` and ``cell`` are empty for a field whose column was not in the
        sheet, ``entity`` names the row, ``typed`` is what the clerk wrote, ``read`` what was understood (text in
        both cases), ``unit`` and ``basis`` in which unit and by what rule it counts. In the order of ``fields``,
        then of the sheet.
    """
    files = view.submissions().set_index("submission")[["revision", "file", "sha256", "received_at"]]
    parts = [
        part
        for table, names in _grouped(fields).items()
        for part in _cells(view, forms.table(table), county, period, names)
    ]
    filled = [part for part in parts if not part.empty]
    if not filled:
        return pd.DataFrame(columns=list(TRACE_COLUMNS))
    return pd.concat(filled, ignore_index=True).join(files, on="submission")[list(TRACE_COLUMNS)]


def _grouped(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for table, name in dict.fromkeys(fields):
        grouped.setdefault(table, []).append(name)
    return grouped


def _cells(
    view: View, table: RowTable | ItemTable, county: str, period: str, names: list[str]
) -> Iterator[pd.DataFrame]:
    if isinstance(table, ItemTable):
        yield from _figures(view, table, county, period, names)
        return
    rows = view.rows(table.name, counties=[county], periods=[period])
    for submission in rows["submission"].unique():
        mine = rows[rows["submission"] == submission]
        keys = ["sheet", "row_number"]
        typed = mine[keys].merge(view.typed(table.name, submission), on=keys, how="left")
        columns = view.columns(submission)
        columns = columns[columns["table_name"] == table.name]
        entity = mine[table.entity[-1]].tolist() if table.entity else [""] * len(mine)
        known = {field.name: field for field in table.fields}
        for name in (name for name in names if name in known):
            places = columns[columns["field"] == name].set_index("sheet")
            letters = mine["sheet"].map(places["letter"]).fillna("")
            yield pd.DataFrame(
                {
                    "table": table.name,
                    "field": name,
                    "heading": mine["sheet"].map(places["heading"]).fillna("").tolist(),
                    "entity": entity,
                    "submission": submission,
                    "sheet": mine["sheet"].tolist(),
                    "cell": [
                        f"{letter}{number}" if letter else ""
                        for letter, number in zip(letters, mine["row_number"], strict=True)
                    ],
                    "typed": typed[name].fillna("").tolist(),
                    "read": [
                        _written(value) + mark for value, mark in zip(mine[name], _marks(mine, name), strict=True)
                    ],
                    "state": mine[f"{name}_state"].tolist(),
                    "unit": known[name].unit,
                    "basis": "",
                }
            )


def _figures(view: View, table: ItemTable, county: str, period: str, names: list[str]) -> Iterator[pd.DataFrame]:
    figures = view.figures(table.name, counties=[county], periods=[period])
    labels = {item.name: item.label for item in table.items}
    for name in names:
        mine = figures[figures["item"] == name]
        yield pd.DataFrame(
            {
                "table": table.name,
                "field": name,
                "heading": labels.get(name, ""),
                "entity": "",
                "submission": mine["submission"].tolist(),
                "sheet": mine["sheet"].tolist(),
                "cell": mine["cell"].tolist(),
                "typed": mine["typed"].fillna("").tolist(),
                "read": [
                    _written(text if pd.isna(value) else value) + (qualifier or "")
                    for value, text, qualifier in zip(mine["value"], mine["text"], mine["qualifier"], strict=True)
                ],
                "state": mine["state"].tolist(),
                "unit": mine["unit"].tolist(),
                "basis": mine["basis"].tolist(),
            }
        )


def _marks(rows: pd.DataFrame, name: str) -> list[str]:
    """What the numbers of a field came with (余, 约); empty for exact ones."""
    marks = rows.get(f"{name}_qualifier", [""] * len(rows))
    return [mark if isinstance(mark, str) else "" for mark in marks]


def _written(value: object) -> str:
    """A value as text; a missing one is empty."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
