"""Render functions for tests, in a module that worker processes can import."""

from __future__ import annotations

import os
import signal
from typing import Any


def outputs_as_text(notebook: Any, task: Any) -> str:
    """What the cells printed."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return "".join(output.get("text", "") for cell in cells for output in cell.outputs)


def shell_of_the_worker(notebook: Any, task: Any) -> str:
    """Whether the process that renders takes itself for a notebook."""
    from IPython.core.getipython import get_ipython

    import __main__

    return f"{get_ipython()} {hasattr(__main__, 'In')}"


def refuses(notebook: Any, task: Any) -> str:
    """A page that cannot be made."""
    raise ValueError("no title")


def kills_its_worker(notebook: Any, task: Any) -> str:
    """A worker killed from outside, for tasks whose id begins with `kill`."""
    if task.id.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    return outputs_as_text(notebook, task)
