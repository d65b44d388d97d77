"""A DataFrame as the report prints it: headings and cells in the reader's words, no cell blank."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reporting.report.words import Words

__all__ = ["printed"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def printed(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Text only: counts whole in groups of three, other numbers to one decimal, yes and no, dates, states for missing.

    The index becomes the first columns where it has names or is not just a count.
    """
    shown = frame if _is_count(frame) else _with_years(frame).reset_index()
    names: list[Any] = list(shown.columns)
    headings = [" · ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in names]
    columns = [
        [_cell(value, words, whole=_is_whole(column)) for value in column]
        for column in (shown.iloc[:, place] for place in range(shown.shape[1]))
    ]
    return pd.DataFrame(dict(enumerate(columns))).set_axis(headings, axis=1)


def _with_years(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an index of years as text: they are names, and no counts in groups of three."""
    return frame.set_axis(frame.index.astype("str")) if _are_years(frame.index) else frame


def _are_years(index: Any) -> bool:
    if isinstance(index, pd.MultiIndex) or not pd.api.types.is_integer_dtype(index) or not len(index):
        return False
    return bool(index.min() >= _FIRST_YEAR and index.max() <= _LAST_YEAR)


def _is_count(frame: pd.DataFrame) -> bool:
    """Whether the index has no name and only numbers the rows, sorted or chosen from as they may be; years say more."""
    index = frame.index
    if index.name is not None or isinstance(index, pd.MultiIndex) or not pd.api.types.is_integer_dtype(index):
        return False
    return isinstance(index, pd.RangeIndex) or (index.is_unique and not _are_years(index))


def _is_whole(column: Any) -> bool:
    """Whether every number of the column is whole: counts that pandas keeps as decimals because one is missing."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    known = column.dropna()
    return bool((known == known.round()).all())


def _cell(value: Any, words: Words, *, whole: bool) -> str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return words.state("not_collected")
    if isinstance(value, str) and not value:
        return words.state("not_applicable")
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return words.plain(bool(value), "yes_no")
    if hasattr(value, "strftime"):
        return words.date(value)
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) or hasattr(value, "dtype"):
        return words.whole(float(value)) if whole else words.decimal(float(value))
    return str(value)
