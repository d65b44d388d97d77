"""Values in prose: what a run computed for ``{python} expression`` and for options in braces, put where they stand.

A run puts a cell with the tag ``computed-values`` before prose that asks for values, and after a cell whose options do
(they may ask for what the cell makes). What it showed is a mapping from expression to text, under the mime type
`COMPUTED`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from re import Match
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from reporting.pages.cells.numbering import numbered
from reporting.pages.expressions import INLINE, outside_fences
from reporting.pages.options import cell_tags
from reporting.pages.remarks import Remark

__all__ = ["COMPUTED", "VALUES", "PutValues", "not_computed", "with_values"]

COMPUTED = "application/vnd.reporting.computed+json"
VALUES = "computed"
"""Metadata of a cell: what was computed for it."""


class PutValues(Preprocessor):
    """Keeps with each cell the values that were computed for it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Values from the cells that computed them, into the metadata of the cells that asked."""
        values: dict[str, str] = {}
        last: NotebookNode | None = None
        for number, cell in numbered(nb.cells):
            if "computed-values" in cell_tags(cell.metadata):
                if cell.metadata.get("computes") == "options" and last is not None:
                    last.metadata[VALUES] = _computed(cell)
                else:
                    values = _computed(cell)
                continue
            cell.metadata["number"] = number
            cell.metadata[VALUES], values, last = values, {}, cell
        return nb, resources


def with_values(
    markdown: str, values: Mapping[str, str], escape: Callable[[str], str], remark: Callable[[str], None]
) -> str:
    """The prose with its values; an expression without one stays as it is, and is remarked on."""
    if "`{python}" not in markdown:
        return markdown

    def put(found: Match[str]) -> str:
        if found[1] in values:
            return escape(values[found[1]])
        remark(found[1])
        return str(found[0])

    inside = set(outside_fences(markdown))
    return "".join(INLINE.sub(put, line) if line in inside else line for line in markdown.splitlines(keepends=True))


def _computed(cell: NotebookNode) -> dict[str, str]:
    return {
        str(expression): str(text)
        for output in cell.get("outputs", ())
        for expression, text in (output.get("data", {}).get(COMPUTED) or {}).items()
    }


def not_computed(number: int, expression: str) -> Remark:
    """What is said of an expression without a value."""
    hint = "values in prose are computed by `reporting run`, `preview` and `check --run`"
    return Remark(number, "value", f"`{{python}} {expression}` was not computed", hint)
