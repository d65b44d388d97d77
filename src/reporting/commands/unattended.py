"""Commands of what goes on without anybody at the keyboard: schedule, bundle, serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from reporting.commands.base import Audience, opened_project, say, the_project

__all__ = ["app"]

app = typer.Typer()


@app.command()
def schedule(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    unit: Annotated[
        Literal["cron", "systemd"] | None, typer.Option("--print", help="Print a ready unit and do nothing.")
    ] = None,
) -> None:
    """Stay up: take in what settles in the inbox, remind counties, make the draft edition. Never publishes.

    Example: `reporting schedule`
    """
    from reporting.console import warn
    from reporting.operations.schedule.process import look, stay_up, unknown_holidays
    from reporting.operations.schedule.units import schedule_unit

    project, settings = opened_project(context)
    if unit:
        say(schedule_unit(unit, project, settings).rstrip())
        return
    if step := unknown_holidays(settings):
        warn(
            f"the holidays of {step.at.year} are not known yet: {step.key} goes by weekdays alone; "
            "upgrade the program, or write the notice's days in params/run.yaml (`working_days: closed, worked`)"
        )
    if once:
        done = look(str(project.root))
        for one in done:
            say(one.line)
        raise typer.Exit(1 if any(one.failed for one in done) else 0)
    say("the schedule is up (Ctrl-C ends it)")
    stay_up(project, say)


@app.command()
def bundle(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder for it, or a file ending in .zip.")
    ] = Path(),
    audience: Audience = "internal",
) -> None:
    """Make one zip of a published edition that opens from a USB stick.

    Example: `reporting bundle 2022-04 -o usb/`
    """
    from reporting.editions.bundle import bundle_edition
    from reporting.pagemaking.edition_places import EditionPlaces

    project, settings = opened_project(context)
    say(str(bundle_edition(EditionPlaces(project, settings.period(period), audience), settings, output)))


@app.command()
def serve(
    context: typer.Context,
    address: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1:8000",
    internal: Annotated[bool, typer.Option("--internal", help="The internal editions instead of the public.")] = False,
    password_file: Annotated[Path | None, typer.Option(help="Who may read; see --make-password.")] = None,
    make_password: Annotated[
        str | None, typer.Option(metavar="NAME", help="Ask for a password and print the line for the password file.")
    ] = None,
) -> None:
    """Serve what is published, read-only: for trying, and for a small intranet.

    Example: `reporting serve --address 127.0.0.1:8000`
    """
    from reporting.console_words import shown
    from reporting.operations.passwords import password_line
    from reporting.operations.serve import Address, chosen_site
    from reporting.operations.serve import serve as serve_site

    if make_password:
        password = typer.prompt(shown("Password"), hide_input=True, confirmation_prompt=True, err=True)
        say(password_line(make_password, password))
        return
    listen = Address.of(address)
    site = chosen_site(the_project(context), listen, internal=internal, password_file=password_file)
    serve_site(site, listen, lambda url: say(f"{url} (Ctrl-C ends it)"))
