"""What is being looked at: one page for each choice, made again when something it depends on was saved."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from reporting.execution.tasks import Failure
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.preview.maker import Maker, read_made
from reporting.operations.desk.preview.trouble import trouble_page
from reporting.operations.desk.preview.watching import changed_paths, glance, is_of_package, look, module_name
from reporting.operations.desk.warmth import is_inherited

__all__ = ["News", "Session"]

# what was saved last is what will be saved next: it is looked at all the time, the rest now and then
_GLANCES_EVERY_SECONDS = 0.01
_GLANCES_A_LOOK = 10


@dataclass(frozen=True)
class News:
    """What listeners of a choice are told.

    Attributes:
        state: ``making``, then ``made`` or ``failed``.
        number: of the page; a listener that has it need not fetch it again.
        seconds: it took to make; 0 while it is being made.
    """

    state: Literal["making", "made", "failed"]
    number: int
    seconds: float = 0.0


class Session:
    """Pages by choice, and who wants to know of new ones. Lives on one event loop."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._one_at_a_time = asyncio.Lock()
        self._making: dict[Choice, asyncio.Task[Made]] = {}
        self._last: dict[Choice, News] = {}
        self._listeners: defaultdict[Choice, set[asyncio.Queue[News]]] = defaultdict(set)
        self._number = 0

    async def page(self, choice: Choice) -> Made:
        """The page as of the latest save."""
        while True:
            making = self._wanted(choice)
            try:
                return await asyncio.shield(making)
            except asyncio.CancelledError:
                if not making.cancelled():
                    raise
                # something was saved meanwhile: wait for the newer page

    @contextmanager
    def listening(self, choice: Choice) -> Iterator[asyncio.Queue[News]]:
        """A queue of news about a page, what is known already first."""
        queue: asyncio.Queue[News] = asyncio.Queue()
        self._listeners[choice].add(queue)
        self._wanted(choice)
        if choice in self._last:
            queue.put_nowait(self._last[choice])
        try:
            yield queue
        finally:
            self._listeners[choice].discard(queue)

    async def watch(self) -> None:
        """Look for saved files until cancelled."""
        project, notebook = self._maker.project, self._maker.notebook
        before = look(project, notebook)
        recent = {str(notebook)}
        for turn in itertools.count():
            await asyncio.sleep(_GLANCES_EVERY_SECONDS)
            now = glance(before, recent) if turn % _GLANCES_A_LOOK else look(project, notebook)
            if changed := changed_paths(before, now):
                before, recent = now, changed
                self._forget_pages(changed)

    def _forget_pages(self, changed: set[str]) -> None:
        for making in self._making.values():
            making.cancel()
        self._making.clear()
        if inside := [path for path in changed if is_of_package(path)]:
            modules = map(module_name, inside)
            self._maker.renew(reports_only=not any(module and is_inherited(module) for module in modules))
        for choice in [choice for choice, queues in self._listeners.items() if queues]:
            self._wanted(choice)

    def _wanted(self, choice: Choice) -> asyncio.Task[Made]:
        if choice not in self._making:
            self._number += 1
            self._making[choice] = asyncio.create_task(self._make(choice, self._number))
        return self._making[choice]

    async def _make(self, choice: Choice, number: int) -> Made:
        self._tell(choice, News("making", number))
        started = time.monotonic()
        async with self._one_at_a_time:
            process, result = self._maker.start(choice)
            try:
                code = await asyncio.to_thread(process.wait)
            except asyncio.CancelledError:
                process.kill()
                raise
        made = read_made(result) or Made("failed", trouble_page(self._maker.notebook, _died(code)), 0)
        self._tell(choice, News(made.state, number, round(time.monotonic() - started, 2)))
        return made

    def _tell(self, choice: Choice, news: News) -> None:
        self._last[choice] = news
        for queue in self._listeners[choice]:
            queue.put_nowait(news)


def _died(code: int | None) -> Failure:
    return Failure("worker", "NoPage", f"the process that makes the page ended with code {code}; see the terminal")
