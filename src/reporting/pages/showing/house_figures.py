"""Figures that the kernel has made of ordinary plots: what their cell lacks is named, its words are translated.

The kernel leaves two attributes: ``data-lacks``, the options without which it had to find words itself and the marks
that it could not read, and ``data-says``, those whose text it took.
"""

from __future__ import annotations

import re

from markupsafe import escape

from reporting.pages.showing.surroundings import Surroundings

__all__ = ["with_words_of_figures"]

_FIGURE = re.compile(r'<figure class="figure"[^>]*>')
_NOTES = re.compile(r' data-(lacks|says)="([^"]*)"')
_WHERE = {"fig-cap": (r"<strong>(.*?)</strong>", 0), "fig-alt": (r"<desc [^>]*>(.*?)</desc>", re.DOTALL)}
_ADVICE = {
    "fig-cap": ("a figure without a caption", "begin the cell with `#| fig-cap: …`"),
    "fig-alt": ("a figure without words for those who cannot see it", "begin the cell with `#| fig-alt: …`"),
    "marks": ("a figure with marks whose numbers are in no table: {kind}", "show it by `report.figure(fig, table=…)`"),
    "table": ("a figure whose numbers are in no table", "show it by `report.figure(fig, table=…)`"),
}


def with_words_of_figures(html: str, place: Surroundings) -> str:
    """The fragment without the attributes; what a cell lacks is remarked on."""
    opened = _FIGURE.search(html)
    if opened is None:
        return html
    notes = dict(_NOTES.findall(opened[0]))
    if not notes:
        return html
    for option in notes.get("lacks", "").split():
        option, _, kind = option.partition(":")
        what, hint = _ADVICE[option]
        what = what.format(kind=kind.replace("-", " "))
        place.note("figure", what, hint, "words")
    html = html.replace(opened[0], _NOTES.sub("", opened[0]), 1)
    for option in notes.get("says", "").split():
        pattern, flags = _WHERE[option]
        found, said = re.search(pattern, html, flags), str(escape(place.option(option)))
        if found and said and "{" not in said:
            html = html.replace(f">{found[1]}<", f">{said}<").replace(f'="{found[1]}"', f'="{said}"')
    return html
