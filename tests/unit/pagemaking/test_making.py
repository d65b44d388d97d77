"""The way of a run, with kernels left out: what is planned, what is told, and what comes back in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.unit.pagemaking.conftest import PARAMETERS, write_notebook

from reporting.definitions.counties import City
from reporting.errors import EditionError
from reporting.execution.cluster import Cluster
from reporting.execution.tasks import Outcome, Task
from reporting.pagemaking import gathering, making, plan, workers
from reporting.pagemaking.gathering import for_audience, gather_period
from reporting.pagemaking.making import MadePages, explain_pages, make_pages
from reporting.pagemaking.order import Order, Running, RunProgress, own_page
from reporting.pagemaking.plan import Cut, PagePlan, PlannedPage
from reporting.pagemaking.single import limits, page_renderer
from reporting.pagemaking.warmup import WARMTH
from reporting.settings import Settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.snapshot import Snapshot

BOTH = ("zh-Hans", "en")


def plan_pages(order: Order, known: PeriodData, *, write_snapshots: bool) -> list[PlannedPage]:
    return PagePlan(order, known, write_snapshots=write_snapshots).pages()


def test_each_county_that_sent_something_has_a_page_and_the_city_its_own(order: Order, april: PeriodData) -> None:
    """A county without data would have an empty page, or one that sent some none."""
    asked = replace(order, languages=BOTH)
    statuses = april.counties.assign(status=["reported", "missing", "reported", "reported"])
    pages = plan_pages(asked, replace(april, counties=statuses), write_snapshots=False)
    first, _, *others = april.counties["county"]
    of_counties = [(code, code, lang) for code in (first, *others) for lang in BOTH]
    assert [(one.place, one.page, one.lang) for one in pages] == [
        *of_counties,
        *(("990000", "city", lang) for lang in BOTH),
    ]
    assert [one.task.id for one in pages[:2]] == [first, f"{first}.en"]
    assert pages[0].task.subject == ("东区", "2022年4月")
    assert pages[1].task.subject == ("East District", "April 2022")
    assert {one.data_as_of for one in pages} == {pages[0].data_as_of}
    assert pages[0].data_as_of is not None
    assert pages[0].data_as_of.startswith("2022-05-0")
    assert isinstance(pages[0].task.attachments["snapshot"], bytes), "a plan alone leaves no file"
    assert not (asked.places.bodies / "snapshots").exists()
    one = plan_pages(replace(asked, counties=(others[0],)), april, write_snapshots=False)
    assert {page.place for page in one} == {others[0]}, "the city's page is of all counties"


@pytest.fixture
def mine(order: Order, tmp_path: Path) -> Order:
    """The order of a whole edition, made in the test's own folder."""
    return replace(order, scratch=tmp_path / "scratch")


def test_a_page_s_key_is_of_its_notebook_snapshot_language_and_surroundings(
    order: Order, april: PeriodData, tmp_path: Path
) -> None:
    """A page would be reused that shows another county, or yesterday's notebook."""
    path = write_notebook(tmp_path / "own.ipynb")
    asked = replace(order, counties=("990101", "990102"), languages=BOTH, pages=(own_page(path),))

    def keys(order: Order = asked, known: PeriodData = april) -> set[str]:
        pages = plan_pages(order, known, write_snapshots=False)
        return {str(page.task.fingerprint) for page in pages}

    before = keys()
    assert len(before) == 4
    assert keys() == before
    assert not keys(replace(asked, parameters={"rows": 3})) & before
    assert not keys(known=replace(april, demo=True)) & before
    write_notebook(path, PARAMETERS.replace("20", "21"))
    assert not keys() & before


def test_snapshots_are_written_for_the_gates(mine: Order, april: PeriodData) -> None:
    """The gates would have nothing to compare a page with, or that of another county."""
    (page,) = plan_pages(replace(mine, counties=("990102",)), april, write_snapshots=True)
    path = mine.places.bodies / "snapshots" / "990102.json"
    assert page.task.attachments["snapshot"] == path
    snapshot = Snapshot.open(path)
    assert (snapshot.place, snapshot.hash) == ("990102", page.snapshot)
    assert not mine.project.seal.exists(), "only what leaves the bureau is sealed"


def test_what_the_public_may_not_see_is_in_no_public_plan(mine: Order, april: PeriodData) -> None:
    """Names of schools would stand in a snapshot that leaves the bureau."""
    assert for_audience(mine, april) is april
    public = replace(mine, audience="public", counties=("990101",))
    plan_pages(public, for_audience(public, april), write_snapshots=True)
    written = (public.places.bodies / "snapshots" / "990101.json").read_text("utf-8")
    assert "学校A1" not in written
    assert public.project.seal.exists(), "what leaves the bureau is sealed"
    assert public.places.bodies != mine.places.bodies


def test_where_nothing_was_received_there_is_nothing_to_make(
    order: Order, filled_settings: Settings, april: PeriodData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition of empty pages would be published."""
    monkeypatch.setattr(gathering, "gather", lambda view, settings, period: replace(april, data_as_of=None))
    with pytest.raises(EditionError, match="nothing was received for 2022-04 or before") as nothing:
        gather_period(order, filled_settings)
    assert nothing.value.hint == "bring workbooks in with `reporting ingest data/inbox`"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, april: PeriodData) -> dict[str, Any]:
    """What kernels, which are left out, would have been told; ``ends`` says how they end."""
    told: dict[str, Any] = {"started": [], "steps": [], "crew": [], "events": [], "ends": "done"}

    def run_tasks(tasks: Iterable[Task], *, on_outcome: Callable[[Outcome], None], **options: Any) -> list[Outcome]:
        told["tasks"], told["options"] = [task.id for task in tasks], options
        told["events"].append("run")
        outcomes = [cast("Outcome", SimpleNamespace(task_id=one, status=told["ends"])) for one in told["tasks"]]
        for outcome in outcomes:
            on_outcome(outcome)
        return outcomes[:0:-1] if told["ends"] == "unknown" else outcomes[::-1]

    class Crew:
        def __init__(self, *arguments: object, **options: object) -> None:
            told["crew"].append((*arguments, options))

    monkeypatch.setattr(making, "run_tasks", run_tasks)
    monkeypatch.setattr(workers, "Crew", Crew)
    monkeypatch.setattr(making, "check_expressions", lambda settings: told["events"].append("checked"))
    known: Any = lambda order, settings: april if order.period and isinstance(settings, Settings) else None  # noqa: E731
    monkeypatch.setattr(making, "gather_period", known)
    return told


def make(order: Order, settings: Settings, told: dict[str, Any]) -> MadePages:
    def write_beside(known: PeriodData, shown: PeriodData, cut: Cut) -> None:
        told["beside"] = known, shown
        told["events"].append("written")

    progress = RunProgress(told["started"].append, told["steps"].append, told["events"].append)
    wrapped: Any = lambda renderer: ("wrapped", renderer)  # noqa: E731
    hired = workers.hire(order, settings)
    return make_pages(order, settings, hired, progress, write_beside=write_beside, wrap_renderer=wrapped)


def test_outcomes_come_back_in_the_order_of_the_pages(
    mine: Order, filled_settings: Settings, april: PeriodData, told: dict[str, Any]
) -> None:
    """A failure of one county would be told of another, or what was asked for not be done."""
    order = replace(mine, running=Running(jobs=3, force=True))
    made = make(order, filled_settings, told)
    ids = ["990101", "990102", "990103", "990104", "city"]
    assert [page.task.id for page in made.pages] == ids
    assert [outcome.task_id for outcome in made.outcomes] == ids
    assert told["tasks"] == ["city", *ids[:-1]], "what takes longest begins"
    assert told["started"] == [5]
    assert [outcome.task_id for outcome in told["steps"]] == told["tasks"]
    options = told["options"]
    assert options["force"]
    assert options["limits"] == limits(filled_settings.run)
    assert options["render"] == ("wrapped", page_renderer(order, demo=april.demo))
    assert told["crew"] == [(WARMTH, None, {"jobs": 3, "at_once": True})]
    assert type(options["workers"]).__name__ == "Crew"
    options["on_said"]("said")
    assert told["beside"] == (april, april)
    assert made.period_data.counties.equals(april.counties)
    assert made.period_data.schools.empty, "rows of a nation would stay in memory while kernels run"
    assert sorted(told["events"]) == ["checked", "run", "said", "written"]
    assert (order.places.logs / "run.jsonl").exists()
    assert (order.places.bodies / "snapshots" / "990101.json").exists()


@pytest.mark.parametrize("ends", ["cancelled", "unknown"])
def test_an_interrupted_run_assembles_nothing(
    mine: Order, filled_settings: Settings, told: dict[str, Any], ends: str
) -> None:
    """Half an edition would be taken for a whole one; of a page that was yet to be cut nothing is known."""
    told["ends"] = ends
    with pytest.raises(KeyboardInterrupt):
        make(mine, filled_settings, told)


def test_a_cluster_has_its_own_workers_and_a_nation_is_written_before_it_runs(
    mine: Order, filled_settings: Settings, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Idle workers would hold memory on the machine that only sends, or a nation's rows stay in it."""
    monkeypatch.setattr(City, "is_large", property(lambda city: True))
    make(replace(mine, running=Running(cluster="local:1")), filled_settings, told)
    assert (told["crew"], told["options"]["workers"]) == ([], Cluster("local:1", WARMTH))
    assert told["events"] == ["checked", "written", "run"]


def test_each_snapshot_is_cut_once_for_its_pages_and_its_files(
    mine: Order, april: PeriodData, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A nation's would be cut twice, a minute of one core, or a page be planned twice or not at all."""
    cut: list[str] = []

    def told(known: PeriodData, place: str, *rest: Any) -> Snapshot:
        cut.append(place)
        return cut_snapshot(known, place, *rest)

    monkeypatch.setattr(plan, "cut_snapshot", told)
    second = own_page(write_notebook(tmp_path / "second.ipynb"), "second")
    asked = replace(mine, pages=(*mine.pages, second), languages=BOTH)
    whole = plan_pages(asked, april, write_snapshots=False)
    cut.clear()
    planned = PagePlan(asked, april, write_snapshots=False)
    # files are written of the last county first, and of the city
    assert [planned.cut(place).place for place in ("990104", "990000")] == ["990104", "990000"]
    assert [page.task for page in planned.pages()] == [page.task for page in whole]
    assert sorted(cut) == ["990000", "990101", "990102", "990103", "990104"]


def test_why_a_page_would_run_is_told_without_running_it(
    mine: Order, filled_settings: Settings, told: dict[str, Any]
) -> None:
    """Whoever asks what a change costs would start the run, or be told of pages that are reused."""
    why = explain_pages(replace(mine, counties=("990101",)), filled_settings)
    assert list(why) == ["990101"]
    assert why["990101"]
    assert told["events"] == ["checked"]
    assert not mine.places.bodies.exists()
    forced = explain_pages(replace(mine, counties=("990101",), running=Running(force=True)), filled_settings)
    assert forced["990101"]
    assert forced != why
