"""One notebook run in this process: a parcel in, a product out, nothing else touched."""

from __future__ import annotations

import re
import shutil
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import papermill
import zmq
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from reporting.execution.parcels import Parcel, Product, Said
from reporting.execution.scratch import ScratchFolder
from reporting.execution.tasks import Failure, Outcome, Rendered

_PUT_IN = frozenset({"injected-parameters", "computed-values"})
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(r"Cell In\[(\d+)\], line (\d+)")
# what values in prose are compiled as
_EXPRESSION = re.compile(r"File <python (.+?)>")
# a busy machine may be slow to deliver the last output; papermill's default of 4 s is for a quiet one
_LAST_OUTPUT_SECONDS = 60
# what nbclient and jupyter_client say of a kernel that has died, or never lived
_NO_KERNEL = ("Kernel died", "Kernel didn't respond")


def execute(
    parcel: Parcel,
    say: Callable[[Said], None] = lambda said: None,
    reach: Callable[[int], None] = lambda cell: None,
) -> Product:
    """Run the notebook under papermill and render it.

    ``say`` is told what cells print while they run, if the task is to be followed; ``reach`` the number of each cell
    that begins, as its author counts.

    A dead kernel is tried once more, for the machine may have been short of memory; an error in a cell is
    not, for it would come again.
    """
    started = time.monotonic()
    limit = parcel.limits.seconds
    deadline = None if limit is None else started + limit
    rendered = Rendered("")
    with ScratchFolder("task") as scratch:
        try:
            parameters = {**parcel.task.parameters, **_unpacked(parcel.attachments, scratch.path)}
            _unpack_helpers(parcel, scratch.path)
        except OSError as error:
            return Product(Outcome(parcel.task.id, "failed", failure=_failure_of("task", error)))
        attempts = 1
        notebook, failure = _run(parcel, parameters, scratch, deadline, say, reach)
        if failure is not None and failure.cause == "kernel":
            attempts = 2
            notebook, failure = _run(parcel, parameters, scratch, deadline, say, reach)
    if failure is None and parcel.render is not None:
        try:
            made = parcel.render(notebook, parcel.task)
            rendered = made if isinstance(made, Rendered) else Rendered(made)
        except Exception as error:  # a render function is the caller's: whatever it raises is this task's
            failure = _failure_of("render", error)
    outcome = Outcome(
        parcel.task.id,
        "failed" if failure else "done",
        failure=failure,
        seconds=time.monotonic() - started,
        attempts=attempts,
        remarks=rendered.remarks,
    )
    page = rendered.page if failure is None and parcel.render is not None else None
    return Product(outcome, page, _text(notebook) if failure or parcel.task.keep_executed else None)


def _text(notebook: NotebookNode) -> str:
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]


def _unpacked(attachments: Mapping[str, tuple[str, bytes | Path]], folder: Path) -> dict[str, str]:
    paths = {}
    for parameter, (name, content) in attachments.items():
        path = folder / parameter / name
        path.parent.mkdir()
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)
        paths[parameter] = str(path)
    return paths


def _unpack_helpers(parcel: Parcel, folder: Path) -> None:
    """Put the project's modules where the notebook runs, on a machine that has not its own folder."""
    if not parcel.folder.is_dir():
        for name, content in parcel.helpers.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@dataclass
class _Progress:
    """The notebook that papermill works on and how far it is, for when it does not hand it back."""

    notebook: NotebookNode
    cells: list[NotebookNode] = field(default_factory=list)
    index: int | None = None
    tell: Callable[[int], None] = lambda cell: None

    def begin(self, notebook: NotebookNode) -> None:
        self.notebook = notebook
        self.cells = list(notebook.cells)

    def reach(self, cell: NotebookNode, cell_index: int) -> None:
        self.index = cell_index
        self.tell(self.position or 0)

    @property
    def position(self) -> int | None:
        """The cell's number from 1 as its author counts, without those that papermill and a run put in."""
        if self.index is None:
            return None
        reached = self.cells[: self.index + 1]
        number = sum(_PUT_IN.isdisjoint(cell.metadata.get("tags", [])) for cell in reached)
        # what computes the values of prose stands before it
        return number + int(reached[-1].metadata.get("computes") == "prose")

    def early_exit(self) -> int | None:
        """The position of a cell that ended the notebook before its last cell of code; None where none did."""
        code = [index for index, cell in enumerate(self.cells) if cell.cell_type == "code" and cell.source.strip()]
        return next((index for index in code[:-1] if _exited(self.cells[index])), None)


class _Told:
    """A file that tells what is written to it."""

    def __init__(self, task_id: str, say: Callable[[Said], None]) -> None:
        self._task_id, self._say = task_id, say

    def write(self, text: str) -> None:
        self._say(Said(self._task_id, text))

    def flush(self) -> None:
        pass


def _run(
    parcel: Parcel,
    parameters: Mapping[str, Any],
    scratch: ScratchFolder,
    deadline: float | None,
    say: Callable[[Said], None],
    reach: Callable[[int], None],
) -> tuple[NotebookNode, Failure | None]:
    """The notebook as far as it came, and why it came no further."""
    progress = _Progress(nbformat.reads(parcel.notebook, as_version=4), tell=reach)  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {}
    if parcel.task.follow:
        told = _Told(parcel.task.id, say)
        options |= {"stdout_file": told, "stderr_file": told}
    if deadline is not None:
        # nbclient takes 0 for no limit at all
        options["timeout_func"] = lambda cell: max(deadline - time.monotonic(), 0.001)
    try:
        notebook = papermill.execute_notebook(
            progress.notebook,
            None,
            dict(parameters),
            kernel_name=parcel.task.kernel,
            # not every notebook names one; others were refused when it was read
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            # of each message; papermill times the cells in any case
            record_timing=False,
            cwd=parcel.folder if parcel.folder.is_dir() else scratch.path,
            iopub_timeout=_LAST_OUTPUT_SECONDS,
            on_notebook_start=progress.begin,
            on_cell_start=progress.reach,
            config=_kernel_config(scratch, parcel),
            **options,
        )
    except PapermillExecutionError as error:
        if not _was_allowed(progress):
            return progress.notebook, _cell_failure(error, progress.position)
        # papermill lets such a cell go on, and raises at the end all the same
        progress.notebook.cells = progress.cells
        notebook = progress.notebook
    except CellTimeoutError:
        seconds = parcel.limits.seconds
        return progress.notebook, Failure(
            "time", "TimeLimit", f"not finished after {seconds:g} s", cell=progress.position
        )
    except Exception as error:  # papermill and nbclient raise many kinds; one task must not stop the rest
        if isinstance(error, RuntimeError) and str(error).startswith(_NO_KERNEL):
            return progress.notebook, Failure("kernel", "DeadKernel", str(error), cell=progress.position)
        return progress.notebook, _failure_of("task", error, cell=progress.position)
    progress.index = progress.early_exit()
    if progress.index is not None:
        source = progress.cells[progress.index].source.strip().splitlines()[-1]
        return notebook, Failure("cell", "SystemExit", "ended before the last cell", progress.position, source)
    return notebook, None


def _exited(cell: NotebookNode) -> bool:
    """Whether a cell ended the notebook, without a tag that allows it to raise."""
    exited = any(output.get("ename") == "SystemExit" for output in cell.get("outputs", ()))
    return exited and "raises-exception" not in cell.metadata.get("tags", [])


def _was_allowed(progress: _Progress) -> bool:
    """Whether every cell that raised was tagged for it, and the run went on to the end."""
    raised = [cell for cell in progress.cells if any(one.output_type == "error" for one in cell.get("outputs", ()))]
    return bool(raised) and all("raises-exception" in cell.metadata.get("tags", []) for cell in raised)


def _kernel_config(scratch: ScratchFolder, parcel: Parcel) -> Config:
    config = Config()
    if zmq.has("ipc") and scratch.has_room_for_sockets:
        # sockets of the file system in the private folder: TCP kernels can be reached by every local user
        config.ConnectionFileMixin.transport = "ipc"
        config.ConnectionFileMixin.ip = str(scratch.path / "kernel")
    config.ConnectionFileMixin.connection_file = str(scratch.path / "kernel.json")
    config.KernelManager.client_class = "reporting.execution.warm.client.PromptKernelClient"
    config.WarmProvisioner.preload = list(parcel.warmth.preload)
    config.WarmProvisioner.warm_up = parcel.warmth.warm_up
    config.WarmProvisioner.memory_limit = parcel.limits.memory or 0
    return config


def _cell_failure(error: PapermillExecutionError, position: int | None) -> Failure:
    trace = _COLOURS.sub("", "\n".join(error.traceback))
    lines = error.source.splitlines()
    here = [int(line) for cell, line in _PLACE.findall(trace) if int(cell) == error.exec_count]
    source_line = lines[here[-1] - 1] if here and here[-1] <= len(lines) else ""
    if expression := _EXPRESSION.findall(trace):
        source_line = f"{{python}} {expression[-1]}"
    return Failure("cell", error.ename, error.evalue, position, source_line, trace)


def _failure_of(cause: Any, error: Exception, cell: int | None = None) -> Failure:
    trace = "".join(traceback.format_exception(error))
    return Failure(cause, type(error).__name__, str(error), cell=cell, traceback=trace)
