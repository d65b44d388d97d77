"""Units for cron and systemd, read as those two read them."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reporting.operations.schedule.units import schedule_unit
from reporting.settings import Project, load_settings

MakeProject = Callable[..., Project]
PROGRAM = str(Path(sys.executable).with_name("reporting"))


@pytest.mark.parametrize("name", ["bureau", '50% of $HOME\'s "work"'])
def test_cron_runs_this_project(make_project: MakeProject, name: str) -> None:
    """A space, a quote or a per cent sign in the path would cut the command in two."""
    project = make_project(name=name)
    line = schedule_unit("cron", project, load_settings(project)).splitlines()[-1]
    minute, hour, day, month, weekday, command = line.split(" ", 5)
    assert (minute, hour, day, month, weekday) == ("*/1", "*", "*", "*", "*")
    assert not re.search(r"(?<!\\)%", command)
    assert shlex.split(command.replace(r"\%", "%")) == [PROGRAM, "--project", str(project.root), "schedule", "--once"]


@pytest.mark.parametrize("name", ["bureau", '50% of $HOME\'s "work"'])
def test_systemd_runs_this_project(make_project: MakeProject, name: str) -> None:
    """The service would look for another project, or for none."""
    project = make_project(name=name)
    lines = dict(
        line.split("=", 1)
        for line in schedule_unit("systemd", project, load_settings(project)).splitlines()
        if re.match(r"[A-Z]\w+=", line)
    )
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', lines["ExecStart"])
    plain = [re.sub(r"\\(.)", r"\1", word.replace("%%", "%").replace("$$", "$")) for word in words]
    assert plain == [PROGRAM, "--project", str(project.root), "schedule"]
    assert lines["WorkingDirectory"].replace("%%", "%") == str(project.root)
    assert lines["EnvironmentFile"].startswith("-")
