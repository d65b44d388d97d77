"""What a report holds is read, never changed: a later cell, and the sections, would speak of other numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["mutations"]

_HINT = "take a copy first: `{name} = {source}.copy()`"


def mutations(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """Nothing that belongs to a report is assigned to, deleted from, or changed in place."""
    reports = {
        target.id
        for cell in notebook.code
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.Assign) and _opens(node.value, known)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            for place in _changed(node):
                if _root(place) in reports and not isinstance(place, ast.Name):
                    source = ast.unparse(_held(place))
                    hint = _HINT.format(name=source.rpartition(".")[2], source=source)
                    message = f"`{source}` of the report is changed in place"
                    yield found(notebook, cell, place.lineno, "changed_in_place", message, hint)


def _opens(value: ast.expr, known: KnownNames) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=kind), attr="open")):
            return kind in known.public
    return False


def _changed(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement or a call changes."""
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            yield from targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            yield target
        case ast.Call(func=ast.Attribute(value=value, attr=name), keywords=keywords):
            in_place = any(
                one.arg == "inplace" and isinstance(one.value, ast.Constant) and one.value.value is True
                for one in keywords
            )
            if in_place or name in ("insert", "pop", "update"):
                yield value


def _root(place: ast.expr) -> str:
    while isinstance(place, ast.Attribute | ast.Subscript):
        place = place.value
    return place.id if isinstance(place, ast.Name) else ""


def _held(place: ast.expr) -> ast.expr:
    """The frame itself: ``report.schools`` of ``report.schools.loc[0, "a"]``."""
    while isinstance(place, ast.Subscript) or (
        isinstance(place, ast.Attribute) and isinstance(place.value, ast.Attribute | ast.Subscript)
    ):
        place = place.value
    return place
