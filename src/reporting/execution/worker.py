"""A worker process: parcels in, products out, until the other end of its connection closes.

Either forked from the warm parent (`main`) or, where that cannot be, `python -m reporting.execution.worker`.
"""

from __future__ import annotations

import dataclasses
import fcntl
import json
import logging
import os
import pickle
import sys
import tempfile
from multiprocessing.connection import Connection
from typing import BinaryIO

from reporting.execution.kernelspec import find_warm_kernel
from reporting.execution.notebook import Product, execute
from reporting.execution.parent import Warmth, adopt_parent

_SAID_BYTES = 4000


def main(descriptor: int, settings: str) -> None:
    """Work until the connection ends.

    Args:
        descriptor: of the connection.
        settings: JSON with `path` (where to import from), `warmth` (the fields of a `Warmth`) and `parent`
            (address of the warm parent that has it; null when there is none).
    """
    given = json.loads(settings)
    sys.path[:] = given["path"]
    if given["parent"] is not None:
        warmth = Warmth(tuple(given["warmth"]["preload"]), given["warmth"]["warm_up"])
        adopt_parent(warmth, given["parent"])
    find_warm_kernel()
    with tempfile.TemporaryFile() as said, Connection(descriptor) as connection:
        _speak_into(said)
        while True:
            try:
                content = connection.recv_bytes()
            except EOFError:
                return
            said.truncate(0)
            connection.send(_product(content, said))


def _speak_into(said: BinaryIO) -> None:
    """Let this process and its kernels write to a file what would disturb the console."""
    # several processes write to it: each at the end that it has then
    fcntl.fcntl(said, fcntl.F_SETFL, fcntl.fcntl(said, fcntl.F_GETFL) | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(said.fileno(), descriptor)
    logging.basicConfig(level=logging.WARNING, stream=sys.__stderr__, force=True)


def _product(content: bytes, said: BinaryIO) -> Product | Exception:
    try:
        parcel = pickle.loads(content)  # noqa: S301 - from the process that started this one
    except Exception as error:  # a render function that cannot be found here, most likely
        return error
    return _with_last_words(execute(parcel), said)


def _with_last_words(product: Product, said: BinaryIO) -> Product:
    """The product; if its kernel died, with what was said on standard error before (a crash leaves a trace)."""
    failure = product.outcome.failure
    if failure is None or failure.cause != "kernel":
        return product
    size = said.seek(0, os.SEEK_END)
    said.seek(max(size - _SAID_BYTES, 0))
    words = said.read().decode(errors="replace").strip()
    outcome = dataclasses.replace(product.outcome, failure=dataclasses.replace(failure, traceback=words))
    return dataclasses.replace(product, outcome=outcome)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
