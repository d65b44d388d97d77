"""From an executed notebook to a page body, in the worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reporting.pagemaking.stamping import reserved_characters
from reporting.pages.glyphs import kept_glyphs
from reporting.pages.notebook import notebook_page
from reporting.translations import read_catalogue

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from reporting.execution.tasks import Task

__all__ = ["PageRenderer", "prose_translator"]


@dataclass(frozen=True)
class PageRenderer:
    """Makes page bodies; travels to the worker with the run.

    Attributes:
        banner: language → a line above every page; empty for none.
        prose: language → Chinese prose of the notebooks → the same in that language.
        glyphs: folder of the glyphs drawn so far, on whichever machine; None to keep none.
    """

    banner: dict[str, str]
    prose: dict[str, dict[str, str]] = field(default_factory=dict)
    glyphs: Path | None = None

    def __call__(self, notebook: NotebookNode, task: Task) -> str:
        """The body of the page that ``task`` makes."""
        lang = str(task.parameters.get("lang", "zh-Hans"))
        words = self.prose.get(lang, {})
        with kept_glyphs(self.glyphs):
            return notebook_page(
                notebook,
                lang=lang,
                translate=lambda text: words.get(text.strip(), text),
                banner=self.banner.get(lang, ""),
                reserve=reserved_characters(lang),
            )


def prose_translator(notebooks: Path, lang: str) -> dict[str, str]:
    """The notebooks' prose in ``lang``: source of a markdown cell → translation; empty where there is none."""
    path = notebooks / "locale" / f"{lang}.po"
    return {message.strip(): text for message, text in read_catalogue(path).items()} if path.exists() else {}
