"""From an executed notebook to a page, for code that makes many: one exporter a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reporting.pages.remarks import Remark

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from reporting.pages.exporter import PageExporter

__all__ = ["NotebookPage", "notebook_page"]


@dataclass(frozen=True)
class NotebookPage:
    """A page.

    Attributes:
        html: the whole document.
        remarks: what it does not show, or shows without words.
    """

    html: str
    remarks: tuple[Remark, ...]


def notebook_page(notebook: NotebookNode, **words: Any) -> NotebookPage:
    """The page of an executed notebook. Each heading of level 2 in its prose begins a section.

    Args:
        notebook: of format 4; what its page needs to know stands in its metadata (`reporting.pages.exporter.WORDS`).
        words: the same, taken first: lang, banner, reserve, prose, name.

    Raises:
        PageError: the notebook is of another language than Python, or has a character that no font has.
    """
    html, resources = _exporter().from_notebook_node(notebook, **words)
    remarks: list[Remark] = resources["remarks"]
    return NotebookPage(html, tuple(remarks))


@lru_cache(maxsize=1)
def _exporter() -> PageExporter:
    from reporting.pages.exporter import PageExporter

    return PageExporter()  # type: ignore[no-untyped-call]
