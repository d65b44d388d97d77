"""From an executed notebook to a page: its prose and its HTML outputs, nothing else.

Code, prompts, streams, plain text and tracebacks are left out, and so are the ids of cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import mistune

from reporting.errors import PageError
from reporting.pages.shell import page
from reporting.pages.text import plain_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["notebook_page"]

_SECTION = "\x00"  # cannot stand in HTML: marks where a section begins
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


def notebook_page(
    notebook: NotebookNode,
    *,
    lang: str = "zh-Hans",
    translate: Callable[[str], str] = lambda prose: prose,
    banner: str = "",
    reserve: str = "",
) -> str:
    """The page of an executed notebook. Each heading of level 2 in its prose begins a section.

    Args:
        notebook: of format 4.
        lang: of the page.
        translate: from the source of a markdown cell to the same in ``lang``.
        banner: a line above everything.
        reserve: characters that a stamp may bring later.

    Raises:
        PageError: the notebook shows no ``h1``, or more than one, or a character that no font has.
    """
    before, *sections = "\n".join(_shown(notebook, translate)).split(_SECTION)
    body = before + "".join(f"<section>\n{section}</section>\n" for section in sections)
    return page(title=_title(body), lang=lang, body=body, banner=banner, reserve=reserve)


def _shown(notebook: NotebookNode, translate: Callable[[str], str]) -> Iterator[str]:
    """What each cell shows, as HTML."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield str(_markdown()(translate(cell.source)))
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                yield output["data"]["text/html"]


def _title(body: str) -> str:
    headings = [plain_text(heading) for heading in _H1.findall(body)]
    if len(headings) != 1:
        raise PageError(
            f"a page has one h1, this notebook shows {len(headings)}",
            hint="begin the notebook with one heading of level 1",
        )
    return headings[0]


class _Renderer(mistune.HTMLRenderer):
    """Headings with ids to link to, and sections that begin with those of level 2."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        identity = re.sub(r"[^\w-]+", "-", plain_text(text)).strip("-").lower()
        begin = _SECTION if level == 2 else ""
        return f'{begin}<h{level} id="{identity}">{text}</h{level}>\n'


@lru_cache(maxsize=1)
def _markdown() -> mistune.Markdown:
    # prose is the notebook author's own, like its code: HTML in it is meant
    return mistune.create_markdown(renderer=_Renderer(escape=False), plugins=["table"])
