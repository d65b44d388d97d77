"""A pool of worker processes on this machine that outlives any of its workers."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from reporting.errors import ExecutionError
from reporting.execution.cores import available_cores
from reporting.execution.parcels import Parcel, Product, Said
from reporting.execution.tasks import Failure, Outcome, Task
from reporting.execution.warm.confinement import Confinement
from reporting.execution.warm.parent import CannotForkError, ForkedProcess, OwnWarmParent, ParentGoneError, Warmth

# what a worker may take beyond the time limit to stop a kernel that does not listen, and to render
_GRACE_SECONDS = 30


def _living(idle: list[_Worker]) -> Iterator[_Worker]:
    """The idle workers that have not died since their last parcel, each taken from the list."""
    while idle:
        worker = idle.pop()
        if worker.is_there:
            yield worker


def _next_deadline(workers: Iterable[_Worker]) -> float | None:
    nearest = min(worker.deadline for worker in workers)
    return None if nearest == float("inf") else max(nearest - time.monotonic(), 0)


class Crew:
    """Workers of this machine: forks of one warm parent, from which they fork their kernels in turn.

    The parent begins to warm up when the crew is made; nobody waits for it before the first worker is hired.

    Args:
        warmth: what the parent loads.
        confinement: what no worker and no kernel may reach; where that cannot be had, none is hired.
        jobs: most workers at a time (default: processor cores this process may use).
        at_once: whether the parent warms up now; else for the first worker, and needs no memory before.
    """

    def __init__(
        self,
        warmth: Warmth = Warmth(),  # noqa: B008 - frozen
        confinement: Confinement | None = None,
        *,
        jobs: int | None = None,
        at_once: bool = True,
    ) -> None:
        self.warmth = warmth
        self.confinement = confinement
        self.jobs = jobs or available_cores()
        self.workers: list[_Worker] = []
        self.parent: OwnWarmParent | None = None
        if at_once:
            with suppress(CannotForkError):
                self.parent = self._new_parent()

    @property
    def is_elsewhere(self) -> bool:
        """Whether they may see none of our files."""
        return self.confinement is not None

    def run(self, parcels: Iterable[Parcel]) -> Generator[Product | Said]:
        """Run parcels; closing the iterator closes the crew.

        A parcel is taken from the iterable only when a worker is free. A worker that dies or does not come
        back fails its own parcel and is replaced.

        Yields:
            One product for each parcel, in the order in which they finish; and what is said by those that are followed.
        """
        waiting = iter(parcels)
        idle: list[_Worker] = []
        busy: dict[Connection, _Worker] = {}
        with closing(self):
            while True:
                while len(busy) < self.jobs and (parcel := next(waiting, None)) is not None:
                    worker = next(_living(idle), None) or self.hire()
                    worker.begin(parcel)
                    busy[worker.connection] = worker
                if not busy:
                    return
                ready = wait(list(busy), timeout=_next_deadline(busy.values()))
                for connection, worker in [(c, w) for c, w in busy.items() if c in ready or w.overdue]:
                    answer = worker.answer()
                    if isinstance(answer, Product):
                        del busy[connection]
                        if worker.alive:
                            idle.append(worker)
                    yield answer

    def hire(self) -> _Worker:
        """One more worker, idle."""
        near, far = Pipe()
        with far:
            process = self._forked(far) or _start(far)
        worker = _Worker(process, near)
        self.workers = [*(w for w in self.workers if w.alive), worker]
        return worker

    def close(self) -> None:
        """End all workers, their kernels, and the warm parent; a crew may be closed twice."""
        for worker in self.workers:
            worker.stop()
        self.workers = []
        self._dismiss_parent()

    def _forked(self, connection: Connection) -> ForkedProcess | None:
        """A fork of the parent, or of another one if that has died; None where it cannot be."""
        refused = "the warm parent has gone"
        for _ in range(2):
            try:
                return self._fork(connection)
            except ParentGoneError:
                self._dismiss_parent()
            except CannotForkError as reason:
                refused = str(reason)
                break
        if self.confinement is not None:
            hint = "set `strict: false` in params/run.yaml, or run on a Linux that gives user namespaces"
            raise ExecutionError(f"no notebook can be run strictly here: {refused}", hint=hint)
        return None

    def _fork(self, connection: Connection) -> ForkedProcess:
        if self.parent is None:
            self.parent = self._new_parent()
        settings = {"path": sys.path, "warmth": dataclasses.asdict(self.warmth), "parent": self.parent.address}
        arguments = [3, json.dumps(settings)]
        descriptors = [1, 2, connection.fileno()]
        folder = str(Path.cwd())
        # the cores are shared out among the workers
        environment = {"OMP_NUM_THREADS": "1", **os.environ}
        return self.parent.fork("reporting.execution.worker:main", arguments, environment, folder, descriptors)

    def _new_parent(self) -> OwnWarmParent:
        own_needs = (*self.warmth.preload, "reporting.execution.worker")
        return OwnWarmParent(dataclasses.replace(self.warmth, preload=own_needs), self.confinement)

    def _dismiss_parent(self) -> None:
        if self.parent is not None:
            self.parent.stop()
            self.parent = None


def _start(connection: Connection) -> BaseProcess:
    from reporting.execution.worker import work

    process = multiprocessing.get_context("spawn").Process(target=work, args=(connection,))
    process.start()
    return process


class _Worker:
    """A process that runs one parcel at a time."""

    def __init__(self, process: ForkedProcess | BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.alive = True
        self.task: Task | None = None
        self.started = 0.0
        self.deadline = float("inf")

    @property
    def is_there(self) -> bool:
        """Whether the process lives."""
        return self.process.poll() is None if isinstance(self.process, ForkedProcess) else self.process.is_alive()

    @property
    def overdue(self) -> bool:
        return self.deadline <= time.monotonic()

    def begin(self, parcel: Parcel) -> None:
        self.task = parcel.task
        self.started = time.monotonic()
        limit = parcel.limits.seconds
        self.deadline = float("inf") if limit is None else self.started + limit + _GRACE_SECONDS
        # one that died while it was idle says so when it is asked for the product
        with suppress(OSError):
            self.connection.send(parcel)

    def answer(self) -> Product | Said:
        """The product, or what became of the worker instead; or what is said before there is one."""
        assert self.task is not None  # noqa: S101 - it has begun
        try:
            if self.connection.poll():
                answer: Product | Said | Failure = self.connection.recv()
                if isinstance(answer, Product | Said):
                    return answer
                failure = answer
            else:
                failure = Failure("time", "TimeLimit", "the worker did not come back and was stopped")
                self.stop()
        except (EOFError, OSError):
            failure = Failure("worker", "WorkerDied", _manner_of_death(self._wait()))
            self.stop()
        seconds = time.monotonic() - self.started
        return Product(Outcome(self.task.id, "failed", failure=failure, seconds=seconds, attempts=1))

    def stop(self) -> None:
        """End the process; its kernel goes with it."""
        self.alive = False
        self.connection.close()
        self.process.kill()
        self._wait()

    def _wait(self) -> int | None:
        """Wait for the end; the exit code, negative for a signal."""
        if isinstance(self.process, ForkedProcess):
            return self.process.wait()
        self.process.join()
        return self.process.exitcode


def _manner_of_death(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"the worker process was killed by {signal.Signals(-exitcode).name}"
    return f"the worker process ended by itself with code {exitcode}"
