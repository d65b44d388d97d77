"""What showing an output needs to know of the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reporting.pages.remarks import Note
from reporting.translations import Translate

__all__ = ["HEADING", "Surroundings"]

HEADING = "\x03"
"""Stands for the heading of the section, in the caption of a table or a figure that has none of its own."""


@dataclass(frozen=True)
class Surroundings:
    """The cell and the page around an output.

    Attributes:
        word: translates a word of the shell.
        prose: translates what the author of the notebook wrote.
        note: takes a remark of this cell.
        options: of the cell, values in braces filled in.
        find_picture: the picture of a file name, as ``(mime type, base64)``; None where there is none.
        markdown: renders Markdown.
        line: renders a line of Markdown, without a paragraph around it.
    """

    word: Translate
    prose: Callable[[str], str]
    note: Note
    markdown: Callable[[str], str]
    line: Callable[[str], str]
    options: Mapping[str, Any] = field(default_factory=dict)
    find_picture: Callable[[str], tuple[str, str] | None] = lambda name: None

    def option(self, *names: str) -> str:
        """The text of the first of these options that is given, in the language of the page; empty without one."""
        for name in names:
            value = self.options.get(name)
            if isinstance(value, str) and value.strip():
                return self.prose(value.strip())
        return ""
