"""The draft edition of a period: the one that stands if nothing would change it, else one made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reporting.editions.draft_reuse import draft_key, note_draft, unchanged_draft
from reporting.editions.manifest import Manifest
from reporting.execution.cache import PageCache
from reporting.execution.files import clear_partial
from reporting.execution.lock import run_lock
from reporting.execution.tasks import Outcome
from reporting.pagemaking.order import Order, RunProgress
from reporting.pagemaking.remarks import kept_remarks
from reporting.pagemaking.workers import hire
from reporting.settings import Settings
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["RunReport", "run_edition"]


@dataclass(frozen=True)
class RunReport:
    """What came of a run."""

    manifest: Manifest
    outcomes: tuple[Outcome, ...]
    draft: Path

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The runs that failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "failed")


def run_edition(
    settings: Settings,
    order: Order,
    progress: RunProgress = RunProgress(),  # noqa: B008 - frozen
) -> RunReport:
    """Make every page that is ordered and assemble the draft edition; one that stands and would not change, stays.

    Raises:
        SettingsError: an expression does not compute.
        ParameterError: a notebook is given what it does not declare.
        EditionError: nothing was received for the period or before.
        ExecutionError: another run holds the lock.
    """
    places = order.places
    with run_lock(places.project.work / "run.lock", f"run {places.period}"):
        clear_partial(places.draft.parent)
        clear_partial(places.project.work, below=True)
        key = _key(settings, order)
        if not order.running.force and (unchanged := unchanged_draft(places, key)) is not None:
            return RunReport(unchanged, tuple(_reused(unchanged, order, progress)), places.draft)
        with closing(hire(order, settings)) as workers:
            # what numbers are made with takes longer to load than all that a run with nothing to do does
            from reporting.editions.draft_making import make_draft

            manifest, made = make_draft(settings, order, workers, progress)
        if all(outcome.status in ("done", "reused") for outcome in made.outcomes):
            note_draft(places, key)
        PageCache(places.pages).prune(timedelta(days=settings.run.keep_pages_days), datetime.now(UTC))
    return RunReport(manifest, tuple(made.outcomes), places.draft)


def _key(settings: Settings, order: Order) -> str:
    with open_store(order.project.store, settings.forms) as store:
        return draft_key(View(store, order.as_of), order)


def _reused(manifest: Manifest, order: Order, progress: RunProgress) -> Iterator[Outcome]:
    """An outcome for each page that is asked for of a draft that stands."""
    asked = [entry for entry in manifest.entries if not order.counties or entry.place in order.counties]
    made = [entry for entry in asked if entry.status == "published"]
    progress.start(len(made))
    for entry in made:
        remarks = tuple(map(asdict, kept_remarks(order.places.bodies / entry.file)))
        outcome = Outcome(entry.file.removesuffix(".html"), "reused", reason="unchanged", remarks=remarks)
        progress.step(outcome)
        yield outcome
