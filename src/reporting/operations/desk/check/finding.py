"""One thing that is wrong, as a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["COLUMNS", "NotebookFinding", "rows"]

COLUMNS = ("file", "cell", "line", "rule", "message", "hint")


@dataclass(frozen=True, order=True)
class NotebookFinding:
    """What is wrong, where, by which rule, and what to do about it.

    Attributes:
        file: relative to the project, or as it was given.
        cell: position in the notebook from 1; 0 for the notebook as a whole or a file of another kind.
        line: in the cell or file, from 1; 0 where there is none.
        rule: name of the rule; of a rule of ruff, its code.
    """

    file: str
    cell: int
    line: int
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return self.told(str)

    def told(self, say: Callable[[str], str]) -> str:
        """One line.

        Args:
            say: puts words of ours into the reader's language; the rule keeps the name under which it is looked up.
        """
        cell = say(f", cell {self.cell}") if self.cell else ""
        line = say(f", line {self.line}") if self.line else ""
        hint = f" → {say(self.hint)}" if self.hint else ""
        return f"{self.file}{cell}{line}: {self.rule}: {say(self.message)}{hint}"


def rows(findings: Iterable[NotebookFinding]) -> list[dict[str, Any]]:
    """The findings in the order of files, for JSON."""
    return [asdict(finding) for finding in sorted(findings)]
