"""The warm parent itself: `python -m reporting.execution.warm.forking LISTENER WARMTH`.

One thread, one loop: it imports, warms up, then forks for every request on its socket, tells how each fork
ends, and kills those whose client has closed its end. It ends when its standard input does, that is with the
process that started it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from reporting.ending import finish
from reporting.execution.warm import forked
from reporting.execution.warm.confinement import NOT_CONFINED, CannotConfineError, confine_as_asked
from reporting.execution.warm.kernelspec import own_arguments

_MOST_DESCRIPTORS = 8
# of a client to say what it wants, for all others wait meanwhile
_REQUEST_SECONDS = 5
# until there are descriptors again
_EXHAUSTED_SECONDS = 0.1
# where it is installed (JupyterLab brings it), jsonschema imports it to check IRIs, of which notebooks have
# none; it compiles a grammar for that, which takes as long as everything else together
_SLOW_OPTION = "rfc3987_syntax"


def main() -> None:
    """Warm up, then serve until standard input closes."""
    if not sys.flags.safe_path:
        # the folder where it was started is on the path for `-m` only
        sys.path.pop(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(fileno=int(sys.argv[1]))
    warmth = json.loads(sys.argv[2])
    try:
        # before anything starts a thread, or opens what it may not see
        confine_as_asked(os.environ)
    except CannotConfineError as error:
        _Server(listener, f"{NOT_CONFINED}: {error}", sys.stdin).serve()
        return
    gc.disable()
    warm_up(warmth["preload"], warmth["warm_up"])
    _serve(listener, sys.stdin)
    finish(0)


def serve_further(function: str) -> None:
    """Be a warm parent that is itself a fork of one: warm up further, then serve the listener that is descriptor 3.

    Args:
        function: `module:function` to call first.
    """
    warm_up((), function)
    # nothing can follow it: it is killed when the client that asked for it goes
    _serve(socket.socket(fileno=3), None)


def _serve(listener: socket.socket, end: TextIO | None) -> None:
    _prepare_kernel()
    refusal = reason_not_to_fork()
    # what is frozen is never looked at again by the collector, and so its pages stay shared with the forks; it is not
    # collected before, which takes a quarter of a second and leaves holes that forks would fill, each in its own copy
    gc.freeze()
    _Server(listener, refusal, end).serve()


def warm_up(preload: Sequence[str], function: str) -> None:
    """Import modules, where what fails will fail in the notebook, and call a function."""
    sys.modules[_SLOW_OPTION] = None  # type: ignore[assignment]
    for module in preload:
        with suppress(Exception):
            importlib.import_module(module)
    if function:
        module, _, name = function.partition(":")
        try:
            getattr(importlib.import_module(module), name)()
        except Exception:  # kernels are slower without it, but no less right
            traceback.print_exc()
    del sys.modules[_SLOW_OPTION]


def _prepare_kernel() -> None:
    try:
        # only now, for it imports what a preloaded module may want to come before
        from reporting.execution.warm import kernel

        kernel.prepare(own_arguments())
    except Exception:  # each fork then prepares itself
        traceback.print_exc()


def reason_not_to_fork() -> str:
    """Why this process cannot be forked safely; empty when it can.

    A fork has only the thread that forked: locks that others held stay locked for ever.
    """
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if others:
        return f"a preloaded module has started threads: {', '.join(others)}"
    tasks = Path("/proc/self/task")
    if tasks.is_dir() and len(list(tasks.iterdir())) > 1:
        return "a preloaded module has started threads outside Python"
    return ""


class _Server:
    def __init__(self, listener: socket.socket, refusal: str, end: TextIO | None) -> None:
        self.refusal = refusal
        self.end = end
        self.forks: dict[int, socket.socket] = {}
        self.selector = selectors.DefaultSelector()
        self.listener = listener
        self.wakeup, self.wakeup_in = socket.socketpair()
        self.wakeup_in.setblocking(False)
        signal.set_wakeup_fd(self.wakeup_in.fileno())
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for source in (listener, self.wakeup, end):
            if source is not None:
                self.selector.register(source, selectors.EVENT_READ)

    def serve(self) -> None:
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is self.listener:
                    self.accept()
                elif key.fileobj is self.wakeup:
                    self.wakeup.recv(4096)
                    self.bury()
                elif key.fileobj is self.end:
                    # nobody reads any more how the forks end
                    signal.set_wakeup_fd(-1)
                    for pid in self.forks:
                        _kill(pid)
                    return
                elif self.forks.get(key.data) is key.fileobj:
                    # a client never says more than its request, so this is the end of its stream
                    self.selector.unregister(key.fileobj)
                    _kill(key.data)

    def accept(self) -> None:
        """Take one request; whatever is wrong with it, or with forking, is said to its client alone."""
        try:
            connection, _ = self.listener.accept()
        except OSError:
            time.sleep(_EXHAUSTED_SECONDS)
            return
        try:
            self.answer(connection)
        except (OSError, ValueError) as error:
            with suppress(OSError):
                _tell(connection, refused=f"it could not fork ({error})")
            connection.close()

    def answer(self, connection: socket.socket) -> None:
        """Fork for the request on this connection."""
        connection.settimeout(_REQUEST_SECONDS)
        descriptors: list[int] = []
        try:
            head, descriptors, _, _ = socket.recv_fds(connection, 4, _MOST_DESCRIPTORS)
            request = json.loads(_receive(connection, int.from_bytes(head, "big")))
            if self.refusal:
                _tell(connection, refused=self.refusal)
                connection.close()
                return
            parent = os.getpid()
            if pid := os.fork():
                self.forks[pid] = connection
                self.selector.register(connection, selectors.EVENT_READ, data=pid)
                # of a client that is gone already the selector will tell
                with suppress(OSError):
                    _tell(connection, pid=pid)
            else:
                inherited = [self.listener, self.wakeup, self.wakeup_in, connection, *self.forks.values()]
                self.selector.close()
                forked.live(request, descriptors, inherited, parent)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def bury(self) -> None:
        """Tell the clients of the forks that have ended how they did."""
        while self.forks:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            connection = self.forks.pop(pid, None)
            if connection is None:  # what a preloaded module has started
                continue
            with suppress(KeyError):
                self.selector.unregister(connection)
            with suppress(OSError):
                _tell(connection, exit=os.waitstatus_to_exitcode(status))
            connection.close()


def _receive(connection: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        chunk = connection.recv(size - len(content))
        if not chunk:
            raise ConnectionResetError
        content += chunk
    return content


def _tell(connection: socket.socket, **message: object) -> None:
    connection.sendall(json.dumps(message).encode() + b"\n")


def _kill(pid: int) -> None:
    # the group too: what a notebook has started ends with it
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
