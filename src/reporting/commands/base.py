"""What all commands share: which project is meant, and how results are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from reporting.errors import UsageError

if TYPE_CHECKING:
    from reporting.settings import Project, Settings

__all__ = [
    "AsOf",
    "Audience",
    "Because",
    "By",
    "Counties",
    "Json",
    "Period",
    "counted",
    "moment",
    "opened_project",
    "project_folder",
    "require",
    "require_grounds",
    "say",
    "tell",
    "the_project",
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Audience = Annotated[Literal["internal", "public"], typer.Option(help="For whom the edition is.")]
Counties = Annotated[list[str] | None, typer.Option("--county", "-c", help="Code, name or alias; may be repeated.")]
Period = Annotated[str | None, typer.Option("--period", help="Such as 2022-04.")]
AsOf = Annotated[str | None, typer.Option(help="See the store as it was then, such as 2022-05-06T12:00.")]
Because = Annotated[str, typer.Option(help="Why; it stays on record.")]
By = Annotated[str, typer.Option(help="Who says so; it stays on record.")]


def project_folder(context: typer.Context) -> Path:
    """The folder named by ``--project``; whether there is a project in it is not asked."""
    folder: Path = context.find_root().params["project"]
    return folder.resolve()


def the_project(context: typer.Context) -> Project:
    """The project that the command line names."""
    from reporting.settings import Project

    return Project.at(context.find_root().params["project"])


def opened_project(context: typer.Context) -> tuple[Project, Settings]:
    """The project and its settings."""
    from reporting.settings import load_settings

    project = the_project(context)
    return project, load_settings(project)


def say(text: str) -> None:
    """A line for people."""
    from reporting.console import say as print_line

    print_line(text)


def tell(json: bool, value: Any, lines: Iterable[str] = (), *, columns: Sequence[str] = ()) -> None:
    """Say what came of a command, to programs or to people.

    Args:
        json: whether a program asks.
        value: for programs; where there are ``columns``, rows that people see as a table.
        lines: for people, below the table.
    """
    from reporting.console import print_json, print_table

    if json:
        print_json(value)
        return
    if columns:
        print_table(value, columns)
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
    aware = given if given.tzinfo else given.replace(tzinfo=settings.city.zone)
    return aware.astimezone(UTC).replace(tzinfo=None)


def require(condition: bool, what: str, hint: str = "see --help") -> None:
    """Refuse a command that makes no sense as it was given."""
    if not condition:
        raise UsageError(what, hint=hint)


def require_grounds(because: str, by: str | None = None) -> None:
    """Refuse to put on record what is given without a reason, or in nobody's name."""
    for name, text in (("--because", because), ("--by", by)):
        require(text is None or bool(text.strip()), f"{name} says nothing", "who says so, and why, stays on record")


def counted(words: Iterable[str]) -> str:
    """``12 done, 1 failed``: how often each word occurs."""
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items()) or "none"
