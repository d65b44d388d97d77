"""The commands for headings that no form knows: listed, and accepted once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporting.commands.base import Because, By, Json, opened_project, require, require_grounds, say, tell

if TYPE_CHECKING:
    from reporting.intake.ingest import Ingested

__all__ = ["app"]

app = typer.Typer()
heading = typer.Typer(help="Headings that no form knows: list them, and accept one for a field.", no_args_is_help=True)
app.add_typer(heading, name="heading")


@heading.command("list")
def list_headings(context: typer.Context, json: Json = False) -> None:
    """List the headings of files that no form knows, each with the field that it may mean.

    Example: `reporting heading list`
    """
    from reporting.intake.accepted_headings import unknown_headings
    from reporting.store.store import open_store
    from reporting.store.view import View
    from reporting.workbooks.units import speaking

    project, settings = opened_project(context)
    with open_store(project.store, settings.forms) as store, speaking(settings.vocabulary):
        found = unknown_headings(View(store), settings)
    rows = [
        {
            "form": one.form,
            "field": one.field,
            "heading": one.heading,
            "candidate": one.candidate,
            "files": len(one.files),
            "file": one.files[0],
        }
        for one in found
    ]
    tell(json, rows, [] if rows else ["every heading is known"], columns=list(rows[0]) if rows else ())


@heading.command("accept")
def accept(
    context: typer.Context,
    form: Annotated[str, typer.Argument(help="Its id in params/forms.yaml.")],
    field: Annotated[str, typer.Argument(help="Its name there; table.field where several tables have such a one.")],
    text: Annotated[str, typer.Argument(metavar="HEADING", help="The heading, as `reporting heading list` shows it.")],
    by: By,
    because: Because,
    receipts: Annotated[Path | None, typer.Option(help="Where the receipts of the files go.")] = None,
) -> None:
    """Read a heading as a field from now on (params/headings.yaml), and take in again the files that had it.

    Example: `reporting heading accept county_monthly enrolled 在籍学生总量 --by 张三 --because 已电话核实`
    """
    from reporting.intake.accepted_headings import accept_headings
    from reporting.workbooks.units import speaking

    project, settings = opened_project(context)
    require_grounds(because, by)
    require(bool(text.strip()), "the heading says nothing")
    with speaking(settings.vocabulary):
        meant = [(form, field, text.strip())]
        done = accept_headings(project, settings, meant, by=by, because=because, receipts=receipts)
    _told(meant, done)


@heading.command("review")
def review(
    context: typer.Context,
    submission: Annotated[
        str, typer.Argument(help="Whose headings are asked about, as its receipt or `status` names it.")
    ],
    by: By,
    because: Because,
    yes: Annotated[bool, typer.Option("--yes", help="Accept each that has one candidate, without asking.")] = False,
    receipts: Annotated[Path | None, typer.Option(help="Where the receipts of the files go.")] = None,
) -> None:
    """Go through the unknown headings of a receipt, accept or leave each, and take its file in again once.

    Example: `reporting heading review 410422-2022-04-county_monthly-1 --by 张三 --because 已电话核实`
    """
    from reporting.intake.accepted_headings import accept_headings, unknown_headings
    from reporting.store.store import open_store
    from reporting.store.view import View
    from reporting.workbooks.units import speaking

    project, settings = opened_project(context)
    require_grounds(because, by)
    with speaking(settings.vocabulary):
        with open_store(project.store, settings.forms) as store:
            found = [one for one in unknown_headings(View(store), settings) if submission in one.submissions]
        require(bool(found), f"{submission} has no heading that no form knows", "`reporting heading list` shows them")
        meant = []
        for one in found:
            if not one.candidate:
                say(f"{one.heading}: nothing like it is in the form")
            elif yes or typer.confirm(f"{one.heading} → {one.candidate} ({one.field})?"):
                meant.append((one.form, one.field, one.heading))
        if meant:
            done = accept_headings(project, settings, meant, by=by, because=because, receipts=receipts)
            _told(meant, done)


def _told(meant: Sequence[tuple[str, str, str]], done: Sequence[Ingested]) -> None:
    for form, field, text in meant:
        say(f"{text} is read as {field} of {form} from now on: params/headings.yaml")
    for one in done:
        say(f"{one.file}: {one.outcome} as {one.submission}{': ' if one.reason else ''}{one.reason}")
    raise typer.Exit(1 if any(one.failed for one in done) else 0)
