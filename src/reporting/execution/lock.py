"""One run at a time: the second learns who holds the lock."""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from reporting.errors import ExecutionError


@contextmanager
def run_lock(path: Path, purpose: str) -> Iterator[None]:
    """Hold the lock at path while the block runs; the operating system frees it however the process ends.

    Args:
        path: the lock file; it stays when the lock is freed.
        purpose: what the holder does, told to whoever comes second.

    Raises:
        ExecutionError: another process holds it; says which, since when and what for.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            raise ExecutionError(
                f"another run is under way: {_described(stream.read())}",
                where=str(path),
                hint="wait for it, or stop it (Ctrl-C or kill), then run again; finished pages are reused",
            ) from None
        stream.truncate(0)
        json.dump(
            {
                "purpose": purpose,
                "process": os.getpid(),
                "user": getpass.getuser(),
                "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            stream,
        )
        stream.flush()
        yield


def _described(holder: str) -> str:
    try:
        known = json.loads(holder)
    except json.JSONDecodeError:
        return "it has only just begun"
    return "{purpose}, process {process} of {user} on {host}, since {since}".format(**known)
