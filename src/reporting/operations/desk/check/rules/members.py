"""What a notebook asks of a report is there: a misspelt call is found before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reporting.near import near
from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["members"]


def members(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """After `report = NAME.open(…)` with a public name, `report.x` is something that it has."""
    kinds: dict[str, str] = {}
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=report)],
                    value=ast.Call(func=ast.Attribute(value=ast.Name(id=kind), attr="open")),
                ) if kind in known.public:
                    kinds[report] = kind
        for node in ast.walk(cell.tree):
            match node:
                case ast.Attribute(value=ast.Name(id=report), attr=name) if report in kinds:
                    has = known.public[kinds[report]]
                    if name not in has:
                        like = near(name, has)
                        hint = f"did you mean `{like[0]}`?" if like else "docs/api.md has the list"
                        yield found(notebook, cell, node.lineno, "members", f"`{report}` has no `{name}`", hint)
