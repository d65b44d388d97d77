"""The same runs over `dask.distributed`: a task travels whole, so workers need no shared disk.

Each Dask worker warms a parent of its own on its first task. Machines of a cluster come and go, so a task
whose worker dies is sent once more.
"""

from __future__ import annotations

import importlib
import itertools
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

from reporting.errors import ExecutionError
from reporting.execution.parcels import Parcel, Product
from reporting.execution.tasks import Failure, Outcome
from reporting.execution.warm.kernelspec import find_warm_kernel
from reporting.execution.warm.parent import Warmth

# papermill changes the working folder, which is the whole process's
_one_at_a_time = threading.Lock()
_LOOK_SECONDS = 5
_ALONE_SECONDS = 120
"""So long a cluster may be without any worker: a batch system starts one after another, Dask the dead ones anew."""


@dataclass(frozen=True)
class Cluster:
    """Workers of a Dask cluster, connected to when they are to run something.

    Attributes:
        address: `ADDRESS` of a scheduler, or `local:N` to start N workers here.
        warmth: what the warm parent of each worker loads.
    """

    address: str
    warmth: Warmth = Warmth()  # noqa: RUF009 - frozen
    is_elsewhere = True

    def run(self, parcels: Iterable[Parcel]) -> Generator[Product]:
        """Run parcels, taken only as the cluster has room; closing the iterator cancels what has not begun.

        Yields:
            One product for each parcel, in the order in which they finish.

        Raises:
            ExecutionError: the cluster cannot be reached, or `distributed` is not installed.
        """
        return _run_on_cluster(parcels, self.address)

    def close(self) -> None:
        """Nothing is held before something runs."""


def _run_on_cluster(parcels: Iterable[Parcel], address: str) -> Generator[Product]:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise ExecutionError(
            "a cluster needs `distributed`", hint="install the extra: county-reports[cluster]"
        ) from error
    with ExitStack() as stack:
        client = stack.enter_context(_connect(distributed, address, stack))
        waiting = iter(parcels)
        sent: dict[Any, Parcel] = {}
        sent_again: set[str] = set()

        def send(parcel: Parcel) -> None:
            sent[client.submit(_execute, parcel, pure=False)] = parcel

        # one a worker: Dask blames whatever waits on a worker that dies, not only what ran there
        for parcel in itertools.islice(waiting, max(1, len(client.nthreads()))):
            send(parcel)
        while sent:
            future = _first_done(distributed, client, [*sent], address)
            parcel = sent.pop(future)
            killed = isinstance(future.exception(), distributed.KilledWorker)
            if killed and parcel.task.id not in sent_again:
                sent_again.add(parcel.task.id)
                send(parcel)
                continue
            yield _product(future, parcel)
            for parcel in itertools.islice(waiting, 1):
                send(parcel)


def _first_done(distributed: Any, client: Any, futures: list[Any], address: str) -> Any:
    """The first of the futures that is done.

    Raises:
        ExecutionError: there has been nobody for a while who could do them; Dask would wait for ever.
    """
    alone_since = None
    while True:
        with suppress(TimeoutError):
            return distributed.wait(futures, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done.pop()
        if client.nthreads():
            alone_since = None
            continue
        alone_since = alone_since or time.monotonic()
        if time.monotonic() - alone_since >= _ALONE_SECONDS:
            raise ExecutionError(
                "the cluster has no workers any more",
                where=address,
                hint="start workers and run again: what is finished is kept",
            )


def _connect(distributed: Any, address: str, stack: ExitStack) -> Any:
    kind, _, count = address.partition(":")
    if kind == "local":
        if not count.isdecimal() or int(count) < 1:
            raise ExecutionError(f"not a number of workers: {address!r}", hint="write local:4, say")
        dask: Any = importlib.import_module("dask")
        # by default Dask itself tries a task on four workers before it gives it up
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
        # its page tells of tasks: only here, and at any port, for another cluster's may have the usual one
        local = distributed.LocalCluster(
            n_workers=int(count), threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
        )
        return distributed.Client(stack.enter_context(local))
    try:
        return distributed.Client(address)
    except (OSError, ValueError) as error:
        raise ExecutionError(
            "the cluster does not answer", where=address, hint="is its scheduler running there?"
        ) from error


def _execute(parcel: Parcel) -> Product:
    from reporting.execution.notebook import execute

    with _one_at_a_time:
        find_warm_kernel()
        return execute(parcel)


def _product(future: Any, parcel: Parcel) -> Product:
    try:
        product: Product = future.result()
    except Exception as error:  # whatever Dask raises for a worker that is gone, or for code that it lacks
        failure = Failure("worker", type(error).__name__, str(error))
        return Product(Outcome(parcel.task.id, "failed", failure=failure))
    return product
