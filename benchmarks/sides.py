"""The ways to make reports that are compared; each makes so many and ends with their HTML written.

A subject is a module with `NOTEBOOK`, `warmth()`, `prepare(folder)`, `parameters(number, folder)`,
`page(notebook, task)`, `floor(**parameters)` and perhaps a `PREPARATION` of its notebook; see `benchmarks.neutral`.
`python -m benchmarks.sides SIDE SUBJECT PREPARED COUNT JOBS FOLDER` runs one side in a process of its own, so that
its processor time can be counted whole.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reporting.execution.pool import Crew


@dataclass(frozen=True)
class Work:
    """So many reports of a subject, so many at a time, into a folder.

    Attributes:
        prepared: the folder that the subject has prepared.
    """

    subject: Any
    prepared: Path
    count: int
    jobs: int
    folder: Path

    def parameters(self, number: int) -> dict[str, Any]:
        """Parameters of the run with this number."""
        given: dict[str, Any] = self.subject.parameters(number, self.prepared)
        return given


Side = Callable[[Work], None]


def command_lines(work: Work) -> None:
    """(a) The two command lines in a loop, as most people do it."""
    scripts = Path(sys.executable).parent

    def one(number: int) -> None:
        executed = work.folder / f"{number}.ipynb"
        given = [
            text
            for name, value in work.parameters(number).items()
            # by -p a county's code would become a number
            for text in ("-r" if isinstance(value, str) else "-p", name, str(value))
        ]
        papermill = [str(scripts / "papermill"), "--no-progress-bar", str(work.subject.NOTEBOOK), str(executed), *given]
        nbconvert = [str(scripts / "jupyter-nbconvert"), "--to", "html", str(executed)]
        for command in (papermill, nbconvert):
            subprocess.run(command, check=True, capture_output=True)

    with ThreadPoolExecutor(work.jobs) as pool:
        list(pool.map(one, range(work.count)))


def papermill_api(work: Work) -> None:
    """(b) papermill's API and one HTML exporter, in one process."""
    import papermill
    from nbconvert.exporters.html import HTMLExporter

    exporter: Any = HTMLExporter()  # type: ignore[no-untyped-call]
    for number in range(work.count):
        executed = work.folder / f"{number}.ipynb"
        notebook = papermill.execute_notebook(
            str(work.subject.NOTEBOOK), str(executed), work.parameters(number), progress_bar=False
        )
        page, _ = exporter.from_notebook_node(notebook)
        (work.folder / f"{number}.html").write_text(page)


def ploomber_engine(work: Work) -> None:
    """(c) The fastest peer: cells run in this very process, which isolates nothing."""
    from ploomber_engine import execute_notebook
    from ploomber_engine.ipython import PloomberShell

    begin = PloomberShell.__init__

    def shell(self: Any) -> None:
        begin(self)
        # ordinary plots are drawn as on our pages; as it is, the peer would draw pictures of boxes
        getattr(work.subject, "show_figures", lambda shell: None)(self)

    PloomberShell.__init__ = shell
    for number in range(work.count):
        notebook = execute_notebook(
            str(work.subject.NOTEBOOK),
            None,
            parameters=work.parameters(number),
            progress_bar=False,
            verbose=False,
        )
        (work.folder / f"{number}.html").write_text(work.subject.page(notebook))


def _crew(work: Work) -> Crew:
    from reporting.execution.pool import Crew

    return Crew(work.subject.warmth(), jobs=work.jobs)


def ours(work: Work) -> None:
    """(d) This product."""
    from reporting.execution.run import run_tasks

    outcomes = run_tasks(_tasks(work), render=work.subject.page, workers=_crew(work))
    assert all(outcome.status == "done" for outcome in outcomes), [o.failure for o in outcomes]


def ours_on_a_cluster(work: Work) -> None:
    """(d) over Dask, its workers on this machine: what the cluster itself costs a task."""
    from reporting.execution.cluster import Cluster
    from reporting.execution.run import run_tasks

    workers = Cluster(f"local:{work.jobs}", work.subject.warmth())
    outcomes = run_tasks(_tasks(work), render=work.subject.page, workers=workers)
    assert all(outcome.status == "done" for outcome in outcomes), [o.failure for o in outcomes]


def ours_unchanged(work: Work) -> None:
    """(d) again, with everything in the store; the first call fills it."""
    from reporting.execution.cache import PageCache
    from reporting.execution.run import run_tasks

    store = PageCache(work.folder.parent / "store")
    run_tasks(_tasks(work), render=work.subject.page, workers=_crew(work), cache=store)


def plain_function(work: Work) -> None:
    """(e) The floor: the same content by a function in a warm process."""
    for number in range(work.count):
        (work.folder / f"{number}.html").write_text(work.subject.floor(**work.parameters(number)))


SIDES: dict[str, Side] = {
    "a": command_lines,
    "b": papermill_api,
    "c": ploomber_engine,
    "d": ours,
    "dask": ours_on_a_cluster,
    "unchanged": ours_unchanged,
    "e": plain_function,
}


def _tasks(work: Work) -> list[Any]:
    from reporting.execution import fingerprint, tasks

    code = {"code": fingerprint.tree_digest(Path(fingerprint.__file__).parent)}
    return [
        tasks.Task(
            str(number),
            work.subject.NOTEBOOK,
            executed=work.folder / f"{number}.ipynb",
            parameters=work.parameters(number),
            page=work.folder / f"{number}.html",
            prepare=getattr(work.subject, "PREPARATION", None),
            fingerprint=fingerprint.fingerprint(work.subject.NOTEBOOK, work.parameters(number), {}, code),
        )
        for number in range(work.count)
    ]


if __name__ == "__main__":
    side, subject, prepared, count, jobs, folder = sys.argv[1:]
    SIDES[side](Work(importlib.import_module(subject), Path(prepared), int(count), int(jobs), Path(folder)))
