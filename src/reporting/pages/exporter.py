"""From an executed notebook to a page: its prose and its HTML outputs, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import mistune
from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from reporting.errors import PageError
from reporting.pages.shell import page
from reporting.pages.text import plain_text

__all__ = ["PageExporter"]

_SECTION = "\x00"  # cannot stand in HTML: marks where a section begins
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


class PageExporter(Exporter):
    """Makes pages of our own shell, for nbconvert and everything that speaks to its exporters.

    Code, prompts, streams, plain text and tracebacks are left out, and so are the ids of cells. Each heading of
    level 2 in the prose begins a section. One exporter serves a process.
    """

    export_from_notebook = "Report page"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override] # nbconvert's own type is wrong: exporters give text
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        *,
        lang: str = "zh-Hans",
        translate: Callable[[str], str] = lambda prose: prose,
        banner: str = "",
        reserve: str = "",
        **_: Any,
    ) -> tuple[str, dict[str, Any]]:
        """The page of an executed notebook, and nbconvert's resources.

        Args:
            nb: the notebook, version 4.
            resources: passed on with ``output_extension`` set.
            lang: of the page.
            translate: from the source of a markdown cell to the same in ``lang``.
            banner: a line above everything.
            reserve: characters that a stamp may bring later.

        Raises:
            PageError: the notebook shows no ``h1``, or more than one.
        """
        before, *sections = "\n".join(_shown(nb, translate)).split(_SECTION)
        body = before + "".join(f"<section>\n{section}</section>\n" for section in sections)
        html = page(title=_title(body), lang=lang, body=body, banner=banner, reserve=reserve)
        return html, {**(resources or {}), "output_extension": self.file_extension}


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
