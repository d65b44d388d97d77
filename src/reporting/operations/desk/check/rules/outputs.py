"""No outputs, no execution counts: what is in git is what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["outputs"]

_HINT = "`reporting check --fix` takes them out"


def outputs(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """Nothing of a run is left in the file."""
    for cell in notebook.code:
        if cell.raw.get("outputs"):
            yield found(notebook, cell, 0, "outputs", "the cell has outputs", _HINT)
        if cell.raw.get("execution_count") is not None:
            yield found(notebook, cell, 0, "outputs", "the cell has an execution count", _HINT)
