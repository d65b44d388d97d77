"""What all commands share: which project is meant, and how results are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer

from reporting.errors import UsageError
from reporting.settings import Project, Settings, load_settings

__all__ = [
    "AsOf",
    "Audience",
    "Counties",
    "Json",
    "Period",
    "assignment",
    "counted",
    "moment",
    "opened_project",
    "options",
    "require",
    "say",
    "tell",
    "tell_rows",
    "the_project",
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Audience = Annotated[Literal["internal", "public"], typer.Option(help="For whom the edition is.")]
Counties = Annotated[list[str] | None, typer.Option("--county", "-c", help="Code, name or alias; may be repeated.")]
Period = Annotated[str | None, typer.Option("--period", help="Such as 2022-04.")]
AsOf = Annotated[str | None, typer.Option(help="See the store as it was then, such as 2022-05-06T12:00.")]

options: dict[str, Path] = {}
"""``project``: the folder named by --project."""


def the_project() -> Project:
    """The project that the command line names."""
    return Project.at(options["project"])


def opened_project() -> tuple[Project, Settings]:
    """The project and its settings."""
    project = the_project()
    return project, load_settings(project)


def tell_rows(rows: list[dict[str, Any]], columns: list[str], json: bool) -> None:
    """Rows as a table, or as JSON."""
    from reporting.console import print_json, print_table

    if json:
        print_json(rows)
    else:
        print_table(rows, columns)


def say(text: str) -> None:
    """A line for people."""
    from reporting.console import say as print_line

    print_line(text)


def tell(value: Any, lines: Iterable[str], json: bool) -> None:
    """A value as JSON, or lines that say the same to people."""
    from reporting.console import print_json

    if json:
        print_json(value)
    else:
        for line in lines:
            say(line)


def moment(text: str | None, settings: Settings) -> datetime | None:
    """A time given on the command line as the store keeps it: UTC without a zone; the city's own zone is meant."""
    if text is None:
        return None
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no time", hint="write it as 2022-05-06T12:00") from None
    aware = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(settings.city.timezone))
    return aware.astimezone(UTC).replace(tzinfo=None)


def assignment(text: str) -> tuple[str, str]:
    """Name and value of a parameter given as ``NAME=VALUE``."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"{text!r} is no parameter", hint="write it as NAME=VALUE")
    return name, value


def require(condition: bool, what: str, hint: str = "see --help") -> None:
    """Refuse a command that makes no sense as it was given."""
    if not condition:
        raise UsageError(what, hint=hint)


def counted(words: Iterable[str]) -> str:
    """``12 done, 1 failed``: how often each word occurs."""
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items()) or "none"
