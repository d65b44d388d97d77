"""Hands: processes that do calls beside this one. What is asked for comes back in the order in which it was asked.

A call that kills its process (a file that no library survives) fails alone: it is tried once more in a process of its
own, and the others go on.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reporting.execution.cores import available_cores

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

__all__ = ["FEW", "Call", "Hands", "HandsDiedError", "expect_hands"]

FEW = 12
"""Calls from which other processes are worth their start."""

_AHEAD_BYTES = 16_384
"""A call that is no larger is sent before the one under way is done: it fits into the pipe, so that nobody waits."""

_LOADED = ("reporting.intake.reading", "python_calamine", "reporting.intake.receipts.marked", "reporting.pages.fonts")
"""Modules that reading and answering need, some of which they would load with the first file."""

R = TypeVar("R")


class HandsDiedError(Exception):
    """A call ended its process, twice."""


def expect_hands() -> None:
    """Begin to load what hands need, beside what is done here before there is work for them.

    A command that knows early how much there is to do calls it before it loads anything itself.
    """
    if available_cores() > 1 and _context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


@dataclass(eq=False)
class Call(Generic[R]):
    """A call that was asked for; ``done`` once there is a result or an error."""

    hands: Hands
    function: Callable[..., R]
    arguments: tuple[Any, ...]
    packed: bytes = b""
    tries: int = 0
    done: bool = False
    value: Any = None
    error: BaseException | None = None

    def result(self) -> R:
        """What the function returned.

        Raises:
            HandsDiedError: it ended its process.
            Exception: what it raised.
        """
        while not self.done:
            self.hands.turn()
        if self.error is not None:
            raise self.error
        value: R = self.value
        return value


@dataclass(eq=False)
class _Hand:
    process: multiprocessing.process.BaseProcess
    connection: Connection
    calls: deque[Call[Any]] = field(default_factory=deque)


class Hands:
    """Processes, started when they are first needed; none with ``count`` 0, where calls are done at once, here.

    Args:
        count: of processes.
        common: passed to every call before its own arguments; sent to each process once.
    """

    def __init__(self, count: int, common: Any) -> None:
        self._count, self._common = count, common
        self._hands: list[_Hand] = []
        self._queue: deque[Call[Any]] = deque()

    def __enter__(self) -> Hands:
        for _ in range(self._count):
            self._hands.append(self._hire())
        return self

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.connection.close()
            hand.process.kill()
            hand.process.join()
        self._hands = []

    def ask(self, function: Callable[..., R], *arguments: Any) -> Call[R]:
        """Have a function called with the common value and these arguments."""
        call: Call[R] = Call(self, function, arguments)
        if self._count:
            call.packed = bytes(ForkingPickler.dumps((function, arguments)))
            self._queue.append(call)
            self.turn(0)
        else:
            try:
                call.value = function(self._common, *arguments)
            except Exception as error:
                call.error = error
            call.done = True
        return call

    def in_order(self, function: Callable[..., R], many: Iterable[tuple[Any, ...]]) -> Iterator[Call[R]]:
        """One call after another for each of many arguments; some are done ahead, no more than are soon wanted."""
        ahead: deque[Call[R]] = deque()
        for arguments in many:
            ahead.append(self.ask(function, *arguments))
            if len(ahead) > 3 * self._count:
                yield ahead.popleft()
        yield from ahead

    def turn(self, timeout: float | None = None) -> None:
        """Hand out calls, and take in results; waits for the first unless there is a ``timeout``."""
        self._hand_out()
        busy = {hand.connection: hand for hand in self._hands if hand.calls}
        for connection in wait(list(busy), timeout):
            hand = busy[connection]  # type: ignore[index]
            try:
                ok, value = hand.connection.recv()
            except (EOFError, OSError):
                self._replace(hand)
                continue
            call = hand.calls.popleft()
            call.value, call.error = (value, None) if ok else (None, value)
            call.done = True
        self._hand_out()

    def _hand_out(self) -> None:
        for depth in (0, 1):
            for hand in self._hands:
                while self._queue and len(hand.calls) == depth and self._may_wait(self._queue[0], hand):
                    call = self._queue.popleft()
                    call.tries += 1
                    hand.calls.append(call)
                    # one that has died says so when it is asked for the result
                    with suppress(OSError):
                        hand.connection.send_bytes(call.packed)

    @staticmethod
    def _may_wait(call: Call[Any], hand: _Hand) -> bool:
        """Whether a call may be sent to a hand: one that was fatal once is done alone."""
        alone = call.tries or any(other.tries > 1 for other in hand.calls)
        return not hand.calls or not (alone or len(call.packed) > _AHEAD_BYTES)

    def _replace(self, hand: _Hand) -> None:
        """Another process for one that has died: the call under way is tried once more, or fails."""
        hand.connection.close()
        hand.process.join()
        under_way, *waiting = hand.calls
        for call in reversed(waiting):
            call.tries -= 1
            self._queue.appendleft(call)
        if under_way.tries < 2:
            self._queue.appendleft(under_way)
        else:
            under_way.error = HandsDiedError(f"the process ended with code {hand.process.exitcode}")
            under_way.done = True
        self._hands[self._hands.index(hand)] = self._hire()

    def _hire(self) -> _Hand:
        context = _context()
        near, far = context.Pipe()
        process = context.Process(target=_serve, args=(far, self._common), daemon=True)
        process.start()
        far.close()
        return _Hand(process, near)


@cache
def _context() -> SpawnContext | ForkServerContext:
    """How processes are started: from one that has loaded, once, what all of them need, where there is such a way."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_LOADED))
    return context


def _serve(connection: Connection, common: Any) -> None:
    """Do calls until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            function, arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, function(common, *arguments))
        except Exception as error:
            answer = (False, _portable(error))
        try:
            connection.send(answer)
        except OSError:
            return


def _portable(error: Exception) -> Exception:
    """The error, or one that says the same, where it does not survive the way to another process."""
    import pickle

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
