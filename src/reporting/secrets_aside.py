"""Secrets of the environment, put aside before anything else runs.

What a process was started with stands in ``/proc/PID/environ`` as long as it lives, and its children inherit it: every
notebook could read the addresses of messages with their passwords. So `put_aside` starts the program once more without
them, hands them over in a pipe, and keeps them in this process alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from reporting.execution.warm.confinement import protect_this_process

__all__ = ["FILE", "PREFIX", "put_aside", "secret_files", "secrets"]

PREFIX = "REPORTING_NOTIFY_"
_HANDED_OVER = "REPORTING_HANDED_OVER"
FILE = f"{PREFIX}FILE"
"""The one that names a file with the others."""

_aside: dict[str, str] = {}


def secrets() -> Mapping[str, str]:
    """The secrets by the names under which the environment held them, and those that it holds now."""
    return {**_aside, **{name: text for name, text in os.environ.items() if name.startswith(PREFIX)}}


def secret_files() -> list[Path]:
    """The files that secrets name."""
    named = secrets().get(FILE)
    return [Path(named).resolve()] if named else []


def put_aside() -> None:
    """Take the secrets out of the environment; on Linux this starts the program again and then returns in the new one.

    It does nothing where there are none. Call it before any thread is started.
    """
    if _HANDED_OVER in os.environ:
        _take_over(int(os.environ.pop(_HANDED_OVER)))
        return
    found = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(PREFIX)}
    if not found:
        return
    _aside.update(found)
    if sys.platform == "linux" and sys.orig_argv:
        _start_again(found)


def _start_again(found: Mapping[str, str]) -> None:
    reading, writing = os.pipe()
    content = b"\0".join(f"{name}={text}".encode(errors="surrogateescape") for name, text in found.items())
    # the pipe holds 64 KiB; who has more secrets keeps them in a file
    os.set_blocking(writing, False)
    try:
        whole = os.write(writing, content) == len(content)
    except BlockingIOError:
        whole = False
    os.close(writing)
    if not whole:
        os.close(reading)
        return
    os.set_inheritable(reading, True)
    sys.stdout.flush()
    sys.stderr.flush()
    environment = {**os.environ, _HANDED_OVER: str(reading)}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606


def _take_over(descriptor: int) -> None:
    with open(descriptor, "rb") as pipe:
        content = pipe.read()
    for line in content.split(b"\0"):
        name, _, text = line.decode(errors="surrogateescape").partition("=")
        _aside[name] = text
    protect_this_process()
