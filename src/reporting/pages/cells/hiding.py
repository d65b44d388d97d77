"""What an analyst hid by tag, in the spellings of nbconvert, Jupyter Book and Quarto."""

from __future__ import annotations

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from reporting.pages.cells.numbering import PUT_IN
from reporting.pages.options import cell_options, cell_tags

__all__ = ["FOLDED", "HideTagged"]

FOLDED = "folded"
"""Metadata of a cell whose outputs stand in a fold."""

_CELLS = {"remove-cell", *PUT_IN}
_OUTPUTS = {"remove-output", "remove-outputs"}
_FOLDS = {"hide-cell", "hide-output", "hide-outputs"}


class HideTagged(Preprocessor):
    """Takes out cells and outputs with a tag of removal, and marks those that are to be folded."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Cells removed whole, outputs removed or marked."""
        nb.cells = [cell for cell in nb.cells if not self._is_removed(cell)]
        for cell in nb.cells:
            tags = cell_tags(cell.metadata)
            if cell.cell_type == "code" and (tags & _OUTPUTS or self._options(cell).get("output") is False):
                cell.outputs = []
            for stream in ("stdout", "stderr"):
                if cell.cell_type == "code" and f"remove-{stream}" in tags:
                    cell.outputs = [one for one in cell.outputs if one.get("name") != stream]
            collapsed = cell.metadata.get("jupyter", {}).get("outputs_hidden") or cell.metadata.get("collapsed")
            cell.metadata[FOLDED] = bool(tags & _FOLDS or (cell.cell_type == "code" and collapsed))
        return nb, resources

    def _is_removed(self, cell: NotebookNode) -> bool:
        return bool(cell_tags(cell.metadata) & _CELLS) or self._options(cell).get("include") is False

    def _options(self, cell: NotebookNode) -> dict[str, Any]:
        return cell_options(cell.source) if cell.cell_type == "code" and "#|" in cell.source else {}
