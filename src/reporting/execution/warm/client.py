"""A kernel client that is ready as soon as the kernel is.

jupyter_client's own waits until no message has come for 0.2 s, and keeps a heartbeat thread that nobody
asks when the client belongs to a kernel manager. This one waits for the very message that says "idle".
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient

RECONNECT_MILLISECONDS = 5


class PromptKernelClient(AsyncKernelClient):
    """An asynchronous client without idle waiting; chosen by `KernelManager.client_class`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # the kernel's sockets are not there yet: by default zmq would look again after 100 ms
        self.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MILLISECONDS)

    def start_channels(
        self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True
    ) -> None:
        """Start the channels, by default without the heartbeat: the manager knows whether its process lives."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered, and its answer's last message has come over iopub.

        Raises:
            RuntimeError: the kernel died or did not answer in time.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            with suppress(Empty):
                # ipykernel 7 greets whoever listens; what it publishes before that is lost on us
                await _next(self.iopub_channel, lambda message: message["msg_type"] == "iopub_welcome")
            request = self.kernel_info()
            try:
                reply = await _next(self.shell_channel, _answers(request))
                self._handle_kernel_info_reply(reply)
                await _next(self.iopub_channel, _answers(request, execution_state="idle"))
                return
            except Empty:
                pass
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if deadline is not None and time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")


async def _next(channel: Any, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next wanted message; `Empty` when none of any kind comes for a second."""
    while True:
        message: dict[str, Any] = await channel.get_msg(timeout=1)
        if wanted(message):
            return message


def _answers(request: str, **content: str) -> Callable[[dict[str, Any]], bool]:
    def test(message: dict[str, Any]) -> bool:
        if message["parent_header"].get("msg_id") != request:
            return False
        return all(message["content"].get(name) == value for name, value in content.items())

    return test
