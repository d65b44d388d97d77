"""A pool of worker processes on this machine that outlives any of its workers."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from reporting.execution.kernelspec import find_warm_kernel
from reporting.execution.parent import CannotForkError, OwnWarmParent, Warmth, adopt_parent
from reporting.execution.tasks import Failure, Outcome

if TYPE_CHECKING:
    from reporting.execution.notebook import Parcel, Product

# what a worker may take beyond the time limit to stop a kernel that does not listen, and to render
_GRACE_SECONDS = 30


def run_in_processes(parcels: Iterable[Parcel], jobs: int, warmth: Warmth) -> Generator[Product]:
    """Run parcels in worker processes, at most `jobs` at a time; closing the iterator stops them.

    All workers fork their kernels from one warm parent, which this process starts and ends.

    A parcel is taken from the iterable only when a worker is free. A worker that dies or does not come
    back fails its own parcel and is replaced.

    Yields:
        One product for each parcel, in the order in which they finish.
    """
    waiting = iter(parcels)
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}
    parent = _warm_parent(warmth)
    try:
        while True:
            while len(busy) < jobs and (parcel := next(waiting, None)) is not None:
                worker = idle.pop() if idle else _Worker(warmth, parent)
                busy[worker.connection] = worker
                worker.begin(parcel)
            if not busy:
                return
            ready = wait(list(busy), timeout=_next_deadline(busy.values()))
            overdue = [c for c, worker in busy.items() if worker.deadline <= time.monotonic()]
            for connection in [c for c in busy if c in ready or c in overdue]:
                worker = busy.pop(connection)
                product = worker.finish()
                if worker.alive:
                    idle.append(worker)
                yield product
    finally:
        for worker in (*idle, *busy.values()):
            worker.stop()
        if parent is not None:
            parent.stop()


def _warm_parent(warmth: Warmth) -> OwnWarmParent | None:
    try:
        return OwnWarmParent(warmth)
    except CannotForkError:
        # each worker will find the same, say so in its log, and start ordinary kernels
        return None


def _next_deadline(workers: Iterable[_Worker]) -> float | None:
    nearest = min(worker.deadline for worker in workers)
    return None if nearest == float("inf") else max(nearest - time.monotonic(), 0)


class _Worker:
    """A process that runs one parcel at a time."""

    def __init__(self, warmth: Warmth, parent: OwnWarmParent | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, far_end = context.Pipe()
        arguments = (far_end, warmth, parent.address if parent else None)
        self.process = context.Process(target=_work, args=arguments, name="reporting-worker")
        self.process.start()
        # with only the worker holding the far end, its death is the end of the stream
        far_end.close()
        self.alive = True

    def begin(self, parcel: Parcel) -> None:
        self.task = parcel.task
        self.started = time.monotonic()
        limit = parcel.limits.seconds
        self.deadline = float("inf") if limit is None else self.started + limit + _GRACE_SECONDS
        # one that died while it was idle says so when it is asked for the product
        with suppress(OSError):
            self.connection.send(parcel)

    def finish(self) -> Product:
        """The product, or what became of the worker instead."""
        from reporting.execution.notebook import Product

        try:
            if self.connection.poll():
                product: Product = self.connection.recv()
                return product
            failure = Failure("time", "TimeLimit", "the worker did not come back and was stopped")
            self.stop()
        except (EOFError, OSError):
            self.stop()
            failure = Failure("worker", "WorkerDied", _manner_of_death(self.process.exitcode))
        seconds = time.monotonic() - self.started
        return Product(Outcome(self.task.id, "failed", failure=failure, seconds=seconds, attempts=1))

    def stop(self) -> None:
        """End the process; its kernel goes with it."""
        self.alive = False
        self.connection.close()
        self.process.join(timeout=0)
        self.process.kill()
        self.process.join()


def _manner_of_death(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"the worker process was killed by {signal.Signals(-exitcode).name}"
    return f"the worker process ended by itself with code {exitcode}"


def _work(connection: Connection, warmth: Warmth, parent_address: str | None) -> None:
    """The worker's whole life: parcels in, products out, until the other end closes."""
    # Ctrl-C goes to every process of the terminal; the one that shares out the work decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # the parent logs what came of each task; without a handler the libraries' warnings go to the console
    logging.getLogger().addHandler(logging.NullHandler())
    find_warm_kernel()
    if parent_address is not None:
        adopt_parent(warmth, parent_address)

    from reporting.execution.notebook import execute

    while True:
        try:
            parcel = connection.recv()
        except EOFError:
            return
        connection.send(execute(parcel))


def _die_with_parent() -> None:
    """Leave at once when the parent is gone, however it went: nobody is left to take the product."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
