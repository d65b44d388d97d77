"""Tasks in, pages and outcomes out, through real kernels."""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reporting.errors import ExecutionError
from reporting.execution import cluster as clusters
from reporting.execution import cores
from reporting.execution import run as running
from reporting.execution.cache import PageCache
from reporting.execution.cluster import Cluster
from reporting.execution.fingerprint import fingerprint
from reporting.execution.parcels import Parcel, Said, pack
from reporting.execution.pool import Crew
from reporting.execution.tasks import Outcome, Task
from reporting.execution.warm.parent import ForkedProcess, Warmth

pytestmark = pytest.mark.usefixtures("warm")

MakeNotebook = Callable[..., Path]
MakeTask = Callable[..., Task]

PARAMETERS = 'code: str = "1"\nsnapshot: str = ""'

GOOD = "print(type(code).__name__, code)"
# nothing here draws or reckons, so nothing for that need be imported
LIGHT = Warmth(("ipykernel.debugger", "ipykernel.kernelapp", "reporting.execution.worker"), "")


def run_tasks(tasks: Iterable[Task], *, jobs: int | None = None, **options: Any) -> list[Outcome]:
    """Run them in workers of this machine, who load only what a kernel needs."""
    return running.run_tasks(tasks, workers=Crew(LIGHT, jobs=jobs, at_once=False), **options)


@pytest.fixture
def make_notebook(tmp_path: Path) -> MakeNotebook:
    """A function that writes a notebook of the given cells, after one of parameters."""

    def make(*sources: str, name: str = "n") -> Path:
        v4: Any = nbformat.v4
        cells = [v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate((PARAMETERS, *sources))]
        cells[0].metadata["tags"] = ["parameters"]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": spec, "language_info": {"name": "python"}})
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(v4.writes(notebook)))
        return path

    return make


@pytest.fixture
def make_task(tmp_path: Path, make_notebook: MakeNotebook) -> MakeTask:
    """A function that makes a task of the given cells."""

    def make(task_id: str, *sources: str, parameters: Mapping[str, Any] | None = None, **fields: Any) -> Task:
        return Task(
            task_id,
            make_notebook(*sources, name=task_id),
            executed=tmp_path / "failed" / f"{task_id}.ipynb",
            parameters=parameters or {"code": "410400"},
            page=tmp_path / "pages" / f"{task_id}.html",
            **fields,
        )

    return make


@pytest.fixture(autouse=True)
def _support(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process and its workers import the render functions."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "support"))


@pytest.fixture
def page() -> Any:
    return importlib.import_module("plain_page")


def test_each_task_comes_to_its_own_end(make_task: Any, page: Any, tmp_path: Path) -> None:
    """A failing task must not stop the others, and must say which line of which cell raised."""
    told: list[Outcome] = []
    tasks = [
        make_task("good", GOOD, "print(open(snapshot).read())", attachments={"snapshot": b"known"}),
        make_task("bad", "x = 1", "def f():\n    return 1 / 0\nf()"),
        dataclasses.replace(make_task("lost"), notebook=tmp_path / "nowhere.ipynb"),
        make_task("bare", GOOD, attachments={"snapshot": tmp_path / "nowhere.json"}),
        make_task("ordinary", GOOD, kernel="python3"),
    ]
    outcomes = run_tasks(tasks, render=page.outputs_as_text, jobs=2, on_outcome=told.append)
    good, bad, lost, bare, ordinary = outcomes
    assert {o.task_id for o in told} == {"good", "bad", "lost", "bare", "ordinary"}

    assert (good.status, good.attempts, good.executed) == ("done", 1, None)
    assert good.page is not None
    assert good.page.read_text() == "str 410400\nknown\n"
    assert ordinary.page is not None
    assert ordinary.page.read_text() == "str 410400\n"

    assert bad.failure is not None
    assert str(bad.failure) == "cell 3: ZeroDivisionError: division by zero (in `return 1 / 0`)"
    assert (bad.failure.cause, bad.attempts, bad.page) == ("cell", 1, None)
    assert bad.executed is not None
    assert "ZeroDivisionError" in bad.executed.read_text()

    for one in (lost, bare):
        assert one.failure is not None
        assert (one.failure.cause, one.failure.name) == ("task", "FileNotFoundError")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"no notebook", "NotJSONError"), ("汉".encode("gbk"), "UnicodeDecodeError")],
    ids=["no JSON", "GBK"],
)
def test_a_file_that_is_no_notebook_fails_its_task_alone(make_task: Any, page: Any, content: bytes, name: str) -> None:
    """One file that an editor has spoiled would end the run of all counties, or look like a worker that died."""
    spoiled, good = make_task("spoiled"), make_task("good", GOOD)
    spoiled.notebook.write_bytes(content)
    spoilt, other = run_tasks([spoiled, good], render=page.outputs_as_text, jobs=1)
    assert spoilt.failure is not None
    assert (spoilt.failure.cause, spoilt.failure.name) == ("task", name)
    assert other.status == "done"


def test_half_a_character_in_a_notebook_fails_its_task_alone(make_task: Any, page: Any) -> None:
    """It cannot be written to any file, and would end the run of all counties."""
    half, good = make_task("half", "1 / 0"), make_task("good", GOOD)
    notebook = json.loads(half.notebook.read_text("utf-8"))
    notebook["metadata"]["note"] = "\ud800"
    half.notebook.write_text(json.dumps(notebook), "utf-8")
    broken, other = run_tasks([half, good], render=page.outputs_as_text, jobs=1)
    assert (broken.status, other.status) == ("failed", "done")
    assert broken.executed is not None
    assert "ZeroDivisionError" in broken.executed.read_text("utf-8")


def test_a_worker_that_died_while_it_was_idle_is_replaced(make_task: Any, page: Any) -> None:
    """A county that had not begun would fail for it."""
    slow = make_task("slow", "import time; time.sleep(3)")
    quick, later = make_task("quick", GOOD), make_task("later", GOOD)
    told: list[str] = []

    with closing(Crew(LIGHT, jobs=2)) as crew:

        def kill(outcome: Outcome) -> None:
            told.append(outcome.status)
            if outcome.task_id == "quick":
                (idle,) = [worker for worker in crew.workers if worker.task is not None and worker.task.id == "quick"]
                os.kill(idle.process.pid or 0, signal.SIGKILL)
                idle.process.wait() if isinstance(idle.process, ForkedProcess) else idle.process.join()

        running.run_tasks([slow, quick, later], render=page.outputs_as_text, workers=crew, on_outcome=kill)
    assert told == ["done"] * 3


def test_a_user_without_a_home_has_the_prepared_kernel(
    make_task: Any, page: Any, monkeypatch: pytest.MonkeyPatch, own_parent: None
) -> None:
    """Every report of a service's user would take longer, and leave folders behind."""
    monkeypatch.setenv("HOME", "/nonexistent")
    look = (
        "import os, sys; print(sys.modules['reporting.execution.warm.kernel']._prepared is not None,"
        " get_ipython().ipython_dir.startswith(os.environ['HOME']), 'reporting-warm' in os.environ['HOME'])"
    )
    for outcome in run_tasks([make_task("a", look), make_task("b", look)], render=page.outputs_as_text, jobs=1):
        assert outcome.page is not None
        assert outcome.page.read_text() == "True True True\n"


def test_the_share_of_a_container_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores' worth of a machine of sixty-four would start sixty-four workers."""
    share = tmp_path / "cpu.max"
    monkeypatch.setattr(cores, "_CORES_OF_CONTAINER", share)
    every = cores.available_cores()
    for text, expected in (("max 100000\n", every), ("100000 100000\n", 1), ("50000 100000\n", 1), ("", every)):
        share.write_text(text)
        assert cores.available_cores() == expected


def test_a_page_that_cannot_be_rendered_fails_its_task(make_task: Any, page: Any) -> None:
    (outcome,) = run_tasks([make_task("t", GOOD)], render=page.refuses, jobs=1)
    assert outcome.failure is not None
    assert (outcome.failure.cause, str(outcome.failure)) == ("render", "ValueError: no title")
    assert outcome.executed is not None


def test_a_worker_is_no_notebook(make_task: Any, page: Any) -> None:
    """It is a fork of the parent that has a kernel prepared; libraries would take it for one and draw accordingly."""
    (outcome,) = run_tasks([make_task("t", GOOD)], render=page.shell_of_the_worker, jobs=1)
    assert outcome.page is not None
    assert outcome.page.read_text() == "None False"


def test_nothing_unchanged_is_run_again(make_task: Any, page: Any, tmp_path: Path) -> None:
    """Only the changed task may start a kernel; the page of the other must come back from the store."""
    store = PageCache(tmp_path / "store")

    def tasks(code: str) -> list[Task]:
        made = [make_task("a", GOOD), make_task("b", GOOD, parameters={"code": code})]
        return [
            dataclasses.replace(t, fingerprint=fingerprint(t.notebook, t.parameters, {}, {"code": "1"})) for t in made
        ]

    def statuses(code: str, force: bool = False) -> list[tuple[str, str]]:
        outcomes = run_tasks(tasks(code), render=page.outputs_as_text, cache=store, force=force)
        return [(o.status, o.reason) for o in outcomes]

    assert statuses("1") == [("done", "never run before")] * 2
    (tmp_path / "pages" / "a.html").unlink()
    (tmp_path / "pages" / "b.html").write_text("tampered with")
    assert statuses("1") == [("reused", "unchanged")] * 2
    assert (tmp_path / "pages" / "a.html").read_text() == "str 410400\n"
    assert (tmp_path / "pages" / "b.html").read_text() == "str 1\n"
    assert statuses("2") == [("reused", "unchanged"), ("done", "changed: parameters")]
    assert statuses("2", force=True) == [("done", "forced")] * 2


def test_tasks_that_share_an_id_are_refused(make_task: Any) -> None:
    with pytest.raises(ExecutionError, match="share an id"):
        run_tasks([make_task("a"), make_task("a")])


def test_an_executed_notebook_is_kept_of_a_good_run_where_that_is_asked(make_task: Any, page: Any) -> None:
    """What a county's numbers came of could not be looked at in JupyterLab afterwards."""
    tasks = [make_task("a", GOOD, keep_executed=True), make_task("b", GOOD)]
    kept, not_kept = run_tasks(tasks, render=page.outputs_as_text, jobs=1)
    assert kept.status == not_kept.status == "done"
    assert not_kept.executed is None
    assert not tasks[1].executed.exists()
    assert kept.executed == tasks[0].executed
    assert kept.page is not None
    assert kept.page.exists()
    cells = json.loads(tasks[0].executed.read_text("utf-8"))["cells"]
    assert any(cell.get("outputs") for cell in cells)


def test_what_cells_print_is_told_while_they_run(make_task: Any, tmp_path: Path) -> None:
    """Whoever follows a long run would see nothing of it until it is over; a worker would be taken for done."""
    release = tmp_path / "release"
    waits = f"import os, sys, time\nprint('first')\nwhile not os.path.exists({str(release)!r}): time.sleep(0.05)"
    told: list[tuple[str, str]] = []

    def hear(said: Said) -> None:
        told.append((said.task_id, said.text))
        release.touch()

    tasks = [make_task("a", waits, "import sys; print('second', file=sys.stderr)", follow=True), make_task("b", GOOD)]
    outcomes = run_tasks(tasks, jobs=1, on_said=hear)
    assert [outcome.status for outcome in outcomes] == ["done", "done"]
    assert {task for task, _ in told} == {"a"}
    assert "".join(text for _, text in told) == "first\nsecond\n"


def test_ctrl_c_leaves_what_is_finished(make_task: Any, page: Any) -> None:
    """The interrupt comes while the second task runs: the first page stays, the rest is cancelled."""
    told = []

    def interrupt(outcome: Outcome) -> None:
        told.append(outcome.task_id)
        if told == ["a"]:
            raise KeyboardInterrupt

    tasks = [make_task("a", GOOD), make_task("b", "import time; time.sleep(600)"), make_task("c", GOOD)]
    outcomes = run_tasks(tasks, render=page.outputs_as_text, jobs=1, on_outcome=interrupt)
    assert [o.status for o in outcomes] == ["done", "cancelled", "cancelled"]
    assert outcomes[0].page is not None
    assert outcomes[0].page.exists()


def test_where_workers_cannot_be_forked_they_are_started(
    make_task: Any, page: Any, monkeypatch: pytest.MonkeyPatch, own_parent: None
) -> None:
    """As on macOS and Windows."""
    # what others load by platform is loaded before the platform seems another
    importlib.import_module("reporting.execution.worker")
    monkeypatch.setattr(sys, "platform", "darwin")
    tasks = [make_task("kill", GOOD), make_task("bad", "1 / 0"), make_task("good", GOOD)]
    kill, bad, good = run_tasks(tasks, render=page.kills_its_worker, jobs=1)
    assert str(kill.failure) == "WorkerDied: the worker process was killed by SIGKILL"
    assert str(bad.failure) == "cell 2: ZeroDivisionError: division by zero (in `1 / 0`)"
    assert good.page is not None
    assert good.page.read_text() == "str 410400\n"


def test_the_same_over_a_cluster(make_task: Any, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers on other machines have neither notebook nor snapshot, nor the folder of either; or they tell less.

    A task travels with its files, whether its snapshot is bytes or a file, and a failure in one cell is told as on
    this machine.
    """
    snapshot = tmp_path / "snapshot.json"
    snapshot.write_text("known")
    look = "print(open(snapshot).read())"
    tasks = [
        make_task("bytes", GOOD, look, attachments={"snapshot": b"known"}),
        make_task("file", GOOD, look, attachments={"snapshot": snapshot}),
        make_task("bad", "1 / 0"),
    ]

    def pack_and_go(task: Task, *what: Any, **how: Any) -> Parcel:
        parcel = pack(task, *what, **how)
        # those that are packed wait in memory for the one worker
        task.notebook.unlink()
        if task.id == "file":
            snapshot.unlink()
        if not any(task.notebook.parent.iterdir()):
            task.notebook.parent.rmdir()
        return parcel

    monkeypatch.setattr(running, "pack", pack_and_go)
    *good, bad = running.run_tasks(tasks, render=page.outputs_as_text, workers=Cluster("local:1", LIGHT))
    assert not tasks[0].notebook.parent.exists()
    assert not snapshot.exists()
    for one in good:
        assert one.page is not None
        assert one.page.read_text() == "str 410400\nknown\n"
    assert bad.failure is not None
    assert bad.failure.cell == 2


@pytest.mark.parametrize("cluster", ["local:none", "tcp://127.0.0.1:9"])
def test_a_cluster_that_is_not_there_is_said(make_task: Any, cluster: str) -> None:
    dask: Any = importlib.import_module("dask")
    # its own settings would go with the one that is taken back
    importlib.import_module("distributed")
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(ExecutionError):
        running.run_tasks([make_task("a")], workers=Cluster(cluster))


def test_a_cluster_without_workers_is_not_waited_for_for_ever(make_task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run at night would hang until somebody looks, for Dask waits for as long as nobody comes."""
    distributed: Any = importlib.import_module("distributed")
    monkeypatch.setattr(clusters, "_LOOK_SECONDS", 0.1)
    monkeypatch.setattr(clusters, "_ALONE_SECONDS", 0.3)
    with (
        distributed.LocalCluster(
            n_workers=0, processes=False, dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
        ) as alone,
        pytest.raises(ExecutionError, match="the cluster has no workers any more"),
    ):
        running.run_tasks([make_task("a", GOOD)], workers=Cluster(alone.scheduler_address, LIGHT))
