"""A count that cannot be: more than anybody has, less than nothing, or a code pasted where people are counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.definitions.forms import RowTable
from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain


class PlausibleRule(Rule):
    """No number is more than its field's ``high``, or for its kind more than ``integer``, ``number`` or ``percent``.

    No ``integer`` or ``number`` is less than ``low``, where the rule has one: growth may be less than nothing. Nor is a
    count the code of its own row: ``digits`` are the fewest that are taken for a code.
    """

    integer: float
    number: float
    percent: float = 100
    low: float | None = None
    digits: int = 5


def implausible(rule: PlausibleRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Numbers that cannot be, field by field."""
    defined = table.definition.fields if isinstance(table.definition, RowTable) else table.definition.items
    usual = {"integer": rule.integer, "number": rule.number, "percent": rule.percent}
    codes = None
    for one in defined:
        if one.kind not in usual or not table.has(one.name):
            continue
        high = usual[one.kind] if one.high is None else one.high
        values = table.numbers(one.name)
        wrong = values > high
        if rule.low is not None and one.kind != "percent":
            wrong |= values < rule.low
        if one.kind == "integer":
            codes = _codes(table, rule.digits) if codes is None else codes
            wrong |= values == codes
        for row in np.flatnonzero(wrong):
            facts = {"found": plain(values[row]), "high": plain(high), "field": table.labels[one.name]}
            facts |= {} if rule.low is None else {"low": plain(rule.low)}
            yield Violation(int(row), one.name, facts, cells=(one.name,))


def _codes(table: CheckedTable, digits: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The code of each row as a number; missing where it has none or a short one."""
    codes = np.full(len(table.frame), np.nan)
    for name in table.named_by:
        if isinstance(table.definition, RowTable) and table.definition.field(name).kind == "code" and table.has(name):
            for row, code in enumerate(table.frame[name]):
                if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) >= digits:
                    codes[row] = float(code)
    return codes


PLAUSIBLE = CheckKind(PlausibleRule, implausible, says=frozenset({"found", "low", "high", "field"}))
