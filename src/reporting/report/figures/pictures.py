"""The drawings of one figure: for a page and for a phone, or panels that flow.

A drawing is shown at its own size or somewhat larger, so that lettering keeps a size that can be read: scaled down to
a phone, nine points would be four. So a figure is drawn a second time for it, unless it is made of panels, which flow.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from reporting.report.figures.canvas import Drawn, drawn
from reporting.report.figures.layouts import HouseLayout, Panels
from reporting.report.figures.legends import legends_above
from reporting.report.figures.stacked import stacked
from reporting.report.figures.svg import element, number
from reporting.report.figures.tilting import crowded, in_lines, tilted

__all__ = ["IN_SIGHT", "NARROW", "WIDE", "pictures"]

WIDE, NARROW = 720, 328
"""CSS pixels of the drawing on a page, at most, and on a phone of 360."""
_LARGER = 1.25
IN_SIGHT = 3
"""Panels of the first row of a page."""


def pictures(figure: Any, *, title: str, description: str, prefix: str, rest: str = "") -> Markup:
    """The ``svg`` elements of a matplotlib figure.

    Args:
        figure: is drawn, and stays as it was.
        title: of the figure.
        description: of what it shows.
        prefix: of the ids.
        rest: words that open the panels after the first row of them; empty where all are in sight.
    """
    layout = figure.get_layout_engine()
    width, height = (float(part) * 96 for part in figure.get_size_inches())
    words = (title, description)
    if isinstance(layout, Panels):
        cells = layout.cells(figure)
        whole = drawn(figure, width, height)
        if set(whole.parts) == set(range(len(cells))):
            return _flowing(whole, cells, words, prefix, rest)
        return _two(whole, drawn(figure, layout.size[0], _stacked_height(layout, len(cells))), words, prefix)
    if isinstance(layout, HouseLayout):
        return _two(drawn(figure, width, height), drawn(figure, NARROW, layout.narrow), words, prefix)
    scale = min(WIDE / width, 1)
    wide = drawn(figure, width * scale, height * scale)
    if wide.width <= NARROW:
        return _svg(wide, words, f"{prefix}-w", "drawing")
    size = (wide.width, wide.height, NARROW)
    with legends_above(figure, *size) as above, in_lines(figure, *size) as lines, stacked(figure) as rows:
        height = wide.height * rows * lines + above
        narrow = drawn(figure, NARROW, height)
        if axes := crowded(figure, NARROW, height):
            with tilted(axes):
                narrow = drawn(figure, NARROW, height)
    return _two(wide, narrow, words, prefix)


def _stacked_height(layout: Panels, panels: int) -> float:
    return panels * (layout.size[1] + layout.gap[1]) - layout.gap[1]


def _two(wide: Drawn, narrow: Drawn, words: tuple[str, str], prefix: str) -> Markup:
    """Both; the style sheet chooses, and where there is none the wide one shows."""
    return _svg(wide, words, f"{prefix}-w", "drawing wide") + _svg(
        narrow, words, f"{prefix}-n", "drawing narrow", hidden=True
    )


def _svg(one: Drawn, words: tuple[str, str], prefix: str, kind: str, *, hidden: bool = False) -> Markup:
    title, description = f"{prefix}t", f"{prefix}d"
    most = "" if hidden else f"max-width:{number(round(one.width * _LARGER))}px"
    return element(
        "svg",
        element("title", words[0], id=title),
        element("desc", words[1], id=description),
        _with_ids(one.content, prefix),
        class_=kind,
        role="img",
        aria_labelledby=title,
        aria_describedby=description,
        viewBox=f"0 0 {number(round(one.width))} {number(round(one.height))}",
        style=most or None,
        display="none" if hidden else None,
    )


def _flowing(whole: Drawn, cells: list[Any], words: tuple[str, str], prefix: str, rest: str) -> Markup:
    """One drawing per panel; a screen reader gets the first as the whole figure."""
    panels = []
    for index, cell in enumerate(cells):
        spoken: dict[str, Any] = {"aria_hidden": "true"}
        said = Markup("")
        if not index:
            title, description = f"{prefix}-t", f"{prefix}-d"
            said = element("title", words[0], id=title) + element("desc", words[1], id=description)
            spoken = {"role": "img", "aria_labelledby": title, "aria_describedby": description}
        panels.append(
            element(
                "svg",
                said,
                _with_ids(whole.parts[index], f"{prefix}-{index}"),
                class_="drawing",
                viewBox=f"{number(cell.x0)} {number(cell.y0)} {number(cell.width)} {number(cell.height)}",
                **spoken,
            )
        )
    if not rest or len(panels) <= IN_SIGHT:
        return element("div", *panels, class_="panels")
    folded = element("details", element("summary", rest), element("div", *panels[IN_SIGHT:], class_="panels"))
    return element("div", *panels[:IN_SIGHT], class_="panels") + folded


def _with_ids(content: Markup, prefix: str) -> Markup:
    return Markup(content.replace("\0", f"{prefix}-"))  # noqa: S704 - escaped where it was written
