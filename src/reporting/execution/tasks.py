"""What is to be run, and what came of it: frozen, picklable values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reporting.execution.fingerprint import Fingerprint

Status = Literal["done", "reused", "failed", "cancelled"]
Cause = Literal["cell", "kernel", "time", "render", "worker", "output", "task"]

WARM_KERNEL = "reporting-warm"


@dataclass(frozen=True)
class Task:
    """One notebook run with one set of parameters.

    Attributes:
        id: names the run among its siblings, in logs and in the store; fit for a file name.
        notebook: the notebook to run.
        parameters: values for its `parameters` cell, already checked (`parameters.check`).
        executed: where the executed notebook is kept: with its traceback if the run fails, else if it is asked for.
        page: where the rendered text goes; None to run without keeping a page.
        attachments: parameter name → file that travels with the task. In the worker it is written to a
            private folder and the parameter is set to its path there, so that no disk need be shared.
        fingerprint: what the page depends on, for reuse; None never to reuse.
        kernel: the kernelspec to run under.
        keep_executed: keep the executed notebook of a run that succeeds as well.
        follow: send what cells print while they run, as `Said`.
        context: fields for the log (which county, which period); nothing else looks at them.
        subject: what its page is about, in the reader's words (which county, which period), for the renderer.
        prepare: from the notebook's text and its folder to the text that is run, where it is sent from: cells put in
            (`papermill` runs them like others), files that the notebook needs put into it. None to run it as it is.
    """

    id: str
    notebook: Path
    executed: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    page: Path | None = None
    attachments: Mapping[str, bytes | Path] = field(default_factory=dict)
    fingerprint: Fingerprint | None = None
    kernel: str = WARM_KERNEL
    keep_executed: bool = False
    follow: bool = False
    context: Mapping[str, Any] = field(default_factory=dict)
    subject: tuple[str, ...] = ()
    prepare: Callable[[str, Path], str] | None = None


@dataclass(frozen=True)
class Failure:
    """Why a task failed, fit for a line on the console.

    Attributes:
        cause: what failed: a cell, the kernel, the time limit, rendering, the worker process, writing the
            output, or the task itself (a file of it cannot be read).
        name: the exception's class name.
        message: the exception's message.
        cell: position of the cell in the notebook as its author sees it, from 1; None outside any cell.
        source_line: the line of that cell that raised; empty where it is not known.
        traceback: without colours; empty where there is none.
    """

    cause: Cause
    name: str
    message: str
    cell: int | None = None
    source_line: str = ""
    traceback: str = ""

    def __str__(self) -> str:
        place = f"cell {self.cell}: " if self.cell is not None else ""
        what = f"{self.name}: {self.message}" if self.message else self.name
        source = f" (in `{self.source_line.strip()}`)" if self.source_line else ""
        return f"{place}{what}{source}"


@dataclass(frozen=True)
class Rendered:
    """A page made of an executed notebook.

    Attributes:
        page: its text.
        remarks: what whoever made it has to say about it, as JSON has it; nothing here looks into them.
    """

    page: str
    remarks: tuple[Mapping[str, Any], ...] = ()


def remarks_file(page: Path) -> Path:
    """Where the remarks on a page are kept, beside it; there is no such file where there are none."""
    return page.with_name(f"{page.name}.remarks.json")


@dataclass(frozen=True)
class Outcome:
    """What came of a task.

    Attributes:
        task_id: the task's id.
        status: `done` (ran now), `reused` (nothing it depends on changed), `failed` or `cancelled`.
        failure: set exactly when the status is `failed`.
        seconds: wall time of the run, all attempts together; 0 when nothing ran.
        attempts: how often the notebook was started.
        page: where the page was written, None where there is none.
        executed: where the executed notebook is kept, None where it is not.
        reason: why the task ran or did not, for `--explain`.
        remarks: of the page (`Rendered`), of a reused one as well.
    """

    task_id: str
    status: Status
    failure: Failure | None = None
    seconds: float = 0.0
    attempts: int = 0
    page: Path | None = None
    executed: Path | None = None
    reason: str = ""
    remarks: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class TaskLimits:
    """What one run may use.

    Attributes:
        seconds: wall time of one task, all its cells and attempts together; None for no limit.
        memory: bytes of private memory of the kernel process (RLIMIT_DATA, Linux); None for no limit.
    """

    seconds: float | None = None
    memory: int | None = None
