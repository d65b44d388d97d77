"""The processes that make pages: forked from a parent that has everything loaded, the code that one edits last."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from reporting.execution.warm.parent import CannotForkError, ForkedProcess, FurtherWarmParent, OwnWarmParent
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.warmth import FRESH, REPORTS
from reporting.settings import Project

__all__ = ["Maker", "Process"]

Process: TypeAlias = "ForkedProcess | subprocess.Popen[bytes]"

_ANSWERING = "reporting.operations.desk.preview.answering"


class Maker:
    """Makes pages of one notebook, each in a process of its own.

    Use as a context manager: it keeps a folder and its warm parents while it is open. One has the libraries; another,
    forked from it, has the reports too, so that a changed module costs no more than loading them again.
    """

    def __init__(self, project: Project, notebook: Path) -> None:
        self.project = project
        self.notebook = notebook
        # else every page would draw its glyphs anew
        with suppress(OSError):
            project.work.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix="reporting-preview-")
        self._below: OwnWarmParent | None = None
        self._parent: FurtherWarmParent | None = None
        self.renew(reports_only=False)

    def __enter__(self) -> Maker:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop_parents()
        self._folder.cleanup()

    def renew(self, *, reports_only: bool) -> None:
        """Load the reports again for the next page; or everything, beginning now."""
        self._stop_further()
        if not reports_only:
            self._stop_parents()
            with suppress(CannotForkError):
                self._below = OwnWarmParent(FRESH)

    def start(self, choice: Choice) -> tuple[Process, Path]:
        """A process that makes the page, and where its result will be for `read_made`."""
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        parent = self._warm_parent()
        request = folder / "request.json"
        request.write_text(
            json.dumps(
                {
                    "project": str(self.project.root),
                    "notebook": str(self.notebook),
                    "choice": asdict(choice),
                    "snapshots": self._folder.name,
                    "warmth": asdict(FRESH),
                    "parent": parent.address if parent else None,
                }
            ),
            encoding="utf-8",
        )
        return self._process(request, parent), folder / "result.json"

    def _process(self, request: Path, parent: FurtherWarmParent | None) -> Process:
        # kernels inherit it: a notebook without a snapshot finds its store
        environment = os.environ | {"REPORTING_PROJECT": str(self.project.root)}
        if parent is not None:
            try:
                return parent.fork(f"{_ANSWERING}:main", [str(request)], environment, str(Path.cwd()), [1, 2])
            except CannotForkError:
                self._stop_parents()
        return subprocess.Popen([sys.executable, "-m", _ANSWERING, str(request)], env=environment)  # noqa: S603

    def _warm_parent(self) -> FurtherWarmParent | None:
        if self._parent is None and self._below is not None:
            try:
                self._parent = FurtherWarmParent(self._below, REPORTS)
            except CannotForkError:
                self._stop_parents()
        return self._parent

    def _stop_further(self) -> None:
        if self._parent is not None:
            self._parent.stop()
            self._parent = None

    def _stop_parents(self) -> None:
        self._stop_further()
        if self._below is not None:
            self._below.stop()
            self._below = None


def read_progress(result: Path) -> int:
    """The number of the cell that runs; 0 before the first."""
    try:
        return int((result.parent / "progress.txt").read_text("ascii"))
    except (OSError, ValueError):
        return 0


def read_made(result: Path) -> Made | None:
    """What the process left; None where it ended without."""
    return Made(**json.loads(result.read_text(encoding="utf-8"))) if result.exists() else None
