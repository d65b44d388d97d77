"""SVG elements as text."""

from __future__ import annotations

from markupsafe import Markup, escape

__all__ = ["element", "number"]


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
