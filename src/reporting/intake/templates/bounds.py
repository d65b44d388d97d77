"""What numbers a form's rules refuse, so that its template refuses them while they are typed."""

from __future__ import annotations

from reporting.definitions.forms import Form, ItemTable, RowTable

__all__ = ["bounds"]


def bounds(form: Form, table: RowTable | ItemTable) -> dict[str, tuple[float, float | None]]:
    """Field or item → the least and the most that the rules of the form take; None for no most.

    Only rules whose breach is an error count, of the kinds ``plausible`` and ``within``.
    """
    found: dict[str, tuple[float, float | None]] = {}
    rules = [check for check in form.checks if check.table == table.name and check.severity == "error"]
    for one in table.fields if isinstance(table, RowTable) else table.items:
        if one.kind not in ("integer", "number"):
            continue
        low, high = 0.0, one.high
        for check in rules:
            if check.kind == "plausible" and one.high is None:
                high = _lesser(high, check.rule.get(one.kind))
            of = check.rule.get("of")
            if check.kind == "within" and isinstance(of, list) and one.name in of:
                low = max(low, _number(check.rule.get("low")) or 0.0)
                high = _lesser(high, check.rule.get("high"))
        found[one.name] = (low, high)
    return found


def _lesser(high: float | None, other: object) -> float | None:
    number = _number(other)
    return number if high is None else high if number is None else min(high, number)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
