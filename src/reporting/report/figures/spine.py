"""The spine: where a county lies among all, drawn into its row of the indicator table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.svg import element, number

__all__ = ["SCALE_ID", "spine", "spine_scale"]

SCALE_ID = "spine-scale"
"""Id of the axis, which every spine of the page shows again."""

# What colours the parts of every spine, once a page. In JupyterLab, where no style sheet is ours, the light ones stand.
_STYLE = (
    ".s-spread{fill:var(--band,#e1e7ed);stroke:var(--line,#76838f)}"
    ".s-strokes{stroke:currentColor;stroke-width:2}"
    ".s-here{fill:currentColor;stroke:currentColor;stroke-width:2}"
    ".s-better{fill:var(--better,#12436d);stroke:var(--better,#12436d);stroke-width:2}"
    ".s-worse{fill:var(--worse-fill,#f46a25);stroke:var(--worse-fill,#f46a25);stroke-width:2}"
)
_SHAPES = {"▲": "m0-4.5 4.5 8h-9z", "▼": "m0 4.5 4.5-8h-9z", "●": "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0"}

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
    group: float | None = None,
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
        group: the value of similar counties, a lozenge among the others.
        tone: ``better``, ``worse`` or nothing.
        shape: ▲ ● ▼, as beside the word.
        axis: the same for all rows of a table.
    """

    def at(percent: float) -> str:
        return number(round(_WIDTH * axis.at(percent), 1))

    strokes = f"M{at(target)} 0v{_HEIGHT}" if target is not None else ""
    here = ""
    marks = [element("use", href=f"#{SCALE_ID}")]
    if spread is not None:
        low, q25, median, q75, high = map(at, spread)
        box = f"M{low} {_OTHERS}H{high}M{q25} {_OTHERS - 4}H{q75}v8H{q25}z"
        marks.append(element("path", d=box, class_="s-spread"))
        strokes += f"M{median} {_OTHERS - 5}v10"
    if group is not None:
        lozenge = f"M{at(group)} {_OTHERS - 5}l5 5-5 5-5-5z"
        marks.append(element("path", d=lozenge, class_="s-strokes", fill="var(--paper,#fff)"))
    if strokes:
        marks.append(element("path", d=strokes, class_="s-strokes"))
    if interval is not None:
        lower, upper = map(at, interval)
        here = f"M{lower} {_COUNTY}H{upper}"
    here += f"M{at(value)} {_COUNTY}{_SHAPES[shape]}"
    marks.append(element("path", d=here, class_=f"s-{tone or 'here'}"))
    return _svg(_HEIGHT, element("title", title), element("desc", description), *marks, role="img")


def spine_scale(axis: Axis = SHORTFALL) -> Markup:
    """The axis, for the head of the column, once a page: every spine of the page shows its lines again."""
    ticks = [(number(tick), _WIDTH * axis.at(tick)) for tick in axis.ticks]
    lines = element("path", d="".join(f"M{number(x)} 0v{_HEIGHT}" for _, x in ticks), stroke="var(--rule,#d9dee4)")
    labels = [element("text", label, x=x, y=10, text_anchor="middle") for label, x in ticks]
    shared = element("defs", element("style", _STYLE), element("g", lines, id=SCALE_ID))
    return _svg(12, shared, *labels, aria_hidden="true", fill="currentColor")


def _svg(height: float, *children: Markup, **attributes: str) -> Markup:
    box = f"{-_MARGIN} 0 {_WIDTH + 2 * _MARGIN} {height}"
    return element("svg", *children, class_="spine", viewBox=box, **attributes)
