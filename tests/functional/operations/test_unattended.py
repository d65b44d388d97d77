"""`reporting schedule` and `reporting bundle` as commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reporting.operations.schedule.ledger import ledger_path
from reporting.settings import Project

REPORTING = str(Path(sys.executable).with_name("reporting"))
PARAMS = Path(__file__).parents[3] / "params"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(PARAMS, tmp_path / "params")
    return Project.at(tmp_path)


def reporting(project: Project, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [REPORTING, "--project", str(project.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment})


def test_a_look_without_anything_to_do_says_and_does_nothing(project: Project) -> None:
    """Cron would mail its owner every minute, or the schedule fail on a new project without inbox and store."""
    done = reporting(project, "schedule", "--once")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert ledger_path(project).exists()
    assert not project.outputs.exists()


def test_printing_a_unit_does_nothing_else(project: Project) -> None:
    done = reporting(project, "schedule", "--print", "systemd")
    assert (done.returncode, str(project.root) in done.stdout) == (0, True)
    assert [path.name for path in project.root.iterdir()] == ["params"]


def test_wrong_addresses_are_wrong_use(project: Project) -> None:
    """The schedule would run for months and tell nobody."""
    done = reporting(project, "schedule", "--once", REPORTING_NOTIFY_FILE=str(project.root / "nowhere.env"))
    assert (done.returncode, "nowhere.env" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_no_bundle_of_what_is_not_published(project: Project) -> None:
    done = reporting(project, "bundle", "2022-04", "-o", str(project.root))
    assert (done.returncode, "reporting run" in done.stderr) == (1, True)
    assert list(project.root.glob("*.zip")) == []
