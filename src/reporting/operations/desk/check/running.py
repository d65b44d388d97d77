"""Every notebook for every county that sent something: a warning counts as an error, and a bad page as a finding."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reporting.definitions.base import Text
from reporting.definitions.periods import Period
from reporting.definitions.runs import NotebookPage
from reporting.editions.making import WARMTH
from reporting.errors import UsageError
from reporting.execution.parameters import declared
from reporting.execution.run import run_tasks
from reporting.execution.tasks import Limits, Outcome
from reporting.operations.desk.check.finding import Finding
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pagemaking.plan import PlannedPage, plan_pages
from reporting.pagemaking.rendering import PageRenderer, prose_translator
from reporting.pages.checks import check_page
from reporting.settings import Project, Settings
from reporting.snapshots.period_data import PeriodData, gather
from reporting.store.store import open_store
from reporting.store.view import View

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from reporting.execution.tasks import Task

__all__ = ["check_runs"]

_STRICT = dataclasses.replace(WARMTH, warm_up="reporting.operations.desk.check.strictness:rehearse_strictly")
_HINTS = {
    "warning": "no cell may warn",
    "figures": "show it by a section of the report: docs/analyst.md, step 3",
}
_LINE = re.compile(r"ipykernel_\d+\S*:(\d+): |Cell In\[\d+\], line (\d+)")


@dataclass(frozen=True)
class _StrictRenderer:
    """Makes the page, and fails where a cell said anything on standard error or drew what no page shows."""

    renderer: PageRenderer

    def __call__(self, notebook: NotebookNode, task: Task) -> str:
        number = 0
        for cell in notebook.cells:
            # the cell that papermill puts in is not one that the author sees
            number += "injected-parameters" not in cell.metadata.get("tags", [])
            for output in cell.get("outputs", ()):
                if output.get("name") == "stderr":
                    raise _CellError(number, "warning", output["text"].strip())
                kinds = output.get("data", {})
                if "text/html" not in kinds and any(kind.startswith("image/") for kind in kinds):
                    raise _CellError(number, "figures", "a figure without title, description and table, on no page")
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
    on_start: Callable[[int], None] = lambda count: None,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Finding]:
    """Run the notebooks for the latest period of the store, in every language, and check the pages.

    Nothing is kept: the pages are made in a folder of their own.

    Raises:
        StoreError: there is no store.
        UsageError: it is empty.
    """
    with tempfile.TemporaryDirectory(prefix="reporting-check-") as folder:
        period_data = _period_data(project, settings)
        planned = list(_planned(project, Path(folder), period_data, notebooks))
        on_start(len(planned))
        run = settings.run
        outcomes = run_tasks(
            [page.task for page in planned],
            render=_StrictRenderer(_renderer(project, settings)),
            jobs=jobs,
            limits=Limits(run.seconds_per_report, run.memory_mib_per_report * 2**20),
            warmth=_STRICT,
            on_outcome=on_outcome,
        )
        sizes = {str(project.notebooks / page.notebook): page.max_kib for page in run.pages}
        return sorted(
            finding
            for page, outcome in zip(planned, outcomes, strict=True)
            for finding in _findings(project, page, outcome, sizes)
        )


def _period_data(project: Project, settings: Settings) -> PeriodData:
    with open_store(project.store, settings.forms) as store:
        periods = set(View(store).current()["period"])
        if not periods:
            raise UsageError("the store is empty", hint="bring workbooks in with `reporting ingest data/inbox`")
        return gather(View(store), settings, Period(max(periods)))


def _planned(
    project: Project, folder: Path, period_data: PeriodData, notebooks: Sequence[Path]
) -> Iterator[PlannedPage]:
    """The pages of each notebook under a folder of its own, for two may make pages of the same name."""
    reported = period_data.counties.loc[period_data.counties["status"] == "reported", "county"]
    languages = period_data.settings.run.languages
    for notebook in notebooks:
        places = EditionPlaces(Project(folder), period_data.period, "internal", notebook.stem)
        for page in plan_pages(period_data, places, [_page(notebook)], languages, list(reported), {}, {}):
            task = dataclasses.replace(page.task, id=f"{notebook.stem}-{page.task.id}", fingerprint=None)
            yield dataclasses.replace(page, task=task)


def _page(notebook: Path) -> NotebookPage:
    per_county = "county" in declared(notebook)
    title = Text.model_validate({"zh-Hans": notebook.stem})
    page = "" if per_county else notebook.stem
    return NotebookPage(
        notebook=str(notebook.resolve()), per="county" if per_county else "city", page=page, title=title
    )


def _renderer(project: Project, settings: Settings) -> PageRenderer:
    prose = {str(lang): prose_translator(project.notebooks, lang) for lang in settings.run.languages}
    return PageRenderer(banner={}, prose=prose)


def _findings(project: Project, page: PlannedPage, outcome: Outcome, sizes: dict[str, int]) -> Iterator[Finding]:
    notebook = page.task.notebook
    name = notebook.relative_to(project.root).as_posix() if notebook.is_relative_to(project.root) else str(notebook)
    what = f"{page.place} ({page.lang})"
    failure = outcome.failure
    if failure and failure.name == _CellError.__name__:
        cell, rule, text = failure.message.split("\n", 2)
        yield Finding(name, int(cell), _line(text), rule, f"{what}: {text.splitlines()[0]}", _HINTS[rule])
    elif failure:
        line = _line(failure.traceback) if failure.cell else 0
        message = f"{what}: {failure.name}: {failure.message}"
        yield Finding(name, failure.cell or 0, line, "run", message, f"see `reporting preview {name} -c {page.place}`")
    elif outcome.page:
        largest = sizes.get(str(notebook), 500) * 1024
        for fault in check_page(outcome.page.read_text(encoding="utf-8"), lang=page.lang, largest=largest):
            if fault.severity == "error":
                yield Finding(name, 0, 0, f"page_{fault.check}", f"{what}: {fault.message}")


def _line(text: str) -> int:
    """The line of the cell that a traceback or a warning speaks of; 0 where it speaks of none."""
    found = _LINE.search(text)
    return int(found[1] or found[2]) if found else 0
