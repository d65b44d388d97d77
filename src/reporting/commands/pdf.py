"""The command that prints editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporting.commands.base import Audience, opened_project, require, say

__all__ = ["app"]

app = typer.Typer()


@app.command()
def pdf(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="A folder outside the edition.")],
    audience: Audience = "internal",
) -> None:
    """Make PDFs of a published edition: each page, a one-page summary of each county, and one volume of all.

    They are printed by Chromium, which has to be installed (`apt-get install chromium`).

    Example: `reporting pdf 2022-04 -o pdf/`
    """
    from reporting.editions.files.printing import print_edition
    from reporting.editions.manifest import read_manifest
    from reporting.pagemaking.edition_places import EditionPlaces

    project, settings = opened_project(context)
    places = EditionPlaces(project, settings.period(period), audience)
    require(
        not output.resolve().is_relative_to(places.root.resolve()),
        "what is published is not added to: the folder lies among the editions",
        "name one outside outputs/, such as pdf/",
    )
    output.mkdir(parents=True, exist_ok=True)
    names = print_edition(read_manifest(places.published), places.published, settings, output)
    say(f"{len(names)} files: {output}")
