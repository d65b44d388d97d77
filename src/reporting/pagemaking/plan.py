"""The plan of a run: which page is made of which place, in which language, of which snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reporting.definitions.runs import EditionNotebook
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import file_digest, fingerprint
from reporting.execution.tasks import Task
from reporting.pagemaking.dependencies import dependencies
from reporting.pagemaking.order import Order
from reporting.pagemaking.single import page_parameters, page_stem, page_task
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.seal import seal_key
from reporting.snapshots.snapshot import Snapshot

__all__ = ["PlannedPage", "plan_pages"]


@dataclass(frozen=True)
class PlannedPage:
    """One page to make.

    Attributes:
        place: code of the county, or of the city.
        page: name of the page without its language.
        snapshot: its hash.
        notebook: the digest of its file.
        data_as_of: when the latest data of the snapshot came, ISO 8601; None where there is none.
    """

    place: str
    page: str
    lang: str
    task: Task
    snapshot: str
    notebook: str
    data_as_of: str | None


def plan_pages(order: Order, period_data: PeriodData, *, write_snapshots: bool) -> list[PlannedPage]:
    """The pages to make: of the counties that sent something, and of the city where all counties are asked for.

    Args:
        write_snapshots: write them to files, which gates ask for later; without it a plan leaves no trace.
    """
    city = period_data.settings.city
    reported = set(period_data.counties.loc[period_data.counties["status"] == "reported", "county"])
    counties = [code for code in order.counties or city.codes if code in reported]
    around = dependencies(order, demo=period_data.demo)
    seal = seal_key(order.project.seal) if order.is_public else b""

    @lru_cache(maxsize=1)
    def cut(place: str) -> Snapshot:
        """Pages of the city follow each other and are made of the same."""
        return cut_snapshot(period_data, place, order.audience, seal)

    return [
        planned
        for page in order.pages
        if page.per == "county" or not order.counties
        for place in (counties if page.per == "county" else [city.code])
        for planned in _pages_of(order, page, cut(place), around, write_snapshots=write_snapshots)
    ]


def _pages_of(
    order: Order, page: EditionNotebook, snapshot: Snapshot, around: dict[str, str], *, write_snapshots: bool
) -> Iterator[PlannedPage]:
    """The page of one notebook and one place in each language."""
    notebook = order.notebook(page)
    city = snapshot.definitions.city
    name = (city.name if snapshot.is_city else snapshot.county.name).to
    attached = _written(snapshot, order) if write_snapshots else snapshot.encoded
    for lang in order.languages:
        parameters = page_parameters(order, page, snapshot.place, lang)
        key = fingerprint(notebook, parameters, {"snapshot": snapshot.encoded}, around)
        yield PlannedPage(
            place=snapshot.place,
            page=page_stem(page, snapshot.place),
            lang=lang,
            task=page_task(order, page, snapshot.place, lang, attached, key, name=name(lang)),
            snapshot=snapshot.hash,
            notebook=file_digest(notebook),
            data_as_of=snapshot.data_as_of.isoformat() if snapshot.data_as_of else None,
        )


def _written(snapshot: Snapshot, order: Order) -> Path:
    path = order.places.bodies / "snapshots" / f"{snapshot.place}.json"
    write_atomically(path, snapshot.encoded)
    return path
