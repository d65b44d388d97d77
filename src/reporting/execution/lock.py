"""One run at a time: the second learns who holds the lock."""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from reporting.errors import ExecutionError

# Windows lets nobody read what is locked, so the lock lies far behind what is written
_FAR = 1 << 30


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
        if not try_lock(stream):
            stream.seek(0)
            raise ExecutionError(
                f"another run is under way: {_described(stream.read())}",
                where=str(path),
                hint="wait for it, or stop it (Ctrl-C or kill), then run again; finished pages are reused",
            )
        holder = {
            "purpose": purpose,
            "process": os.getpid(),
            "user": _user(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        stream.truncate(0)
        # whoever comes second learns less where the disk is full; the lock holds all the same
        with suppress(OSError):
            os.write(stream.fileno(), json.dumps(holder).encode())
        yield


def try_lock(stream: IO[Any]) -> bool:
    """Lock an open file until it is closed; False where another process holds the lock."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(stream.fileno(), _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        try:
            import fcntl
        except ImportError:
            # a Unix without it has the lock of POSIX, which knows processes where that of BSD knows open files
            os.lockf(stream.fileno(), os.F_TLOCK, 0)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # in containers users may have a number and no name
        return "a user without a name"


def _described(holder: str) -> str:
    try:
        known = json.loads(holder)
    except json.JSONDecodeError:
        return "it has only just begun"
    return "{purpose}, process {process} of {user} on {host}, since {since}".format(**known)
