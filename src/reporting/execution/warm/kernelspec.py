"""The kernelspec of the warm kernel: in this package for our own runs, installable for JupyterLab."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from reporting.execution.tasks import WARM_KERNEL

NO_HISTORY = "--HistoryManager.hist_file=:memory:"
"""What a run's kernel is started with: nobody asks it again what was typed."""

_DATA = Path(__file__).parent / "jupyter"


def find_warm_kernel() -> None:
    """Let this process and its children find the kernelspec inside this package, installed or not."""
    paths = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if paths[0] != str(_DATA):
        os.environ["JUPYTER_PATH"] = os.pathsep.join([str(_DATA), *filter(None, paths)])


def own_arguments() -> list[str]:
    """The command line of this kernelspec after the connection file: what its kernel is always started with."""
    spec = json.loads((_DATA / "kernels" / WARM_KERNEL / "kernel.json").read_text(encoding="utf-8"))
    argv: list[str] = spec["argv"]
    return argv[argv.index("{connection_file}") + 1 :]


def install_kernelspec(prefix: Path) -> Path:
    """Put the kernelspec where Jupyter looks under this prefix (`sys.prefix`, say); returns its folder.

    A kernel of it keeps the history of what is typed, as an ordinary one does.
    """
    target = prefix / "share" / "jupyter" / "kernels" / WARM_KERNEL
    shutil.copytree(_DATA / "kernels" / WARM_KERNEL, target, dirs_exist_ok=True)
    file = target / "kernel.json"
    spec = json.loads(file.read_text(encoding="utf-8"))
    spec["argv"].remove(NO_HISTORY)
    file.write_text(json.dumps(spec, indent=1), encoding="utf-8")
    return target
