"""One page of an order: its task, its renderer and its limits.

Without what numbers are computed with, so that a preview that has its snapshot need not load it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporting.banner import demonstration_banner
from reporting.definitions.runs import EditionNotebook, RunSettings
from reporting.execution.fingerprint import Fingerprint
from reporting.execution.parameters import check, declared
from reporting.execution.tasks import Task, TaskLimits
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.order import Order
from reporting.pagemaking.rendering import PageRenderer, Preparation, prose_translator

__all__ = ["limits", "page_renderer", "page_stem", "page_task"]


def page_stem(page: EditionNotebook, place: str) -> str:
    """The name of a page without its language: ``410421``, ``410421-teachers``, ``city``."""
    if page.per == "city":
        return page.page
    return f"{place}-{page.page}" if page.page else place


def page_task(
    order: Order,
    page: EditionNotebook,
    place: str,
    lang: str,
    snapshot: bytes | Path,
    key: Fingerprint | None = None,
    *,
    name: str = "",
) -> Task:
    """The run that makes one page; the notebook gets the standard parameters that it declares, and the extra ones.

    Args:
        key: what the page is made from; None never to reuse it.
        name: the county's, in the page's language, for the title of a notebook that has no heading.

    Raises:
        ParameterError: an extra parameter is unknown or does not fit.
    """
    notebook = order.notebook(page)
    file = page_file(page_stem(page, place), lang)
    stem = file.removesuffix(".html")
    return Task(
        id=stem,
        notebook=notebook,
        parameters=page_parameters(order, page, place, lang),
        executed=order.places.logs / f"{stem}.ipynb",
        page=order.places.bodies / file,
        attachments={"snapshot": snapshot} if "snapshot" in declared(notebook) else {},
        fingerprint=key,
        keep_executed=order.keep_executed,
        follow=order.running.follow,
        subject=(name, order.period.label(lang)) if name and page.per == "county" else (),
        context={"county": place, "period": str(order.period), "lang": lang},
        prepare=Preparation(prose_translator(order.project.notebooks, lang)),
    )


def page_parameters(order: Order, page: EditionNotebook, place: str, lang: str) -> dict[str, object]:
    """The values for the notebook's parameters, all but ``snapshot``, checked against what it declares."""
    notebook = order.notebook(page)
    standard = {"county": place, "period": str(order.period), "lang": lang, "audience": order.audience}
    known = declared(notebook)
    given: Mapping[str, object] = {name: value for name, value in standard.items() if name in known}
    return check(notebook, {**given, **order.parameters})


def page_renderer(order: Order, *, demo: bool) -> PageRenderer:
    """What makes pages of executed notebooks, in the order's languages."""
    return PageRenderer(
        banner={lang: demonstration_banner(lang, demo) for lang in order.languages},
        prose={lang: prose_translator(order.project.notebooks, lang) for lang in order.languages},
        glyphs=order.places.project.work,
        pages=order.pages,
        contact=order.contact,
    )


def limits(run: RunSettings) -> TaskLimits:
    """What one page may use."""
    return TaskLimits(run.seconds_per_report, run.memory_mib_per_report * 2**20)
