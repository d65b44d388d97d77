"""The warm parent as its users see it: started once, asked for a fork whenever a process is wanted."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reporting.execution.scratch import ScratchFolder, sweep
from reporting.execution.warm.confinement import Confinement
from reporting.execution.warm.forked import FURTHER_PARENT, THREADS

NEUTRAL = (
    "IPython.core.completer",
    "IPython.core.debugger",
    "IPython.core.guarded_eval",
    "IPython.core.magics.execution",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "pandas",
    "pandas.plotting._matplotlib",
    "psutil",
    "sqlite3",
    "threadpoolctl",
    "tornado.platform.asyncio",
)


@dataclass(frozen=True)
class Warmth:
    """What a warm parent does before its first fork.

    Attributes:
        preload: modules to import; one that cannot be imported is left to the notebook to complain about.
        warm_up: `module:function` to call then, so that caches are filled; empty for none.
    """

    preload: tuple[str, ...] = NEUTRAL
    warm_up: str = "reporting.execution.warm.warmup:rehearse"


class CannotForkError(Exception):
    """No fork can be had; an ordinary process can be started instead."""


class ParentGoneError(CannotForkError):
    """The warm parent does not answer; another one may."""


class WarmParent:
    """A process that has imported everything and waits to be forked.

    Attributes:
        address: path of the socket that takes requests, in a folder private to this user.
        home: what its forks must find in their environment where this user has no home to write to.
        has_forked: whether it has lived to fork.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.home: Mapping[str, str] = {}
        self.has_forked = False

    def fork(
        self,
        target: str,
        arguments: Sequence[Any],
        environment: Mapping[str, str],
        folder: str,
        descriptors: Sequence[int],
    ) -> ForkedProcess:
        """A new process that calls one function and ends.

        Args:
            target: the function, as `module:function`.
            arguments: what it is called with; JSON values.
            environment: its whole environment, but for ``home``.
            folder: where it runs.
            descriptors: files that it gets as its standard output, standard error, and then 3, 4, …

        Raises:
            ParentGoneError: it does not answer.
            CannotForkError: it says that it cannot be forked safely, or not now.
        """
        request = json.dumps(
            {
                "target": target,
                "arguments": list(arguments),
                "environment": {**environment, **self.home},
                "folder": folder,
            }
        ).encode()
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(self.address)
            connection.settimeout(_WARM_UP_SECONDS)
            socket.send_fds(connection, [len(request).to_bytes(4, "big")], list(descriptors))
            connection.sendall(request)
            reply = _read_line(connection)
        except OSError as error:
            connection.close()
            raise ParentGoneError(f"the warm parent does not answer ({error})") from error
        if "pid" not in reply:
            connection.close()
            if "refused" in reply:
                raise CannotForkError(str(reply["refused"]))
            raise ParentGoneError("the warm parent has gone")
        connection.settimeout(None)
        self.has_forked = True
        return ForkedProcess(int(str(reply["pid"])), connection)


class OwnWarmParent(WarmParent):
    """A warm parent that this process has started, and that ends with it.

    Args:
        warmth: what it loads.
        confinement: what it and its forks may not reach; where that cannot be had it refuses every fork.

    Raises:
        CannotForkError: none can be started here.
    """

    def __init__(self, warmth: Warmth, confinement: Confinement | None = None) -> None:
        sweep()
        if sys.platform != "linux" or not hasattr(os, "fork"):
            # macOS can fork, but its system libraries do not survive it
            raise CannotForkError("forking is only safe on Linux")
        try:
            self.folder = ScratchFolder("warm")
        except OSError as error:
            raise CannotForkError(f"there is no place for a socket ({error})") from error
        super().__init__(str(self.folder.path / "socket"))
        self.home = _home(self.folder.path)
        try:
            self.process = self._start(warmth, confinement.environment() if confinement else {})
        except OSError as error:
            self.folder.close()
            raise CannotForkError(f"no warm parent can be started ({error})") from error

    def _start(self, warmth: Warmth, further: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with _listener(self.address) as listener:
            return subprocess.Popen(  # noqa: S603
                [
                    sys.executable,
                    "-m",
                    "reporting.execution.warm.forking",
                    str(listener.fileno()),
                    json.dumps(asdict(warmth)),
                ],
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
                start_new_session=True,
                env={**os.environ, **_ENVIRONMENT, **self.home, **further},
            )

    def stop(self) -> None:
        """End the parent and every kernel that it has forked."""
        assert self.process.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # it is still warming up; should it have forked, its forks end with it
            self.process.kill()
            self.process.wait()
        self.folder.close()
        # what killed workers have left
        sweep()


class FurtherWarmParent(WarmParent):
    """A fork of a warm parent that has loaded more, and is forked in turn.

    What changes often is loaded here, so that it can be loaded anew without what never changes.

    Args:
        below: the parent that it is a fork of, and with which it ends.
        warm_up: `module:function` that it calls before its first fork.

    Raises:
        CannotForkError: the parent below is gone, or cannot be forked safely.
    """

    def __init__(self, below: WarmParent, warm_up: str) -> None:
        super().__init__(f"{below.address}-{secrets.token_hex(4)}")
        self.home = below.home
        try:
            listener = _listener(self.address)
        except OSError as error:
            raise ParentGoneError(f"the folder of the warm parent is gone ({error})") from error
        with listener:
            descriptors = [1, 2, listener.fileno()]
            self.process = below.fork(
                FURTHER_PARENT, [warm_up], os.environ | _ENVIRONMENT, str(Path.cwd()), descriptors
            )

    def stop(self) -> None:
        """End it and every process that it has forked."""
        self.process.kill()
        self.process.wait()
        Path(self.address).unlink(missing_ok=True)


def _listener(address: str) -> socket.socket:
    """A socket where requests queue while the parent is still warming up."""
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(address)
        listener.listen(64)
    except OSError:
        listener.close()
        raise
    return listener


def _home(folder: Path) -> dict[str, str]:
    """A home that lasts as long as the parent, for a user that has none to write to, as that of a service."""
    try:
        is_there = os.access(Path.home(), os.W_OK)
    except RuntimeError:
        is_there = False
    return {} if is_there else {"HOME": str(folder)}


_STOP_SECONDS = 1
# who imports for longer than that hangs
_WARM_UP_SECONDS = 120
# of one warmth that did not live to fork, before this process gives up
_MOST_STARTS = 3
_ENVIRONMENT = {
    # numerical libraries start their threads on import, and a process with threads cannot be forked safely; kernels
    # get back what their own environment says
    **dict.fromkeys(THREADS, "1"),
    # what ipykernel sets before anything imports matplotlib
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # debugpy warns of frozen modules on every import
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}

_parents: dict[Warmth, WarmParent] = {}
_starts: Counter[Warmth] = Counter()
_starting = threading.Lock()
_forks: weakref.WeakSet[ForkedProcess] = weakref.WeakSet()
_inherited: list[WarmParent] = []


def parent_for(warmth: Warmth) -> WarmParent:
    """This process's warm parent, started if there is none yet.

    Raises:
        CannotForkError: none can be started, or those that were did not live.
    """
    with _starting:
        if warmth not in _parents:
            if _starts[warmth] >= _MOST_STARTS:
                raise CannotForkError(f"{_MOST_STARTS} warm parents have gone")
            _starts[warmth] += 1
            parent = _parents[warmth] = OwnWarmParent(warmth)
            atexit.register(parent.stop)
        return _parents[warmth]


def adopt_parent(warmth: Warmth, address: str) -> None:
    """Use a warm parent that another process has started."""
    _parents[warmth] = WarmParent(address)


def forget_parent(warmth: Warmth) -> None:
    """Do not ask this parent again: it is gone."""
    with _starting:
        parent = _parents.pop(warmth, None)
        if parent is not None and parent.has_forked:
            del _starts[warmth]
    if isinstance(parent, OwnWarmParent):
        atexit.unregister(parent.stop)
        parent.stop()


def _leave_to_the_process_that_started_them() -> None:
    """In a fork of this process: be rid of its warm parents and kernels, which go on as if there were no fork."""
    global _starting
    _starting = threading.Lock()
    # kept, so that nothing of theirs is tidied up when they are forgotten here
    _inherited.extend(_parents.values())
    _starts.clear()
    for parent in _parents.values():
        if isinstance(parent, OwnWarmParent):
            atexit.unregister(parent.stop)
            # the parent ends when nobody holds this end any more
            if parent.process.stdin is not None:
                parent.process.stdin.close()
    _parents.clear()
    for process in list(_forks):
        process.connection.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_the_process_that_started_them)


class ForkedProcess:
    """A fork of the warm parent, to be handled like a `subprocess.Popen`.

    The connection stands for the process: its exit code comes over it, and the warm parent kills the
    process when this end closes, however that comes about.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.connection = connection
        self.returncode: int | None = None
        self._reading = threading.Lock()
        _forks.add(self)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self.wait(timeout=0) if self.returncode is None else self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end, at most so many seconds, and return the exit code or None."""
        poller = select.poll()
        with self._reading:
            if self.returncode is not None:
                return self.returncode
            poller.register(self.connection, select.POLLIN)
        if poller.poll(None if timeout is None else timeout * 1000):
            with self._reading:
                self._read_end()
        return self.returncode

    def _read_end(self) -> None:
        if self.returncode is None:
            # a warm parent that dies takes its forks along without having told how they ended
            self.returncode = int(str(_read_line(self.connection).get("exit", -signal.SIGKILL)))
            self.connection.close()

    async def ended(self, timeout: float) -> bool:
        """Whether it ends within so many seconds, without keeping the event loop waiting."""
        if self.returncode is None:
            # it loads TLS: code that only names a warm parent need not wait for that
            import asyncio

            readable = asyncio.Event()
            loop = asyncio.get_running_loop()
            loop.add_reader(self.connection, readable.set)
            try:
                await asyncio.wait_for(readable.wait(), timeout)
            except TimeoutError:
                return False
            finally:
                loop.remove_reader(self.connection)
        return self.poll() is not None

    def send_signal(self, number: int) -> None:
        """Send the process, not its group, a signal; nothing happens once it has ended."""
        if self.poll() is None:
            # it may have ended, and the warm parent not have said so yet
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Make it end."""
        self.send_signal(signal.SIGKILL)


def _read_line(connection: socket.socket) -> dict[str, object]:
    """One line of JSON; an empty object when the other end has closed."""
    line = b""
    while not line.endswith(b"\n"):
        chunk = connection.recv(1)
        if not chunk:
            return {}
        line += chunk
    answer: dict[str, object] = json.loads(line)
    return answer
