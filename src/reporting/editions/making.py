"""Making the draft edition of a period: plan, run, assemble."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from datetime import UTC

from reporting.analysis.expressions import check_expressions
from reporting.editions.assemble import assemble
from reporting.editions.entries import made_entry, missing_entry
from reporting.editions.manifest import Manifest, PageEntry, moment, read_manifest
from reporting.editions.order import Order
from reporting.editions.places import EditionPlaces
from reporting.editions.plan import PlannedPage, plan_pages
from reporting.editions.provenance import git_commit, package_versions, surroundings
from reporting.editions.rendering import PageRenderer, prose_translator
from reporting.errors import EditionError
from reporting.execution.cache import PageStore
from reporting.execution.files import write_atomically
from reporting.execution.logs import run_log
from reporting.execution.memory import give_back
from reporting.execution.parent import NEUTRAL, Warmth
from reporting.execution.pool import Crew
from reporting.execution.run import explain, run_tasks
from reporting.execution.tasks import Limits, Outcome
from reporting.report.dictionary import data_dictionary
from reporting.settings import Settings
from reporting.snapshots.exports import csv_bytes, edition_data
from reporting.snapshots.knowledge import Knowledge, gather
from reporting.snapshots.publication import public_knowledge
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES, translator

__all__ = ["WARMTH", "explain_draft", "make_draft"]

WARMTH = Warmth(
    preload=(*NEUTRAL, "reporting.report.report", "reporting.editions.rendering"),
    warm_up="reporting.editions.warmup:rehearse_pages",
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
        planned, knowledge = _prepared(settings, order)
        give_back()
        on_start(len(planned))
        with run_log(places.logs / "run.jsonl", period=str(places.period), audience=places.audience):
            outcomes = _run(planned, knowledge, order, crew, on_outcome)
    manifest = _manifest(knowledge, order, planned, outcomes)
    assemble(manifest, places, settings)
    return manifest, outcomes


def explain_draft(settings: Settings, order: Order) -> dict[str, str]:
    """Page → why it would run; empty where it would be reused. Nothing is run."""
    check_expressions(settings)
    planned = _planned(_for_audience(_knowledge(settings, order), order), order, keep=False)
    return explain([page.task for page in planned], PageStore(order.places.pages), order.force)


def _prepared(settings: Settings, order: Order) -> tuple[list[PlannedPage], Knowledge]:
    """The pages to make, and what is still asked when they are made; the data of the edition is written by the way."""
    everything = _knowledge(settings, order)
    _keep_for_gates(everything, order.places)
    knowledge = _for_audience(everything, order)
    data = {**edition_data(knowledge, order.places.audience), "dictionary": data_dictionary(settings, knowledge.demo)}
    shutil.rmtree(order.places.data, ignore_errors=True)
    for name, frame in data.items():
        write_atomically(order.places.data / f"{name}.csv", csv_bytes(frame))
    return _planned(knowledge, order), knowledge.without_what_is_cut()


def _run(
    planned: Sequence[PlannedPage],
    knowledge: Knowledge,
    order: Order,
    crew: Crew | None,
    on_outcome: Callable[[Outcome], None],
) -> list[Outcome]:
    run = knowledge.settings.run
    return run_tasks(
        [page.task for page in planned],
        render=_renderer(knowledge, order),
        jobs=order.jobs,
        cluster=order.cluster,
        limits=Limits(run.seconds_per_report, run.memory_mib_per_report * 2**20),
        warmth=WARMTH,
        crew=crew,
        store=PageStore(order.places.pages),
        force=order.force,
        on_outcome=on_outcome,
    )


def _knowledge(settings: Settings, order: Order) -> Knowledge:
    with open_store(order.places.project.store, settings.forms) as store:
        knowledge = gather(View(store, order.as_of), settings, order.places.period)
    if knowledge.data_as_of is None:
        raise EditionError(
            f"nothing was received for {order.places.period} or before",
            hint="bring workbooks in with `reporting ingest data/inbox`",
        )
    return knowledge


def _for_audience(knowledge: Knowledge, order: Order) -> Knowledge:
    return public_knowledge(knowledge) if order.places.audience == "public" else knowledge


def _keep_for_gates(knowledge: Knowledge, places: EditionPlaces) -> None:
    """Write what the gates ask and no reader sees: the true counts, and what came of each submission."""
    for name, frame in (("observations", knowledge.observations), ("submissions", knowledge.submissions)):
        write_atomically(places.bodies / f"{name}.csv", csv_bytes(frame))


def _planned(knowledge: Knowledge, order: Order, *, keep: bool = True) -> list[PlannedPage]:
    """The pages to make: of the counties that sent something, and of the city where all counties are asked for."""
    reported = set(knowledge.counties.loc[knowledge.counties["status"] == "reported", "county"])
    counties = [code for code in order.counties or knowledge.settings.city.codes if code in reported]
    pages = [page for page in order.pages if page.per == "county" or not order.counties]
    around = surroundings(order.places.project, _banner(knowledge, "zh-Hans"))
    planned = plan_pages(knowledge, order.places, pages, order.languages, counties, order.extra, around, keep=keep)
    return list(planned)


def _renderer(knowledge: Knowledge, order: Order) -> PageRenderer:
    notebooks = order.places.project.notebooks
    return PageRenderer(
        banner={lang: _banner(knowledge, lang) for lang in order.languages},
        prose={lang: prose_translator(notebooks, lang) for lang in order.languages},
        glyphs=order.places.project.work,
    )


def _banner(knowledge: Knowledge, lang: str) -> str:
    _ = translator("editions", lang)
    return _("Demonstration data: schools and figures are invented") if knowledge.demo else ""


def _manifest(
    knowledge: Knowledge, order: Order, planned: Sequence[PlannedPage], outcomes: Sequence[Outcome]
) -> Manifest:
    made = {
        (page.place, page.page, page.lang): made_entry(knowledge, page, outcome)
        for page, outcome in zip(planned, outcomes, strict=True)
    }
    before = _entries_before(order.places) if order.counties else {}
    languages = tuple(one for one in LANGUAGES if one in {*order.languages, *(lang for _, _, lang in before)})
    wanted = [(place, place, lang) for place in knowledge.settings.city.codes for lang in languages]
    entries = {
        key: made.get(key) or before.get(key) or missing_entry(knowledge, *key)
        for key in wanted
        if any(page.per == "county" for page in order.pages)
    }
    others = {key: entry for key, entry in {**before, **made}.items() if key not in entries}
    return Manifest(
        period=str(knowledge.period),
        audience=order.places.audience,
        languages=languages,
        state="draft",
        generated_at=moment(knowledge.settings.city.timezone),
        as_of=knowledge.as_of.replace(tzinfo=UTC).isoformat(timespec="microseconds"),
        data_as_of=knowledge.data_as_of.isoformat() if knowledge.data_as_of else None,
        demo=knowledge.demo,
        counties=tuple(entry for key, entry in entries.items() if key[2] == languages[0]),
        pages=(*(entry for key, entry in entries.items() if key[2] != languages[0]), *others.values()),
        packages=package_versions(),
        git_commit=git_commit(order.places.project.root),
    )


def _entries_before(places: EditionPlaces) -> dict[tuple[str, str, str], PageEntry]:
    """The pages that the draft has already, for a run of some counties only."""
    try:
        draft = read_manifest(places.draft)
    except EditionError:
        return {}
    return {(one.place, one.page, one.lang): one for one in draft.entries if one.status == "published"}
