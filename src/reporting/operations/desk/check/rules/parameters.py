"""One parameters cell, near the top, each parameter typed, with a default and a word about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reporting.errors import ParameterError
from reporting.execution.parameters import declared
from reporting.operations.desk.check.cells import Notebook, NotebookCell
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["parameters"]

_RULE = "parameters"


def parameters(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """The cell is there, once, first among the code, and says of each parameter what it is."""
    tagged = [cell for cell in notebook.cells if cell.is_parameters]
    if not tagged:
        hint = "tag the cell that sets them `parameters` (JupyterLab: property inspector, Cell Tags)"
        yield found(notebook, None, 0, _RULE, "no parameters cell", hint)
        return
    for cell in tagged[1:]:
        yield found(notebook, cell, 0, _RULE, "a second parameters cell", "papermill fills the first; join them")
    first = tagged[0]
    if next(notebook.code, first) is not first:
        yield found(notebook, first, 0, _RULE, "code stands before the parameters cell", "move it below")
    yield from _each(notebook, first)


def _each(notebook: Notebook, cell: NotebookCell) -> Iterator[NotebookFinding]:
    for statement in cell.tree.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                if value is None:
                    hint = "a notebook runs as it stands: give one"
                    yield found(notebook, cell, statement.lineno, _RULE, f"`{name}` has no default", hint)
            case ast.Assign(targets=[ast.Name(id=name)]):
                message, hint = f"`{name}` has no type", f"write `{name}: str = …`"
                yield found(notebook, cell, statement.lineno, _RULE, message, hint)
            case _:
                hint = "the cell holds assignments only"
                yield found(notebook, cell, statement.lineno, _RULE, "no parameter", hint)
    lines = {
        statement.target.id: statement.lineno
        for statement in cell.tree.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    try:
        known = declared(notebook.path)
    except ParameterError:  # the rule `style` tells of the syntax
        return
    for name, parameter in known.items():
        if not parameter.help:
            hint = "say what it is in a comment at the end of its line"
            yield found(notebook, cell, lines.get(name, 0), _RULE, f"`{name}` is not explained", hint)
