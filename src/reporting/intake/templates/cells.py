"""How a cell of each kind is entered in a template: its format, its width, its drop-down, its advice to the clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pandas as pd

from reporting.definitions.counties import City
from reporting.definitions.forms import Kind
from reporting.translations import translator

__all__ = ["NUMBER_FORMATS", "WIDTHS", "CellValue", "TypedRange", "cell_value", "validation"]

CellValue = str | float | date | None

# Clerks read Chinese, whatever language a page is made in.
_ = translator("intake", "zh-Hans")

NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "code": "@",
    "month": "@",
    "list": "@",
    "integer": "0",
    "number": "General",
    "percent": "General",
    "boolean": "General",
    "choice": "General",
    "county": "General",
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
}

WIDTHS: dict[Kind, int] = {
    "text": 30,
    "code": 14,
    "month": 10,
    "list": 36,
    "integer": 10,
    "number": 10,
    "percent": 10,
    "boolean": 10,
    "choice": 12,
    "county": 16,
    "date": 13,
    "time": 10,
}

_LONGEST_LIST = 255  # characters of a drop-down written into the cell's own rule; Excel's limit
_LONGEST_ADVICE = 255
_DAYS = (32874.0, 73050.0)
"""1990 to 2099, as Excel counts days."""
_A_DAY = (0.0, 0.99999)
"""From midnight to the last second before the next, as Excel counts hours: 24:00 is no time of a day."""


def cell_value(value: object, kind: Kind, city: City) -> CellValue:
    """``value`` as a clerk would type it: yes and no in words, a county by its name, lists in one cell.

    Text comes back as it is, so that whatever a clerk may type can also be written.
    """
    if isinstance(value, str):
        return city.county(value).name.zh if kind == "county" and value in city.codes else value
    if isinstance(value, (list, tuple)):
        return "、".join(str(part) for part in value)
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if pd.api.types.is_bool(value):
        return _("yes") if value else _("no")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value if isinstance(value, date) else float(value)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TypedRange:
    """What may be typed into a cell that wants a number, a date or a time.

    Attributes:
        cell: the first cell of the range, without dollars.
        words_at: range of a sheet, or its name, that holds the words for having no value (``/``, 未报).
        digits_at: range of a sheet, or its name, that holds the digits, half and full width.
        low, high: bounds of the number; None for none.
        least: the least that it may be where it is more than 0.
        at_most, at_least: cells, and the names of their fields, whose numbers it may not be above, or below.
        digits: how many a code has; 0 where any will do.
        unrepeated: range of cells that no two of may hold the same code; empty where they may.
    """

    cell: str
    words_at: str
    digits_at: str
    low: float | None = None
    high: float | None = None
    least: float = 0
    at_most: tuple[tuple[str, str], ...] = ()
    at_least: tuple[tuple[str, str], ...] = ()
    digits: int = 0
    unrepeated: str = ""


def validation(
    kind: Kind,
    *,
    title: str,
    choices: Sequence[str] = (),
    listed_at: str = "",
    typed: TypedRange | None = None,
    unit: str = "",
    advice: str = "",
) -> dict[str, Any]:
    """The rule and input message of a cell, as xlsxwriter's ``data_validation`` takes them.

    A breach is refused: a number out of bounds, a broken number of people, a word where a number or a day is wanted.
    ``/`` and ``70余`` are proper answers (the form's instructions say when), and pass.

    Args:
        kind: what is entered.
        title: name of the field, above the message.
        choices: words of the drop-down; yes and no need none.
        listed_at: range of a sheet that holds the same words, for lists too long for the rule itself.
        typed: what may be typed where no list is chosen from.
        unit: unit of the numbers.
        advice: what the form tells the clerk besides.
    """
    rule = _rule(kind, tuple(choices), listed_at, typed)
    hint = _hints()[kind]
    if kind == "list" and choices:
        hint = f"{hint}（{'、'.join(choices)}）"
    message = "；".join(part for part in (hint, _("unit: {unit}").format(unit=unit) if unit else "", advice) if part)
    return rule | {
        "input_title": title[:32],
        "input_message": message[:_LONGEST_ADVICE],
        "error_type": "stop",
        "error_title": title[:32],
        "error_message": _refusal(kind, typed)[:_LONGEST_ADVICE],
    }


def _rule(kind: Kind, choices: tuple[str, ...], listed_at: str, typed: TypedRange | None) -> dict[str, Any]:
    if kind == "boolean":
        return {"validate": "list", "source": [_("yes"), _("no"), "/"]}
    if kind in {"choice", "county"} and choices:
        if sum(map(len, choices)) + len(choices) <= _LONGEST_LIST:
            return {"validate": "list", "source": list(choices)}
        return {"validate": "list", "source": f"={listed_at}"} if listed_at else {"validate": "any"}
    if kind == "code" and typed and (typed.digits or typed.unrepeated):
        return {"validate": "custom", "value": _code_rule(typed)}
    limits = _limits(kind, typed)
    if typed is None or limits is None:
        return {"validate": "any"}
    cell, (low, high) = typed.cell, limits
    holds = [] if low is None else [f"{cell}>={low:.10g}"]
    holds += [] if high is None else [f"{cell}<={high:.10g}"]
    holds += [f"{cell}<=IF(COUNT({other}),{other},{cell})" for other, _name in typed.at_most]
    holds += [f"{cell}>=MAX({','.join(other for other, _name in typed.at_least)})"] if typed.at_least else []
    holds += [f"OR({cell}=0,{cell}>={typed.least:.10g})"] if typed.least and kind in {"integer", "number"} else []
    holds += [f"{cell}=INT({cell})"] if kind == "integer" else []
    digit = f"SUMPRODUCT(--ISNUMBER(FIND({typed.digits_at},{cell})))"
    number = f"AND({','.join(holds)})" if holds else "TRUE"
    return {"validate": "custom", "value": f"=IF(ISNUMBER({cell}),{number},OR({_is_word(typed)},{digit}))"}


def _is_word(typed: TypedRange) -> str:
    """A formula that tells a word for having no value. To COUNTIF ``*`` would be any of them."""
    return f"SUMPRODUCT(--({typed.words_at}={typed.cell}))"


def _code_rule(typed: TypedRange) -> str:
    """A formula that holds of a code of so many digits that no other row has, and of the words for having none."""
    cell, rules = typed.cell, []
    if typed.digits:
        # what a number of so many digits is written as is the code itself, and no sign, point, day or power of ten
        rules.append(f'IF(ISERROR(VALUE({cell})),FALSE,TEXT(VALUE({cell}),"{"0" * typed.digits}")={cell}&"")')
    if typed.unrepeated:
        rules.append(f"COUNTIF({typed.unrepeated},{cell})=1")
    return f"=OR({_is_word(typed)},AND({','.join(rules)}))"


def _limits(kind: Kind, typed: TypedRange | None) -> tuple[float | None, float | None] | None:
    """From which number to which; None where anything may be typed."""
    if typed is None:
        return None
    if kind in {"integer", "number"}:
        return typed.low, typed.high
    return {"percent": (0.0, 100.0), "date": _DAYS, "time": _A_DAY}.get(kind)


def _refusal(kind: Kind, typed: TypedRange | None) -> str:
    if kind in {"boolean", "choice", "county"}:
        return _("Please choose from the list of this cell.")
    if kind == "code" and typed and (typed.digits or typed.unrepeated):
        what = _("{digits} digits").format(digits=typed.digits) if typed.digits else _hints()[kind]
        what += _(", other than those of all other rows") if typed.unrepeated else ""
        return _("Please enter {what}.").format(what=what)
    what = _hints()[kind]
    if typed and kind in {"integer", "number"} and typed.high is not None:
        said = _(", 0 or from {low} to {high}") if typed.least else _(", from {low} to {high}")
        said = _(", up to {high}") if typed.low is None else said
        what += said.format(low=f"{typed.least or typed.low:.10g}", high=f"{typed.high:.10g}")
    if typed and typed.at_most:
        what += _(", no more than {names}").format(names="、".join(name for _cell, name in typed.at_most))
    if typed and typed.at_least:
        what += _(", no less than {names}").format(names="、".join(name for _cell, name in typed.at_least))
    return _("Please enter {what}; where there is none, /; about 70 is written 70余.").format(what=what)


def _hints() -> dict[Kind, str]:
    return {
        "text": _("words"),
        "code": _("digits, kept as text"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "percent": _("a percentage such as 95%"),
        "boolean": _("choose yes or no"),
        "date": _("a date such as 2022-04-05"),
        "month": _("a month such as 2022-04"),
        "time": _("a time such as 18:00"),
        "choice": _("choose from the list"),
        "list": _("several are separated by 、"),
        "county": _("choose the county"),
    }
