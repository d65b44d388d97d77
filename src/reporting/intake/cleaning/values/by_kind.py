"""A cell becomes a value of the kind that is wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from reporting.intake.cleaning.values.booleans import clean_boolean
from reporting.intake.cleaning.values.cleaned import Cleaned, as_typed, missing, unreadable
from reporting.intake.cleaning.values.dates import clean_date, clean_month, clean_time
from reporting.intake.cleaning.values.gaps import gap, is_ditto
from reporting.intake.cleaning.values.numbers import clean_number, clean_percent
from reporting.intake.cleaning.values.spoken import HAPPENINGS
from reporting.intake.cleaning.values.texts import clean_choice, clean_code, clean_list, clean_text, folded_choices
from reporting.workbooks.cells import CellValue, ExcelError, SharedNumber, SharedText, StruckOut

Kind = Literal["text", "code", "integer", "number", "percent", "boolean", "date", "month", "time", "choice", "list"]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What the cells of a column should be; equal only to itself.

    Attributes:
        kind: of value.
        unit: that numbers are wanted in; empty for none.
        column_unit: that the heading or the sheet gives; empty for none.
        choices: spellings, and the choice that each means; for `choice`, for a `list` of choices, and for the words
            that mean 是 or 否 in one column only.
        year: for days and months without one; None where none can be supplied.
        label: what the column or item is called: its words may stand in the cell again.
        is_count: whether things are counted.
    """

    kind: Kind
    unit: str = ""
    column_unit: str = ""
    choices: Mapping[str, str] | None = None
    year: int | None = None
    label: str = ""
    is_count: bool = field(init=False, repr=False, compare=False, default=False)
    folded: Mapping[str, str] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        is_happening = self.kind == "number" and (self.column_unit or self.unit) in HAPPENINGS
        object.__setattr__(self, "is_count", self.kind == "integer" or is_happening)
        if self.choices is not None:
            object.__setattr__(self, "folded", folded_choices(self.choices))


def clean(
    typed: CellValue | None,
    kind: Kind,
    *,
    unit: str = "",
    column_unit: str = "",
    choices: Collection[str] | Mapping[str, str] | None = None,
    year: int | None = None,
    label: str = "",
) -> Cleaned:
    """Read one cell.

    Args:
        typed: the cell as the file has it.
        kind: of value wanted.
        unit: that a number is wanted in (人, 元); the result is in it.
        column_unit: the unit that the heading gives (万人); without one the number is taken to be in `unit`.
        choices: for `choice` and `list`: the choices, or spellings and the choice that each means.
        year: for a day or month without one.
        label: what the column or item is called.
    """
    want = wanted(kind, unit=unit, column_unit=column_unit, choices=choices, year=year, label=label)
    return clean_as(typed, want)


def wanted(
    kind: Kind,
    *,
    unit: str = "",
    column_unit: str = "",
    choices: Collection[str] | Mapping[str, str] | None = None,
    year: int | None = None,
    label: str = "",
) -> Wanted:
    """What to want of a column; arguments as `clean`."""
    spellings = choices if choices is None or isinstance(choices, Mapping) else {text: text for text in choices}
    listed = None if spellings is None else tuple(spellings.items())
    return _wanted(kind, unit, column_unit, listed, year if kind in _DATED else None, label)


@lru_cache(maxsize=1024)
def _wanted(
    kind: Kind, unit: str, column_unit: str, choices: tuple[tuple[str, str], ...] | None, year: int | None, label: str
) -> Wanted:
    # the same wishes are one object, by which what was read is remembered
    return Wanted(kind, unit, column_unit, None if choices is None else dict(choices), year, label)


_DATED = frozenset({"date", "month"})
_LONGEST = 500
"""Characters of a number, a date or a word of choice with all that may be remarked beside it. Whoever sends fifty
thousand digits in a cell would keep the ways of reading them busy for hours, and the other counties out."""
_NO_VALUE: dict[Kind, str] = {
    "integer": "unreadable_number",
    "number": "unreadable_number",
    "percent": "unreadable_number",
    "boolean": "unreadable_boolean",
    "date": "unreadable_date",
    "month": "unreadable_month",
    "time": "unreadable_time",
}


_NUMBERS = frozenset({"integer", "number", "percent"})


def _is_shared(typed: CellValue) -> bool:
    """Whether one number was written over several rows."""
    return isinstance(typed, SharedNumber) or (isinstance(typed, SharedText) and any(map(str.isdigit, typed)))


def clean_as(typed: CellValue | None, want: Wanted) -> Cleaned:
    """Read one cell as what is wanted of its column."""
    if typed is None:
        return missing("not_submitted", "")
    if isinstance(typed, ExcelError):
        return unreadable("excel_error", str(typed), {"error": str(typed)})
    if isinstance(typed, StruckOut) and want.kind != "text":
        return unreadable("struck_out", str(typed))
    if want.kind in _NUMBERS and _is_shared(typed):
        return unreadable("shared_number", as_typed(typed))
    if isinstance(typed, str):
        if len(typed) > _LONGEST and (code := _NO_VALUE.get(want.kind)):
            return unreadable(code, typed)
        if is_ditto(typed):
            return unreadable("nothing_above", typed)
        found = gap(typed, want.kind, is_count=want.is_count)
        if found is not None:
            return found
    match want.kind:
        case "text":
            return clean_text(typed)
        case "code":
            return clean_code(typed)
        case "integer" | "number":
            whole = want.kind == "integer"
            return clean_number(typed, whole=whole, unit=want.unit, column_unit=want.column_unit, label=want.label)
        case "percent":
            return clean_percent(typed, column_unit=want.column_unit)
        case "boolean":
            return clean_boolean(typed, want.label, want.folded)
        case "date":
            return clean_date(typed, year=want.year)
        case "month":
            return clean_month(typed, year=want.year)
        case "time":
            return clean_time(typed, want.label)
        case "choice":
            return clean_choice(typed, want.folded or {})
        case "list":
            return clean_list(typed, want.folded)
