"""What the cells of many notebooks print at the same time, told line by line, each with the page that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporting.execution.parcels import Said

__all__ = ["PrintedLines"]


class PrintedLines:
    """Puts the pieces that come from each page together to lines, so that no two pages share one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._begun: dict[str, str] = {}

    def said(self, said: Said) -> None:
        """Tell the lines that are whole now."""
        *lines, rest = (self._begun.pop(said.task_id, "") + said.text).split("\n")
        for line in lines:
            self._say(f"{said.task_id} | {line}")
        if rest:
            self._begun[said.task_id] = rest

    def end(self, task_id: str) -> None:
        """Tell what the page has begun and will not end."""
        if rest := self._begun.pop(task_id, ""):
            self._say(f"{task_id} | {rest}")
