"""Real pages to look at: the demonstration's own figures of eight months, made as a run makes them.

The rows go straight into a store: what is tried here is pages, not intake, which has tests of its own.
"""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
from tests.shared import one_warm_parent, warm_parents

from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.editions.index import edition_index
from reporting.editions.manifest import Manifest, PageEntry
from reporting.pagemaking import making
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.gathering import gather_period
from reporting.pagemaking.order import Order, Request, Running, make_order
from reporting.pagemaking.stamping import Link, Stamp, revision_fact, stamp_fragment
from reporting.pagemaking.workers import hire
from reporting.pages.stamp import stamp
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.seal import seal_key
from reporting.store.store import open_store
from reporting.translations import LANGUAGES, translator
from reporting_demonstration.facts import load_facts
from reporting_demonstration.frames import month_frames
from reporting_demonstration.inbox import invent_months
from reporting_demonstration.narratives import work_progress

COUNTY = "410423"  # the largest page of the demonstration
PERIOD = Period("2022-04")
REPOSITORY = Project.at(Path(__file__).parents[2])
AUDIENCES: tuple[Audience, ...] = ("internal", "public")
ALONE = Running(jobs=1, force=True)
PUBLIC = "-public"


def main() -> None:
    """``edition.py FOLDER AGAIN`` makes a project and its pages in one folder, and the same pages again in another."""
    folder, again = Path(sys.argv[1]), Path(sys.argv[2])
    _make_project(folder / "project")
    # what public pages say of their data is sealed with the project's own key
    seal_key(Project.at(folder / "project").seal)
    shutil.copytree(folder / "project", again / "project")
    # each in a process of its own, with an order of sets of its own
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        made = [pool.submit(_make_pages, into) for into in (folder, again)]
    for one in made:
        one.result()


def _made(order: Order, settings: Settings) -> making.MadePages:
    with closing(hire(order, settings)) as workers:
        return making.make_pages(order, settings, workers)


def _make_pages(into: Path) -> None:
    """One county for each audience, and for the bureau's own the pages of the city."""
    project = Project.at(into / "project")
    settings = load_settings(project)
    for lang in LANGUAGES:
        (into / page_file("index", lang)).write_text(edition_index(_manifest(settings), settings, lang), "utf-8")
    internal, public = (
        make_order(project, settings, Request(str(PERIOD), (COUNTY,), languages=LANGUAGES, audience=one, running=ALONE))
        for one in AUDIENCES
    )
    of_the_city = tuple(page for page in internal.pages if page.per == "city")
    orders = (internal, public, replace(internal, counties=(), pages=of_the_city))
    # all are of the same period: its numbers are computed once
    whole = gather_period(public, settings)
    known = {True: whole, False: whole.without_history()}
    with (
        patch.object(making, "gather_period", lambda order, settings: known[order.is_public]),
        warm_parents() as parents,
        one_warm_parent(parents),
    ):
        runs = [(order, _made(order, settings)) for order in orders]
    for order, made in runs:
        for planned, outcome in zip(made.pages, made.outcomes, strict=True):
            if outcome.page is None:
                sys.exit(f"{outcome.task_id}: {outcome.failure}")
            name = planned.page if planned.page != COUNTY else f"county{PUBLIC if order.is_public else ''}"
            page = _stamped(outcome.page.read_text("utf-8"), planned.lang)
            (into / page_file(name, planned.lang)).write_text(page, "utf-8")


def _stamped(page: str, lang: str) -> str:
    _ = translator("editions", lang)
    links = (Link("index.html", _("All counties")), Link("other.html", "中文" if lang == "en" else "English"))
    told = Stamp(2, 1, datetime(2022, 5, 6), links)
    return stamp(page, stamp_fragment(told, lang), revision_fact(told, lang))


def _make_project(root: Path) -> None:
    """A project as the repository is one, with what the counties sent in its store."""
    for copied in (REPOSITORY.params, REPOSITORY.notebooks):
        shutil.copytree(copied, root / copied.name)
    project = Project.at(root)
    project.store.parent.mkdir()
    settings = load_settings(project)
    months = invent_months(load_facts(project.params, settings.city), settings, seed=42)
    with open_store(project.store, settings.forms, writing=True) as store:
        for index, period in enumerate(months.facts.months):
            paces = [
                work_progress(months.facts, "", one.pace, index).assign(county=one.code)
                for one in months.facts.counties
            ]
            rows = {"ledger": months.ledgers[index], "problems": months.problems[index], "progress": pd.concat(paces)}
            layouts = months.facts.layouts.yes_no
            store.append(month_frames(settings.forms.own, period, months.figures[index], rows, layouts), demo=True)


def _manifest(settings: Settings) -> Manifest:
    """A published edition with a row of every kind: made, carried over, failed, silent."""
    special: dict[str, dict[str, Any]] = {
        "410402": {"status": "stale", "from_period": "2022-03", "reason": "silent"},
        "410403": {"status": "failed", "file": "", "reason": "MemoryError"},
        "410404": {"status": "silent", "file": "", "reason": "silent"},
    }
    entries = [
        PageEntry.model_validate(
            {
                "place": code,
                "page": code,
                "lang": lang,
                "status": "published",
                "file": page_file(code, lang),
                "data_as_of": "2022-05-05T10:00:00+08:00",
                "schools_reported": 40 + number,
                "schools_expected": 45 + number,
                "completeness": (40 + number) / (45 + number),
                "words": {"target.met": 20 - number, "target.not_met": number, "city.worse": number % 3},
                **special.get(code, {}),
            }
        )
        for lang in LANGUAGES
        for number, code in enumerate(settings.city.codes)
    ]
    others = [
        PageEntry(place=settings.city.code, page=page, lang=lang, status="published", file=page_file(page, lang))
        for page in ("city", "evidence")
        for lang in LANGUAGES
    ]
    first = len(settings.city.codes)
    return Manifest(
        period=str(PERIOD),
        audience="internal",
        languages=LANGUAGES,
        state="published",
        revision=2,
        supersedes=1,
        approved_by="张三",
        generated_at="2022-05-06T12:00:00+08:00",
        as_of="2022-05-06T04:00:00+00:00",
        data_as_of="2022-05-05T10:00:00+08:00",
        demo=True,
        counties=tuple(entries[:first]),
        pages=(*entries[first:], *others),
    )


if __name__ == "__main__":
    main()
