"""What a cell can hold, and how a column is called."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

CellValue: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta
"""What a cell holds, as the file has it. An empty cell is the empty string."""


class ExcelError(str):
    """A cell that holds an error of the spreadsheet program: such as `#REF!` or `#DIV/0!`."""

    __slots__ = ()


class StruckOut(str):
    """What a cell holds that is struck through: its author has taken it back."""

    __slots__ = ()


class Percentage(float):
    """A number that the sheet shows as a percentage: 0.95, shown as 95 %."""

    __slots__ = ()


class SharedNumber(float):
    """A number written once, in a merged cell, for several rows of their own: a sum of theirs, or the same of each."""

    __slots__ = ()


class SharedText(str):
    """A text written once, in a merged cell, for several rows of their own."""

    __slots__ = ()


def is_blank(value: CellValue | None) -> bool:
    """Whether a cell is empty, or holds nothing but white space."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def column_letter(index: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column counted from 1 that the letters name: A is 1, AA is 27."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index


def shown(value: CellValue | None) -> str:
    """A cell as one line of text, as a reader of the sheet would say it (4111010001.0 is 4111010001)."""
    if value is None:
        return ""
    if isinstance(value, Percentage):
        return f"{value * 100:.10g}%"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str(value).split())
