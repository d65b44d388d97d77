"""Funnel: rates against the numbers they rest on, with the limits that chance explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup
from numpy.typing import NDArray

from reporting.analysis.funnel import funnel_limits
from reporting.report.figures.axes import LinearAxis, linear_axis
from reporting.report.figures.figure import Box, Caption, Drawing, Figure, Part
from reporting.report.figures.labels import LINE, Label, Point, labels_beside
from reporting.report.figures.svg import element, marker, number, place, stretched, text

__all__ = ["funnel"]

_HEIGHT = 340
_TOP, _BOTTOM = 14, 290
_LEVELS = {0.95: "5 3", 0.998: None}  # level → dashes of its line
_STEPS = 80
_WIDTHS = {"wide": 700.0, "narrow": 270.0}  # layout → CSS pixels of the smallest plot it is shown at
_NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class _Plot:
    """The two axes of a funnel."""

    across: LinearAxis
    up: LinearAxis

    def x(self, count: float) -> float:
        return self.across.at(count)

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * self.up.at(value)


def funnel(
    frame: pd.DataFrame, caption: Caption, table: pd.DataFrame, *, centre: float, phi: float, denominator: str
) -> Figure:
    """A mark a county, the city's rate, and limits at 95 % (broken line) and 99.8 % (unbroken).

    Args:
        frame: one row a county: label, denominator, value (per cent), tone, shape, named (whether the label is
            written: those outside the limits).
        caption: the figure's words; its note states φ.
        table: its numbers for the annex.
        centre: the city's rate, per cent, between 0 and 100.
        phi: over-dispersion, ≥ 1.
        denominator: words for the horizontal axis.
    """
    known = frame.dropna(subset=["value", "denominator"])
    across = linear_axis([0.0, *known["denominator"]])
    # limits of a handful of units would fill the page: they begin at half the smallest county
    counts = np.linspace(max(known["denominator"].min() / 2, 1), across.high, _STEPS)
    limits = {level: [100 * limit for limit in funnel_limits(centre / 100, counts, level, phi)] for level in _LEVELS}
    widest = [float(limit[0]) for limit in limits[0.95]]
    plot = _Plot(across, linear_axis([*known["value"], *widest], highest=100))
    counties = zip(*(known[name] for name in ("denominator", "value", "tone", "shape")), strict=True)
    drawn = Markup("").join(
        (
            *_scales(plot),
            _curves(plot, counts, limits),
            element("line", x2="100%", y1=plot.y(centre), y2=plot.y(centre), stroke="var(--muted,#595959)"),
            *(place(plot.x(n), plot.y(value), marker(shape, tone)) for n, value, tone, shape in counties),
            *_names(plot, known),
            text(denominator, 1, _BOTTOM + 40, anchor="end", kind="fig-tick"),
        )
    )
    part = Part(drawn, wide=Box(0.05, 0, 0.92, _HEIGHT), narrow=Box(0.09, 0, 0.88, _HEIGHT))
    return Figure(caption, Drawing((part,), wide=_HEIGHT, narrow=_HEIGHT), table)


def _scales(plot: _Plot) -> Iterable[Markup]:
    for tick in plot.up.ticks:
        y = plot.y(tick)
        yield element("line", x2="100%", y1=y, y2=y, stroke="var(--rule,#d9dee4)")
        yield element("text", number(tick), x=-6, y=y + 4, text_anchor="end", class_="fig-tick")
    for tick in plot.across.ticks:
        label = f"{tick:,.0f}".replace(",", _NO_BREAK)
        yield text(label, plot.x(tick), _BOTTOM + 18, anchor="middle", kind="fig-tick")


def _curves(plot: _Plot, counts: NDArray[np.float64], limits: dict[float, list[NDArray[np.float64]]]) -> Markup:
    """The limits, stretched with the plot; lines keep their width."""
    lines = []
    for level, pair in limits.items():
        for limit in pair:
            inside = (limit >= plot.up.low) & (limit <= plot.up.high) & (limit > 0) & (limit < 100)
            points = " ".join(
                f"{number(1000 * plot.x(n))},{number(plot.y(value))}"
                for n, value in zip(counts[inside], limit[inside], strict=True)
            )
            lines.append(
                element(
                    "polyline",
                    points=points,
                    fill="none",
                    stroke="var(--muted,#595959)",
                    stroke_dasharray=_LEVELS[level],
                    vector_effect="non-scaling-stroke",
                )
            )
    return stretched(*lines, height=_HEIGHT)


def _names(plot: _Plot, known: pd.DataFrame) -> Iterable[Markup]:
    """Names beside their marks, laid out for a wide and for a narrow screen."""
    for layout, width in _WIDTHS.items():
        points = [
            Point(width * plot.x(count), plot.y(value), label if named else "")
            for label, count, value, named in zip(
                *(known[name] for name in ("label", "denominator", "value", "named")), strict=True
            )
        ]
        names = (_name(label, width) for label in labels_beside(points, width))
        yield element("g", *names, class_=layout, display="none" if layout == "narrow" else None)


def _name(label: Label, width: float) -> Markup:
    first, *more = label.lines
    lines = (element("tspan", line, x=label.dx, dy=LINE) for line in more)
    lettering = element("text", first, *lines, x=label.dx, text_anchor=label.anchor, class_="fig-label fig-over")
    return place(label.point.x / width, label.point.y + label.dy, lettering)
