"""The kernel provisioner `reporting-warm`: real ipykernels, forked from a warm parent in milliseconds.

Found by entry point (`jupyter_client.kernel_provisioners`) and chosen by kernelspec, so papermill, nbclient,
jupyter-scheduler and JupyterLab use it unchanged. Where no fork can be had it starts an ordinary kernel.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Int, List, Unicode

from reporting.execution.scratch import ScratchFolder
from reporting.execution.warm.client import RECONNECT_MILLISECONDS
from reporting.execution.warm.forked import KERNEL
from reporting.execution.warm.parent import (
    CannotForkError,
    ForkedProcess,
    ParentGoneError,
    Warmth,
    forget_parent,
    parent_for,
)

_LAUNCHER = "ipykernel_launcher"
# how long an idle kernel may take to leave before it is taken for busy
_POLITE_SECONDS = 0.5
_MOST_RECONNECT_MILLISECONDS = 1000


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by fork, and speaks to them over sockets of the file system in a private folder."""

    preload = List(Unicode(), list(Warmth.preload), config=True, help="Modules that the warm parent imports.")
    warm_up = Unicode(Warmth.warm_up, config=True, help="`module:function` that it then calls; may be empty.")
    memory_limit = Int(0, config=True, help="Bytes of private memory a kernel may have; 0 for no limit.")

    process: Any = None
    sockets: ScratchFolder | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose file-system sockets before the connection file is written."""
        manager = self.parent
        if manager is not None and manager.transport == "tcp" and zmq.has("ipc"):
            self.sockets = ScratchFolder("kernel")
        if manager is not None and self.sockets is not None and self.sockets.has_room_for_sockets:
            manager.cache_ports = False
            manager.transport = "ipc"
            manager.ip = str(self.sockets.path / "kernel")
        if manager is not None:
            # the control socket connects before the kernel is there; once the kernel has died it tries ever less often
            manager.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MILLISECONDS)
            manager.context.setsockopt(zmq.RECONNECT_IVL_MAX, _MOST_RECONNECT_MILLISECONDS)
        result: dict[str, Any] = await super().pre_launch(**kwargs)
        return result

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel, or start an ordinary one."""
        warmth = Warmth(tuple(self.preload), self.warm_up)
        try:
            self.process = await _in_a_thread(lambda: _forked(warmth, cmd, kwargs))
            # the fork leads a session of its own, as Popen's `start_new_session` has it
            self.pid = self.pgid = self.process.pid
            self.cwd = kwargs.get("cwd") or Path.cwd()
        except CannotForkError as reason:
            self.log.warning("Starting an ordinary kernel: %s", reason)
            await super().launch_kernel(cmd, **kwargs)
        if self.memory_limit:
            _limit_memory(self.process.pid, self.memory_limit)
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send the kernel's process group a signal, but leave the interrupt before a shutdown for later."""
        if signum == signal.SIGINT and self.parent is not None and self.parent.shutting_down:
            # jupyter_client interrupts even an idle kernel, and one that is just restoring its signal
            # handler after the last message would be hurt; `shutdown_requested` interrupts a busy one
            return
        await super().send_signal(signum)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait for the end as an event, where jupyter_client would look every 0.1 s; interrupt a busy kernel."""
        if isinstance(self.process, ForkedProcess) and await self.process.ended(_POLITE_SECONDS):
            return
        await super().send_signal(signal.SIGINT)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the sockets, unless a restart will use them again."""
        await super().cleanup(restart=restart)
        if self.sockets is not None and not restart:
            self.sockets.close()
            self.sockets = None


def _forked(warmth: Warmth, command: list[str], options: dict[str, Any]) -> ForkedProcess:
    if _LAUNCHER not in command:
        raise CannotForkError(f"`{' '.join(command)}` is not an ipykernel")
    arguments = command[command.index(_LAUNCHER) + 1 :]
    parent = parent_for(warmth)
    environment = options.get("env")
    folder = str(options.get("cwd") or Path.cwd())
    try:
        with _descriptors(options.get("stdout"), options.get("stderr")) as output:
            return parent.fork(KERNEL, arguments, os.environ if environment is None else environment, folder, output)
    except ParentGoneError:
        forget_parent(warmth)
        raise


async def _in_a_thread(call: Callable[[], ForkedProcess]) -> ForkedProcess:
    """What ``call`` returns, from a thread of its own.

    An executor's threads would not outlive a fork of this process, and its next call there would wait for ever.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[ForkedProcess] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        # the loop may have ended, or its task been cancelled, while the thread was busy
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if answer.done() else settled())

    def run() -> None:
        try:
            process = call()
        except BaseException as error:
            raised = error
            settle(lambda: answer.set_exception(raised))
        else:
            settle(lambda: answer.set_result(process))

    threading.Thread(target=run, name="reporting-fork", daemon=True).start()
    return await answer


def _limit_memory(pid: int, size: int) -> None:
    if sys.platform == "linux":  # other systems know no such limit, or cannot set it from outside
        # a kernel without a limit is better than none
        with contextlib.suppress(ProcessLookupError, ImportError):
            import resource

            _, most = resource.prlimit(pid, resource.RLIMIT_DATA)
            size = size if most == resource.RLIM_INFINITY else min(size, most)
            resource.prlimit(pid, resource.RLIMIT_DATA, (size, size))


@contextlib.contextmanager
def _descriptors(stdout: Any, stderr: Any) -> Iterator[list[int]]:
    """The descriptors behind what Popen takes for its two output streams.

    Raises:
        CannotForkError: Popen would have to make one, as for `subprocess.PIPE`.
    """
    with contextlib.ExitStack() as opened:
        output = _descriptor(stdout, 1, opened)
        yield [output, output if stderr == subprocess.STDOUT else _descriptor(stderr, 2, opened)]


def _descriptor(given: Any, otherwise: int, opened: contextlib.ExitStack) -> int:
    if given is None:
        return otherwise
    if given == subprocess.DEVNULL:
        nothing = os.open(os.devnull, os.O_WRONLY)
        opened.callback(os.close, nothing)
        return nothing
    descriptor = given if isinstance(given, int) else int(given.fileno())
    if descriptor < 0:
        raise CannotForkError("its output is to go where only Popen leads it")
    return descriptor
