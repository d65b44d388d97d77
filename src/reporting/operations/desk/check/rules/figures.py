"""Figures have words: a caption, and what they show for who cannot see them.

An ordinary plot is a figure of the report. Where its words are missing this says which line to add; what the source
does not show, a run tells (`--run`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook, NotebookCell
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found
from reporting.report.cell_options import cell_options

__all__ = ["figures"]

_RULE = "figures"
_WORDS = ("title", "description")
_PLOTS = {
    "area", "bar", "barh", "boxplot", "contourf", "errorbar", "fill_between", "hexbin", "hist", "hlines", "imshow",
    "pcolormesh", "pie", "plot", "scatter", "stackplot", "stem", "step", "violinplot",
}  # fmt: skip
_TITLES = {"set_title", "title", "suptitle"}
_HIDDEN = {"remove-cell", "remove_cell", "remove-output", "remove_output"}


def figures(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """A cell that plots has a caption and a description; no title or description is written empty."""
    for cell in notebook.code:
        calls = [node for node in ast.walk(cell.tree) if isinstance(node, ast.Call)]
        for call in calls:
            for keyword in call.keywords:
                if keyword.arg in _WORDS and _is_blank(keyword.value):
                    message, hint = f"an empty {keyword.arg}", "say what the figure shows"
                    yield found(notebook, cell, keyword.value.lineno, _RULE, message, hint)
        yield from _wordless(notebook, cell, calls)


def _wordless(notebook: Notebook, cell: NotebookCell, calls: list[ast.Call]) -> Iterator[NotebookFinding]:
    names = {call.func.attr: call for call in calls if isinstance(call.func, ast.Attribute)}
    plots = [call for name, call in names.items() if name in _PLOTS]
    # `report.figure` has its words by itself, and takes them from the plot or the cell where it was given none
    if not plots or ("figure" in names and _is_of_report(names["figure"])):
        return
    if _HIDDEN & set(cell.raw.get("metadata", {}).get("tags", [])):
        return
    options = cell_options(cell.source)
    titled = _TITLES & names.keys() or any(word.arg == "title" for call in calls for word in call.keywords)
    line = plots[0].lineno
    if not options.get("fig-cap") and not titled:
        hint = "begin the cell with `#| fig-cap: …`, or give the plot a title"
        yield found(notebook, cell, line, _RULE, "a plot without a caption", hint)
    if not options.get("fig-alt"):
        hint = "begin the cell with `#| fig-alt: …`, one sentence that says what is to be seen"
        yield found(notebook, cell, line, _RULE, "a plot without words for those who cannot see it", hint)


def _is_of_report(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id != "plt"
    )


def _is_blank(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or not str(value.value).strip())
