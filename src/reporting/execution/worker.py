"""A worker process: parcels in, products out, until the other end of its connection closes.

Either forked from the warm parent (`main`) or, where that cannot be, started by multiprocessing (`work`).
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from io import FileIO
from multiprocessing.connection import Connection

from reporting.execution.notebook import execute
from reporting.execution.parcels import Product, Said
from reporting.execution.tasks import Failure
from reporting.execution.warm.kernelspec import find_warm_kernel
from reporting.execution.warm.parent import Warmth, adopt_parent

_SAID_BYTES = 4000


def main(descriptor: int, settings: str) -> None:
    """Work as a fork of the warm parent, which forks the kernels as well.

    Args:
        descriptor: of the connection.
        settings: JSON with `path` (where to import from), `warmth` (the fields of a `Warmth`) and `parent`
            (the address of the warm parent).
    """
    given = json.loads(settings)
    sys.path[:] = given["path"]
    warmth = Warmth(tuple(given["warmth"]["preload"]), given["warmth"]["warm_up"])
    adopt_parent(warmth, given["parent"])
    work(Connection(descriptor))


def work(connection: Connection) -> None:
    """Work until the connection ends."""
    # Ctrl-C goes to every process of the terminal's group; the one that sends the parcels decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    find_warm_kernel()
    # without a buffer, for kernels move the place in the file too
    with tempfile.TemporaryFile(buffering=0) as said, connection:
        _speak_into(said)
        while True:
            try:
                content = connection.recv_bytes()
            except EOFError:
                return
            said.seek(0)
            said.truncate()
            connection.send(_answer(content, said, connection.send))


def _speak_into(said: FileIO) -> None:
    """Let this process and its kernels write to a file what would disturb the console."""
    for descriptor in (1, 2):
        os.dup2(said.fileno(), descriptor)
    logging.basicConfig(level=logging.WARNING, stream=sys.__stderr__, force=True)


def _answer(content: bytes, said: FileIO, say: Callable[[Said], None]) -> Product | Failure:
    """What came of the parcel; whatever is raised is this task's, and must not end the worker."""
    try:
        parcel = pickle.loads(content)  # noqa: S301 - from the process that started this one
    except Exception as error:  # a render function that cannot be found here, most likely
        return Failure("worker", type(error).__name__, str(error))
    try:
        return _with_last_words(execute(parcel, say), said)
    except Exception as error:  # of a full disk, or a file that is no notebook
        return Failure("task", type(error).__name__, str(error), traceback=traceback.format_exc())


def _with_last_words(product: Product, said: FileIO) -> Product:
    """The product; if its kernel died, with what was said on standard error before (a crash leaves a trace)."""
    failure = product.outcome.failure
    if failure is None or failure.cause != "kernel":
        return product
    size = said.seek(0, os.SEEK_END)
    said.seek(max(size - _SAID_BYTES, 0))
    words = said.read().decode(errors="replace").strip()
    outcome = dataclasses.replace(product.outcome, failure=dataclasses.replace(failure, traceback=words))
    return dataclasses.replace(product, outcome=outcome)
