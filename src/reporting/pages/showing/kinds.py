"""One output, and how it stands on the page: the first of its forms that a page can show.

A form is a mime type; `SHOWN` has those that a page shows, best first. What needs a script is shown by the still
picture beside it, or refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from reporting.pages.showing.house_figures import with_words_of_figures
from reporting.pages.showing.markup import safe_markup
from reporting.pages.showing.maths import formulas_of
from reporting.pages.showing.pictures import PICTURES, drawing, picture
from reporting.pages.showing.plain import plain_value
from reporting.pages.showing.series import series_table
from reporting.pages.showing.surroundings import Surroundings
from reporting.pages.showing.tables import is_foreign, with_house_tables

__all__ = ["show"]

_NEEDS_SCRIPT = re.compile(r"<script\b|<iframe\b", re.IGNORECASE)
_LIBRARIES = {
    "plotly": "plotly",
    "bokeh": "bokeh",
    "vega": "altair",
    "widget": "ipywidgets",
    "geo+json": "a map",
    "javascript": "JavaScript",
    "application/pdf": "PDF",
}
_ADVICE = {
    "altair": 'alt.renderers.enable("svg") with vl-convert-python installed',
    "plotly": 'Image(figure.to_image("png", scale=2)) with kaleido installed, or matplotlib',
    "bokeh": "bokeh.io.export_png, or matplotlib",
    "ipywidgets": "a widget needs a reader's kernel: show the value, the table or the figure itself",
}
_QUIET = ("application/vnd.reporting.", "application/vnd.jupyter.stdout")


def show(data: Mapping[str, Any], place: Surroundings) -> str | None:
    """The HTML of an output; None for one that is not shown, which is then remarked on.

    Args:
        data: its forms, by mime type.
        place: where it stands.
    """
    html = _text(data, "text/html")
    if html is not None and not _NEEDS_SCRIPT.search(html):
        return _html(html, place)
    for kind, form in _SHOWN.items():
        if (text := _text(data, kind)) is not None:
            shown = form(text, place)
            if shown or kind in _STILL:
                return shown or None
    if html is not None or any(_is_interactive(kind) for kind in data):
        _refuse(data, html, place)
        return None
    if (plain := _text(data, "text/plain")) is not None:
        if table := series_table(plain):
            return with_house_tables(table, place)
        return plain_value(plain, place) or None
    if kinds := [kind for kind in data if not kind.startswith(_QUIET)]:
        what = f"an output of kind {', '.join(kinds)} cannot be shown"
        place.note("output", what, "show it as HTML, SVG, PNG or text, or hide it: remove-output", "lost")
    return None


def _html(html: str, place: Surroundings) -> str:
    safe = safe_markup(html, place.note, place.find_picture)
    return with_words_of_figures(with_house_tables(safe, place) if is_foreign(safe) else safe, place)


_STILL: dict[str, Callable[[str, Surroundings], str]] = {
    "image/svg+xml": drawing,
    **{mime: (lambda text, place, mime=mime: picture(mime, text, place)) for mime in PICTURES},  # type: ignore[misc]
}
_SHOWN: dict[str, Callable[[str, Surroundings], str]] = {
    **_STILL,
    "text/markdown": lambda text, place: place.markdown(text),
    "text/latex": lambda text, place: formulas_of(text, place.note),
}


def _is_interactive(kind: str) -> bool:
    return any(part in kind for part in _LIBRARIES)


def _refuse(data: Mapping[str, Any], html: str | None, place: Surroundings) -> None:
    """Name what needs a script, with the way to a still picture of it."""
    # a library is known by what it says of itself, by its mime type first
    said = " ".join(data) if any(_is_interactive(kind) for kind in data) else (html or "")[:20_000].lower()
    name = next((library for part, library in _LIBRARIES.items() if part in said), "HTML")
    hint = _ADVICE.get(name, "show a still picture of it: SVG or PNG") + "; or hide it: remove-output"
    place.note(
        "script", f"{name} needs a script, which no page may have, and has no still picture beside it", hint, "lost"
    )


def _text(data: Mapping[str, Any], kind: str) -> str | None:
    """The form of this kind as one text; a file may have it in lines."""
    value = data.get(kind)
    return "".join(value) if isinstance(value, list) else value if isinstance(value, str) else None
