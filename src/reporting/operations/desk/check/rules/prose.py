"""Prose as a page will have it: values that exist, pictures and links that are there, braces that mean nothing."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from urllib.parse import unquote

from reporting.near import near
from reporting.operations.desk.check.cells import Notebook, NotebookCell
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found
from reporting.pages.expressions import INLINE, option_expressions, outside_fences
from reporting.pages.options import cell_options
from reporting.pages.prose.headings import name_of
from reporting.pages.showing.local_pictures import local_pictures

__all__ = ["prose"]

_BRACES = re.compile(r"(?<![\\$`{A-Za-z0-9_#.])\{([A-Za-z_]\w*(?:\.\w+|\[[^\]]*\])*)(?::[^{}]*)?\}")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)>\s]+)>?[^)]*\)")
_REMOTE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^)>\s]+)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$")
_LABEL = re.compile(r"\{#((?:fig|tbl|sec)-[\w-]+)\}")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_@.])@((?:fig|tbl|sec)-[A-Za-z0-9_-]*[A-Za-z0-9])")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_ALWAYS = frozenset(dir(builtins)) | {"In", "Out", "_", "__", "get_ipython", "display", "exit", "quit"}


def prose(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """What prose asks of the notebook is there, and nothing in it is code by mistake."""
    names, is_open = _assigned(notebook)
    headings = {name_of(words) for cell in notebook.markdown for words in _headings(cell)}
    labels = _labels(notebook)
    for cell in notebook.markdown:
        lines = outside_fences(cell.source)
        for number, line in enumerate(cell.source.splitlines(keepends=True), 1):
            if line in lines:
                yield from _values(notebook, cell, number, line, names, is_open=is_open)
                yield from _links(notebook, cell, number, line, headings)
                for label in _REFERENCE.findall(_CODE.sub("", line)):
                    if label not in labels and not label.startswith("sec-"):
                        hint = _near(label, labels) or f"give a cell the option `#| label: {label}`"
                        yield found(notebook, cell, number, "references", f"@{label} refers to nothing", hint)
        yield from _pictures(notebook, cell)
    for cell in notebook.code:
        options = cell_options(cell.source)
        for expression in option_expressions(options):
            yield from _missing(notebook, cell, 1, expression, names, is_open=is_open)
        for number, line in enumerate(cell.source.splitlines(), 1):
            if re.match(r"\s*[!%]\s*(?:pip|conda|mamba|uv)\b", line):
                hint = "add it to pyproject.toml or environment.yml, so that every machine has the same"
                yield found(notebook, cell, number, "installs", "a notebook that installs packages", hint)


def _values(
    notebook: Notebook, cell: NotebookCell, number: int, line: str, names: frozenset[str], *, is_open: bool
) -> Iterator[NotebookFinding]:
    for expression in INLINE.findall(line):
        yield from _missing(notebook, cell, number, expression, names, is_open=is_open)
    for inside in _BRACES.findall(_CODE.sub("", line)):
        root = re.split(r"[.\[]", inside)[0]
        value = f"write `{{python}} {inside}` between backticks for its value"
        hint = value
        if root not in names and not is_open:
            hint = _near(root, names) or f"set it in a cell, and {value}"
        yield found(notebook, cell, number, "braces", f"{{{inside}}} stands on the page as it is", hint)


def _missing(
    notebook: Notebook, cell: NotebookCell, number: int, expression: str, names: frozenset[str], *, is_open: bool
) -> Iterator[NotebookFinding]:
    """Names of an expression that no cell gives a value."""
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        yield found(notebook, cell, number, "values", f"`{expression}` is no expression of Python", "mend it")
        return
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    wanted = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - own
    for name in sorted(() if is_open else wanted - names - _ALWAYS):
        hint = _near(name, names) or "set it in a cell before"
        yield found(notebook, cell, number, "values", f"`{name}` is set in no cell", hint)


def _links(
    notebook: Notebook, cell: NotebookCell, number: int, line: str, headings: set[str]
) -> Iterator[NotebookFinding]:
    for address in _REMOTE.findall(line):
        hint = "save it beside the notebook, or paste it into the cell"
        yield found(notebook, cell, number, "pictures", f"a page loads nothing from elsewhere: {address}", hint)
    for target in _LINK.findall(_CODE.sub("", line)):
        if target.startswith("#"):
            # sections of the report bring names of their own; only what looks like a heading of the prose is told
            like = near(name_of(unquote(target)), headings)
            if like and name_of(unquote(target)) not in headings:
                yield found(notebook, cell, number, "links", f"no heading {target}", f"did you mean #{like[0]}?")
        elif not _ELSEWHERE.match(target):
            path = notebook.path.parent / unquote(target.partition("#")[0])
            if path.suffix == ".ipynb" and not path.exists():
                yield found(notebook, cell, number, "links", f"there is no notebook {target}", "mend the link")


def _pictures(notebook: Notebook, cell: NotebookCell) -> Iterator[NotebookFinding]:
    attached = cell.raw.get("attachments") or {}
    for name in local_pictures("".join(outside_fences(cell.source))):
        if name not in attached and not (notebook.path.parent / unquote(name)).is_file():
            line = next(number for number, line in enumerate(cell.source.splitlines(), 1) if name in line)
            hint = "put it beside the notebook, or paste it into the cell"
            yield found(notebook, cell, line, "pictures", f"there is no picture {name}", hint)


def _assigned(notebook: Notebook) -> tuple[frozenset[str], bool]:
    """The names that the cells set; and whether there may be others (`from … import *`, exec, magics)."""
    names: set[str] = set()
    is_open = False
    for cell in notebook.code:
        source = "\n".join("" if re.match(r"\s*[!%]", line) else line for line in cell.source.splitlines())
        try:
            tree = ast.parse(source)
        except SyntaxError:
            is_open = True
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    names.add(name)
                case ast.AsyncFunctionDef(name=name) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                    names.add(name)
                case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                    is_open |= any(alias.name == "*" for alias in imported)
                    names |= {(alias.asname or alias.name).partition(".")[0] for alias in imported}
                case ast.Call(func=ast.Name(id="exec" | "globals" | "eval")):
                    is_open = True
    return frozenset(names), is_open


def _labels(notebook: Notebook) -> set[str]:
    of_cells = {str(cell_options(cell.source).get("label", "")) for cell in notebook.code}
    return of_cells | {label for cell in notebook.markdown for label in _LABEL.findall(cell.source)}


def _headings(cell: NotebookCell) -> Iterator[str]:
    for line in outside_fences(cell.source):
        if found_heading := _HEADING.match(line.rstrip()):
            yield found_heading[1]


def _near(name: str, known: frozenset[str] | set[str]) -> str:
    like = near(name, sorted(known))
    return f"did you mean `{like[0]}`?" if like else ""
