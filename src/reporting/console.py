"""What the command line prints: tables and lines for people, JSON for programs, progress while a run goes on."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console

from reporting.console_tables import fitting_tables
from reporting.console_words import shown, state_shown

__all__ = ["Progress", "print_json", "print_table", "progress", "say", "warn"]

_WIDE = 10_000
"""Columns of a table that goes to a file or another program: nothing is folded there, unless COLUMNS says how wide."""
_LEAST_STEPS, _LEAST_SECONDS = 5, 5.0
"""How many are done, and for how long, before the time left is said: from fewer it would be a guess."""
_STATES = frozenset({"decision", "in_scope", "known", "late", "outcome", "partly", "standing", "state", "status"})
"""Columns of words that we say ourselves; those of the board are called by their periods."""
_out = Console(
    highlight=False,
    markup=False,
    emoji=False,
    soft_wrap=True,
    width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE,
)
_err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


class Progress(Protocol):
    """Told how many steps there are, and of each as it is done."""

    def start(self, count: int) -> None:
        """So many steps are to come; time is counted from here, not from what had to be done before."""

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
    headings = {column: shown(column) for column in columns}
    cells = [{column: _plain(_cell(column, row.get(column))) for column in columns} for row in rows]
    for number, table in enumerate(fitting_tables(cells, columns, headings, _out.width)):
        if number:
            _out.print()
        _out.print(table)


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """A bar with the time left on a terminal; plain lines, at most one a second, elsewhere."""
    if not _err.is_terminal:
        yield _Lines(title)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class TimeLeft(TimeRemainingColumn):
        def render(self, task: Task) -> Text:
            means_something = _means_something(task.completed, task.elapsed or 0.0)
            return super().render(task) if means_something else Text("-:--:--", style="progress.remaining")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeLeft())
    with Bar(*columns, console=_err) as bar:
        yield _Bar(bar, title)


def _means_something(steps: float, seconds: float) -> bool:
    """Whether the time left can be told: the first steps wait for what all need, and a few tell nothing yet."""
    return steps >= _LEAST_STEPS and seconds >= _LEAST_SECONDS


class _Lines:
    def __init__(self, title: str) -> None:
        self._title, self._count, self._done, self._told, self._began = title, 0, 0, 0.0, time.monotonic()

    def start(self, count: int) -> None:
        self._count, self._began = count, time.monotonic()

    def step(self, line: str) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._told >= 1 or self._done == self._count:
            passed, left = now - self._began, ""
            if self._done < self._count and _means_something(self._done, passed):
                left = shown(f" ({passed / self._done * (self._count - self._done):.0f} s left)")
            warn(f"{shown(self._title)} {self._done}/{self._count} {shown(line)}{left}")
            self._told = now


class _Bar:
    def __init__(self, bar: Any, title: str) -> None:
        self._bar = bar
        self._task = bar.add_task(shown(title), total=None)

    def start(self, count: int) -> None:
        self._bar.reset(self._task, total=count)

    def step(self, line: str) -> None:
        self._bar.update(self._task, advance=1)


def _cell(column: str, value: Any) -> str:
    text = "" if value is None or str(value) in ("nan", "<NA>", "NaT") else str(value)
    return state_shown(text) if column in _STATES or column[:1].isdigit() else text


def _plain(text: str) -> str:
    """The text without what a terminal would obey: file names and cells come from outside."""
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
