"""JupyterLab on the project's notebooks, where every Python kernel is forked from a warm parent."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from reporting.errors import UsageError
from reporting.execution.warm.kernelspec import install_kernelspec
from reporting.execution.warm.parent import CannotForkError, parent_for
from reporting.operations.desk.warmth import FRESH
from reporting.settings import Project

__all__ = ["open_lab"]

_EVERY_NOTEBOOK_ASKS_FOR = "python3"


def open_lab(project: Project, *, port: int, browser: bool) -> None:
    """Serve JupyterLab until interrupted.

    Kernels have all libraries loaded and none of this package's code, so restarting one brings in what was edited.

    Args:
        port: the next free one from here is taken.

    Raises:
        UsageError: JupyterLab is not installed.
    """
    try:
        from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]
        from traitlets.config import Config
    except ImportError:
        hint = 'run `make lab`, or `pip install "county-reports[lab]"`'
        raise UsageError("JupyterLab is not installed", hint=hint) from None
    os.environ["REPORTING_PROJECT"] = str(project.root)
    config = Config()
    config.WarmProvisioner.preload = list(FRESH.preload)
    config.WarmProvisioner.warm_up = FRESH.warm_up
    with tempfile.TemporaryDirectory(prefix="reporting-lab-") as folder:
        os.environ["JUPYTER_PATH"] = os.pathsep.join(
            [str(_kernelspecs(Path(folder))), *filter(None, [os.environ.get("JUPYTER_PATH")])]
        )
        # where it cannot be forked, the provisioner starts ordinary kernels
        with suppress(CannotForkError):
            # it warms up while JupyterLab starts
            parent_for(FRESH)
        options = [f"--ServerApp.root_dir={project.notebooks}", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1"]
        server = LabApp.initialize_server(argv=[*options, *([] if browser else ["--no-browser"])], config=config)
        server.start()


def _kernelspecs(folder: Path) -> Path:
    """A folder for JUPYTER_PATH in which the kernel that notebooks name is the warm one.

    The notebooks go on asking for ``python3``, which every Jupyter has.
    """
    warm = install_kernelspec(folder)
    shutil.copytree(warm, warm.with_name(_EVERY_NOTEBOOK_ASKS_FOR))
    return warm.parents[1]
