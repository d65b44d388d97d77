"""Every command in docs/operations.md is one that the program has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from reporting.cli import app
from reporting.settings import Project, Settings, load_settings

ROOT = Path(__file__).parents[4]
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"(?:^|`)(reporting [a-z][^`#>&\n]*)", GUIDE, re.MULTILINE)))


def test_the_guide_shows_commands() -> None:
    """The test below would pass on nothing."""
    assert len(COMMANDS) > 15


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_guide_is_understood(line: str) -> None:
    """An operator would copy a command that the program refuses."""
    _, name, *arguments = shlex.split(line)
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    command.make_context(name, arguments, resilient_parsing=False)


def test_the_guide_tells_the_schedule_as_it_is_set() -> None:
    """The guide would promise a reminder on another day than it comes."""
    settings: Settings = load_settings(Project.at(ROOT))
    plan = settings.run.schedule
    assert (plan.reminders, plan.run_after) == ((-2, 1), 1)
    assert "2 working days before closing, 1 after" in GUIDE
    assert "1 working day after closing" in GUIDE


def test_files_that_the_guide_calls_private_are_kept_out_of_git() -> None:
    """Somebody would commit passwords."""
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/notify.env", "*.passwords", "/data/*", "/outputs/*"} <= set(ignored)
