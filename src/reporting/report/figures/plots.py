"""Figures of an analyst's own, drawn with matplotlib and shown as ours are."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup
from pylopdf_fonts_zh_cn import sans_path

from reporting.report.figures.figure import Box, Caption, Drawing, Figure, Part

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Plot

__all__ = ["figure_of_plot", "plot_style"]

_STYLE: dict[str, object] = {
    "font.family": ["Noto Sans SC"],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
    "axes.prop_cycle": "cycler('color', ['12436d', 'f46a25', '76838f'])",  # those of `_INKS`
    "legend.frameon": False,
    "figure.figsize": (7.0, 3.4),
    "figure.constrained_layout.use": True,
}
_INKS = {
    "#000000": "currentColor",
    "#12436d": "var(--better,#12436d)",
    "#f46a25": "var(--worse-fill,#f46a25)",
    "#76838f": "var(--line,#76838f)",
}
"""What a page makes of the style's colours, in light and in dark."""
_SHAPE = re.compile(r"viewBox=\"0 0 ([\d.]+) ([\d.]+)\"")


@contextmanager
def plot_style() -> Iterator[None]:
    """Within it matplotlib draws in the report's hand, and measures Chinese text with the font that pages embed."""
    from matplotlib import rc_context

    _register_font()
    with rc_context(_STYLE):  # type: ignore[arg-type]
        yield


def figure_of_plot(plot: Plot, caption: Caption, table: pd.DataFrame) -> Figure:
    """A matplotlib figure as one of ours: text stays text, its colours follow the page, same plot same bytes.

    It is scaled to the width there is, lettering included: on a phone that is small, so prefer few words.

    Args:
        plot: drawn under `plot_style`.
        caption: the figure's words.
        table: its numbers for the annex.

    Raises:
        FigureError: words or table are missing.
    """
    from matplotlib import rc_context

    written = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "reporting"}):
        plot.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    svg = written.getvalue()
    width, height = map(float, _SHAPE.findall(svg)[0])
    inner = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    inner = inner[inner.index("<defs") : inner.rindex("</svg>")]
    salt = hashlib.sha256(inner.encode()).hexdigest()[:8]
    inner = re.sub(r"(\bid=\"|url\(#|xlink:href=\"#)", lambda found: f"{found[1]}{salt}-", inner)
    inner = inner.replace("xlink:href", "href")
    for drawn, themed in _INKS.items():
        inner = inner.replace(drawn, themed)
    content = f'<svg viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="xMinYMid meet">{inner}</svg>'
    boxes = [Box(0, 0, 1, round(height * scale)) for scale in (4 / 3, 2 / 3)]  # points to pixels; half of it on a phone
    part = Part(Markup(content), *boxes)  # noqa: S704 - matplotlib escapes what it writes
    return Figure(caption, Drawing((part,), wide=boxes[0].height, narrow=boxes[1].height), table)


@cache
def _register_font() -> None:
    from matplotlib.font_manager import fontManager

    fontManager.addfont(sans_path())
