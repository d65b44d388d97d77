"""What all commands share: which project is meant, and how results are told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from reporting.settings import Project, Settings, load_settings

__all__ = ["Json", "opened_project", "options", "tell_rows", "the_project"]

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

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
