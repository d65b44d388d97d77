"""What a fork does to be as good as a newly started kernel: nothing of the parent or a sibling is left."""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import os
import shutil
import signal
import socket
import sys
import time
import traceback
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from reporting.ending import finish

KERNEL = "reporting.execution.warm.kernel:run"
FURTHER_PARENT = "reporting.execution.warm.forking:serve_further"
THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
"""What numerical libraries read on import; the first that is set counts."""
_PR_SET_PDEATHSIG = 1


def live(
    request: Mapping[str, Any], descriptors: Sequence[int], inherited: Sequence[socket.socket], parent: int
) -> NoReturn:
    """Call the function that was asked for, and leave the process.

    Args:
        request: `target`, `arguments`, `environment` and `folder`; see `WarmParent.fork`.
        descriptors: become standard output, standard error, and 3, 4, …
        inherited: sockets of the parent, which are not this process's business.
        parent: its number.
    """
    code = 1
    try:
        _leave_parent(descriptors, inherited, parent)
        _keep_what_is_shared()
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["folder"])
        _renew_random_state()
        if request["target"] == KERNEL:
            _restore_threads(request["environment"])
        gc.enable()
        if request["target"] not in (KERNEL, FURTHER_PARENT):
            _dismiss_kernel()
        if request["target"] != KERNEL:
            # a kernel goes on ignoring interrupts, as its parent does, until it has a cell to interrupt
            signal.signal(signal.SIGINT, signal.default_int_handler)
        module, _, function = request["target"].partition(":")
        getattr(importlib.import_module(module), function)(*request["arguments"])
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        finish(code)


def _leave_parent(descriptors: Sequence[int], inherited: Sequence[socket.socket], parent: int) -> None:
    import fcntl  # Windows has none, and forks nothing

    # a parent that is killed can tell nobody how its forks end, so they end with it
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for connection in inherited:
        connection.close()
    # above all targets first, so that none is overwritten before it has been copied
    copies = [fcntl.fcntl(source, fcntl.F_DUPFD, 64) for source in descriptors]
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source in descriptors:
        os.close(source)
    for target, source in enumerate((nothing, *copies)):
        os.dup2(source, target)
    for source in {nothing, *copies} - set(range(len(copies) + 1)):
        os.close(source)
    for name, target in (("stdout", 1), ("stderr", 2)):
        # the parent was started with it closed
        if getattr(sys, name) is None:
            stream = open(target, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def _keep_what_is_shared() -> None:
    """Leave alone at the end what the parent's modules would remove at theirs, such as temporary folders."""
    for finalizer in list(weakref.finalize._registry):  # type: ignore[attr-defined]
        finalizer.atexit = False
    # matplotlib's folder, where there is no home to write to
    atexit.unregister(shutil.rmtree)


def _dismiss_kernel() -> None:
    # of a parent that could not prepare one the module may be missing
    if kernel := sys.modules.get(KERNEL.partition(":")[0]):
        kernel.dismiss()


def _restore_threads(environment: Mapping[str, str]) -> None:
    """Give numerical libraries the threads that they would have started with in this environment.

    The parent loaded them with one, for a process with threads cannot be forked safely.
    """
    asked = next((environment[name] for name in THREADS if environment.get(name, "").isdecimal()), "")
    count = int(asked) if asked else len(os.sched_getaffinity(0))
    controller = sys.modules.get("threadpoolctl")
    if count > 1 and controller is not None:
        controller.threadpool_limits(limits=count)


def _renew_random_state() -> None:
    # Python's own generator reseeds itself after a fork; numpy's does not
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()
