"""The processes that make pages: forked from a parent that has everything loaded but the code one edits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from reporting.execution.parent import CannotForkError, ForkedProcess, OwnWarmParent
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.warmth import FRESH
from reporting.settings import Project

__all__ = ["Maker", "Process"]

Process: TypeAlias = "ForkedProcess | subprocess.Popen[bytes]"

_ANSWERING = "reporting.operations.desk.preview.answering"


class Maker:
    """Makes pages of one notebook, each in a process of its own.

    Use as a context manager: it keeps a folder and a warm parent while it is open.
    """

    def __init__(self, project: Project, notebook: Path) -> None:
        self.project = project
        self.notebook = notebook
        self._folder = tempfile.TemporaryDirectory(prefix="reporting-preview-")
        self._parent = _warm_parent()

    def __enter__(self) -> Maker:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop_parent()
        self._folder.cleanup()

    def renew(self) -> None:
        """Load again what processes inherit."""
        self._stop_parent()
        self._parent = _warm_parent()

    def start(self, choice: Choice) -> tuple[Process, Path]:
        """A process that makes the page, and where its result will be for `read_made`."""
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        request = folder / "request.json"
        request.write_text(
            json.dumps(
                {
                    "project": str(self.project.root),
                    "notebook": str(self.notebook),
                    "choice": asdict(choice),
                    "snapshots": self._folder.name,
                    "warmth": asdict(FRESH),
                    "parent": self._parent.address if self._parent else None,
                }
            ),
            encoding="utf-8",
        )
        return self._process(request), folder / "result.json"

    def _process(self, request: Path) -> Process:
        # kernels inherit it: a notebook without a snapshot finds its store
        environment = os.environ | {"REPORTING_PROJECT": str(self.project.root)}
        if self._parent is not None:
            try:
                return self._parent.fork(f"{_ANSWERING}:main", [str(request)], environment, str(Path.cwd()), [1, 2])
            except CannotForkError:
                self._stop_parent()
        return subprocess.Popen([sys.executable, "-m", _ANSWERING, str(request)], env=environment)  # noqa: S603

    def _stop_parent(self) -> None:
        if self._parent is not None:
            self._parent.stop()
            self._parent = None


def read_made(result: Path) -> Made | None:
    """What the process left; None where it ended without."""
    return Made(**json.loads(result.read_text(encoding="utf-8"))) if result.exists() else None


def _warm_parent() -> OwnWarmParent | None:
    try:
        return OwnWarmParent(FRESH)
    except CannotForkError:
        return None
