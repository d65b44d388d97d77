"""The plan of a run: which page is made of which place, in which language, and what is not made and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporting.definitions.runs import NotebookPage
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import file_digest, fingerprint
from reporting.execution.parameters import check, declared
from reporting.execution.tasks import Task
from reporting.pagemaking.edition_places import EditionPlaces, page_file
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.seal import seal_key
from reporting.snapshots.snapshot import Snapshot

__all__ = ["PlannedPage", "checked_parameters", "plan_pages"]


@dataclass(frozen=True)
class PlannedPage:
    """One page to make."""

    place: str
    page: str
    lang: str
    task: Task
    snapshot: str
    notebook: str
    data_as_of: str | None


def checked_parameters(notebook: Path, extra: Mapping[str, str], standard: Mapping[str, str]) -> dict[str, Any]:
    """The standard parameters that the notebook declares, and the extra ones, checked.

    Raises:
        ParameterError: an extra one is unknown or does not fit, before anything starts.
    """
    known = declared(notebook)
    given = {name: value for name, value in standard.items() if name in known}
    return check(notebook, {**given, **extra})


def plan_pages(
    period_data: PeriodData,
    places: EditionPlaces,
    pages: Collection[NotebookPage],
    languages: Collection[str],
    counties: Collection[str],
    extra: Mapping[str, str],
    around: Mapping[str, str],
    *,
    keep: bool = True,
) -> Iterator[PlannedPage]:
    """The pages of ``counties`` (and, with all of them, of the city), each with its snapshot.

    Args:
        keep: write the snapshots to files, which gates ask for later; without it a plan leaves no trace.
    """
    city = period_data.settings.city
    key = seal_key(places.project.seal) if places.audience == "public" else b""
    for page in pages:
        notebook = places.project.notebooks / page.notebook
        known, notebook_digest = declared(notebook), file_digest(notebook)
        for place in counties if page.per == "county" else [city.code]:
            snapshot = cut_snapshot(period_data, place, places.audience, key)
            attached = _kept(snapshot, places) if keep else snapshot.encoded
            for lang in languages:
                stem = place if page.per == "county" else page.page
                standard = {
                    "county": place,
                    "period": str(period_data.period),
                    "lang": lang,
                    "audience": places.audience,
                }
                parameters = checked_parameters(notebook, extra, standard)
                attachments = {"snapshot": attached} if "snapshot" in known else {}
                name = page_file(stem, lang)
                yield PlannedPage(
                    place=place,
                    page=stem,
                    lang=lang,
                    task=Task(
                        id=name.removesuffix(".html"),
                        notebook=notebook,
                        parameters=parameters,
                        executed=places.logs / f"{name.removesuffix('.html')}.ipynb",
                        page=places.bodies / name,
                        attachments=attachments,
                        fingerprint=fingerprint(notebook, parameters, {"snapshot": snapshot.encoded}, around),
                        context={"county": place, "period": str(period_data.period), "lang": lang},
                    ),
                    snapshot=snapshot.hash,
                    notebook=notebook_digest,
                    data_as_of=snapshot.data_as_of.isoformat() if snapshot.data_as_of else None,
                )


def _kept(snapshot: Snapshot, places: EditionPlaces) -> Path:
    path = places.bodies / "snapshots" / f"{snapshot.place}.json"
    write_atomically(path, snapshot.encoded)
    return path
