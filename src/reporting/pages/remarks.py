"""What a page does not show, or shows without words: named, so that nothing a notebook shows is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Grade", "Note", "Remark"]

Grade: TypeAlias = Literal["lost", "words", "desk"]

_SAID_BY_CELLS = frozenset({"print", "warning", "error"})
"""Kinds of which the words are a cell's own."""


@dataclass(frozen=True, order=True)
class Remark:
    """One thing about a cell that its author should know.

    Attributes:
        cell: position in the notebook as its author sees it, from 1; 0 for the notebook as a whole.
        kind: what it is about: ``script``, ``picture``, ``print``, ``warning``, ``error``, ``value``, ``link`` ….
        what: one sentence.
        hint: what to do about it.
        grade: ``lost`` is not on the page although nobody hid it; ``words`` is on the page and lacks a caption, a
            description or a table; ``desk`` is for the analyst alone, as printed text is.
    """

    cell: int
    kind: str
    what: str
    hint: str = ""
    grade: Grade = "lost"

    def __str__(self) -> str:
        return self.told(str)

    def told(self, say: Callable[[str], str]) -> str:
        """One line.

        Args:
            say: puts words of ours into the reader's language; what a cell said stays as it is.
        """
        place = f"{say(f'cell {self.cell}')}: " if self.cell else ""
        hint = f" → {say(self.hint)}" if self.hint and self.kind != "error" else ""
        return f"{place}{say(self.kind)}: {self.words(say)}{hint}"

    def words(self, say: Callable[[str], str]) -> str:
        """What is remarked, without place and hint."""
        return self.what if self.kind in _SAID_BY_CELLS else say(self.what)


Note: TypeAlias = Callable[[str, str, str, Grade], None]
"""Takes a remark of the cell at hand: kind, what, hint, grade."""
