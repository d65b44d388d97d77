"""How a cell of each kind is entered in a template: its format, its width, its drop-down, its advice to the clerk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pandas as pd

from reporting.definitions.counties import City
from reporting.definitions.forms import Kind
from reporting.translations import translator

__all__ = ["NUMBER_FORMATS", "WIDTHS", "CellValue", "cell_value", "validation"]

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


def validation(
    kind: Kind, *, title: str, choices: Sequence[str] = (), listed_at: str = "", unit: str = "", advice: str = ""
) -> dict[str, Any]:
    """The rule and input message of a cell, as xlsxwriter's ``data_validation`` takes them.

    A breach warns and does not stop: ``/`` and ``70余`` are proper answers (the form's instructions say when).

    Args:
        kind: what is entered.
        title: name of the field, above the message.
        choices: words of the drop-down; yes and no need none.
        listed_at: range of a sheet that holds the same words, for lists too long for the rule itself.
        unit: unit of the numbers.
        advice: what the form tells the clerk besides.
    """
    rule = _rule(kind, tuple(choices), listed_at)
    hint = _hints()[kind]
    if kind == "list" and choices:
        hint = f"{hint}（{'、'.join(choices)}）"
    message = "；".join(part for part in (hint, _("unit: {unit}").format(unit=unit) if unit else "", advice) if part)
    return rule | {
        "input_title": title[:32],
        "input_message": message[:_LONGEST_ADVICE],
        "error_type": "warning",
        "error_title": title[:32],
        "error_message": _("This is not what the column usually holds. Keep it all the same?"),
    }


def _rule(kind: Kind, choices: tuple[str, ...], listed_at: str) -> dict[str, Any]:
    if kind == "boolean":
        return {"validate": "list", "source": [_("yes"), _("no"), "/"]}
    if kind in {"choice", "county"} and choices:
        fits = sum(map(len, choices)) + len(choices) <= _LONGEST_LIST
        return {"validate": "list", "source": list(choices) if fits else f"={listed_at}"}
    if kind == "integer":
        return {"validate": "integer", "criteria": ">=", "value": 0}
    if kind in {"number", "percent"}:
        return {"validate": "decimal", "criteria": ">=", "value": 0}
    if kind == "date":
        return {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1)}
    return {"validate": "any"}


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
