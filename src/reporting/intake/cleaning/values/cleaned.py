"""The outcome of reading a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reporting.intake.cleaning.values.doubts import ReadingDoubt
from reporting.workbooks.cells import CellValue, Percentage, shown

State = Literal["reported", "not_submitted", "not_applicable", "suppressed", "unreliable", "not_collected"]
Qualifier = Literal["", "余", "近", "约", "以上", "以下"]
Value: TypeAlias = str | int | float | bool | dt.date | dt.time | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cell as read, beside the cell as typed.

    Attributes:
        value: None unless the state is `reported`. Numbers are in `unit`, a percentage is 0–100, a month is
            `2022-04`, a list is a tuple.
        state: whether there is a value, and if not, of what kind the gap is.
        qualifier: what the number came with: 余, 近, 约, 以上, 以下.
        unit: of a number; empty for the rest.
        doubts: why the reading is not certain, or failed.
        typed: the cell as the clerk sees it.
    """

    value: Value
    state: State = "reported"
    qualifier: Qualifier = ""
    unit: str = ""
    doubts: tuple[ReadingDoubt, ...] = ()
    typed: str = ""


def as_typed(value: CellValue | None) -> str:
    """A cell as the clerk sees it: text untouched, whole numbers without a decimal point."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and not isinstance(value, Percentage) and not value.is_integer():
        return f"{value:.15g}"
    return shown(value)


def read(value: Value, typed: str, *doubts: str, **parameters: str) -> Cleaned:
    """A value that was read, with the codes of its doubts."""
    return Cleaned(value, typed=typed, doubts=tuple(ReadingDoubt(code, parameters) for code in doubts))


def missing(state: State, typed: str, *doubts: str) -> Cleaned:
    """A gap."""
    return Cleaned(None, state, typed=typed, doubts=tuple(ReadingDoubt(code) for code in doubts))


def unreadable(code: str, typed: str, parameters: Mapping[str, str] | None = None) -> Cleaned:
    """A cell that holds something which is no value of its kind."""
    return Cleaned(None, "unreliable", typed=typed, doubts=(ReadingDoubt(code, parameters or {}),))
