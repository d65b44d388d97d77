"""What a run is asked for: as somebody says it (`Request`), and as it is decided before anything starts (`Order`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from reporting.definitions.base import Text
from reporting.definitions.periods import Period
from reporting.definitions.runs import STANDARD_PARAMETERS, TAKEN_PAGES, Audience, Contact, EditionNotebook
from reporting.errors import UsageError
from reporting.execution.parameters import check, declared
from reporting.execution.parcels import Said
from reporting.execution.tasks import Outcome
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Project, Settings
from reporting.translations import LANGUAGES

__all__ = ["Order", "Request", "RunProgress", "Running", "make_order", "own_page"]


@dataclass(frozen=True)
class Running:
    """How pages are made; none of it changes what is on them.

    Attributes:
        jobs: worker processes; None for one a core.
        cluster: address of a Dask scheduler, or ``local:N``; None for this machine alone.
        force: run even what could be reused.
        follow: whether what cells print is told while they run.
    """

    jobs: int | None = None
    cluster: str | None = None
    force: bool = False
    follow: bool = False


@dataclass(frozen=True)
class Request:
    """What somebody asks for; left alone it is the whole edition of the newest period for the bureau's own readers.

    Attributes:
        period: as written; None for the newest of the store.
        counties: codes, names or aliases; empty for all, and then the city's pages as well.
        notebook: any notebook, instead of the edition's own.
        parameters: for the notebook, besides the standard ones.
        languages: empty for those of ``params/run.yaml``.
        as_of: the store as it was then, UTC; None for now.
    """

    period: str | None = None
    counties: tuple[str, ...] = ()
    notebook: Path | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    audience: Audience = "internal"
    as_of: datetime | None = None
    running: Running = Running()


@dataclass(frozen=True)
class Order:
    """What a run makes, decided: everything that can be wrong about it has been found.

    Attributes:
        pages: the notebooks to run.
        counties: codes; empty for all, and then the city's pages as well.
        parameters: for the notebooks, besides the standard ones.
        name: of the folder of a notebook outside the edition; empty for an edition.
        keep_executed: whether executed notebooks are kept of runs that succeed, too.
        contact: whom the foot of every page names.
        scratch: a folder that everything is made in instead of the project's ``outputs``.
    """

    project: Project
    period: Period
    pages: tuple[EditionNotebook, ...]
    languages: tuple[str, ...]
    counties: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    audience: Audience = "internal"
    as_of: datetime | None = None
    running: Running = Running()
    name: str = ""
    scratch: Path | None = None
    keep_executed: bool = False
    contact: Contact | None = None

    @property
    def is_public(self) -> bool:
        """Whether its pages are for everybody, outside the bureau too."""
        return self.audience == "public"

    @property
    def places(self) -> EditionPlaces:
        """Where its pages, logs and data go."""
        return EditionPlaces(
            Project(self.scratch) if self.scratch else self.project, self.period, self.audience, self.name
        )

    def notebook(self, page: EditionNotebook) -> Path:
        """The file of one of its notebooks."""
        return self.project.notebooks / page.notebook


@dataclass(frozen=True)
class RunProgress:
    """Who wants to know how far a run is: the number of pages first, then each outcome as it comes.

    Attributes:
        said: told what cells print, of an order that is to be followed.
    """

    start: Callable[[int], None] = lambda count: None
    step: Callable[[Outcome], None] = lambda outcome: None
    said: Callable[[Said], None] = lambda said: None


def make_order(project: Project, settings: Settings, request: Request) -> Order:
    """The order for a request; everything that can be wrong about it is found here, before anything starts.

    Raises:
        UsageError: an unknown county, language or parameter, or no notebook there.
        EmptyStoreError: the newest period is meant and there is none.
    """
    notebook = request.notebook
    if notebook and notebook.stem == "data":
        raise UsageError("a notebook may not be called data: its pages would lie among the edition's data")
    if unknown := set(request.languages) - set(LANGUAGES):
        raise UsageError(f"no language is called {', '.join(sorted(unknown))}", hint=f"one of: {', '.join(LANGUAGES)}")
    if taken := set(request.parameters) & set(STANDARD_PARAMETERS):
        raise UsageError(f"{', '.join(sorted(taken))} is not given with -p", hint="use --county, --period, --lang …")
    order = Order(
        project=project,
        period=settings.period(request.period) if request.period else _latest(project, settings, request.as_of),
        pages=(own_page(notebook),) if notebook else settings.run.pages,
        languages=tuple(lang for lang in LANGUAGES if lang in (request.languages or settings.run.languages)),
        counties=settings.county_codes(request.counties),
        parameters=request.parameters,
        audience=request.audience,
        as_of=request.as_of,
        running=request.running,
        name=notebook.stem if notebook else "",
        keep_executed=settings.run.executed_notebooks == "all",
        contact=settings.run.contact,
    )
    for page in order.pages:
        if not order.notebook(page).exists():
            raise UsageError("there is no such notebook", where=page.notebook)
        check(order.notebook(page), request.parameters)
    return order


def own_page(notebook: Path, page: str = "") -> EditionNotebook:
    """A notebook outside the edition: one page per county if it declares ``county``, else one page.

    Args:
        page: what its pages are called; empty for the county's code, or the notebook's name where it asks for none.
    """
    path = notebook.resolve()
    if not path.exists():
        raise UsageError("there is no such notebook", where=str(notebook))
    per_county = "county" in declared(path)
    return EditionNotebook(
        notebook=str(path),
        per="county" if per_county else "city",
        page=page if page or per_county else page_name(notebook.stem),
        title=Text.model_validate({"zh-Hans": notebook.stem}),
    )


def page_name(text: str) -> str:
    """A page's name made of any text, fit for a file and an address."""
    name = re.sub(r"[^\w-]+", "-", text.lower()).strip("-_")
    return name if name[:1].isalpha() and name not in TAKEN_PAGES else f"page-{name}"


def _latest(project: Project, settings: Settings, as_of: datetime | None) -> Period:
    # a run that names its period and is about to reuse everything need not load the store's engine twice
    from reporting.store.periods import latest_period

    return latest_period(project, settings, as_of)
