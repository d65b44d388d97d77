"""JupyterLab on the project's notebooks, where every Python kernel is forked from a warm parent."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from reporting.console_words import console_language
from reporting.errors import UsageError
from reporting.execution.warm.kernelspec import install_kernelspec
from reporting.execution.warm.parent import CannotForkError, parent_for
from reporting.operations.desk.lab_settings import allowed_labextensions, refused, write_overrides
from reporting.operations.desk.warmth import FRESH
from reporting.settings import Project

__all__ = ["open_lab"]

_EVERY_NOTEBOOK_ASKS_FOR = "python3"
_LOCALES = {"zh-Hans": "zh_CN", "en": "en"}
_IN_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))
_LOOPBACK = "127.0.0.1"
_SECONDS_TO_LET_GO = 5


def open_lab(
    project: Project,
    *,
    port: int,
    browser: bool,
    address: str = _LOOPBACK,
    extensions: Collection[str] = (),
    say: Callable[[str], None] = print,
) -> None:
    """Serve JupyterLab until interrupted.

    Kernels have all libraries loaded and none of this package's code, so restarting one brings in what was edited.
    Only extensions that JupyterLab brings, and those that the bureau allows, are loaded; nothing asks outside.

    Args:
        port: the next free one from here is taken.
        address: to listen on; in a container one that is reached from outside it.
        extensions: further names that the bureau allows, of the browser's extensions and the server's.
        say: told what is being done.

    Raises:
        UsageError: JupyterLab is not installed.
    """
    say(f"JupyterLab on {project.notebooks} is starting …")
    try:
        from jupyterlab.labapp import LabApp
    except ImportError:
        hint = 'run `make lab`, or `pip install "county-reports[lab]"`'
        raise UsageError("JupyterLab is not installed", hint=hint) from None
    os.environ["REPORTING_PROJECT"] = str(project.root)
    with tempfile.TemporaryDirectory(prefix="reporting-lab-") as name:
        folder = Path(name)
        _before("JUPYTER_PATH", _kernelspecs(folder / "data"))
        _before("JUPYTER_CONFIG_PATH", write_overrides(folder / "config", _LOCALES[console_language()]))
        # where it cannot be forked, the provisioner starts ordinary kernels
        with suppress(CannotForkError):
            # it warms up while JupyterLab starts
            parent_for(FRESH)
        if os.name == "posix" and os.getuid() == 0:
            say("you are root: whoever reaches this address may do as root what a notebook can do")
        if address == _LOOPBACK and any(mark.exists() for mark in _IN_CONTAINER):
            say("in a container: to reach it from outside, publish the port and use --address 0.0.0.0")
        options = [f"--ServerApp.root_dir={project.notebooks}", f"--ServerApp.port={port}", f"--ServerApp.ip={address}"]
        server = LabApp.initialize_server(
            argv=[*options, *([] if browser else ["--no-browser"])], config=_config(folder, extensions)
        )
        server.start()
        _let_go(server.io_loop.asyncio_loop)


def _let_go(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel what was under way when the server was stopped: a thread of a request would keep the process."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=_SECONDS_TO_LET_GO))


def _config(folder: Path, extensions: Collection[str]) -> Any:
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    from jupyter_server.extension.config import ExtensionConfigManager
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from traitlets.config import Config

    config = Config()
    config.WarmProvisioner.preload = list(FRESH.preload)
    config.WarmProvisioner.warm_up = FRESH.warm_up
    manager: Any = ExtensionConfigManager(read_config_path=jupyter_config_path())
    config.ServerApp.jpserver_extensions = refused(manager.get_jpserver_extensions(), extensions)
    config.ServerApp.allow_root = True
    folders = [Path(one) for one in jupyter_path("labextensions")]
    allowed = allowed_labextensions(folders, folder / "labextensions", extensions)
    config.LabApp.labextensions_path = [str(allowed)]
    config.LabApp.extra_labextensions_path = []
    config.LabApp.news_url = None
    config.LabApp.check_for_updates_class = NeverCheckForUpdate
    # it lists what a registry has to offer as soon as its panel is opened
    config.LabApp.extension_manager = "readonly"
    return config


def _before(variable: str, folder: Path) -> None:
    """Put a folder before those that an environment variable names."""
    os.environ[variable] = os.pathsep.join([str(folder), *filter(None, [os.environ.get(variable)])])


def _kernelspecs(folder: Path) -> Path:
    """A folder for JUPYTER_PATH in which the kernel that notebooks name is the warm one.

    The notebooks go on asking for ``python3``, which every Jupyter has.
    """
    warm = install_kernelspec(folder)
    shutil.copytree(warm, warm.with_name(_EVERY_NOTEBOOK_ASKS_FOR))
    return warm.parents[1]
