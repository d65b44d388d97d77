"""The ways to make reports that are compared; each makes so many and ends with their HTML written.

A subject is a module with `NOTEBOOK`, `parameters(number)`, `lean_page(notebook, task)` and
`floor(**parameters)`; see `benchmarks.neutral`. `python -m benchmarks.sides SIDE SUBJECT COUNT JOBS FOLDER` runs
one side in a process of its own, so that its processor time can be counted whole.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

Side = Callable[[Any, int, int, Path], None]


def command_lines(subject: Any, count: int, jobs: int, folder: Path) -> None:
    """(a) The two command lines in a loop, as most people do it."""
    scripts = Path(sys.executable).parent

    def one(number: int) -> None:
        executed = folder / f"{number}.ipynb"
        given = [text for name, value in subject.parameters(number).items() for text in ("-p", name, str(value))]
        papermill = [str(scripts / "papermill"), "--no-progress-bar", str(subject.NOTEBOOK), str(executed), *given]
        nbconvert = [str(scripts / "jupyter-nbconvert"), "--to", "html", str(executed)]
        for command in (papermill, nbconvert):
            subprocess.run(command, check=True, capture_output=True)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, range(count)))


def papermill_api(subject: Any, count: int, jobs: int, folder: Path) -> None:
    """(b) papermill's API and one HTML exporter, in one process."""
    import papermill
    from nbconvert.exporters.html import HTMLExporter

    exporter: Any = HTMLExporter()  # type: ignore[no-untyped-call]
    for number in range(count):
        executed = folder / f"{number}.ipynb"
        notebook = papermill.execute_notebook(
            str(subject.NOTEBOOK), str(executed), subject.parameters(number), progress_bar=False
        )
        page, _ = exporter.from_notebook_node(notebook)
        (folder / f"{number}.html").write_text(page)


def ploomber_engine(subject: Any, count: int, jobs: int, folder: Path) -> None:
    """(c) The fastest peer: cells run in this very process, which isolates nothing."""
    from ploomber_engine import execute_notebook

    for number in range(count):
        notebook = execute_notebook(
            str(subject.NOTEBOOK),
            None,
            parameters=subject.parameters(number),
            progress_bar=False,
            verbose=False,
        )
        (folder / f"{number}.html").write_text(subject.lean_page(notebook))


def ours(subject: Any, count: int, jobs: int, folder: Path) -> None:
    """(d) This product."""
    from reporting.execution.run import run_tasks

    outcomes = run_tasks(_tasks(subject, count, folder), render=subject.lean_page, jobs=jobs)
    assert all(outcome.status == "done" for outcome in outcomes), [o.failure for o in outcomes]


def ours_unchanged(subject: Any, count: int, jobs: int, folder: Path) -> None:
    """(d) again, with everything in the store; the first call fills it."""
    from reporting.execution.cache import PageStore
    from reporting.execution.run import run_tasks

    store = PageStore(folder.parent / "store")
    run_tasks(_tasks(subject, count, folder), render=subject.lean_page, jobs=jobs, store=store)


def plain_function(subject: Any, count: int, jobs: int, folder: Path) -> None:
    """(e) The floor: the same content by a function in a warm process."""
    for number in range(count):
        (folder / f"{number}.html").write_text(subject.floor(**subject.parameters(number)))


SIDES: dict[str, Side] = {
    "a": command_lines,
    "b": papermill_api,
    "c": ploomber_engine,
    "d": ours,
    "unchanged": ours_unchanged,
    "e": plain_function,
}


def _tasks(subject: Any, count: int, folder: Path) -> list[Any]:
    from reporting.execution import fingerprint, tasks

    code = {"code": fingerprint.tree_digest(Path(fingerprint.__file__).parent)}
    return [
        tasks.Task(
            str(number),
            subject.NOTEBOOK,
            executed=folder / f"{number}.ipynb",
            parameters=subject.parameters(number),
            page=folder / f"{number}.html",
            fingerprint=fingerprint.fingerprint(subject.NOTEBOOK, subject.parameters(number), {}, code),
        )
        for number in range(count)
    ]


if __name__ == "__main__":
    side, subject, count, jobs, folder = sys.argv[1:]
    SIDES[side](importlib.import_module(subject), int(count), int(jobs), Path(folder))
