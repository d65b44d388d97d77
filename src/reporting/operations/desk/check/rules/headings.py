"""Headings of the prose in order: from level 2 (the report itself brings the first), none skipped, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.operations.desk.check.cells import Notebook, NotebookCell
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames, found

__all__ = ["headings"]

_RULE = "headings"
_HEADING = re.compile(r"^(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")


def headings(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """Levels go down one by one, each heading has words of its own, one at most is of level 1."""
    before, seen = 1, set[str]()
    for cell, line, level, words in _headings(notebook):
        if not words:
            yield found(notebook, cell, line, _RULE, "an empty heading", "write its words or take it out")
        elif words in seen:
            yield found(notebook, cell, line, _RULE, f"a second heading {words!r}", "links could not tell them apart")
        if level == 1 and seen:
            yield found(notebook, cell, line, _RULE, "a heading of level 1 after others", "a page begins with its one")
        elif level > before + 1:
            hint = f"make it level {before + 1}"
            yield found(notebook, cell, line, _RULE, f"a heading of level {level} after one of level {before}", hint)
        seen.add(words)
        before = level


def _headings(notebook: Notebook) -> Iterator[tuple[NotebookCell, int, int, str]]:
    for cell in notebook.markdown:
        fenced = False
        for number, line in enumerate(cell.source.splitlines(), 1):
            fenced ^= bool(_FENCE.match(line))
            if not fenced and (match := _HEADING.match(line)):
                yield cell, number, len(match.group(1)), (match.group(2) or "").strip()
