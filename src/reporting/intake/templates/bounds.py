"""What a form's rules refuse, so that its template refuses it while it is typed."""

from __future__ import annotations

import re
from typing import NamedTuple

from reporting.definitions.forms import Field, Form, ItemTable, RowTable

__all__ = ["bounds", "code_lengths", "code_of_rows", "orders", "own_county"]

_DIGITS = re.compile(r"(?:\[0-9\]|\\d)\{(\d{1,2})\}")


class Bounds(NamedTuple):
    """What numbers the rules of a form take.

    Attributes:
        low, high: the least and the most; None for none.
        least: the least of those above 0.
    """

    low: float | None
    high: float | None
    least: float


def bounds(form: Form, table: RowTable | ItemTable) -> dict[str, Bounds]:
    """Field or item → the numbers that the rules of the form take.

    Only rules whose breach is an error count, of the kinds ``plausible`` and ``within``; of people and things nobody
    has less than none.
    """
    found: dict[str, Bounds] = {}
    rules = [check for check in form.checks if check.table == table.name and check.severity == "error"]
    for one in table.fields if isinstance(table, RowTable) else table.items:
        if one.kind not in ("integer", "number"):
            continue
        low: float | None = 0.0 if isinstance(one, Field) and one.counts in ("people", "things") else None
        high, least = one.high, 0.0
        for check in rules:
            if check.kind == "plausible":
                low = _greater(low, check.rule.get("low"))
                high = _lesser(high, check.rule.get(one.kind)) if one.high is None else high
            of = check.rule.get("of")
            if check.kind == "within" and isinstance(of, list) and one.name in of:
                low = _greater(low, check.rule.get("low"))
                high = _lesser(high, check.rule.get("high"))
                least = max(least, _number(check.rule.get("least")) or 0.0)
        found[one.name] = Bounds(low, high, least)
    return found


def orders(form: Form, table: RowTable | ItemTable) -> tuple[tuple[str, str], ...]:
    """Pairs of fields or items of which the first may not be more than the second, or it is an error."""
    pairs = []
    for check in form.checks:
        lesser, greater = check.rule.get("lesser"), check.rule.get("greater")
        of_table = check.table == table.name and check.severity == "error" and check.kind == "order"
        if of_table and isinstance(lesser, list) and isinstance(greater, str):
            pairs += [(str(one), greater) for one in lesser]
    return tuple(pairs)


def code_lengths(form: Form, table: RowTable) -> dict[str, int]:
    """Codes of a number of digits that a rule of kind ``code_shape`` says, and that number."""
    found: dict[str, int] = {}
    for check in form.checks:
        if check.table == table.name and check.kind == "code_shape":
            match = _DIGITS.fullmatch(str(check.rule.get("pattern", "")))
            found |= {str(check.rule.get("of")): int(match[1])} if match else {}
    return found


def code_of_rows(form: Form, table: RowTable) -> str:
    """The code of which no two rows may have the same; empty where no rule refuses that, or rows have no code."""
    refused = any(
        check.table == table.name and check.kind == "duplicates" and check.severity == "error" for check in form.checks
    )
    name = table.entity[0] if table.entity else ""
    return name if refused and name and table.field(name).kind == "code" else ""


def own_county(form: Form, table: RowTable) -> frozenset[str]:
    """Fields in which a rule of kind ``own_county`` refuses every county but the sender."""
    return frozenset(
        str(check.rule.get("of"))
        for check in form.checks
        if check.table == table.name and check.kind == "own_county" and check.severity == "error"
    )


def _lesser(high: float | None, other: object) -> float | None:
    number = _number(other)
    return number if high is None else high if number is None else min(high, number)


def _greater(low: float | None, other: object) -> float | None:
    number = _number(other)
    return number if low is None else low if number is None else max(low, number)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
