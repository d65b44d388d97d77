"""The spine: where a county lies among all, drawn into its row of the indicator table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.svg import INK, element, fill_of, marker, number

__all__ = ["SCALE_ID", "spine", "spine_scale"]

SCALE_ID = "spine-scale"
"""Id of the axis, which every spine of the page shows again."""

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

    marks = [element("use", href=f"#{SCALE_ID}")]
    if target is not None:
        marks.append(element("path", d=f"M{number(at(target))} 0v{_HEIGHT}", stroke=INK, stroke_width=1.5))
    if spread is not None:
        low, q25, median, q75, high = map(at, spread)
        box = f"M{number(q25)} {_OTHERS - 4}H{number(q75)}v8H{number(q25)}z"
        line = f"M{number(low)} {_OTHERS}H{number(high)}"
        marks += [
            element("path", d=line + box, fill="var(--band,#e1e7ed)", stroke="var(--line,#76838f)"),
            element("path", d=f"M{number(median)} {_OTHERS - 5}v10", stroke=INK, stroke_width=2),
        ]
    if interval is not None:
        lower, upper = map(at, interval)
        marks.append(
            element("path", d=f"M{number(lower)} {_COUNTY}H{number(upper)}", stroke=fill_of(tone), stroke_width=2)
        )
    here = element("svg", marker(shape, tone), x=at(value), y=_COUNTY, overflow="visible")
    return _svg(_HEIGHT, element("title", title), element("desc", description), *marks, here, role="img")


def spine_scale(axis: Axis = SHORTFALL) -> Markup:
    """The axis, for the head of the column, once a page: every spine of the page shows its lines again.

    Its labels stand in the head; on a phone, where the head is out of sight, they stand under each spine.
    """
    ticks = [(number(tick), _WIDTH * axis.at(tick)) for tick in axis.ticks]
    lines = element("path", d="".join(f"M{number(x)} 0v{_HEIGHT}" for _, x in ticks), stroke="var(--rule,#d9dee4)")
    labels = [element("text", label, x=x, y=10, text_anchor="middle") for label, x in ticks]
    below = element(
        "svg", *labels, y=_HEIGHT - 2, overflow="visible", class_="narrow", display="none", fill="var(--muted,#595959)"
    )
    shared = element("defs", element("g", lines, below, id=SCALE_ID))
    return _svg(12, shared, *labels, aria_hidden="true", fill="currentColor")


def _svg(height: float, *children: Markup, **attributes: str) -> Markup:
    box = f"{-_MARGIN} 0 {_WIDTH + 2 * _MARGIN} {height}"
    return element("svg", *children, class_="spine", viewBox=box, **attributes)
