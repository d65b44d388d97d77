"""The plan of a run: which page is made of which place, in which language, of which snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

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

__all__ = ["Cut", "PagePlan", "PlannedPage", "WantedPage"]

Cut = Callable[[str], Snapshot]
"""From a place's code to its snapshot."""


class WantedPage(NamedTuple):
    """A page before it is planned: the number of its notebook in the order, whose page it is, and its language."""

    notebook: int
    place: str
    lang: str


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


class PagePlan:
    """The pages to make: of the counties that sent something, and of the city where all counties are asked for.

    Args:
        write_snapshots: write them to files, which gates ask for later; without it a plan leaves no trace.

    Attributes:
        wanted: one notebook after the other, each in the order of the counties, and in each language.
    """

    def __init__(self, order: Order, period_data: PeriodData, *, write_snapshots: bool) -> None:
        self._order = order
        self._period_data = period_data
        self._write_snapshots = write_snapshots
        city = period_data.settings.city
        reported = set(period_data.counties.loc[period_data.counties["status"] == "reported", "county"])
        counties = [code for code in order.counties or city.codes if code in reported]
        self.wanted = [
            WantedPage(number, place, lang)
            for number, page in enumerate(order.pages)
            if page.per == "county" or not order.counties
            for place in (counties if page.per == "county" else [city.code])
            for lang in order.languages
        ]
        self._around = dependencies(order, demo=period_data.demo)
        self._seal = seal_key(order.project.seal) if order.is_public else b""
        self._open = {(page.notebook, page.place) for page in self.wanted}
        self._planned: dict[WantedPage, PlannedPage] = {}

    def cut(self, place: str) -> Snapshot:
        """The snapshot of a place; its pages are planned with it, so that a nation's need be cut but once."""
        snapshot = cut_snapshot(self._period_data, place, self._order.audience, self._seal)
        for number, page in enumerate(self._order.pages):
            if (number, place) in self._open:
                self._open.remove((number, place))
                for made in _pages_of(self._order, page, snapshot, self._around, write_snapshots=self._write_snapshots):
                    self._planned[WantedPage(number, place, made.lang)] = made
        return snapshot

    def planned(self, page: WantedPage) -> PlannedPage:
        """The page, planned with the others of its place where it is the first of them."""
        if page not in self._planned:
            self.cut(page.place)
        return self._planned[page]

    def pages(self) -> list[PlannedPage]:
        """All pages, in the order in which they are wanted."""
        return [self.planned(page) for page in self.wanted]


def _pages_of(
    order: Order, page: EditionNotebook, snapshot: Snapshot, around: dict[str, str], *, write_snapshots: bool
) -> Iterator[PlannedPage]:
    """The page of one notebook and one place in each language."""
    notebook = order.notebook(page)
    city = snapshot.definitions.city
    name = (city.name if snapshot.is_city else snapshot.county.name).to
    attached = _written(snapshot, order) if write_snapshots else snapshot.encoded
    around = around | {"snapshot": snapshot.hash}
    for lang in order.languages:
        parameters = page_parameters(order, page, snapshot.place, lang)
        key = fingerprint(notebook, parameters, {}, around)
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
