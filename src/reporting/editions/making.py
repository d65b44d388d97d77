"""Making the draft edition of a period: plan, run, assemble."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from datetime import UTC

from reporting.analysis.expressions import check_expressions
from reporting.disclosure.public_view import public_period_data
from reporting.editions.assemble import assemble
from reporting.editions.entries import made_entry, missing_entry
from reporting.editions.leaving import as_it_may_leave
from reporting.editions.manifest import Manifest, PageEntry, moment, read_manifest
from reporting.editions.provenance import git_commit, package_versions, surroundings
from reporting.errors import EditionError
from reporting.execution.cache import PageStore
from reporting.execution.files import write_atomically
from reporting.execution.logs import run_log
from reporting.execution.memory import give_back
from reporting.execution.pool import Crew
from reporting.execution.run import explain, run_tasks
from reporting.execution.tasks import Limits, Outcome
from reporting.execution.warm.parent import NEUTRAL, Warmth
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pagemaking.order import Order
from reporting.pagemaking.plan import PlannedPage, plan_pages
from reporting.pagemaking.rendering import PageRenderer, prose_translator
from reporting.report.dictionary import data_dictionary
from reporting.settings import Settings
from reporting.snapshots.exports import csv_bytes, edition_data
from reporting.snapshots.period_data import PeriodData, gather
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES, translator

__all__ = ["WARMTH", "explain_draft", "make_draft"]

WARMTH = Warmth(
    preload=(*NEUTRAL, "reporting.report.report", "reporting.pagemaking.rendering"),
    warm_up="reporting.pagemaking.warmup:rehearse_pages",
)


def make_draft(
    settings: Settings, order: Order, on_start: Callable[[int], None], on_outcome: Callable[[Outcome], None]
) -> tuple[Manifest, list[Outcome]]:
    """Run every page that is asked for and assemble the draft; the caller holds the lock.

    Raises:
        SettingsError: an expression does not compute.
        ParameterError: a notebook is given what it does not declare.
    """
    places = order.places
    # it warms up while the numbers are gathered
    with closing(Crew(WARMTH)) if order.cluster is None else nullcontext() as crew:
        check_expressions(settings)
        planned, period_data = _prepared(settings, order)
        give_back()
        on_start(len(planned))
        with run_log(places.logs / "run.jsonl", period=str(places.period), audience=places.audience):
            outcomes = _run(planned, period_data, order, crew, on_outcome)
    manifest = _manifest(period_data, order, planned, outcomes)
    assemble(manifest, places, settings)
    return manifest, outcomes


def explain_draft(settings: Settings, order: Order) -> dict[str, str]:
    """Page → why it would run; empty where it would be reused. Nothing is run."""
    check_expressions(settings)
    planned = _planned(_for_audience(_period_data(settings, order), order), order, keep=False)
    return explain([page.task for page in planned], PageStore(order.places.pages), order.force)


def _prepared(settings: Settings, order: Order) -> tuple[list[PlannedPage], PeriodData]:
    """The pages to make, and what is still asked when they are made; the data of the edition is written by the way."""
    everything = _period_data(settings, order)
    _keep_for_gates(everything, order.places)
    period_data = _for_audience(everything, order)
    data = {
        **edition_data(period_data, order.places.audience),
        "dictionary": data_dictionary(settings, period_data.demo),
    }
    shutil.rmtree(order.places.data, ignore_errors=True)
    for name, frame in data.items():
        write_atomically(order.places.data / f"{name}.csv", csv_bytes(frame))
    return _planned(period_data, order), period_data.without_what_is_cut()


def _run(
    planned: Sequence[PlannedPage],
    period_data: PeriodData,
    order: Order,
    crew: Crew | None,
    on_outcome: Callable[[Outcome], None],
) -> list[Outcome]:
    run = period_data.settings.run
    return run_tasks(
        [page.task for page in planned],
        render=_renderer(period_data, order),
        jobs=order.jobs,
        cluster=order.cluster,
        limits=Limits(run.seconds_per_report, run.memory_mib_per_report * 2**20),
        warmth=WARMTH,
        crew=crew,
        store=PageStore(order.places.pages),
        force=order.force,
        on_outcome=on_outcome,
    )


def _period_data(settings: Settings, order: Order) -> PeriodData:
    with open_store(order.places.project.store, settings.forms) as store:
        period_data = gather(View(store, order.as_of), settings, order.places.period)
    if period_data.data_as_of is None:
        raise EditionError(
            f"nothing was received for {order.places.period} or before",
            hint="bring workbooks in with `reporting ingest data/inbox`",
        )
    return period_data


def _for_audience(period_data: PeriodData, order: Order) -> PeriodData:
    return public_period_data(period_data) if order.places.audience == "public" else period_data


def _keep_for_gates(period_data: PeriodData, places: EditionPlaces) -> None:
    """Write what the gates ask and no reader sees: the true counts, and what came of each submission."""
    for name, frame in (("observations", period_data.observations), ("submissions", period_data.submissions)):
        write_atomically(places.bodies / f"{name}.csv", csv_bytes(frame))


def _planned(period_data: PeriodData, order: Order, *, keep: bool = True) -> list[PlannedPage]:
    """The pages to make: of the counties that sent something, and of the city where all counties are asked for."""
    reported = set(period_data.counties.loc[period_data.counties["status"] == "reported", "county"])
    counties = [code for code in order.counties or period_data.settings.city.codes if code in reported]
    pages = [page for page in order.pages if page.per == "county" or not order.counties]
    around = surroundings(order.places.project, _banner(period_data, "zh-Hans"))
    planned = plan_pages(period_data, order.places, pages, order.languages, counties, order.extra, around, keep=keep)
    return list(planned)


def _renderer(period_data: PeriodData, order: Order) -> PageRenderer:
    notebooks = order.places.project.notebooks
    return PageRenderer(
        banner={lang: _banner(period_data, lang) for lang in order.languages},
        prose={lang: prose_translator(notebooks, lang) for lang in order.languages},
        glyphs=order.places.project.work,
    )


def _banner(period_data: PeriodData, lang: str) -> str:
    _ = translator("editions", lang)
    return _("Demonstration data: schools and figures are invented") if period_data.demo else ""


def _manifest(
    period_data: PeriodData, order: Order, planned: Sequence[PlannedPage], outcomes: Sequence[Outcome]
) -> Manifest:
    made = {
        (page.place, page.page, page.lang): made_entry(period_data, page, outcome)
        for page, outcome in zip(planned, outcomes, strict=True)
    }
    before = _entries_before(order.places) if order.counties else {}
    languages = tuple(one for one in LANGUAGES if one in {*order.languages, *(lang for _, _, lang in before)})
    wanted = [(place, place, lang) for place in period_data.settings.city.codes for lang in languages]
    entries = {
        key: made.get(key) or before.get(key) or missing_entry(period_data, *key)
        for key in wanted
        if any(page.per == "county" for page in order.pages)
    }
    others = {key: entry for key, entry in {**before, **made}.items() if key not in entries}
    manifest = Manifest(
        period=str(period_data.period),
        audience=order.places.audience,
        languages=languages,
        state="draft",
        generated_at=moment(period_data.settings.city.timezone),
        as_of=period_data.as_of.replace(tzinfo=UTC).isoformat(timespec="microseconds"),
        data_as_of=period_data.data_as_of.isoformat() if period_data.data_as_of else None,
        demo=period_data.demo,
        counties=tuple(entry for key, entry in entries.items() if key[2] == languages[0]),
        pages=(*(entry for key, entry in entries.items() if key[2] != languages[0]), *others.values()),
        packages=package_versions(),
        git_commit=git_commit(order.places.project.root),
    )
    return as_it_may_leave(manifest, order.places.project)


def _entries_before(places: EditionPlaces) -> dict[tuple[str, str, str], PageEntry]:
    """The pages that the draft has already, for a run of some counties only."""
    try:
        draft = read_manifest(places.draft)
    except EditionError:
        return {}
    return {(one.place, one.page, one.lang): one for one in draft.entries if one.status == "published"}
