"""What is being looked at: one page for each choice, made again when something it depends on was saved."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from reporting.console_words import shown
from reporting.execution.tasks import Failure
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.preview.maker import Maker, Process, read_made, read_progress
from reporting.operations.desk.preview.trouble import trouble_page
from reporting.operations.desk.preview.watching import changed_paths, glance, is_of_package, look, module_name
from reporting.operations.desk.warmth import is_inherited
from reporting.pages.remarks import Remark

__all__ = ["News", "Session"]

# what was saved last is what will be saved next: it is looked at all the time, the rest now and then
_GLANCES_EVERY_SECONDS = 0.01
_GLANCES_A_LOOK = 10
_PROGRESS_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class News:
    """What listeners of a choice are told.

    Attributes:
        state: ``making``, then ``made`` or ``failed``.
        number: of the page; a listener that has it need not fetch it again.
        seconds: it took to make; 0 while it is being made.
        cell: that runs now; 0 before the first.
        remarks: on the page, as `Made` has them.
    """

    state: Literal["making", "made", "failed"]
    number: int
    seconds: float = 0.0
    cell: int = 0
    remarks: tuple[Mapping[str, Any], ...] = ()


class Session:
    """Pages by choice, and who wants to know of new ones. Lives on one event loop."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._one_at_a_time = asyncio.Lock()
        self._making: dict[Choice, asyncio.Task[Made]] = {}
        self._last: dict[Choice, News] = {}
        self._listeners: defaultdict[Choice, set[asyncio.Queue[News]]] = defaultdict(set)
        self._number = 0
        self._stopped: set[Choice] = set()

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

    def stop(self, choice: Choice) -> None:
        """End the making of a page, if it is being made; the next save makes it again."""
        if choice in self._making and not self._making[choice].done():
            self._stopped.add(choice)

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
                code = await self._followed(choice, number, process, result)
            except asyncio.CancelledError:
                process.kill()
                raise
        failure = _STOPPED if choice in self._stopped else _died(code)
        self._stopped.discard(choice)
        made = read_made(result) or Made("failed", trouble_page(self._maker.notebook, failure), 0)
        self._tell(choice, News(made.state, number, round(time.monotonic() - started, 2), remarks=_told(made.remarks)))
        return made

    async def _followed(self, choice: Choice, number: int, process: Process, result: Path) -> int | None:
        """The process's exit code; meanwhile listeners are told which cell runs, and may end it."""
        ending = asyncio.ensure_future(asyncio.to_thread(process.wait))
        cell = 0
        while not ending.done():
            await asyncio.wait({ending}, timeout=_PROGRESS_EVERY_SECONDS)
            if choice in self._stopped:
                process.kill()
            elif (now := read_progress(result)) != cell:
                cell = now
                self._tell(choice, News("making", number, cell=cell))
        return await ending

    def _tell(self, choice: Choice, news: News) -> None:
        self._last[choice] = news
        for queue in self._listeners[choice]:
            queue.put_nowait(news)


def _told(remarks: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The remarks in the language of the desk."""
    read = (Remark(**one) for one in remarks)
    return tuple(
        asdict(replace(one, kind=shown(one.kind), what=one.words(shown), hint=shown(one.hint))) for one in read
    )


_STOPPED = Failure("task", "Stopped", "the making of the page was stopped; the next save makes it again")


def _died(code: int | None) -> Failure:
    return Failure("worker", "NoPage", f"the process that makes the page ended with code {code}; see the terminal")
