"""The spine: where a county lies among all, drawn into its row of the indicator table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.svg import INK, element, fill_of, marker, number

__all__ = ["SCALE_ID", "spine", "spine_scale"]

SCALE_ID = "spine-scale"
"""Id of the labels, which every spine of the page shows again on a phone."""

_WIDTH = 200
_MARGIN = 8  # half a marker, so that none is cut at 0 or 100
_HEIGHT = 28
_COUNTY, _OTHERS = 9, 21  # two lanes: the county above, the spread of all below


def spine(
    value: float,
    *,
    title: str,
    description: str,
    interval: tuple[float, float] | None = None,
    spread: Sequence[float] | None = None,
    target: float | None = None,
    tone: str = "",
    shape: str = "●",
    axis: Axis = SHORTFALL,
) -> Markup:
    """One row's spine.

    Args:
        value: the county's, in per cent.
        title: name of the indicator.
        description: the same in words.
        interval: lower and upper end at 95 %.
        spread: lowest, lower quartile, median, upper quartile, highest of the counties.
        target: drawn as a line through both lanes.
        tone: ``better``, ``worse`` or nothing.
        shape: ▲ ● ▼, as beside the word.
        axis: the same for all rows of a table.
    """

    def at(percent: float) -> float:
        return _WIDTH * axis.at(percent)

    marks = [
        element("path", d="".join(f"M{number(at(tick))} 0v28" for tick in axis.ticks), stroke="var(--rule,#d9dee4)")
    ]
    if target is not None:
        marks.append(element("path", d=f"M{number(at(target))} 0v28", stroke=INK, stroke_width=1.5))
    if spread is not None:
        low, q25, median, q75, high = map(at, spread)
        line: dict[str, str] = {"stroke": "var(--line,#76838f)"}
        marks += [
            element("path", d=f"M{number(low)} {_OTHERS}H{number(high)}", **line),
            element("rect", x=q25, y=_OTHERS - 4, width=q75 - q25, height=8, fill="var(--band,#e1e7ed)", **line),
            element("path", d=f"M{number(median)} {_OTHERS - 5}v10", stroke=INK, stroke_width=2),
        ]
    if interval is not None:
        lower, upper = map(at, interval)
        marks.append(
            element("path", d=f"M{number(lower)} {_COUNTY}H{number(upper)}", stroke=fill_of(tone), stroke_width=2)
        )
    marks.append(element("g", marker(shape, tone), transform=f"translate({number(at(value))} {_COUNTY})"))
    marks.append(element("use", href=f"#{SCALE_ID}", y=_HEIGHT - 2, class_="narrow", display="none"))
    return _svg(_HEIGHT, element("title", title), element("desc", description), *marks, role="img")


def spine_scale(axis: Axis = SHORTFALL) -> Markup:
    """The labels of the axis, for the head of the column; once a page."""
    labels = (
        element("text", number(tick), x=_WIDTH * axis.at(tick), y=10, text_anchor="middle") for tick in axis.ticks
    )
    return _svg(12, element("g", *labels, id=SCALE_ID), aria_hidden="true", fill="currentColor")


def _svg(height: float, *children: Markup, **attributes: str) -> Markup:
    box = f"{-_MARGIN} 0 {_WIDTH + 2 * _MARGIN} {height}"
    return element("svg", *children, class_="spine", viewBox=box, **attributes)
