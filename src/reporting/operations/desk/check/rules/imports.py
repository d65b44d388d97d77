"""Only what the package offers to notebooks is imported from it, so that its inside may change."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["imports"]

_RULE = "public_names"
_PUBLIC = {"reporting.figures", "reporting.statistics"}
"""Modules of which everything is for notebooks."""
_IMPORTERS = {"__import__", "import_module"}


def imports(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """`from reporting import NAME` with a public name, or from a public module, and nothing else of the package."""
    hint = f"`from reporting import …` has: {', '.join(sorted(known.public))}"
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            match node:
                case ast.ImportFrom(module="reporting", names=names):
                    wrong = [alias.name for alias in names if alias.name not in known.public]
                case ast.ImportFrom(module=str(module)) if module.startswith("reporting."):
                    wrong = [] if module in _PUBLIC else [module]
                case ast.Import(names=names):
                    # of `import reporting` too everything inside can be had
                    wrong = [
                        alias.name
                        for alias in names
                        if f"{alias.name}.".startswith("reporting.") and alias.name not in _PUBLIC
                    ]
                case ast.Call(
                    func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(module))]
                ) if name in _IMPORTERS:
                    wrong = [module] if f"{module}.".startswith("reporting.") else []
                case _:
                    continue
            for name in wrong:
                yield found(notebook, cell, node.lineno, _RULE, f"`{name}` is not for notebooks", hint)
