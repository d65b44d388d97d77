"""What a rule is, and what it may know besides the notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from reporting.operations.desk.check.cells import Notebook, NotebookCell
from reporting.operations.desk.check.finding import NotebookFinding

__all__ = ["KnownNames", "Rule", "found"]


@dataclass(frozen=True)
class KnownNames:
    """What rules hold a notebook against.

    Attributes:
        counties: codes, names and aliases of the counties.
        public: names that a notebook may import from the package → what they have.
        columns: kind of report → frame → its columns; a kind that is not told of is not looked into.
        indicators: ids of the indicators.
    """

    counties: frozenset[str]
    public: Mapping[str, frozenset[str]]
    columns: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    indicators: frozenset[str] = frozenset()


Rule: TypeAlias = Callable[[Notebook, KnownNames], Iterator[NotebookFinding]]


def found(
    notebook: Notebook, cell: NotebookCell | None, line: int, rule: str, message: str, hint: str = ""
) -> NotebookFinding:
    """A finding in a cell of a notebook, or in the notebook as a whole."""
    return NotebookFinding(notebook.name, cell.number if cell else 0, line, rule, message, hint)
