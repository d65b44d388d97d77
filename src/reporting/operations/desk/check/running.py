"""Every notebook for every county that sent something: a warning counts as an error, and a bad page as a finding."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reporting.definitions.runs import EditionNotebook
from reporting.execution.tasks import Outcome
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.pagemaking.making import make_pages
from reporting.pagemaking.order import Order, Running, RunProgress, own_page, page_name
from reporting.pagemaking.plan import PlannedPage
from reporting.pagemaking.remarks import told_once
from reporting.pagemaking.rendering import PageRenderer
from reporting.pagemaking.warmup import WARMTH
from reporting.pagemaking.workers import hire
from reporting.pages.cells.numbering import numbered
from reporting.pages.checks import check_page
from reporting.settings import Project, Settings
from reporting.store.periods import latest_period

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from reporting.execution.tasks import Rendered, Task

__all__ = ["check_runs"]

_STRICT = dataclasses.replace(WARMTH, warm_up="reporting.operations.desk.check.strictness:rehearse_strictly")
_HINTS = {"warning": "no cell may warn"}
_LINE = re.compile(r"ipykernel_\d+\S*:(\d+): |Cell In\[\d+\], line (\d+)")


@dataclass(frozen=True)
class _StrictRenderer:
    """Makes the page, and fails where a cell said anything on standard error."""

    renderer: PageRenderer

    def __call__(self, notebook: NotebookNode, task: Task) -> Rendered:
        for number, cell in numbered(notebook.cells):
            for output in cell.get("outputs", ()):
                if output.get("name") == "stderr":
                    raise _CellError(number, "warning", output["text"].strip())
        return self.renderer(notebook, task)


class _CellError(Exception):
    """What is wrong with a cell's outputs; its text begins with the cell's number and the rule, each on a line."""

    def __init__(self, cell: int, rule: str, text: str) -> None:
        super().__init__(f"{cell}\n{rule}\n{text}")


def check_runs(
    project: Project,
    settings: Settings,
    notebooks: Sequence[Path],
    *,
    jobs: int | None = None,
    progress: RunProgress = RunProgress(),  # noqa: B008 - frozen
) -> list[NotebookFinding]:
    """Run the notebooks for the latest period of the store, in every language, and check the pages.

    Nothing is kept: the pages are made in a folder of their own.

    Raises:
        StoreError: there is no store.
        EmptyStoreError: nothing has been taken in yet.
    """
    with tempfile.TemporaryDirectory(prefix="reporting-check-") as folder:
        order = Order(
            project=project,
            period=latest_period(project, settings),
            pages=_pages(notebooks),
            languages=settings.run.languages,
            running=Running(jobs=jobs),
            scratch=Path(folder),
        )
        with closing(hire(order, settings, _STRICT)) as workers:
            result = make_pages(order, settings, workers, progress, wrap_renderer=_StrictRenderer)
        sizes = {str(project.notebooks / page.notebook): page.max_kib for page in settings.run.pages}
        made = list(zip(result.pages, result.outcomes, strict=True))
        faults = [finding for page, outcome in made for finding in _findings(project, page, outcome, sizes)]
        return sorted([*faults, *_remarks(project, made)])


def _pages(notebooks: Sequence[Path]) -> tuple[EditionNotebook, ...]:
    """The page of each notebook, under a name of its own."""
    names: list[str] = []
    for notebook in notebooks:
        name = page_name(notebook.stem)
        names.append(f"{name}-{len(names)}" if name in names else name)
    return tuple(own_page(notebook, name) for notebook, name in zip(notebooks, names, strict=True))


def _findings(
    project: Project, page: PlannedPage, outcome: Outcome, sizes: dict[str, int]
) -> Iterator[NotebookFinding]:
    notebook = page.task.notebook
    name = _name(project, notebook)
    what = f"{page.place} ({page.lang})"
    failure = outcome.failure
    if failure and failure.name == _CellError.__name__:
        cell, rule, text = failure.message.split("\n", 2)
        yield NotebookFinding(name, int(cell), _line(text), rule, f"{what}: {text.splitlines()[0]}", _HINTS[rule])
    elif failure:
        line = _line(failure.traceback) if failure.cell else 0
        message = f"{what}: {failure.name}: {failure.message}"
        yield NotebookFinding(
            name, failure.cell or 0, line, "run", message, f"see `reporting preview {name} -c {page.place}`"
        )
    elif outcome.page:
        largest = sizes.get(str(notebook), 500) * 1024
        for fault in check_page(outcome.page.read_text(encoding="utf-8"), lang=page.lang, largest=largest):
            if fault.severity == "error":
                yield NotebookFinding(name, 0, 0, f"page_{fault.check}", f"{what}: {fault.message}")


def _remarks(project: Project, made: Sequence[tuple[PlannedPage, Outcome]]) -> Iterator[NotebookFinding]:
    """What pages do not show, or show without words: each thing once, however many pages have it."""
    for notebook in dict.fromkeys(page.task.notebook for page, _ in made):
        remarks = {
            f"{page.place} ({page.lang})": outcome.remarks for page, outcome in made if page.task.notebook == notebook
        }
        for remark, places in told_once(remarks).items():
            # of a cell that may raise, the error is no surprise
            if remark.kind != "error":
                more = f" and {len(places) - 1} more" if len(places) > 1 else ""
                message = f"{places[0]}{more}: {remark.what}"
                yield NotebookFinding(_name(project, notebook), remark.cell, 0, remark.kind, message, remark.hint)


def _name(project: Project, notebook: Path) -> str:
    return notebook.relative_to(project.root).as_posix() if notebook.is_relative_to(project.root) else str(notebook)


def _line(text: str) -> int:
    """The line of the cell that a traceback or a warning speaks of; 0 where it speaks of none."""
    found = _LINE.search(text)
    return int(found[1] or found[2]) if found else 0
