"""A project that may be written to, with one month of the demonstration in its store, and the command run on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from reporting.intake.ingest import ingest
from reporting.settings import Project, load_settings
from reporting_demonstration.facts import load_facts
from reporting_demonstration.inbox import invent_months, write_period

ROOT = Path(__file__).parents[3]
Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

COMMAND = [sys.executable, "-W", "error", "-c", "from reporting.cli import main; main()"]


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the last month; `scratch` copies it."""
    root = tmp_path_factory.mktemp("stored")
    shutil.copytree(ROOT / "params", root / "params")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    project = Project.at(root)
    settings = load_settings(project)
    months = invent_months(load_facts(project.params, settings.city), settings, seed=1)
    write_period(months, len(months.facts.months) - 1, project.inbox)
    ingest(project, settings, [project.inbox])
    return root


@pytest.fixture
def scratch(stored: Path, tmp_path: Path) -> Path:
    for part in ("params", "notebooks"):
        shutil.copytree(stored / part, tmp_path / "p" / part)
    (tmp_path / "p" / "data").mkdir()
    shutil.copy(stored / "data" / "store.duckdb", tmp_path / "p" / "data")
    return tmp_path / "p"


@pytest.fixture
def reporting(scratch: Path) -> Reporting:
    """Run the command in the scratch project; with ``package``, on a copy of the package in its ``src``."""

    def run(*arguments: str, package: bool = False) -> subprocess.CompletedProcess[str]:
        environment = os.environ | ({"PYTHONPATH": str(scratch / "src")} if package else {})
        return subprocess.run(
            [*COMMAND, *arguments], cwd=scratch, env=environment, capture_output=True, text=True, check=False
        )

    return run
