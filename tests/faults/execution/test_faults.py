"""Whatever happens to one task, only that task fails, with its reason; the others are done."""

from __future__ import annotations

import errno
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from reporting.execution import cache, run
from reporting.execution.cache import PageCache
from reporting.execution.cluster import Cluster
from reporting.execution.fingerprint import Fingerprint
from reporting.execution.pool import Crew
from reporting.execution.tasks import Failure, Outcome, Task, TaskLimits
from reporting.execution.warm.parent import Warmth

pytestmark = pytest.mark.usefixtures("warm")

GOOD = "print('good')"
# nothing here draws or reckons, so nothing for that need be imported
LIGHT = Warmth(("ipykernel.debugger", "ipykernel.kernelapp"), "")


def run_tasks(tasks: Iterable[Task], *, jobs: int | None = None, **options: Any) -> list[Outcome]:
    """Run them in workers of this machine, who load only what a kernel needs."""
    return run.run_tasks(tasks, workers=Crew(LIGHT, jobs=jobs, at_once=False), **options)


@pytest.fixture
def make_task(tmp_path: Path) -> Callable[..., Task]:
    """A function that makes a task whose notebook has one cell."""

    def make(task_id: str, source: str, **fields: Any) -> Task:
        cell: dict[str, Any] = {
            "cell_type": "code",
            "execution_count": None,
            "id": "only",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {
            "cells": [cell],
            "metadata": {"kernelspec": spec, "language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = tmp_path / f"{task_id}.ipynb"
        path.write_text(json.dumps(notebook))
        settings: dict[str, Any] = {
            "executed": tmp_path / "failed" / f"{task_id}.ipynb",
            "page": tmp_path / "pages" / f"{task_id}.html",
            **fields,
        }
        return Task(task_id, path, **settings)

    return make


@pytest.fixture(autouse=True)
def _support(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process and its workers import the render functions."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "functional" / "execution" / "support"))


@pytest.fixture
def page() -> Any:
    return importlib.import_module("plain_page")


def failure_beside_a_good_one(outcomes: list[Outcome]) -> Failure:
    """The failure of the first, when the last is done and its page there."""
    first, last = outcomes[0], outcomes[-1]
    assert last.status == "done"
    assert last.page is not None
    assert last.page.read_text() == "good\n"
    assert first.status == "failed"
    assert first.failure is not None
    assert first.page is None
    return first.failure


def test_a_kernel_killed_in_a_cell_is_tried_once_more(make_task: Any, page: Any) -> None:
    tasks = [make_task("killed", "import os; os.kill(os.getpid(), 9)"), make_task("good", GOOD)]
    outcomes = run_tasks(tasks, render=page.outputs_as_text, jobs=2)
    failure = failure_beside_a_good_one(outcomes)
    assert (failure.cause, failure.cell, outcomes[0].attempts) == ("kernel", 1, 2)
    assert outcomes[0].executed is not None


def test_a_kernel_that_died_by_chance_comes_good(make_task: Any, page: Any, tmp_path: Path) -> None:
    """The machine may have been short of memory for a moment."""
    note = tmp_path / "note"
    once = f"import os, pathlib; n = pathlib.Path({str(note)!r})\nif not n.exists():\n    n.touch(); os.abort()\n"
    (outcome,) = run_tasks([make_task("once", once + GOOD)], render=page.outputs_as_text, jobs=1)
    assert (outcome.status, outcome.attempts) == ("done", 2)


@pytest.mark.parametrize(
    "hang",
    [
        "import time; time.sleep(600)",
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: time.sleep(1)",
    ],
    ids=["asleep", "deaf"],
)
def test_a_kernel_that_hangs_is_stopped_at_the_limit(make_task: Any, page: Any, hang: str) -> None:
    tasks = [make_task("hangs", hang), make_task("good", GOOD)]
    outcomes = run_tasks(tasks, render=page.outputs_as_text, jobs=2, limits=TaskLimits(seconds=5))
    failure = failure_beside_a_good_one(outcomes)
    assert str(failure) == "cell 1: TimeLimit: not finished after 5 s"
    assert outcomes[0].attempts == 1


def test_the_limit_is_for_all_cells_together(make_task: Any, page: Any) -> None:
    """Papermill's own limit is for a cell, and a notebook has many."""
    loop = "import time\nfor _ in range(100): time.sleep(0.2)"
    (outcome,) = run_tasks([make_task("slow", loop)], jobs=1, limits=TaskLimits(seconds=3))
    assert outcome.failure is not None
    assert outcome.failure.cause == "time"


def test_a_notebook_that_eats_memory_fails_in_its_cell(make_task: Any, page: Any) -> None:
    tasks = [make_task("eats", "x = bytearray(8 << 30)"), make_task("good", GOOD)]
    outcomes = run_tasks(tasks, render=page.outputs_as_text, jobs=2, limits=TaskLimits(memory=2 << 30))
    failure = failure_beside_a_good_one(outcomes)
    assert str(failure) == "cell 1: MemoryError (in `x = bytearray(8 << 30)`)"


def test_a_worker_that_is_killed_is_replaced(make_task: Any, page: Any) -> None:
    tasks = [make_task("kill", GOOD), make_task("other", GOOD), make_task("good", GOOD)]
    outcomes = run_tasks(tasks, render=page.kills_its_worker, jobs=1)
    failure = failure_beside_a_good_one(outcomes)
    assert (failure.cause, failure.message) == ("worker", "the worker process was killed by SIGKILL")
    assert outcomes[1].status == "done"


def test_a_warm_parent_that_is_killed_is_replaced(make_task: Any, page: Any, own_parent: None) -> None:
    """It takes its workers along; those who come after must not be the worse for it."""
    grandparent = (
        "import os, signal\n"
        "os.kill(int(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[0].split()[0]), signal.SIGKILL)"
    )
    tasks = [make_task("kill", grandparent), make_task("good", GOOD)]
    failure = failure_beside_a_good_one(run_tasks(tasks, render=page.outputs_as_text, jobs=1))
    assert failure.cause == "worker"


def test_a_dask_worker_that_is_killed_fails_only_its_task(make_task: Any, page: Any) -> None:
    tasks = [make_task("kill", GOOD), make_task("good", GOOD)]
    failure = failure_beside_a_good_one(
        run.run_tasks(tasks, render=page.kills_its_worker, workers=Cluster("local:1", LIGHT))
    )
    assert (failure.cause, failure.name) == ("worker", "KilledWorker")


def test_a_full_disk_fails_the_page_that_did_not_fit(
    make_task: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reporting.execution.files import write_atomically as write

    def full(path: Path, content: bytes) -> None:
        if path.name == "big.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, content)

    monkeypatch.setattr(run, "write_atomically", full)
    tasks = [make_task("big", GOOD), make_task("good", GOOD)]
    failure = failure_beside_a_good_one(run_tasks(tasks, render=page.outputs_as_text, jobs=1))
    assert (failure.cause, "No space left" in failure.message) == ("output", True)


def test_a_file_that_grows_too_large_is_not_left_half_written(tmp_path: Path) -> None:
    """The system itself stops the writing in the middle, as a full disk does."""
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from reporting.execution.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_atomically(Path(sys.argv[1]), b'x' * 5000)"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_output_folder_that_cannot_be_made_fails_its_task(make_task: Any, page: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    tasks = [make_task("a", GOOD, page=tmp_path / "file" / "a.html"), make_task("good", GOOD)]
    failure = failure_beside_a_good_one(run_tasks(tasks, render=page.outputs_as_text, jobs=1))
    assert failure.cause == "output"


def test_a_store_that_cannot_be_written_does_not_pass_for_success(
    make_task: Any, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the next run would find no page and not know why."""

    def refused(path: Path, content: bytes) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(cache, "write_atomically", refused)
    task = make_task("a", GOOD, fingerprint=Fingerprint({"notebook": "1"}))
    (outcome,) = run_tasks([task], render=page.outputs_as_text, jobs=1, cache=PageCache(tmp_path / "store"))
    assert outcome.failure is not None
    assert outcome.failure.cause == "output"


def test_a_clock_set_back_does_not_stop_a_run(make_task: Any, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits and durations are measured by the clock that nobody sets."""
    monkeypatch.setattr(time, "time", lambda: 0.0)
    (outcome,) = run_tasks(
        [make_task("good", GOOD)], render=page.outputs_as_text, jobs=1, limits=TaskLimits(seconds=60)
    )
    assert outcome.status == "done"
    assert 0 < outcome.seconds < 60


_RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from plain_page import outputs_as_text
from reporting.execution.cache import PageCache
from reporting.execution.fingerprint import fingerprint
from reporting.execution.pool import Crew
from reporting.execution.run import run_tasks
from reporting.execution.tasks import Task

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    tasks = [
        Task(n.stem, n, folder / "failed" / n.name, page=folder / "pages" / f"{n.stem}.html",
             fingerprint=fingerprint(n, {}, {}, {}))
        for n in sorted(folder.glob("*.ipynb"))
    ]
    for o in run_tasks(tasks, render=outputs_as_text, workers=Crew(jobs=1), cache=PageCache(folder / "store"),
                       on_outcome=lambda o: print(o.task_id, o.status, flush=True)):
        pass
"""


@pytest.fixture
def run_in_process(tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """A function that starts a run of all notebooks in the folder, in a process of its own."""
    script = tmp_path / "script.py"
    script.write_text(_RUN)
    support = sys.path[0]

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, str(script), str(tmp_path), support]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)

    return start


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill", "ctrl-c"])
def test_a_run_that_was_stopped_goes_on_where_it_was(
    make_task: Any,
    tmp_path: Path,
    run_in_process: Callable[[], subprocess.Popen[str]],
    number: signal.Signals,
) -> None:
    """Kill -9 at any moment, run again: only what was not done is done."""
    release = tmp_path / "release"
    make_task("a", GOOD)
    waiting = f"import os, time\nwhile not os.path.exists({str(release)!r}): time.sleep(0.05)\n"
    make_task("b", waiting + GOOD)
    with run_in_process() as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "a done\n"
        os.killpg(first.pid, number)
        said = first.stdout.read()
    assert said == ("b cancelled\n" if number == signal.SIGINT else "")
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["a.html"]
    release.touch()
    with run_in_process() as second:
        assert second.stdout is not None
        assert second.stdout.read() == "a reused\nb done\n"
    assert first.wait() == (0 if number == signal.SIGINT else -signal.SIGKILL)
