"""The ipykernel of a fork: what it does before it opens its sockets is done once, in the warm parent.

An ipykernel reads its configuration and builds an IPython shell before anybody speaks to it. Both are the same for
every fork, so `prepare` does them beforehand; `run` takes them over, or does all anew where it was asked for another
kernel than the prepared one.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.application import BaseIPythonApplication
from traitlets import DottedObjectName

from reporting.execution.warm.extensions import load_extensions
from reporting.execution.warm.kernelspec import NO_HISTORY

__all__ = ["dismiss", "prepare", "run"]

_CONTROL_SECONDS = 0.5


class PromptStream(OutStream):
    """Standard output or error that is flushed only when something waits: a cell asks for it eight times."""

    def flush(self) -> None:
        """Send what was written, if anything was; two threads take turns for each flush."""
        if self._buffers or self._flush_pending or not self._is_master_process():  # type: ignore[no-untyped-call]
            super().flush()  # type: ignore[no-untyped-call]


class InitializedOnce(BaseIPythonApplication):
    """Stands between an ipykernel and what every IPython application does first, and does it only once."""

    is_prepared = False

    def initialize(self, argv: Sequence[str] | None = None) -> None:
        """Read the command line and the configuration, unless that was done before the fork."""
        if not self.is_prepared:
            super().initialize(argv)  # type: ignore[no-untyped-call]


class ForkedKernelApp(IPKernelApp, InitializedOnce):
    """An ipykernel in two steps."""

    keeps_history = False
    """Whether what is typed is kept, as an ordinary kernel does; runs have nothing to remember."""
    outstream_class = DottedObjectName(f"{__name__}.{PromptStream.__name__}").tag(config=True)

    def prepare(self, arguments: Sequence[str]) -> None:
        """Do what comes before the sockets; ipykernel takes over a shell that is there already."""
        InitializedOnce.initialize(self, arguments)
        self.is_prepared = True
        self.shell = ZMQInteractiveShell.instance(
            parent=self, profile_dir=self.profile_dir, compiler_class=XCachingCompiler
        )
        # IPython before 9.5 has none that wait
        if load_all := getattr(self.shell.magics_manager, "load_all_lazy_magics", None):
            load_all()

    def init_kernel(self) -> None:
        """Make the kernel; a prepared shell learns what it could not know before the fork."""
        shell = self.shell
        if shell is not None:
            shell.init_environment()
            shell.save_sys_module_state()
            shell.starting_dir = str(Path.cwd())
            if self.keeps_history:
                # a database cannot be taken through a fork: the prepared shell had none
                del shell.config.HistoryManager["hist_file"]
                shell.init_history()
            shell.history_manager.dir_hist[:] = [Path.cwd()]
        super().init_kernel()  # type: ignore[no-untyped-call]
        if shell is not None:
            shell.parent = shell.kernel = self.kernel


_prepared: tuple[ForkedKernelApp, tuple[frozenset[str], ...], Any] | None = None


def prepare(arguments: Sequence[str]) -> None:
    """Prepare the kernel that forks will be asked for; one that a parent of this process has prepared is kept.

    Args:
        arguments: its command line, apart from the connection file.
    """
    global _prepared
    if _prepared is not None:
        return
    main = sys.modules["__main__"]
    app = ForkedKernelApp.instance(parent_handle=1)
    app.prepare(list(arguments))
    _prepared = app, _asked(arguments), main


def _asked(arguments: Sequence[str]) -> tuple[frozenset[str], ...]:
    """What a kernel follows: its command line, and where it would look for its configuration."""
    places = {f"{name}={os.environ.get(name)}" for name in ("IPYTHONDIR", "HOME", "XDG_CONFIG_HOME")}
    return frozenset(arguments), frozenset(places)


def dismiss() -> None:
    """Be rid of the prepared kernel, in a fork that becomes something else."""
    global _prepared
    if _prepared is not None:
        sys.modules["__main__"] = _prepared[2]
        ZMQInteractiveShell.clear_instance()
        ForkedKernelApp.clear_instance()
        _prepared = None


def run(*arguments: str) -> None:
    """Run an ipykernel to its end.

    Args:
        *arguments: what would follow `python -m ipykernel_launcher`.
    """
    sys.argv = ["ipykernel_launcher", *arguments]
    app = _taken_over(arguments)
    if app is None:
        dismiss()
        # PDEATHSIG does what the poller of a true parent handle would; with none at all ipykernel greets the console
        app = ForkedKernelApp.instance(parent_handle=1)
    app.initialize(list(arguments))
    _connect_matplotlib(app.shell)
    load_extensions(app.shell)
    app.start()
    # ipykernel closes iopub before it joins the control thread; one that still has to say "idle" there
    # would wait for ever
    app.control_thread.join(_CONTROL_SECONDS)


def _taken_over(arguments: Sequence[str]) -> Any:
    """The prepared kernel, if it is the one that these arguments and the environment ask for."""
    if _prepared is None or arguments[:1] != ("-f",):
        return None
    app, prepared_for, _ = _prepared
    app.keeps_history = NO_HISTORY not in arguments
    if _asked([NO_HISTORY, *arguments[2:]]) != prepared_for:
        return None
    app.connection_file = arguments[1]
    return app


def _connect_matplotlib(shell: Any) -> None:
    """Do what matplotlib does on import: follow MPLBACKEND, which ipykernel has just set."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    backend = os.environ["MPLBACKEND"]
    # one that does not exist, or needs a display, must not end the kernel: the inline one stays
    with contextlib.suppress(ImportError, ValueError, RuntimeError):
        matplotlib.use(backend)
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline is not None and backend == "module://matplotlib_inline.backend_inline":
        # on import it connects itself to the shell, and it was imported where there was none
        tools: Any = importlib.import_module("IPython.core.pylabtools")
        tools.activate_matplotlib(backend)
        inline.configure_inline_support(shell, backend)
