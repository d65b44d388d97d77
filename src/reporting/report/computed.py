"""Values in prose, computed in the kernel at their place: what ``{python} expression`` in a Markdown cell becomes.

A run puts a cell before each Markdown cell that has such expressions, and that cell calls `show_values`.
"""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reporting.dates import long_date
from reporting.definitions.periods import Period
from reporting.report.current import current_words
from reporting.report.numbers import decimal, whole
from reporting.translations import translator

__all__ = ["COMPUTED", "computing_source", "show_values", "shown"]

COMPUTED = "application/vnd.reporting.computed+json"


def computing_source(expressions: Sequence[str]) -> str:
    """The source of a cell that shows the values of expressions, and leaves no name behind."""
    return f'__import__("{__name__}", fromlist=["show_values"]).show_values({list(expressions)!r})'


def show_values(expressions: Sequence[str]) -> None:
    """Show the values of expressions in the namespace of the notebook, for the page alone.

    Raises:
        Exception: whatever an expression raises; it is its cell's error.
    """
    from IPython import get_ipython
    from IPython.display import publish_display_data

    namespace: dict[str, Any] = get_ipython().user_ns
    lang = str(namespace.get("lang", "zh-Hans"))
    digits = current_words(namespace).digits
    values = {}
    for expression in expressions:
        code = compile(expression, f"<python {expression}>", "eval")
        values[expression] = shown(eval(code, namespace), lang, digits)  # noqa: S307 - the notebook's own code
    publish_display_data({COMPUTED: values})  # type: ignore[no-untyped-call]


def shown(value: Any, lang: str, digits: int) -> str:
    """A value as reports write it: counts in groups of three, other numbers to so many decimals, dates in full.

    Text stays as it is, for whoever wants another form: ``{python} f"{share:.2f}"``.
    """
    word = translator("pages", lang)
    if value is None or (isinstance(value, numbers.Real) and value != value) or str(value) in ("NaT", "<NA>"):
        return word("no data")
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return word("yes" if value else "no")
    if isinstance(value, numbers.Integral):
        return whole(int(value))
    if isinstance(value, numbers.Real | Decimal):
        return decimal(float(value), digits)
    if isinstance(value, date):
        return long_date(value, lang)
    return value.label(lang) if isinstance(value, Period) else str(value)
