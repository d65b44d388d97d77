"""Plain values: what a cell ends in when it is no table and no picture."""

from __future__ import annotations

import ast
import re

from markupsafe import escape

from reporting.pages.showing.surroundings import Surroundings

__all__ = ["STATES", "is_of_a_plot", "plain_value"]

STATES = {
    "True": "yes",
    "False": "no",
    "None": "no data",
    "nan": "no data",
    "NaN": "no data",
    "NaT": "no data",
    "<NA>": "no data",
}
"""What Python says of a value → the word for it."""

# what plotting calls hand back, and whatever names its place in memory: nothing that anybody reads
_ECHO = re.compile(r"^\s*[\[(]*\s*(?:array\(\[)?<[^>]*>|\bat 0x[0-9a-f]+|^Text\(|^\(?array\(\[<")
_PLOT = re.compile(r"^\s*[\[({]*\s*(?:array\(\[+)?<(?:Axes|matplotlib|\w*Container|mpl_toolkits|seaborn)|^\(?Text\(")
_MARK = "\"'"


def is_of_a_plot(text: str) -> bool:
    """Whether this is what a plotting call hands back: where the plot is shown, there is nothing to say of it."""
    return bool(_PLOT.search(text))


def plain_value(text: str, place: Surroundings) -> str:
    """A value as a paragraph, text of several lines as it stands; nothing, and a remark, for an object's bare name."""
    if _ECHO.search(text) and text.strip() not in STATES:
        place.note("value", f"`{text.strip()[:60]}` is no value for readers", "end the line with a semicolon", "desk")
        return ""
    shown = _text(text).strip("\n")
    if shown.strip() in STATES:
        return f'<p class="value">{escape(place.word(STATES[shown.strip()]))}</p>\n'
    if not shown.strip():
        return ""
    if "\n" in shown:
        return f'<pre class="listing">{escape(shown)}</pre>\n'
    return f'<p class="value">{escape(shown)}</p>\n'


def _text(text: str) -> str:
    """A text without the quotes that Python puts around it."""
    if text[:1] in _MARK:
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return text
        return value if isinstance(value, str) else text
    return text
