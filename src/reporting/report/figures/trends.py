"""Small multiples: one indicator a panel over the same months, on the same axis."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reporting.report import numbers
from reporting.report.figures.axes import LinearAxis, linear_axis
from reporting.report.figures.inks import BETTER, INK, MUTED, PAPER, RULE, WORSE
from reporting.report.figures.layouts import Panels
from reporting.report.figures.sheets import blank_sheet
from reporting.report.figures.style import house_style

__all__ = ["small_multiples"]

_COLUMNS = 3
_PANEL, _GAP = (328, 190), (24, 16)
_MARGINS = (34, 54, 14, 26)  # two lines of words above, the months below
_NOTES = {"better": BETTER, "worse": WORSE}


def small_multiples(frame: pd.DataFrame, digits: int, *, unit: str = "%") -> Figure:
    """A panel an indicator.

    Args:
        frame: one row a panel and month, in order, every panel with the same months: panel (title), period (label),
            value (NaN where there is none: the line breaks), provisional (drawn hollow), target (NaN for none), note
            (what the series shows, or nothing) and tone, both the same within a panel. With a column ``last``, the same
            within a panel, that is the text of the last value.
        digits: decimals of the last value.
        unit: written after the last value.
    """
    values = pd.concat([frame["value"], frame["target"]]).dropna()
    axis = linear_axis(values, highest=100 if unit == "%" else None, steps=4)
    panels = [(str(name), rows) for name, rows in frame.groupby("panel", sort=False)]
    columns, rows_of_panels = min(_COLUMNS, len(panels)), -(-len(panels) // _COLUMNS)
    width = columns * (_PANEL[0] + _GAP[0]) - _GAP[0]
    height = rows_of_panels * (_PANEL[1] + _GAP[1]) - _GAP[1]
    with house_style():
        figure, sheets = blank_sheet(width, height, len(panels))
        figure.set_layout_engine(Panels(_PANEL, _GAP, _MARGINS))
        for axes, (name, rows) in zip(sheets, panels, strict=True):
            _panel(axes, name, rows, axis, unit, digits)
    return figure


def _panel(axes: Axes, name: str, rows: pd.DataFrame, axis: LinearAxis, unit: str, digits: int) -> None:
    months = np.arange(len(rows))
    values = rows["value"].to_numpy(dtype=float)
    provisional = rows["provisional"].to_numpy(dtype=bool)
    note, tone = str(rows["note"].iloc[0]), str(rows["tone"].iloc[0])
    target = float(rows["target"].iloc[-1])
    known = np.flatnonzero(~np.isnan(values))

    axes.set(xlim=(0, max(len(rows) - 1, 1)), ylim=(axis.low, axis.high))
    axes.hlines(axis.ticks, 0, 1, colors=RULE, linewidths=0.75, zorder=0.5, transform=axes.get_yaxis_transform())
    if not np.isnan(target):
        axes.axhline(target, color=MUTED, linewidth=0.75, linestyle=(0, (4, 3)))
    axes.plot(months, values, "-o", color=BETTER, markersize=3.75, clip_on=False)
    if len(known):
        axes.plot(known[-1:], values[known[-1:]], "o", color=BETTER, markersize=7, clip_on=False)
    if provisional.any():
        hollow: dict[str, Any] = {"color": BETTER, "markerfacecolor": PAPER, "markersize": 7, "clip_on": False}
        axes.plot(months[provisional], values[provisional], "o", **hollow)

    axes.set_yticks([axis.ticks[0], axis.ticks[-1]])
    axes.set_xticks(
        [0, len(rows) - 1] if len(rows) > 1 else [0], [rows["period"].iloc[0], rows["period"].iloc[-1]][: len(rows)]
    )
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    for label, side in zip(axes.get_xticklabels(), sides, strict=False):
        label.set_horizontalalignment(side)
    above: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "baseline"}
    axes.annotate(name, (0, 1), (-_MARGINS[0] * 0.75, 26), size=10.5, color=INK, **above)
    if note:
        weight = "bold" if tone else "normal"
        axes.annotate(note, (0, 1), (-_MARGINS[0] * 0.75, 12), color=_NOTES.get(tone, MUTED), weight=weight, **above)
    if len(known):
        last = values[known[-1]]
        shown = numbers.rate(last, None, None, digits) if unit == "%" else numbers.decimal(last, digits)
        axes.annotate(
            str(rows["last"].iloc[0]) if "last" in rows else f"{shown}{unit}",
            (1, 1),
            (_MARGINS[2] * 0.75, 12),
            size=12,
            weight="bold",
            color=INK,
            ha="right",
            **above,
        )
