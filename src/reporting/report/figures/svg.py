"""SVG elements as text, and the few marks that all figures share."""

from __future__ import annotations

from typing import Literal, TypeAlias

from markupsafe import Markup, escape

__all__ = ["INK", "Shape", "Tone", "element", "fill_of", "marker", "number", "place", "share", "text"]

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
    return element("svg", *children, x=share(fraction), y=y, overflow="visible")


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
        "text", words, x=share(fraction), y=y, text_anchor=None if anchor == "start" else anchor, class_=kind or None
    )
