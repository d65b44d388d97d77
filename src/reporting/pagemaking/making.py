"""The whole way of a run, for an edition and for ``check --run``; the preview makes its one page with the same parts.

Read `make_pages` first. What comes before it: `order.make_order`, from what the command line says to an `Order`, and
`workers.hire`. What comes after it: `reporting.editions.assemble`, from pages to a draft edition. `single` has the
parts of one page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, pairwise, tee

from reporting.analysis.expressions import check_expressions
from reporting.execution.cache import PageCache
from reporting.execution.cluster import Cluster
from reporting.execution.logs import run_log
from reporting.execution.memory import release_memory
from reporting.execution.parcels import Render
from reporting.execution.pool import Crew
from reporting.execution.run import explain, run_tasks
from reporting.execution.tasks import Outcome
from reporting.pagemaking.gathering import for_audience, gather_period
from reporting.pagemaking.order import Order, RunProgress
from reporting.pagemaking.plan import Cut, PagePlan, PlannedPage, WantedPage
from reporting.pagemaking.rendering import PageRenderer
from reporting.pagemaking.single import limits, page_renderer
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData

__all__ = ["MadePages", "explain_pages", "make_pages", "run_order"]


@dataclass(frozen=True)
class MadePages:
    """What came of an order.

    Attributes:
        period_data: how counties stand and what was sent; the rows that snapshots were cut from are gone.
        outcomes: in the order of ``pages``.
    """

    period_data: PeriodData
    pages: Sequence[PlannedPage]
    outcomes: Sequence[Outcome]


def make_pages(
    order: Order,
    settings: Settings,
    workers: Cluster | Crew,
    progress: RunProgress = RunProgress(),  # noqa: B008 - frozen
    *,
    write_beside: Callable[[PeriodData, PeriodData, Cut], None] = lambda known, shown, cut: None,
    wrap_renderer: Callable[[PageRenderer], Render] = lambda renderer: renderer,
) -> MadePages:
    """Make every page that is ordered: gather, plan, run, render.

    Args:
        workers: hired for the order; they load what pages are made with while the numbers are computed.
        write_beside: writes what else is wanted of all that is known, of what is shown, and of the snapshots of places;
            in a thread of its own.
        wrap_renderer: from the renderer to one that looks at each executed notebook first.

    Raises:
        SettingsError: an expression does not compute.
        ParameterError: a notebook is given what it does not declare.
        EditionError: nothing was received for the period or before.
        KeyboardInterrupt: it was interrupted; the pages that were finished are kept for the next time.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        # from the store: what counties sent, added up and judged; of it, what the audience may know
        check_expressions(settings)
        known = gather_period(order, settings)
        shown = for_audience(order, known)
        # one page for each notebook, county and language, with its snapshot and the key of all that it is made from
        plan = PagePlan(order, shown, write_snapshots=True)
        asked = plan.wanted
        wanted = run_order(asked, settings.city.code)
        # while kernels run, the snapshots of the pages to come are cut, and then what goes along with pages is written;
        # for a nation all that first, for its rows would stay in memory
        if settings.city.is_large:
            write_beside(known, shown, plan.cut)
            planned, written = iter([plan.planned(page) for page in wanted]), None
        else:
            planned = aside.map(plan.planned, wanted)
            written = aside.submit(write_beside, known, shown, plan.cut)
        progress.start(len(wanted))
        to_run, made = tee(planned)
        del known, plan
        shown = shown.without_rows()
        release_memory()
        # papermill runs each notebook in a warm kernel, in the workers, and the renderer makes its page there;
        # a page whose key was seen before is not made again
        with run_log(order.places.logs / "run.jsonl", period=str(order.period), audience=order.audience):
            outcomes = run_tasks(
                (page.task for page in to_run),
                render=wrap_renderer(page_renderer(order, demo=shown.demo)),
                workers=workers,
                limits=limits(settings.run),
                cache=PageCache(order.places.pages),
                force=order.running.force,
                on_outcome=progress.step,
                on_said=progress.said,
            )
        if len(outcomes) < len(wanted) or any(outcome.status == "cancelled" for outcome in outcomes):
            # an incomplete edition (of some pages nothing is known yet) is not assembled; the finished will be reused
            raise KeyboardInterrupt
        if written is not None:
            written.result()
    of_page = dict(zip(wanted, made, strict=True))
    of_task = {outcome.task_id: outcome for outcome in outcomes}
    pages = [of_page[page] for page in asked]
    return MadePages(shown, pages, [of_task[page.task.id] for page in pages])


def run_order(pages: Sequence[WantedPage], city: str) -> list[WantedPage]:
    """In the order in which they are run: a page of the city first, for it takes longest, the others far from it.

    Each holds what all counties sent: two at once would need the memory twice.
    """
    whole = [page for page in pages if page.place == city]
    counties = [page for page in pages if page.place != city]
    ends = [len(counties) * number // max(len(whole), 1) for number in range(len(whole) + 1)]
    parts = [[page, *counties[first:last]] for page, (first, last) in zip(whole, pairwise(ends), strict=True)]
    return list(chain.from_iterable(parts)) if whole else counties


def explain_pages(order: Order, settings: Settings) -> dict[str, str]:
    """Page → why it would run; empty where it would be reused. Nothing is run, and nothing written."""
    check_expressions(settings)
    pages = PagePlan(order, for_audience(order, gather_period(order, settings)), write_snapshots=False).pages()
    return explain([page.task for page in pages], PageCache(order.places.pages), order.running.force)
