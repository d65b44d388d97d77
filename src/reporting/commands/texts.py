"""The command for what counties wrote: which of it the public may read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporting.commands.base import Because, By, Json, opened_project, require, say, tell

__all__ = ["app"]

app = typer.Typer()


@app.command()
def texts(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")],
    approve: Annotated[list[str] | None, typer.Option(metavar="ID", help="Let the public read it; repeatable.")] = None,
    refuse: Annotated[list[str] | None, typer.Option(metavar="ID", help="Keep it inside; may be repeated.")] = None,
    decided: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Decisions of a list that -o wrote and you filled in.")
    ] = None,
    by: By = "",
    because: Because = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE.csv", help="Write the list.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also what is decided already, by whom and when.")] = False,
    json: Json = False,
) -> None:
    """List what counties wrote freely, and pass or refuse it for the public edition; a decision stays for later months.

    Example: `reporting texts 2022-04 --approve t3fa2b1c9 --by 张三`
    """
    from reporting.editions.texts import decide, decisions_of, reviewed_texts, write_list

    project, settings = opened_project(context)
    chosen = settings.period(period)
    found = reviewed_texts(project, settings, chosen)
    decisions = {**(decisions_of(decided) if decided else {})}
    decisions |= dict.fromkeys(approve or (), "approved") | dict.fromkeys(refuse or (), "refused")
    require(not (set(approve or ()) & set(refuse or ())), "a text is passed or refused, not both")
    if decisions:
        changed = decide(project, settings, found, decisions, by=by, because=because)
        say(f"{changed} texts decided; `reporting run --period {chosen} --audience public` takes them in")
        found = reviewed_texts(project, settings, chosen)
    listed = [one for one in found if every or not one.decision]
    if output:
        write_list(listed, settings, output)
        say(f"{len(listed)} texts: {output}")
        return
    if decisions:
        return
    rows = [
        {
            "id": one.id,
            "county": one.county,
            "field": one.field,
            "text": one.shown,
            "may give away": ", ".join(one.betrays),
            "decision": one.decision,
            "by": one.decided_by,
            "at": one.decided_at,
        }
        for one in listed
    ]
    columns = ["id", "county", "field", "text", "may give away"]
    tell(json, rows, columns=[*columns, "decision", "by", "at"] if every else columns)
