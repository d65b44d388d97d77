"""How sections, figures and tables look in JupyterLab: as on the page, by day and by night.

The page's own style sheets, nested so that they reach what is ours alone and go before JupyterLab's, go out with the
first output of a kernel that JupyterLab has started, and again when that cell is run again. A run's kernel sends none:
its page has them.
"""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["in_lab", "look_like_pages", "scoped_styles", "undressed"]

_SHEETS = ("base", "text", "tables", "spine", "figures", "report")
_OURS = (
    ("reporting.report.html", "Section"),
    ("reporting.report.figures.figure", "ReportFigure"),
    ("reporting.report.ordinary", "ReportTable"),
    ("reporting.report.report", "Report"),
    ("reporting.report.report", "CityReport"),
    ("reporting.report.report", "EvidenceReport"),
)
_NIGHT = re.compile(r"@media screen and \(prefers-color-scheme: dark\)\s*\{\s*:root\s*\{(.*?)\}\s*\}", re.DOTALL)
_KEYFRAMES = re.compile(r"@(?:keyframes|page)[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")
_OPENED, _CLOSED = '<div class="county-report">', "</div>"
_OURS_ALONE = ".county-report:is(.county-report,#county-report)"
"""An id that nobody has makes every rule within stronger than what JupyterLab says of tables and lists."""
_state = {"cell": "", "now": ""}


def in_lab() -> bool:
    """Whether a Jupyter server has started this kernel for a person."""
    return "JPY_SESSION_NAME" in os.environ


def look_like_pages(shell: Any) -> None:
    """Let this shell show what is ours in the page's look."""
    html = shell.display_formatter.formatters["text/html"]
    for module, name in _OURS:
        html.for_type_by_name(module, name, dressed)
    shell.events.register("pre_run_cell", _begin)


def dressed(shown: Any) -> str:
    """The HTML of something of ours in its look; the style sheet comes with the first."""
    return within_look(shown._repr_html_())


def within_look(html: str) -> str:
    """The fragment where the page's styles reach it."""
    if not _state["cell"]:
        _state["cell"] = _state["now"]
    style = f"<style>{scoped_styles()}</style>" if _state["cell"] == _state["now"] else ""
    return f"{style}{_OPENED}{html}{_CLOSED}"


def undressed(html: str) -> str:
    """The fragment as a page has it, of one that `within_look` may have made."""
    if html.startswith(f"<style>{_OURS_ALONE}"):
        html = html.partition("</style>")[2]
    return html.removeprefix(_OPENED).removesuffix(_CLOSED) if html.startswith(_OPENED) else html


def _begin(info: Any) -> None:
    _state["now"] = str(getattr(info, "cell_id", None) or info.raw_cell)


@cache
def scoped_styles() -> str:
    """The page's style sheets for elements of class ``county-report``, its night for a dark theme of JupyterLab."""
    folder = files("reporting.pages") / "styles"
    css = "\n".join((folder / f"{name}.css").read_text("utf-8") for name in _SHEETS)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    nights = "".join(_NIGHT.findall(css))
    css = _KEYFRAMES.sub("", _NIGHT.sub("", css))
    css = re.sub(r"(?<![\w-])(?::root|html)(?=\s*[{,])", "&", css)
    css = re.sub(r"\s+", " ", css)
    night = re.sub(r"\s+", " ", nights)
    return (
        f"{_OURS_ALONE} {{ tr {{ background: none; }} {css} "
        "& { background: var(--paper); color: var(--ink); padding: 1rem; } } "
        f'body[data-jp-theme-light="false"] {_OURS_ALONE} {{ {night} }}'
    )
