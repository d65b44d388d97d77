"""Our pages for nbconvert and everything that speaks to its exporters.

Runs use `reporting.pages.notebook.notebook_page` itself: importing nbconvert takes longer than making fifty pages.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from reporting.pages.notebook import notebook_page

__all__ = ["PageExporter"]


class PageExporter(Exporter):
    """``jupyter nbconvert --to reporting.pages.exporter.PageExporter``; one exporter serves a process."""

    export_from_notebook = "Report page"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override] # nbconvert's own type is wrong: exporters give text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **words: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of an executed notebook, and nbconvert's resources.

        Args:
            nb: of format 4; no preprocessor touches it.
            resources: passed on with ``output_extension`` set.
            words: lang, translate, banner and reserve of `notebook_page`.

        Raises:
            PageError: as `notebook_page`.
        """
        return notebook_page(nb, **words), {**(resources or {}), "output_extension": self.file_extension}
