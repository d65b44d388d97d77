"""Runs tasks: reuses what has not changed, runs the rest on many cores or machines, keeps what came of it."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from reporting.errors import ExecutionError
from reporting.execution.cache import PageCache
from reporting.execution.files import write_atomically
from reporting.execution.parcels import Parcel, Product, Said, pack
from reporting.execution.pool import Crew
from reporting.execution.tasks import Failure, Outcome, Task, TaskLimits, remarks_file

if TYPE_CHECKING:
    from reporting.execution.parcels import Render
    from reporting.execution.warm.parent import Warmth

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())


class Workers(Protocol):
    """Who runs tasks: a `Crew` of this machine, or a `Cluster`."""

    @property
    def warmth(self) -> Warmth:
        """What they load once, before their first kernel is forked."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether they see none of our files, so that what a task needs travels with it."""

    def run(self, parcels: Iterable[Parcel]) -> Generator[Product | Said]:
        """Run parcels, each taken only when it can begin; closing the iterator lets the workers go.

        Yields:
            One product for each parcel, in the order in which they finish; and what is said by those that are followed.
        """


def run_tasks(
    tasks: Iterable[Task],
    *,
    render: Render | None = None,
    workers: Workers | None = None,
    limits: TaskLimits = TaskLimits(),  # noqa: B008 - frozen
    cache: PageCache | None = None,
    force: bool = False,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
    on_said: Callable[[Said], None] = lambda said: None,
) -> list[Outcome]:
    """Run every task once; one that fails never stops the others.

    Pages appear whole or not at all, each as soon as its task is done. After Ctrl-C what is finished
    stays, and the rest is `cancelled`; the caller decides how to leave.

    Args:
        tasks: with distinct ids; each is taken when it can begin, so that those to come may be made meanwhile.
        render: makes the page's text from the executed notebook; runs in the worker, so it is picklable.
        workers: let go of when they have run something; by default a crew of this machine, one for each core.
        limits: of each task.
        cache: pages by fingerprint; None to reuse nothing.
        force: run even what could be reused.
        on_outcome: told of each outcome as it comes, in this process.
        on_said: told what cells print, of tasks that are to be followed; nothing of those on a cluster.

    Returns:
        The outcomes in the order of the tasks.

    Raises:
        ExecutionError: two tasks share an id, or the cluster cannot be reached.
    """
    outcomes: dict[str, Outcome] = {}
    by_id: dict[str, Task] = {}
    reasons: dict[str, str] = {}
    coming = iter(tasks)

    def settle(outcome: Outcome) -> None:
        outcomes[outcome.task_id] = outcome
        _log(outcome, by_id[outcome.task_id])
        on_outcome(outcome)

    def known() -> Iterator[Task]:
        for task in coming:
            if task.id in by_id:
                raise ExecutionError("two tasks share an id", hint="give each task an id of its own")
            by_id[task.id] = task
            yield task

    def to_run() -> Iterator[Task]:
        for task in known():
            reasons[task.id] = reason = "forced" if force else _reason_to_run(task, cache)
            if reason:
                yield task
            else:
                settle(_reuse(task, cache))

    def parcels(workers: Workers, to_run: Iterable[Task]) -> Iterator[Parcel]:
        for task in to_run:
            try:
                yield pack(task, limits, workers.warmth, render, carry=workers.is_elsewhere)
            except (OSError, ValueError) as error:
                settle(_failed(task, Failure("task", type(error).__name__, str(error)), reasons[task.id]))

    try:
        rest = to_run()
        # workers are asked for once there is something to run
        if (first := next(rest, None)) is not None:
            workers = workers or Crew()
            with closing(workers.run(parcels(workers, chain([first], rest)))) as products:
                for product in products:
                    if isinstance(product, Said):
                        on_said(product)
                        continue
                    task = by_id[product.outcome.task_id]
                    settle(_keep(product, task, reasons[task.id], cache))
    except KeyboardInterrupt:
        for task in [*by_id.values(), *known()]:
            if task.id not in outcomes:
                settle(Outcome(task.id, "cancelled", reason=reasons.get(task.id, "")))
    return [outcomes[one] for one in by_id]


def explain(tasks: Sequence[Task], cache: PageCache | None, force: bool = False) -> dict[str, str]:
    """Task id → why `run_tasks` would run it; empty text where its page would be reused."""
    return {task.id: "forced" if force else _reason_to_run(task, cache) for task in tasks}


def _reason_to_run(task: Task, cache: PageCache | None) -> str:
    if cache is None or task.fingerprint is None or task.page is None:
        return "never reused"
    return cache.explain(task.id, task.fingerprint)


def _reuse(task: Task, cache: PageCache | None) -> Outcome:
    assert cache is not None and task.fingerprint is not None and task.page is not None  # noqa: S101
    body = cache.get(task.fingerprint)
    try:
        if body is not None and not _holds(task.page, body):
            write_atomically(task.page, body)
        cache.remember(task.id, task.fingerprint)
        remarks = cache.remarks(task.fingerprint)
        _write_remarks(task.page, remarks)
    except OSError as error:
        return _failed(task, Failure("output", type(error).__name__, str(error)), "unchanged")
    return Outcome(task.id, "reused", page=task.page, reason="unchanged", remarks=remarks)


def _write_remarks(page: Path, remarks: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was remarked on a page beside it, for whoever looks at the page later."""
    path = remarks_file(page)
    if remarks:
        write_atomically(path, json.dumps(list(remarks), ensure_ascii=False).encode())
    else:
        path.unlink(missing_ok=True)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _keep(product: Product, task: Task, reason: str, cache: PageCache | None) -> Outcome:
    """Write what came of a task where it belongs."""
    outcome = dataclasses.replace(product.outcome, reason=reason)
    try:
        if product.executed is not None:
            write_atomically(task.executed, product.executed.encode(errors="replace"))
            outcome = dataclasses.replace(outcome, executed=task.executed)
            if outcome.status == "failed":
                return outcome
        if product.page is not None and task.page is not None:
            body = product.page.encode()
            write_atomically(task.page, body)
            _write_remarks(task.page, outcome.remarks)
            outcome = dataclasses.replace(outcome, page=task.page)
            if cache is not None and task.fingerprint is not None:
                cache.put(task.id, task.fingerprint, body, outcome.remarks)
        if outcome.executed is None:
            # an executed notebook kept from an earlier failure would now mislead
            task.executed.unlink(missing_ok=True)
    except (OSError, UnicodeError) as error:
        failure = outcome.failure or Failure("output", type(error).__name__, str(error))
        return dataclasses.replace(outcome, status="failed", failure=failure, page=None)
    return outcome


def _failed(task: Task, failure: Failure, reason: str) -> Outcome:
    return Outcome(task.id, "failed", failure=failure, reason=reason)


def _log(outcome: Outcome, task: Task) -> None:
    told = {name: value for name, value in dataclasses.asdict(outcome).items() if value is not None}
    fields = {**task.context, **told}
    level = logging.ERROR if outcome.status == "failed" else logging.INFO
    log.log(level, outcome.status, extra=fields)
