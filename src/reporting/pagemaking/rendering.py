"""From an executed notebook to a page body, in the worker."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporting.definitions.runs import Contact, EditionNotebook
from reporting.execution.tasks import Rendered
from reporting.pagemaking.stamping import reserved_characters
from reporting.pages.glyphs import kept_glyphs
from reporting.pages.notebook import notebook_page
from reporting.pages.preparing import prepared
from reporting.report.computed import computing_source
from reporting.translations import read_catalogue

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from reporting.execution.tasks import Task

__all__ = ["PageRenderer", "Preparation", "prose_translator"]


@dataclass(frozen=True)
class PageRenderer:
    """Makes page bodies; travels to the worker with the run.

    Attributes:
        banner: language → a line above every page; empty for none.
        prose: language → Chinese prose of the notebooks → the same in that language.
        glyphs: folder of the glyphs drawn so far, on whichever machine; None to keep none.
        pages: of the edition, to whose titles a stamp links.
        contact: whom the foot of a page names.
    """

    banner: dict[str, str]
    prose: dict[str, dict[str, str]] = field(default_factory=dict)
    glyphs: Path | None = None
    pages: tuple[EditionNotebook, ...] = ()
    contact: Contact | None = None

    def __call__(self, notebook: NotebookNode, task: Task) -> Rendered:
        """The body of the page that ``task`` makes, and what it does not show.

        What the page needs to know is written into the notebook, so that ``jupyter nbconvert`` makes the same of it.
        """
        # nbconvert takes longer to load than a page to make: code that only sends tasks need not
        from reporting.pages.exporter import WORDS

        notebook.metadata[WORDS] = self._words(notebook, task)
        with kept_glyphs(self.glyphs):
            page = notebook_page(notebook)
        return Rendered(page.html, tuple(asdict(remark) for remark in page.remarks))

    def _words(self, notebook: NotebookNode, task: Task) -> dict[str, Any]:
        lang = str(task.parameters.get("lang", "zh-Hans"))
        sources = [cell.source for cell in notebook.cells]
        written = "\n".join(sources)
        prose = {text: said for text, said in self.prose.get(lang, {}).items() if text in written}
        return {
            "lang": lang,
            "banner": self.banner.get(lang, ""),
            "name": task.notebook.stem,
            "subject": list(task.subject),
            "prose": prose,
            "reserve": reserved_characters(lang, self.pages, self.contact),
        }


@dataclass(frozen=True)
class Preparation:
    """Adds the cells that compute values in prose to a notebook, and embeds its pictures; travels with the task.

    Attributes:
        prose: as `prose_translator` has it for the page's language.
    """

    prose: dict[str, str] = field(default_factory=dict)

    def __call__(self, text: str, folder: Path) -> str:
        """The text of the notebook, ready to be run."""
        return prepared(text, folder, computing_source, lambda source: self.prose.get(source.strip(), source))


def prose_translator(notebooks: Path, lang: str) -> dict[str, str]:
    """The notebooks' prose in ``lang``: source of a markdown cell → translation; empty where there is none."""
    path = notebooks / "locale" / f"{lang}.po"
    return {message.strip(): text for message, text in read_catalogue(path).items()} if path.exists() else {}
