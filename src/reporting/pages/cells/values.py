"""Values in prose: what a run computed for ``{python} expression`` and for options in braces, put where they stand.

A run puts a cell with the tag ``computed-values`` before each cell that asks for values; what it showed is a mapping
from expression to text, under the mime type `COMPUTED`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from reporting.pages.cells.numbering import numbered
from reporting.pages.options import cell_tags
from reporting.pages.remarks import Remark

__all__ = ["COMPUTED", "INLINE", "PutValues", "expressions_in"]

COMPUTED = "application/vnd.reporting.computed+json"
INLINE = re.compile(r"(?<!`)`\{python\}[ \t]+([^`\n]+?)[ \t]*`(?!`)")
"""Quarto's inline form."""

VALUES = "computed"
"""Metadata of a cell: what was computed for it."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


class PutValues(Preprocessor):
    """Keeps with each cell the values that were computed for it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Values from the cells that computed them, into the metadata of the cells that asked."""
        values: dict[str, str] = {}
        for number, cell in numbered(nb.cells):
            if "computed-values" in cell_tags(cell.metadata):
                values |= _computed(cell)
                continue
            cell.metadata["number"] = number
            if cell.cell_type in ("markdown", "code"):
                cell.metadata[VALUES] = dict(values)
            values = {}
        return nb, resources


def expressions_in(markdown: str) -> list[str]:
    """The expressions in the prose of a cell, those in fenced code apart."""
    return list(dict.fromkeys(found for line in _prose_lines(markdown) for found in INLINE.findall(line)))


def with_values(
    markdown: str, values: Mapping[str, str], escape: Callable[[str], str], remark: Callable[[str], None]
) -> str:
    """The prose with its values; an expression without one stays as it is, and is remarked on."""
    if "`{python}" not in markdown:
        return markdown

    def put(found: re.Match[str]) -> str:
        if found[1] in values:
            return escape(values[found[1]])
        remark(found[1])
        return found[0]

    inside = set(_prose_lines(markdown))
    return "".join(INLINE.sub(put, line) if line in inside else line for line in markdown.splitlines(keepends=True))


def _prose_lines(markdown: str) -> list[str]:
    """The lines outside fenced code, with their ends."""
    lines, fence = [], ""
    for line in markdown.splitlines(keepends=True):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            fence = found[1]
        else:
            lines.append(line)
    return lines


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
