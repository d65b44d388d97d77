"""What a notebook asks of a report's frames is there: a misspelt table, column or indicator is found with its near one.

Followed are the frames themselves, names that are given one once, and what has the same columns: a part of the rows,
a copy, another order. Of anything else nothing is said.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reporting.near import near
from reporting.operations.desk.check.cells import Notebook, NotebookCell
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found
from reporting.pages.expressions import INLINE

__all__ = ["data"]

_KEEP = {"copy", "drop_duplicates", "dropna", "head", "nlargest", "nsmallest", "query", "sort_values", "tail"}
_BY = {"drop_duplicates", "groupby", "set_index", "sort_values"}


def data(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """Of `report = NAME.open(…)`: `report.schools["…"]`, `report.data["…"]` and `report.series("…")` exist."""
    names = _names(notebook, known)
    for cell in notebook.code:
        for line, message, hint in _faults(cell.tree, names, known):
            yield found(notebook, cell, line, "data", message, hint)
    for cell in notebook.markdown:
        for line, tree in _expressions(cell):
            for _, message, hint in _faults(tree, names, known):
                yield found(notebook, cell, line, "data", message, hint)


@dataclass
class _Frame:
    """A frame of a report, and the columns that the notebook has given it besides."""

    name: str
    columns: Collection[str]


@dataclass
class _Names:
    """What names of the notebook stand for."""

    reports: dict[str, str]
    frames: dict[str, _Frame]


def _names(notebook: Notebook, known: KnownNames) -> _Names:
    nodes = [node for cell in notebook.code for node in ast.walk(cell.tree)]
    stored = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    names = _Names({}, {})
    for node in nodes:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=report)], value=ast.Call(func=ast.Attribute(value=ast.Name(id=kind), attr="open"))
            ) if kind in known.columns:
                names.reports[report] = kind
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if stored[name] == 1:
                if frame := _frame(value, names, known):
                    names.frames[name] = frame
    for node in nodes:
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(column)), ctx=ast.Store()):
                if name in names.frames:
                    given = names.frames[name]
                    names.frames[name] = _Frame(given.name, {*given.columns, column})
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="insert" | "rename" | "reset_index")):
                # in place: columns that nobody here knows
                names.frames.pop(name, None)
            case ast.Attribute(value=ast.Name(id=name), attr="columns", ctx=ast.Store()):
                names.frames.pop(name, None)
    return names


def _frame(node: ast.expr, names: _Names, known: KnownNames) -> _Frame | None:
    """The frame that an expression gives; None where it gives something else, or nobody knows."""
    match node:
        case ast.Name(id=name):
            return names.frames.get(name)
        case ast.Attribute(value=ast.Name(id=report), attr=name) if report in names.reports:
            return _of(names.reports[report], name, known)
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=report), attr="data"), attr=name):
            return _of(names.reports.get(report, ""), name, known)
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=report), attr="data"), slice=ast.Constant(value=str(name))
        ):
            return _of(names.reports.get(report, ""), name, known)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=report), attr="series")) if report in names.reports:
            return _of(names.reports[report], "series", known)
        case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _KEEP:
            return _frame(inner, names, known)
        case ast.Subscript(value=inner, slice=ast.Compare() | ast.BinOp() | ast.UnaryOp() | ast.Call()):
            return _frame(inner, names, known)
    return None


def _of(kind: str, name: str, known: KnownNames) -> _Frame | None:
    columns = known.columns.get(kind, {}).get(name)
    return None if columns is None else _Frame(name, columns)


def _faults(tree: ast.AST, names: _Names, known: KnownNames) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        match node:
            case (
                ast.Subscript(
                    value=ast.Attribute(value=ast.Name(id=report), attr="data"), slice=ast.Constant(value=str(name))
                )
                | ast.Attribute(value=ast.Attribute(value=ast.Name(id=report), attr="data"), attr=name)
            ) if report in names.reports:
                tables = set(known.columns[names.reports[report]]) - {"series"}
                if name not in tables and not name.startswith("_"):
                    yield node.lineno, f"`{report}.data` has no table {name!r}", _near(name, tables)
            case ast.Subscript(value=value, slice=wanted, ctx=ast.Load()):
                yield from _missing(_frame(value, names, known), wanted)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=report), attr="series"), args=[ast.Constant(value=str(name)), *_]
            ) if report in names.reports and name not in known.indicators:
                yield node.lineno, f"there is no indicator {name!r}", _near(name, known.indicators)
            case ast.Call(func=ast.Attribute(value=value, attr=method), args=[wanted, *_]) if method in _BY:
                yield from _missing(_frame(value, names, known), wanted)


def _missing(frame: _Frame | None, wanted: ast.expr) -> Iterator[tuple[int, str, str]]:
    """The columns asked for by name that the frame has not."""
    if frame is None:
        return
    for one in wanted.elts if isinstance(wanted, ast.List) else [wanted]:
        match one:
            case ast.Constant(value=str(column)) if column not in frame.columns:
                yield one.lineno, f"`{frame.name}` has no column {column!r}", _near(column, frame.columns)


def _expressions(cell: NotebookCell) -> Iterator[tuple[int, ast.AST]]:
    for number, line in enumerate(cell.source.splitlines(), 1):
        for expression in INLINE.findall(line):
            try:
                yield number, ast.parse(expression, mode="eval")
            except SyntaxError:  # the rule of prose says so
                continue


def _near(name: str, there: Collection[str]) -> str:
    like = near(name, sorted(there))
    return f"did you mean {like[0]!r}?" if like else f"there are: {', '.join(sorted(there))}"
