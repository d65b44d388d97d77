"""From what the command line says to what a run is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reporting.definitions.base import Text
from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience, NotebookPage
from reporting.errors import UsageError
from reporting.execution.parameters import check, declared
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Project, Settings
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES

__all__ = ["Order", "county_codes", "make_order"]

_STANDARD = ("county", "period", "lang", "audience", "snapshot")


@dataclass(frozen=True)
class Order:
    """What a run is asked for.

    Attributes:
        counties: codes; empty for all, and then the city's pages as well.
        pages: the notebooks to run.
        extra: parameters given by hand, as text.
        jobs: worker processes; None for one a core.
    """

    places: EditionPlaces
    pages: Sequence[NotebookPage]
    languages: Sequence[str]
    counties: Sequence[str] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    jobs: int | None = None
    cluster: str | None = None
    as_of: datetime | None = None
    force: bool = False


def make_order(
    project: Project,
    settings: Settings,
    *,
    period: str | None,
    counties: Collection[str],
    notebook: Path | None,
    parameters: Collection[str],
    languages: Collection[str],
    audience: Audience,
    jobs: int | None,
    cluster: str | None,
    as_of: datetime | None,
    force: bool,
) -> Order:
    """The order for a run; everything that can be wrong about it is found here, before anything starts.

    Raises:
        UsageError: an unknown county, language or parameter, or no notebook there.
    """
    if notebook and notebook.stem == "data":
        raise UsageError("a notebook may not be called data: its pages would lie among the edition's data")
    if unknown := set(languages) - set(LANGUAGES):
        raise UsageError(f"no language is called {', '.join(sorted(unknown))}", hint=f"one of: {', '.join(LANGUAGES)}")
    chosen = settings.period(period) if period else _latest_period(project, settings, as_of)
    extra = dict(_assignment(text) for text in parameters)
    pages = [_own_page(notebook)] if notebook else list(settings.run.pages)
    for page in pages:
        path = project.notebooks / page.notebook
        if not path.exists():
            raise UsageError("there is no such notebook", where=str(page.notebook))
        check(path, extra)
        if taken := set(extra) & set(_STANDARD):
            raise UsageError(
                f"{', '.join(sorted(taken))} is not given with -p", hint="use --county, --period, --lang …"
            )
    return Order(
        places=EditionPlaces(project, chosen, audience, notebook.stem if notebook else ""),
        pages=pages,
        languages=[lang for lang in LANGUAGES if lang in (languages or settings.run.languages)],
        counties=county_codes(settings, counties),
        extra=extra,
        jobs=jobs,
        cluster=cluster,
        as_of=as_of,
        force=force,
    )


def county_codes(settings: Settings, names: Collection[str]) -> tuple[str, ...]:
    """The codes of counties given as codes, names or aliases, in report order."""
    codes = {settings.county_code(name) for name in names}
    return tuple(code for code in settings.city.codes if code in codes)


def _latest_period(project: Project, settings: Settings, as_of: datetime | None) -> Period:
    with open_store(project.store, settings.forms) as store:
        periods = View(store, as_of).current()["period"]
    if periods.empty:
        raise UsageError("the store is empty", hint="bring workbooks in with `reporting ingest data/inbox`")
    return settings.period(str(periods.max()))


def _own_page(notebook: Path) -> NotebookPage:
    """A notebook of anybody's: one page a county if it asks for one, else one page."""
    path = notebook.resolve()
    if not path.exists():
        raise UsageError("there is no such notebook", where=str(notebook))
    per_county = "county" in declared(path)
    title = Text.model_validate({"zh-Hans": notebook.stem})
    return NotebookPage(
        notebook=str(path),
        per="county" if per_county else "city",
        page="" if per_county else notebook.stem,
        title=title,
    )


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"{text!r} is no parameter", hint="write it as NAME=VALUE")
    return name, value
