"""The spine: where a county lies among all, drawn into its row of the indicator table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reporting.report.figures.axes import SHORTFALL, Axis
from reporting.report.figures.svg import element, fill_of, marker, number

__all__ = ["spine", "spine_scale"]

_WIDTH = 200
_MARGIN = 8  # half a marker, so that none is cut at 0 or 100
_HEIGHT = 24
_MIDDLE = 13


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
        target: drawn as a small triangle above the line.
        tone: ``better``, ``worse`` or nothing.
        shape: ▲ ● ▼, as beside the word.
        axis: the same for all rows of a table.
    """

    def at(percent: float) -> float:
        return _WIDTH * axis.at(percent)

    marks = [
        element("path", d="".join(f"M{number(at(tick))} 2v22" for tick in axis.ticks), stroke="var(--rule,#d9dee4)")
    ]
    if spread is not None:
        low, q25, median, q75, high = map(at, spread)
        marks += [
            element("path", d=f"M{number(low)} {_MIDDLE}H{number(high)}", stroke="var(--band,#dfe5ec)", stroke_width=5),
            element(
                "path", d=f"M{number(q25)} {_MIDDLE}H{number(q75)}", stroke="var(--band-deep,#b3c0cd)", stroke_width=9
            ),
            element("path", d=f"M{number(median)} {_MIDDLE - 7}v14", stroke="var(--muted,#595959)", stroke_width=1.5),
        ]
    if target is not None:
        x = at(target)
        marks.append(element("path", d=f"M{number(x - 3.5)} 0h7l-3.5 5z", fill="var(--muted,#595959)"))
    if interval is not None:
        lower, upper = map(at, interval)
        marks.append(
            element("path", d=f"M{number(lower)} {_MIDDLE}H{number(upper)}", stroke=fill_of(tone), stroke_width=2)
        )
    marks.append(element("g", marker(shape, tone), transform=f"translate({number(at(value))} {_MIDDLE})"))
    return _svg(element("title", title), element("desc", description), *marks, role="img")


def spine_scale(axis: Axis = SHORTFALL) -> Markup:
    """The labels of the axis, for the head of the column; its numbers are read with every row's description."""
    labels = (
        element("text", number(tick), x=_WIDTH * axis.at(tick), y=18, text_anchor="middle", font_size=10)
        for tick in axis.ticks
    )
    return _svg(*labels, aria_hidden="true", fill="currentColor")


def _svg(*children: Markup, **attributes: str) -> Markup:
    box = f"{-_MARGIN} 0 {_WIDTH + 2 * _MARGIN} {_HEIGHT}"
    return element("svg", *children, class_="spine", viewBox=box, **attributes)
