"""What the command line prints: tables and lines for people, JSON for programs, progress while a run goes on."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.table import Table

from reporting.console_words import shown, state_shown

__all__ = ["Progress", "print_json", "print_table", "progress", "say", "warn"]

_WIDE = 200
"""Columns of a table that goes to a file or another program: nothing is folded there."""
_STATES = frozenset(
    {"decision", "in_scope", "known", "late", "outcome", "partly", "runs", "standing", "state", "status"}
)
"""Columns of words that we say ourselves; those of the board are called by their periods."""
_out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE)
_err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


class Progress(Protocol):
    """Told how many steps there are, and of each as it is done."""

    def start(self, count: int) -> None:
        """So many steps are to come."""

    def step(self, line: str) -> None:
        """One step is done; ``line`` says which and how."""


def say(text: str = "") -> None:
    """A line on standard output, in the reader's language; what stands in it is text, not markup."""
    _out.print(_plain(shown(text)))


def warn(text: str) -> None:
    """A line on standard error, in the reader's language."""
    _err.print(_plain(shown(text)))


def print_json(value: Any) -> None:
    """A value as JSON on standard output, Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def print_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Rows as a table on standard output.

    Headings and words of state are in the reader's language; what was sent and typed is as it is.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(shown(column), overflow="fold")
    for row in rows:
        table.add_row(*(_plain(_cell(column, row.get(column))) for column in columns))
    _out.print(table)


_TOLD_FROM, _SECONDS_BEFORE_TOLD = 5, 5.0
"""How many are done, and for how long, before the time left is said: from fewer it would be a guess."""


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """A bar with the time left on a terminal; plain lines, at most one a second, elsewhere."""
    if not _err.is_terminal:
        yield _Lines(title)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=_err) as bar:
        yield _Bar(bar, title)


class _Lines:
    def __init__(self, title: str) -> None:
        self._title, self._count, self._done, self._told, self._began = title, 0, 0, 0.0, time.monotonic()

    def start(self, count: int) -> None:
        self._count = count

    def step(self, line: str) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._told >= 1 or self._done == self._count:
            gone = now - self._began
            told = f" ({gone / self._done * (self._count - self._done):.0f} s left)" if self._means(gone) else ""
            warn(f"{self._title} {self._done}/{self._count} {line}{told}")
            self._told = now

    def _means(self, gone: float) -> bool:
        """Whether the time left can be told: the first files wait for the processes that read them."""
        return self._done < self._count and self._done >= _TOLD_FROM and gone >= _SECONDS_BEFORE_TOLD


class _Bar:
    def __init__(self, bar: Any, title: str) -> None:
        self._bar = bar
        self._task = bar.add_task(shown(title), total=None)

    def start(self, count: int) -> None:
        self._bar.update(self._task, total=count)

    def step(self, line: str) -> None:
        self._bar.update(self._task, advance=1)


def _cell(column: str, value: Any) -> str:
    text = "" if value is None or str(value) in ("nan", "<NA>", "NaT") else str(value)
    return state_shown(text) if column in _STATES or column[:1].isdigit() else text


def _plain(text: str) -> str:
    """The text without what a terminal would obey: file names and cells come from outside."""
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
