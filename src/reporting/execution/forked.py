"""What a fork does to be as good as a newly started kernel: nothing of the parent or a sibling is left."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

_CONTROL_SECONDS = 0.5


def live(request: Mapping[str, Any], descriptors: Sequence[int], inherited: Sequence[socket.socket]) -> NoReturn:
    """Run an ipykernel to its end, and leave the process.

    Args:
        request: `arguments`, `environment` and `folder` of the kernel.
        descriptors: standard output and error.
        inherited: sockets of the parent, which are not this process's business.
    """
    code = 1
    try:
        _leave_parent(descriptors, inherited)
        os.environ.clear()
        os.environ.update(request["environment"], JPY_PARENT_PID=str(os.getppid()))
        os.chdir(request["folder"])
        _renew_random_state()
        gc.enable()
        _run_kernel(request["arguments"])
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        _finish(code)


def _leave_parent(descriptors: Sequence[int], inherited: Sequence[socket.socket]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    for connection in inherited:
        connection.close()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in zip((nothing, *descriptors), (0, 1, 2), strict=True):
        os.dup2(source, target)
        os.close(source)


def _renew_random_state() -> None:
    # Python's own generator reseeds itself after a fork; numpy's does not
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _run_kernel(arguments: Sequence[str]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *arguments]
    # the trait's default was read from the environment when the class was made, in the parent
    app: Any = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(list(arguments))
    _connect_matplotlib(app.shell)
    app.start()
    # ipykernel closes iopub before it joins the control thread; one that still has to say "idle" there
    # would wait for ever
    app.control_thread.join(_CONTROL_SECONDS)


def _connect_matplotlib(shell: Any) -> None:
    """Do what matplotlib does on import: follow MPLBACKEND, which ipykernel has just set."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    backend = os.environ["MPLBACKEND"]
    matplotlib.rcParams["backend"] = backend
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline is not None and "inline" in backend:
        # a warm-up that drew with pyplot has loaded the backend where there was no shell to connect to
        inline.configure_inline_support(shell, backend)


def _finish(code: int) -> NoReturn:
    """Leave as the interpreter would, without taking apart every object that is shared with the parent."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()
    os._exit(code)
