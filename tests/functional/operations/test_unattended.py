"""`reporting schedule` and `reporting bundle` as commands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.functional.command_line import run_here

from reporting.operations.schedule.ledger import ledger_path
from reporting.settings import Project

PARAMS = Path(__file__).parents[3] / "params"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(PARAMS, tmp_path / "params")
    return Project.at(tmp_path)


def reporting(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_here("--project", project.root, *arguments)


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


def test_wrong_addresses_are_wrong_use(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schedule would run for months and tell nobody."""
    monkeypatch.setenv("REPORTING_NOTIFY_FILE", str(project.root / "nowhere.env"))
    done = reporting(project, "schedule", "--once")
    assert (done.returncode, "nowhere.env" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_no_bundle_of_what_is_not_published(project: Project) -> None:
    done = reporting(project, "bundle", "2022-04", "-o", str(project.root))
    assert (done.returncode, "reporting run" in done.stderr) == (1, True)
    assert list(project.root.glob("*.zip")) == []
