"""A notebook as the rules see it: numbered cells, their Python parsed once."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from reporting.errors import UsageError
from reporting.execution.reading import notebook_text

__all__ = ["Notebook", "NotebookCell", "read_notebook"]


@dataclass(frozen=True)
class NotebookCell:
    """One cell.

    Attributes:
        number: its position from 1, markdown cells counted.
        kind: ``code``, ``markdown`` or ``raw``.
        raw: the cell as the file has it.
    """

    number: int
    kind: str
    source: str
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def is_parameters(self) -> bool:
        """Whether it is tagged ``parameters``."""
        return "parameters" in self.raw.get("metadata", {}).get("tags", [])

    @cached_property
    def tree(self) -> ast.Module:
        """Its Python; empty where it does not parse (the rule ``style`` says so)."""
        try:
            return ast.parse(self.source)
        except SyntaxError:
            return ast.Module([], [])

    @cached_property
    def texts(self) -> tuple[ast.Constant, ...]:
        """The text constants of its Python, those inside f-strings included."""
        nodes = ast.walk(self.tree)
        return tuple(node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@dataclass(frozen=True)
class Notebook:
    """A notebook's cells, and the name that findings give it."""

    path: Path
    name: str
    cells: tuple[NotebookCell, ...]

    @property
    def code(self) -> Iterator[NotebookCell]:
        """The cells of code."""
        return (cell for cell in self.cells if cell.kind == "code")

    @property
    def markdown(self) -> Iterator[NotebookCell]:
        """The cells of prose."""
        return (cell for cell in self.cells if cell.kind == "markdown")


def read_notebook(path: Path, root: Path) -> Notebook:
    """The notebook in a file, named relative to ``root`` where it is below it.

    Raises:
        UsageError: it is no notebook.
    """
    name = path.resolve().relative_to(root).as_posix() if path.resolve().is_relative_to(root) else str(path)
    try:
        cells = json.loads(notebook_text(path))["cells"]
        read = tuple(
            NotebookCell(number, cell["cell_type"], "".join(cell["source"]), cell)
            for number, cell in enumerate(cells, 1)
        )
    except FileNotFoundError:
        raise UsageError("there is no such notebook", where=name) from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UsageError(f"this is no notebook: {error}", where=name) from error
    return Notebook(path, name, read)
