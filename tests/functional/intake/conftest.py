"""A project of its own for each test, and workbooks to send to it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.functional.command_line import run_here

from reporting.definitions.periods import Period
from reporting.intake.ingest import Ingested, ingest
from reporting.intake.templates.template import Filling, WrittenFigure, write_workbook
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store
from reporting.store.view import View

ROOT = Path(__file__).parents[3]


@dataclass
class Bureau:
    """A project with an inbox."""

    project: Project
    settings: Settings

    def send(
        self,
        name: str,
        schools: list[dict[str, Any]] | None = None,
        figures: dict[str, Any] | None = None,
        *,
        county: str = "410422",
        period: str = "2022-04",
        demo: bool = False,
    ) -> Path:
        """Put a workbook of our own form into the inbox."""
        self.project.inbox.mkdir(parents=True, exist_ok=True)
        path = self.project.inbox / name
        filling = Filling(
            {"ledger": pd.DataFrame(schools or [])},
            {key: WrittenFigure(value) for key, value in (figures or {}).items()},
        )
        sender = self.settings.city.place(county)
        write_workbook(path, self.settings.forms.own, self.settings.city, sender, Period(period), filling, demo=demo)
        return path

    def put(self, name: str, content: bytes) -> Path:
        """Put any file into the inbox."""
        self.project.inbox.mkdir(parents=True, exist_ok=True)
        path = self.project.inbox / name
        path.write_bytes(content)
        return path

    def take(self, *paths: Path, **given: Any) -> list[Ingested]:
        """Ingest files, by default the inbox."""
        return ingest(self.project, self.settings, paths or [self.project.inbox], **given)

    def command(self, *arguments: str | Path, answers: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command line on the project, and answer what it asks."""
        return run_here("--project", self.project.root, *arguments, answers=answers)

    @contextmanager
    def view(self) -> Iterator[View]:
        with open_store(self.project.store, self.settings.forms) as store:
            yield View(store)


def new_bureau(folder: Path) -> Bureau:
    """A bureau with our params and nothing received yet."""
    shutil.copytree(ROOT / "params", folder / "params")
    project = Project.at(folder)
    return Bureau(project, load_settings(project))


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return new_bureau(tmp_path / "bureau")


def school(number: int, **fields: Any) -> dict[str, Any]:
    """A school that breaks no rule."""
    usual = {
        "school_name": f"第{number}小学",
        "school_code": f"410422{number:04d}",
        "county": "410422",
        "stage": "小学",
        "boarding": False,
        "enrolled": 500,
        "applied": 450,
        "offers": True,
        "participants": 400,
        "five_day": 300,
    }
    return usual | fields
