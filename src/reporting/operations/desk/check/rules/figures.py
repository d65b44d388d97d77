"""Figures carry title, description and table; a bare plot carries none, and no page would show it.

Made from values, a figure is held to this when it is made (`FigureError`), so `--run` finds it. Here is what the
source alone shows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import Finding
from reporting.operations.desk.check.rules.base import Known, found

__all__ = ["figures"]

_RULE = "figures"
_WORDS = ("title", "description")
_SHOWS_ITSELF = {"show", "plot", "savefig"}


def figures(notebook: Notebook, known: Known) -> Iterator[Finding]:
    """No plot is shown by itself; no title or description is written empty."""
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="plt" | "pyplot"), attr=name)) if (
                    name in _SHOWS_ITSELF
                ):
                    hint = "give it to a figure of `reporting`, with title, description and table"
                    message = f"`{name}` draws what no page shows"
                    yield found(notebook, cell, node.lineno, _RULE, message, hint)
                case ast.Call(keywords=keywords):
                    for keyword in keywords:
                        if keyword.arg in _WORDS and _is_blank(keyword.value):
                            message, hint = f"an empty {keyword.arg}", "say what the figure shows"
                            yield found(notebook, cell, keyword.value.lineno, _RULE, message, hint)


def _is_blank(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or not str(value.value).strip())
