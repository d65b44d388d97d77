"""From an executed notebook to a page: its prose and its HTML outputs, nothing else.

Code, prompts, streams, plain text and tracebacks are left out, and so are the ids of cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import mistune
from markupsafe import escape

from reporting.errors import PageError
from reporting.pages.shell import page
from reporting.pages.text import plain_text
from reporting.translations import translator

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["notebook_page"]

# None of these can stand in HTML: where a section begins, and whether an output of it says something.
_SECTION, _SOMETHING, _NOTHING = "\x00", "\x01", "\x02"
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_H2 = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_FEWEST_LISTED = 4
"""Sections; a page with fewer is seen at a glance and needs no list of them."""


def notebook_page(
    notebook: NotebookNode,
    *,
    lang: str = "zh-Hans",
    translate: Callable[[str], str] = lambda prose: prose,
    banner: str = "",
    reserve: str = "",
) -> str:
    """The page of an executed notebook. Each heading of level 2 in its prose begins a section.

    A section whose outputs are all empty is left out, its heading and prose too: it is about something that the
    project does not have.

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
    before = _unmarked(before)
    sections = [_unmarked(one) for one in sections if _SOMETHING in one or _NOTHING not in one]
    body = before + _contents(sections, lang) + "".join(f"<section>\n{section}</section>\n" for section in sections)
    return page(title=_title(body), lang=lang, body=body, banner=banner, reserve=reserve)


def _shown(notebook: NotebookNode, translate: Callable[[str], str]) -> Iterator[str]:
    """What each cell shows, as HTML."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield str(_markdown()(translate(cell.source)))
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                html = output["data"]["text/html"]
                yield f"{_SOMETHING}{html}" if html else _NOTHING


def _unmarked(section: str) -> str:
    return section.replace(_SOMETHING, "").replace(_NOTHING, "")


def _contents(sections: Sequence[str], lang: str) -> str:
    """Links to the sections, under what stands before the first of them."""
    headings = [found.groups() for section in sections if (found := _H2.match(section))]
    if len(headings) < _FEWEST_LISTED:
        return ""
    links = "".join(
        f'<li><a href="#{identity}">{escape(plain_text(heading))}</a></li>' for identity, heading in headings
    )
    label = translator("pages", lang)("Contents")
    return f'<nav class="contents" aria-label="{label}"><ol>{links}</ol></nav>\n'


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
