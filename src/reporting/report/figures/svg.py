"""SVG elements as text, and the few marks that all figures share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from markupsafe import Markup, escape

__all__ = [
    "INK",
    "Shape",
    "Tone",
    "dots",
    "element",
    "fill_of",
    "marker",
    "number",
    "place",
    "share",
    "stretched",
    "text",
]

Tone: TypeAlias = Literal["better", "worse", ""]
Shape: TypeAlias = Literal["▲", "●", "▼"]

# A page sets the variables for light, dark and paper; in JupyterLab the light ones stand.
INK = "currentColor"
_FILLS = {"better": "var(--better,#12436d)", "worse": "var(--worse-fill,#f46a25)"}
_PATHS = {"▲": "M0-5.5 5.5 4.5H-5.5Z", "▼": "M0 5.5 5.5-4.5H-5.5Z"}


def element(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """One element; text among the children is escaped, ``class_`` is ``class``, ``stroke_width`` ``stroke-width``.

    Numbers are written with at most two decimals; an attribute that is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(escape(child) for child in children)
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")  # noqa: S704 - escaped


def number(value: float) -> str:
    """A coordinate, to two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def share(fraction: float) -> str:
    """A place as a percentage of the width or height."""
    return f"{number(100 * fraction)}%"


def fill_of(tone: str) -> str:
    """The colour of a mark: only better and worse have one."""
    return _FILLS.get(tone, INK)


def place(fraction: float, y: float, *children: str) -> Markup:
    """Children around a point whose x is a share of the width."""
    return element("svg", *children, x=share(fraction), y=y or None, overflow="visible")


def stretched(*children: str, height: float, top: float = 0) -> Markup:
    """Paths in thousandths of the width and CSS pixels of height; percentages do not stand in a path.

    Args:
        children: paths; their strokes keep their width by ``vector-effect="non-scaling-stroke"``.
        height: of the box, in CSS pixels.
        top: y of the box and of its first unit.
    """
    box = f"0 {number(top)} 1000 {number(height)}"
    return element(
        "svg", *children, y=top or None, width="100%", height=height, viewBox=box, preserveAspectRatio="none",
        overflow="visible",
    )  # fmt: skip


def dots(places: Iterable[tuple[float, float]]) -> Markup:
    """Dots at shares of the width and heights in CSS pixels, as one path for `stretched`.

    A dot is a stroke without length and with a round end, nine characters where a circle takes forty. What is around
    gives ``stroke``, ``stroke-width`` and ``stroke-linecap="round"``.
    """
    points = "".join(f"M{number(round(1000 * x))} {number(round(y, 1))}h0" for x, y in places)
    return element("path", d=points, vector_effect="non-scaling-stroke")


def marker(shape: str, tone: str, *, hollow: bool = False) -> Markup:
    """▲ ● ▼ around the origin, 11 units wide."""
    colour = fill_of(tone)
    paint = {"fill": "var(--paper,#fff)" if hollow else colour, "stroke": colour if hollow else None}
    if shape in _PATHS:
        return element("path", d=_PATHS[shape], stroke_width=1.5 if hollow else None, **paint)
    return element("circle", r=4.5, stroke_width=2 if hollow else None, **paint)


def text(words: str, fraction: float, y: float, *, anchor: str = "start", kind: str = "") -> Markup:
    """A line of lettering; ``kind`` is a class of the style sheet (``fig-label``, ``fig-note``, ``fig-tick``)."""
    return element(
        "text",
        words,
        x=share(fraction) if fraction else None,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        class_=kind or None,
    )
