"""Making one page of the preview: snapshot, run, page."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reporting.definitions.base import Text
from reporting.definitions.periods import Period
from reporting.definitions.runs import RunSettings
from reporting.errors import ReportingError
from reporting.execution.fingerprint import digest, file_digest, tree_digest
from reporting.execution.notebook import execute
from reporting.execution.parcels import pack
from reporting.execution.tasks import Failure
from reporting.execution.warm.parent import Warmth
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.preview.trouble import trouble_page
from reporting.pagemaking.order import Order, own_page
from reporting.pagemaking.single import limits, page_renderer, page_task
from reporting.settings import Project, load_params, load_settings

__all__ = ["make_page"]

_NONE: tuple[Mapping[str, Any], ...] = ()
_PACKAGE = Path(__file__).parents[3]
_DECIDE_SNAPSHOTS = ("analysis", "definitions", "disclosure", "snapshots", "store")


def make_page(
    project: Project,
    notebook: Path,
    choice: Choice,
    warmth: Warmth,
    snapshots: Path,
    reach: Callable[[int], None] = lambda cell: None,
) -> Made:
    """The page, or a page that says what is wrong.

    Args:
        warmth: of the parent that kernels are forked from.
        snapshots: folder of the snapshots cut so far, by what they depend on.
        reach: told the number of each cell that begins.
    """
    started = time.monotonic()
    try:
        page = own_page(notebook)
        order = Order(
            project, Period(choice.period), (page,), (choice.lang,), (choice.place,), audience=choice.audience
        )
        snapshot = _snapshot(project, choice, snapshots)
        # all settings together take longer to read than most saves need
        run = load_params(project.params / "run.yaml", RunSettings, {})
        content = json.loads(snapshot.read_bytes())
        named = {county["code"]: county["name"] for county in content["definitions"]["city"]["counties"]}
        name = Text.model_validate(named[choice.place]).to(choice.lang) if choice.place in named else ""
        task = page_task(order, page, choice.place, choice.lang, snapshot, name=name)
        renderer = page_renderer(order, demo=content["demo"])
        product = execute(pack(task, limits(run), warmth, renderer), reach=reach)
    except ReportingError as error:
        failure: Failure | None = Failure("task", type(error).__name__, str(error))
        html, remarks = "", _NONE
    else:
        failure, html = product.outcome.failure, product.page or ""
        remarks = product.outcome.remarks
    if failure:
        html = trouble_page(notebook, failure)
    return Made("failed" if failure else "made", html, time.monotonic() - started, remarks)


def _snapshot(project: Project, choice: Choice, kept: Path) -> Path:
    """The snapshot's file; cut anew only when the store, the settings or the code that decides it has changed."""
    store = project.store.stat() if project.store.exists() else None
    key: tuple[Any, ...] = (
        choice.place,
        choice.period,
        choice.audience,
        (store.st_mtime_ns, store.st_size) if store else None,
        # of a run's own settings no number depends
        *(file_digest(path) for path in sorted(project.params.glob("*.yaml")) if path.name != "run.yaml"),
        *(tree_digest(_PACKAGE / part) for part in _DECIDE_SNAPSHOTS),
    )
    path = kept / f"{digest(repr(key).encode())}.json"
    if not path.exists():
        # the store's engine takes longer to load than most saves need
        from reporting.analysis.expressions import check_expressions
        from reporting.disclosure.place_snapshot import build_snapshot

        settings = load_settings(project)
        check_expressions(settings)
        path.write_bytes(build_snapshot(project, settings, choice.place, choice.period, choice.audience).encoded)
    return path
