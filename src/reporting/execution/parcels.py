"""What travels to a worker and back: a task with the contents of its files, and what came of it.

Apart from `notebook`, which runs it: code that only sends parcels need not load papermill.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reporting.execution.reading import notebook_text
from reporting.execution.tasks import Outcome, Rendered, Task, TaskLimits
from reporting.execution.warm.parent import Warmth

if TYPE_CHECKING:
    from nbformat import NotebookNode

HELPERS = "helpers"
"""The folder beside the notebooks with the project's own modules."""

Render: TypeAlias = "Callable[[NotebookNode, Task], str | Rendered]"
"""Makes the page, or its text alone."""


@dataclass(frozen=True)
class Parcel:
    """A task with the contents of its files, so that it can be sent to another machine.

    Attributes:
        task: what to run.
        notebook: the notebook's text.
        attachments: parameter name → file name and content, or the file that holds it where the disk is shared.
        limits: what the run may use.
        warmth: what the warm parent of its kernel has loaded.
        render: makes the page's text from the executed notebook; None to make no page.
        folder: where the notebook runs if it exists there (the notebook's own folder, as in JupyterLab);
            otherwise it runs in a private one.
        helpers: modules beside the notebook, by their path from its folder, for a machine that has not the folder.
    """

    task: Task
    notebook: str
    attachments: Mapping[str, tuple[str, bytes | Path]]
    limits: TaskLimits
    warmth: Warmth
    render: Render | None
    folder: Path
    helpers: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a cell printed, while it runs; it need not end with a line."""

    task_id: str
    text: str


@dataclass(frozen=True)
class Product:
    """What a worker hands back: outcome, page and, after a failure or if it is asked for, the executed notebook."""

    outcome: Outcome
    page: str | None = None
    executed: str | None = None


def pack(task: Task, limits: TaskLimits, warmth: Warmth, render: Render | None, *, carry: bool = False) -> Parcel:
    """Read the notebook of a task, and its attachments too if the parcel is to carry them to another machine.

    Raises:
        OSError: a file cannot be read.
    """
    attachments = {
        name: (content.name, content.read_bytes() if carry else content)
        if isinstance(content, Path)
        else (name, content)
        for name, content in task.attachments.items()
    }
    text = notebook_text(task.notebook)
    if task.prepare is not None:
        text = task.prepare(text, task.notebook.parent.absolute())
        task = dataclasses.replace(task, prepare=None)
    folder = task.notebook.parent.absolute()
    helpers = _modules(folder) if carry else {}
    return Parcel(task, text, attachments, limits, warmth, render, folder, helpers)


def _modules(folder: Path) -> dict[str, bytes]:
    """The project's own modules, which its notebooks import by the name of their folder."""
    paths = sorted((folder / HELPERS).rglob("*.py"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
