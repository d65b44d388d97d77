"""A month of the demonstration as the rows that the store would hold had every workbook been read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from reporting.definitions.forms import Field, Form, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting_demonstration.quirks import NOT_APPLICABLE

__all__ = ["month_frames"]

_FIRST_ROW = 3  # below title and headings, as in a template
_DAYS = 5


def month_frames(
    form: Form,
    period: Period,
    figures: pd.DataFrame,
    rows: Mapping[str, pd.DataFrame],
    yes_no: tuple[str, str],
) -> dict[str, pd.DataFrame]:
    """Rows for every table of the store, one submission a county.

    Args:
        form: the bureau's own.
        period: of when.
        figures: what `figures.county_figures` gives for the period; its index says who sends.
        rows: row table → its fields and ``county``, the sender.
        yes_no: how clerks write yes and no.

    Returns:
        Table of the store → DataFrame, as `reporting.store.store.Store.append` takes them.
    """
    submissions = pd.Series([f"{county}-{period}-{form.id}-1" for county in figures.index], index=figures.index)
    frames = {"submissions": _submissions(form, period, submissions)}
    columns, names = [], []
    for table in form.tables:
        if isinstance(table, ItemTable):
            frames["figures"] = _figures(table, submissions, figures, yes_no)
            names.append(table.name)
        elif table.name in rows:
            senders = submissions[rows[table.name]["county"]].to_numpy()
            frames[table.name] = _rows(table, senders, rows[table.name])
            frames[f"{table.name}_typed"] = _typed(table, frames[table.name], yes_no)
            columns.append(_columns(table, submissions))
            names.append(table.name)
    frames["columns"] = pd.concat(columns, ignore_index=True)
    frames["submission_tables"] = _crossed(submissions, {"table_name": names})
    return frames


def _submissions(form: Form, period: Period, submissions: pd.Series[Any]) -> pd.DataFrame:
    days = 1 + np.arange(len(submissions)) % _DAYS
    received = pd.Timestamp(datetime.combine(period.last_day, time(8))) + pd.to_timedelta(days, unit="D")
    return pd.DataFrame(
        {
            "submission": submissions.to_numpy(),
            "county": submissions.index,
            "period": str(period),
            "form": form.id,
            "revision": 1,
            "outcome": "accepted",
            "late": False,
            "file": submissions.to_numpy() + ".xlsx",
            "sha256": [sha256(name.encode()).hexdigest() for name in submissions],
            "bytes": 0,
            "received_at": received,
            "recorded_at": received + timedelta(hours=1),
            "demo": True,
        }
    )


def _rows(table: RowTable, senders: Any, given: pd.DataFrame) -> pd.DataFrame:
    """Fields with their states; what is missing does not apply, optional fields were left out."""
    columns: dict[str, Any] = {
        "submission": senders,
        "sheet": table.sheets[0],
        "row_number": pd.Series(senders).groupby(senders).cumcount().to_numpy() + _FIRST_ROW,
    }
    if table.entity:
        columns["school_id"] = given[table.entity[0]].to_numpy()
    for field in table.fields:
        values = given[field.name] if field.name in given else pd.Series(None, index=given.index, dtype=object)
        if field.kind == "list":
            values = pd.Series([None if value is None else "、".join(value) for value in values], dtype=object)
        columns[field.name] = values.to_numpy(dtype=object) if values.dtype == "boolean" else values.to_numpy()
        gone = "not_submitted" if field.optional or field.name not in given else "not_applicable"
        columns[f"{field.name}_state"] = pd.Categorical(np.where(values.isna(), gone, "reported"), ["reported", gone])
    return pd.DataFrame(columns)


def _typed(table: RowTable, rows: pd.DataFrame, yes_no: tuple[str, str]) -> pd.DataFrame:
    """The same rows as a clerk typed them."""
    typed = rows[["submission", "sheet", "row_number"]].copy()
    for field in table.fields:
        absent = {"not_applicable": NOT_APPLICABLE}.get(str(rows[f"{field.name}_state"].cat.categories[-1]))
        typed[field.name] = _as_text(rows[field.name], field, yes_no).where(rows[field.name].notna(), absent)
    return typed


def _as_text(values: pd.Series[Any], field: Field, yes_no: tuple[str, str]) -> pd.Series[Any]:
    if field.kind == "boolean":
        return values.map({True: yes_no[0], False: yes_no[1]}).astype(object)
    if field.kind in {"integer", "number", "percent"}:
        known = {value: f"{value:g}" for value in values.dropna().unique()}
        return values.map(known).astype(object)
    return values.astype(object)


def _columns(table: RowTable, submissions: pd.Series[Any]) -> pd.DataFrame:
    shift = bool(table.dropped)
    return _crossed(
        submissions,
        {
            "table_name": [table.name] * len(table.fields),
            "field": [field.name for field in table.fields],
            "sheet": [table.sheets[0]] * len(table.fields),
            "heading": [field.heading for field in table.fields],
            "letter": [xl_col_to_name(index + shift) for index in range(len(table.fields))],
        },
    )


def _figures(
    table: ItemTable, submissions: pd.Series[Any], figures: pd.DataFrame, yes_no: tuple[str, str]
) -> pd.DataFrame:
    items = [item for item in table.items if item.name in figures]
    frame = _crossed(
        submissions,
        {
            "table_name": [table.name] * len(items),
            "item": [item.name for item in items],
            "unit": [item.unit for item in items],
            "basis": [item.basis for item in items],
            "sheet": [table.sheets[0]] * len(items),
            "cell": [f"B{row}" for row in range(_FIRST_ROW, _FIRST_ROW + len(items))],
        },
    )
    dates = [item.name for item in items if item.kind == "date"]
    numbers = figures[[item.name for item in items]].astype(dict.fromkeys(dates, object))
    numbers[dates] = np.nan
    values = numbers.astype(float).to_numpy().ravel()
    dated = frame["item"].isin(dates)
    texts = figures[dates].astype(str).to_numpy().ravel()
    frame["value"] = values
    frame.loc[dated, "text"] = texts
    missing = frame["value"].isna() & ~dated
    frame["state"] = np.where(missing, "not_applicable", "reported")
    flags = frame["item"].isin([item.name for item in items if item.kind == "boolean"])
    words = np.where(frame["value"] == 1, *yes_no)
    written = np.where(missing, NOT_APPLICABLE, np.char.mod("%g", values))
    frame["typed"] = np.where(dated, frame["text"], np.where(flags, words, written))
    return frame.assign(qualifier="", note="")


def _crossed(submissions: pd.Series[Any], columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    """Every submission with each row of ``columns``."""
    count = len(next(iter(columns.values())))
    repeated = {name: np.tile(np.array(values, dtype=object), len(submissions)) for name, values in columns.items()}
    return pd.DataFrame({"submission": np.repeat(submissions.to_numpy(), count)} | repeated)
