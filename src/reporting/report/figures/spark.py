"""A trend as a line without axis or words: beside a number that says what it has come to."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.svg import element, number

__all__ = ["spark"]

_WIDTH, _HEIGHT, _MARGIN = 64, 22, 2
_LEAST = 2


def spark(values: Sequence[float | None]) -> Markup:
    """The line; broken where a value is missing, nothing where fewer than two are known.

    It is decoration: the same values stand in the trends and their table.

    Args:
        values: oldest first.
    """
    known = [value for value in values if value is not None]
    if len(known) < _LEAST:
        return Markup()
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = (_WIDTH - 2 * _MARGIN) / max(1, len(values) - 1)
    path, pen_up = "", True
    for position, value in enumerate(values):
        if value is None:
            pen_up = True
            continue
        x = _MARGIN + position * step
        y = _HEIGHT / 2 if high == low else _HEIGHT - _MARGIN - (value - low) / span * (_HEIGHT - 2 * _MARGIN)
        path += f"{'M' if pen_up else 'L'}{number(x)} {number(y)}"
        pen_up = False
    line = element("path", d=path, fill="none", stroke="var(--better,#12436d)", stroke_width=2, stroke_linejoin="round")
    return Markup(
        '<svg class="spark" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">{2}</svg>'
    ).format(_WIDTH, _HEIGHT, line)
