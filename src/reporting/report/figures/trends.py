"""Small multiples: one indicator a panel over the same months, on the same axis."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from reporting.report import numbers
from reporting.report.figures.axes import LinearAxis, linear_axis
from reporting.report.figures.figure import Box, Caption, Drawing, Figure, Part
from reporting.report.figures.svg import INK, dots, element, fill_of, marker, number, place, share, stretched, text

__all__ = ["small_multiples"]

_PANEL = 192
_TOP, _BOTTOM = 54, 156  # of the plot within a panel: two lines of words above, the months below
_LEFT, _RIGHT = 0.09, 0.94
_COLUMNS = 3
_GAP = 0.04
_STEP = (1 + _GAP) / _COLUMNS


def small_multiples(frame: pd.DataFrame, caption: Caption, table: pd.DataFrame, *, unit: str = "%") -> Figure:
    """A panel an indicator.

    Args:
        frame: one row a panel and month, in order, every panel with the same months: panel (title), period (label),
            value (NaN where there is none: the line breaks), provisional (drawn hollow), target (NaN for none), note
            (what the series shows, or nothing) and tone, both the same within a panel.
        caption: the figure's words.
        table: its numbers for the annex.
        unit: written after the last value.
    """
    values = pd.concat([frame["value"], frame["target"]]).dropna()
    axis = linear_axis(values, highest=100 if unit == "%" else None, steps=4)
    panels = [_panel(str(name), rows, axis, unit) for name, rows in frame.groupby("panel", sort=False)]
    return Figure(caption, _grid(panels), table)


def _grid(panels: Sequence[Markup]) -> Drawing:
    """Panels side by side where there is room, below each other where there is none."""
    parts = [
        Part(
            panel,
            Box(index % _COLUMNS * _STEP, index // _COLUMNS * _PANEL, _STEP - _GAP, _PANEL),
            Box(0, index * _PANEL, 1, _PANEL),
        )
        for index, panel in enumerate(panels)
    ]
    return Drawing(parts, wide=-(-len(panels) // _COLUMNS) * _PANEL, narrow=len(panels) * _PANEL)


def _panel(name: str, rows: pd.DataFrame, axis: LinearAxis, unit: str) -> Markup:
    note, tone = str(rows["note"].iloc[0]), str(rows["tone"].iloc[0])
    parts = [
        element("line", x2="100%", y1=0.5, y2=0.5, stroke=INK),
        text(name, 0, 18, kind="fig-label"),
        text(note, 0, 36, kind=f"fig-note {tone}".strip()) if note else Markup(""),
        *_scale(axis),
    ]
    places = [_LEFT + (_RIGHT - _LEFT) * index / max(len(rows) - 1, 1) for index in range(len(rows))]
    target = rows["target"].iloc[-1]
    if pd.notna(target):
        parts.append(_across(_y(axis, target), stroke="var(--muted,#595959)", stroke_dasharray="4 3"))
    values = list(rows["value"])
    seen = [index for index, value in enumerate(values) if pd.notna(value)]
    line = "".join(
        f"{'L' if index - 1 in seen else 'M'}{number(1000 * places[index])} {number(_y(axis, values[index]))}"
        for index in seen
    )
    path = element("path", d=line, fill="none", vector_effect="non-scaling-stroke")
    marked = [index for index in seen if index == seen[-1] or rows["provisional"].iloc[index]]
    plain = ((places[index], _y(axis, values[index])) for index in seen if index not in marked)
    series = path + element("g", dots(plain), stroke_width=5, stroke_linecap="round")
    parts.append(stretched(element("g", series, stroke=fill_of("better"), stroke_width=2), height=_PANEL))
    for index in marked:
        hollow = bool(rows["provisional"].iloc[index])
        parts.append(place(places[index], _y(axis, values[index]), marker("●", "better", hollow=hollow)))
    if seen:
        last = values[seen[-1]]
        shown = numbers.rate(last) if unit == "%" else numbers.decimal(last)
        parts.append(text(f"{shown}{unit}", 1, 36, anchor="end", kind="fig-value"))
    first, final = str(rows["period"].iloc[0]), str(rows["period"].iloc[-1])
    parts += [
        text(first, _LEFT, _BOTTOM + 18, kind="fig-tick"),
        text(final, _RIGHT, _BOTTOM + 18, anchor="end", kind="fig-tick"),
    ]
    return Markup("").join(parts)


def _scale(axis: LinearAxis) -> list[Markup]:
    ends = (axis.ticks[0], axis.ticks[-1])
    lines = element("g", *(_across(_y(axis, tick)) for tick in axis.ticks), stroke="var(--rule,#d9dee4)")
    return [lines] + [text(number(tick), 0, _y(axis, tick) + 4, kind="fig-tick") for tick in ends]


def _across(y: float, **stroke: str) -> Markup:
    return element("line", x1=share(_LEFT), x2="100%", y1=y, y2=y, **stroke)


def _y(axis: LinearAxis, value: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * axis.at(value)
