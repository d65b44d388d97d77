"""Making one page of the preview, in a process that began without any code of this package.

So a saved module, template or catalogue counts at once, and nothing has to be reloaded.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from reporting.editions.rendering import PageRenderer, prose_translator
from reporting.errors import ReportingError
from reporting.execution.fingerprint import digest, tree_digest
from reporting.execution.kernelspec import find_warm_kernel
from reporting.execution.notebook import execute, pack
from reporting.execution.parameters import check, declared
from reporting.execution.parent import Warmth, adopt_parent
from reporting.execution.tasks import Failure, Limits, Task
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.preview.trouble import trouble_page
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.snapshot import Audience, Snapshot
from reporting.translations import translator

__all__ = ["main", "make_page"]

_PACKAGE = Path(__file__).parents[3]
_DECIDE_SNAPSHOTS = ("analysis", "definitions", "snapshots", "store")


def main(request_file: str) -> None:
    """Answer a request file with a result file beside it, ``result.json``; see `Maker.start`."""
    path = Path(request_file)
    request = json.loads(path.read_text(encoding="utf-8"))
    warmth = Warmth(tuple(request["warmth"]["preload"]), request["warmth"]["warm_up"])
    if request["parent"] is not None:
        adopt_parent(warmth, request["parent"])
    find_warm_kernel()
    made = make_page(
        Project(Path(request["project"])),
        Path(request["notebook"]),
        Choice(**request["choice"]),
        warmth,
        Path(request["snapshots"]),
    )
    # the last act: who waits for this process then reads a whole file
    path.with_name("result.json").write_text(json.dumps(asdict(made)), encoding="utf-8")


def make_page(project: Project, notebook: Path, choice: Choice, warmth: Warmth, snapshots: Path) -> Made:
    """The page, or a page that says what is wrong.

    Args:
        warmth: of the parent that kernels are forked from.
        snapshots: folder of the snapshots cut so far, by what they depend on.
    """
    started = time.monotonic()
    trouble = partial(trouble_page, notebook)
    try:
        settings = load_settings(project)
        snapshot = _snapshot(project, settings, choice, snapshots)
        product = execute(
            pack(_task(notebook, choice, snapshot), _limits(settings), warmth, _renderer(project, choice, snapshot))
        )
    except ReportingError as error:
        return Made("failed", trouble(Failure("task", type(error).__name__, str(error))), time.monotonic() - started)
    failure = product.outcome.failure
    html = trouble(failure) if failure else product.page or ""
    return Made("failed" if failure else "made", html, time.monotonic() - started)


def _task(notebook: Path, choice: Choice, snapshot: Path) -> Task:
    known = declared(notebook)
    standard = {"county": choice.place, "period": choice.period, "lang": choice.lang, "audience": choice.audience}
    return Task(
        id="preview",
        notebook=notebook,
        executed=snapshot.with_suffix(".ipynb"),
        parameters=check(notebook, {name: value for name, value in standard.items() if name in known}),
        attachments={"snapshot": snapshot} if "snapshot" in known else {},
    )


def _limits(settings: Settings) -> Limits:
    return Limits(settings.run.seconds_per_report, settings.run.memory_mib_per_report * 2**20)


def _renderer(project: Project, choice: Choice, snapshot: Path) -> PageRenderer:
    _ = translator("editions", choice.lang)
    is_demo = Snapshot.open(snapshot).demo
    return PageRenderer(
        banner={choice.lang: _("Demonstration data: schools and figures are invented") if is_demo else ""},
        prose={choice.lang: prose_translator(project.notebooks, choice.lang)},
    )


def _snapshot(project: Project, settings: Settings, choice: Choice, kept: Path) -> Path:
    """The snapshot's file; cut anew only when the store, the settings or the code that decides it has changed."""
    store = project.store.stat() if project.store.exists() else None
    key: tuple[Any, ...] = (
        choice.place,
        choice.period,
        choice.audience,
        (store.st_mtime_ns, store.st_size) if store else None,
        tree_digest(project.params),
        *(tree_digest(_PACKAGE / part) for part in _DECIDE_SNAPSHOTS),
    )
    path = kept / f"{digest(repr(key).encode())}.json"
    if not path.exists():
        # the store's engine takes longer to load than most saves need
        from reporting.analysis.expressions import check_expressions
        from reporting.snapshots.build import build_snapshot

        check_expressions(settings)
        audience: Audience = "public" if choice.audience == "public" else "internal"
        path.write_bytes(build_snapshot(project, settings, choice.place, choice.period, audience).encoded)
    return path


if __name__ == "__main__":
    main(sys.argv[1])
