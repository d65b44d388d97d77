"""No county, period or path outside the parameters cell: such a notebook would be right for one page only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["constants"]

_RULE = "hard_coded"
# a whole date is the name of a document, say, and no period
_PERIOD = re.compile(r"\b(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])\b(?!-)|年(?:1[0-2]|0?[1-9])月(?!\d))")
_PATH = re.compile(
    r"^(?:~|\.{0,2})[/\\]|^[A-Za-z]:[/\\]|[/\\][^/\\]+\.\w{2,7}$|^[\w-]+\.(?:csv|xlsx?|json|parquet|duckdb)$"
)


def constants(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """Code has none of the three, and prose names no county and no period."""
    for cell in notebook.code:
        if cell.is_parameters:
            continue
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Constant) and (message := _fault(str(node.value), known)):
                yield found(notebook, cell, node.lineno, _RULE, message, "take it from the parameters")
    for cell in notebook.markdown:
        for number, line in enumerate(cell.source.splitlines(), 1):
            if message := _county(line, known) or _period(line):
                hint = "let the report say it: every page is made of this prose"
                yield found(notebook, cell, number, _RULE, message, hint)


def _fault(text: str, known: KnownNames) -> str:
    return _county(text, known) or _period(text) or (f"a path: {text!r}" if _PATH.search(text) else "")


def _county(text: str, known: KnownNames) -> str:
    # one character of a county's short name may be any word
    named = sorted((name for name in known.counties if len(name) > 1 and name in text), key=len)
    return f"a county: {named[-1]}" if named else ""


def _period(text: str) -> str:
    match = _PERIOD.search(text)
    return f"a period: {match.group()}" if match else ""
