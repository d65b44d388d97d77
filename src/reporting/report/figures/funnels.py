"""Funnel: rates against the numbers they rest on, with the limits that chance explains."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reporting.report.figures.axes import linear_axis
from reporting.report.figures.canvas import OVER
from reporting.report.figures.inks import INK, MUTED, RULE, fill_of
from reporting.report.figures.labels import Point, labels_beside
from reporting.report.figures.layouts import HouseLayout, placed
from reporting.report.figures.rows import draw_marks
from reporting.report.figures.sheets import blank_sheet
from reporting.report.figures.style import house_style

__all__ = ["funnel"]

_WIDTH, _HEIGHT = 720, 340
_LEFT, _TOP, _RIGHT, _BOTTOM = 36, 14, 24, 50
_NO_BREAK = "\u00a0"


def funnel(frame: pd.DataFrame, *, centre: float, denominator: str) -> Figure:
    """A mark a county, the city's rate, and behind each mark the county's own limits.

    The limits depend on the county's schools, so that there is no one curve: a bar holds the inner limits, a thin line
    the outer ones.

    Args:
        frame: one row a county: label, denominator, value (per cent), tone, shape, limit_lower, limit_upper,
            strong_lower, strong_upper (per cent; missing where it is not compared), named (whether the label is
            written: those outside the limits).
        centre: the city's rate, per cent, between 0 and 100.
        denominator: words for the horizontal axis.
    """
    known = frame.dropna(subset=["value", "denominator"])
    limited = known.dropna(subset=["limit_lower", "limit_upper"])
    across = linear_axis([0.0, *known["denominator"]])
    up = linear_axis([*known["value"], *limited["limit_lower"], *limited["limit_upper"]], highest=100)
    with house_style():
        figure, (axes,) = blank_sheet(_WIDTH, _HEIGHT, labelled=True)
        axes.set(xlim=(across.low, across.high), ylim=(up.low, up.high))
        axes.hlines(up.ticks, across.low, across.high, colors=RULE, linewidths=0.75, zorder=0.5)
        axes.axhline(centre, color=MUTED, linewidth=0.75)
        for lower, upper, width in (("strong_lower", "strong_upper", 0.75), ("limit_lower", "limit_upper", 2.25)):
            low, high = (limited[name].astype("float64").clip(up.low, up.high) for name in (lower, upper))
            axes.vlines(limited["denominator"], low, high, colors=MUTED, linewidths=width, zorder=0.7)
        colours = [fill_of(tone) for tone in known["tone"]]
        draw_marks(axes, zip(known["denominator"], known["value"], known["shape"], colours, strict=True))
        axes.set_yticks(up.ticks)
        axes.set_xticks(across.ticks, [f"{tick:,.0f}".replace(",", _NO_BREAK) for tick in across.ticks])
        axes.set_xlabel(denominator, loc="right")
        figure.set_layout_engine(HouseLayout(_arranged(axes, known), narrow=_HEIGHT))
    return figure


def _arranged(axes: Axes, known: pd.DataFrame) -> Any:
    """Puts the names beside their marks, each at the nearest place where it lies on nothing else."""
    named = known[known["named"].astype(bool)]
    names = [
        axes.annotate("", (x, y), (0, 0), textcoords="offset points", size=10.5, color=INK, gid=OVER)
        for x, y in zip(named["denominator"], named["value"], strict=True)
    ]

    def arrange(fig: Any) -> None:
        width, height = (part / fig.dpi * 96 for part in fig.bbox.size)
        plot = placed(fig, _LEFT, _TOP, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM)
        axes.set_position(plot)
        wide, high = plot[2] * width, plot[3] * height
        low, top = axes.get_ylim()
        points = [
            Point(wide * x / axes.get_xlim()[1], high * (1 - (y - low) / (top - low)), label if shown else "")
            for x, y, label, shown in zip(
                *(known[name] for name in ("denominator", "value", "label", "named")), strict=True
            )
        ]
        for text, label in zip(names, labels_beside(points, wide), strict=True):
            text.set_text("\n".join(label.lines))
            text.set(position=(label.dx * 0.75, -label.dy * 0.75), va="baseline", ha=_SIDES[label.anchor])

    return arrange


_SIDES = {"start": "left", "middle": "center", "end": "right"}
