"""Units for those who would rather have cron or systemd look at the project. Nothing is installed."""

from __future__ import annotations

import math
import shlex
import sys
from pathlib import Path
from typing import Literal

from reporting.settings import Project, Settings
from reporting.templating import plain_templates

__all__ = ["schedule_unit"]


def schedule_unit(kind: Literal["cron", "systemd"], project: Project, settings: Settings) -> str:
    """A crontab line, or a systemd service, for this project and the program that is running now."""
    program = [str(Path(sys.executable).with_name("reporting")), "--project", str(project.root), "schedule"]
    minutes = min(59, math.ceil(settings.run.schedule.inbox.every_seconds / 60))
    return (
        plain_templates("reporting.operations")
        .get_template(f"schedule.{kind}.j2")
        .render(
            # cron makes a line end of a bare %, systemd a name of it
            cron=shlex.join([*program, "--once"]).replace("%", r"\%"),
            systemd=" ".join(_quoted(word) for word in program),
            folder=str(project.root).replace("%", "%%"),
            title=settings.city.title.to("en"),
            minutes=minutes,
        )
    )


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
