"""Commands of intake: template, inspect, ingest, withdraw, status, trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reporting.commands.base import (
    AsOf,
    Because,
    Json,
    Period,
    counted,
    moment,
    opened_project,
    project_folder,
    require,
    require_grounds,
    say,
    tell,
)

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["app"]

app = typer.Typer()


@app.command()
def template(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook, or with --all a folder.")],
    period: Annotated[str, typer.Option(help="Such as 2022-05.")],
    county: Annotated[str | None, typer.Option(help="Code, name or alias; or the city's own.")] = None,
    every: Annotated[bool, typer.Option("--all", help="One workbook for each county.")] = False,
) -> None:
    """Write blank workbooks, the county's known schools filled in.

    Example: `reporting template --county 410421 --period 2022-05 -o 410421.xlsx`
    """
    from reporting.intake.templates.issue import issue_templates

    project, settings = opened_project(context)
    require(bool(county) != every, "say either --county or --all")
    codes = settings.city.codes if every else (settings.names.resolved(county or ""),)
    for path in issue_templates(project, settings, codes, settings.period(period), output, folder=every):
        say(str(path))


@app.command()
def inspect(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="A workbook.")], json: Json = False
) -> None:
    """Show what the reader sees in a workbook: sheets, tables, headings, units, and every row it drops and why.

    Example: `reporting inspect 叶县4月.xlsx`
    """
    from reporting.intake.inspection import inspect_workbook, render_text
    from reporting.intake.recognition.form_tables import known_headings
    from reporting.workbooks.files import read_workbook
    from reporting.workbooks.units import speaking, vocabulary

    settings = opened_project(context)[1] if (project_folder(context) / "params").is_dir() else None
    with speaking(settings.vocabulary if settings else vocabulary()):
        description = inspect_workbook(read_workbook(file), known_headings(settings.forms) if settings else ())
    tell(json, description, [render_text(description)])


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Workbooks, or folders of them.")],
    receipts: Annotated[Path | None, typer.Option(help="Where receipts go.")] = None,
    county: Annotated[str | None, typer.Option(help="For a file that does not say whose it is.")] = None,
    period: Period = None,
    received_at: Annotated[str | None, typer.Option(help="When the files came in (default: the file's time).")] = None,
    json: Json = False,
) -> None:
    """Read, check and store workbooks, and write receipts.

    Example: `reporting ingest data/inbox --receipts data/receipts`
    """
    from reporting.intake.hands import FEW, expect_hands

    if len(list(islice(_files(paths), FEW))) == FEW:
        expect_hands()
    from reporting.console import progress
    from reporting.intake.ingest import ingest as take_in

    project, settings = opened_project(context)
    with progress("ingest") as bar:
        taken = take_in(
            project,
            settings,
            paths,
            receipts=receipts,
            county=settings.names.resolved(county) if county else None,
            period=settings.period(period) if period else None,
            received_at=moment(received_at, settings),
            on_start=bar.start,
            on_file=lambda: bar.step("read"),
        )
    rows = [one.summary() for one in taken]
    reasons = [f"{one['file']}: {one['reason']}" for one in rows if one["reason"]]
    lines = [*reasons, f"{len(rows)} files: {counted(one.outcome for one in taken)}"]
    tell(
        json,
        rows,
        lines,
        columns=["file", "county", "period", "revision", "outcome", "known", "late", "errors", "warnings"],
    )
    raise typer.Exit(1 if any(one.failed for one in taken) else 0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files in folders, and whatever else is named; nothing is said of what is not there."""
    for path in paths:
        yield from (one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


@app.command()
def withdraw(
    context: typer.Context,
    submission: Annotated[str, typer.Argument(help="As `reporting export submissions` lists it.")],
    because: Because,
    undo: Annotated[bool, typer.Option("--undo", help="Bring a withdrawn submission back.")] = False,
) -> None:
    """Take a submission out of the current view, or bring it back; both stay on record.

    Example: `reporting withdraw 410421-2022-04-county_monthly-1 --because 报错月份`
    """
    from reporting.store.store import open_store, utc_now
    from reporting.store.view import View

    project, settings = opened_project(context)
    require_grounds(because)
    with open_store(project.store, settings.forms, writing=True) as store:
        before = set(View(store).current()["submission"])
        store.withdraw(submission, because, utc_now(), undo=undo)
        again = sorted(set(View(store).current()["submission"]) - before)
    say(f"{submission} counts again: {because}" if undo else f"{submission} is withdrawn: {because}")
    for one in again if not undo else ():
        say(f"{one}, which it had superseded, counts again")


@app.command()
def held(context: typer.Context, json: Json = False) -> None:
    """List the files that need a person: what is asked of each.

    Example: `reporting held`
    """
    from reporting.intake.settling import held_files
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project(context)
    with open_store(project.store, settings.forms) as store:
        rows = held_files(View(store))
    how = "settle each: `reporting settle SUBMISSION --as CODE:PERIOD --because WHY`, with `--sheet NAME` of two sheets"
    tell(json, rows, [how] if rows else [], columns=["submission", "file", "question"])


@app.command()
def settle(
    context: typer.Context,
    submission: Annotated[str, typer.Argument(help="As `reporting held` lists it.")],
    meant: Annotated[str, typer.Option("--as", help="Whose it is and of when, CODE:PERIOD.")],
    because: Because,
    sheet: Annotated[str, typer.Option(help="Of two sheets of one table, the one that counts.")] = "",
    receipts: Annotated[Path | None, typer.Option(help="Where the receipt goes.")] = None,
) -> None:
    """Take a held file in as a county's and a period's, on record.

    Example: `reporting settle unknown-2022-04-county_monthly-1 --as CODE:2022-04 --because 已电话核实`
    """
    from reporting.intake.settling import settle as settle_file

    project, settings = opened_project(context)
    require_grounds(because)
    county, _, period = meant.rpartition(":")
    require(bool(county and period), f"{meant!r} is no county and period", "write --as CODE:2022-04")
    done = settle_file(
        project, settings, submission, settings.place_code(county), settings.period(period), because, receipts, sheet
    )
    for one in done:
        say(f"{one.file}: {one.outcome} as {one.submission}{': ' if one.reason else ''}{one.reason}")
    raise typer.Exit(1 if any(one.failed for one in done) else 0)


@app.command()
def status(
    context: typer.Context,
    period: Period = None,
    as_of: AsOf = None,
    page: Annotated[Path | None, typer.Option(help="Write the board as a page to this file.")] = None,
    twins: Annotated[
        bool, typer.Option("--twins", help="List the schools that may be one under two names or codes instead.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the board: what each county has sent for each period, and what of it counts.

    Examples: `reporting status` · `reporting status --period 2022-04 --page board.html` · `reporting status --twins`
    """
    from reporting.intake.board import board, likely_twins, periods_across
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project(context)
    chosen = str(settings.period(period)) if period else None
    with open_store(project.store, settings.forms) as store:
        view = View(store, moment(as_of, settings))
        rows, doubted = board(view, settings, chosen), likely_twins(view, chosen)
        waiting = sum(one.status == "held" for one in view.submission_states())
        demo = bool(store.demo)
    if page:
        from reporting.execution.files import write_atomically
        from reporting.intake.board_page import board_page
        from reporting.pagemaking.foot import foot_told

        seen = settings.city.local(view.as_of)
        below = foot_told(settings.run.contact, "zh-Hans", demo=demo)
        write_atomically(page, board_page(rows, doubted, settings, seen, demo=demo, below=below).encode())
        say(str(page))
    elif twins:
        tell(json, _records(doubted), columns=["county", "period", "file", "message"])
    else:
        shown = rows if json or chosen else periods_across(rows)
        tell(json, _records(shown), columns=list(shown.columns))
    if waiting and not json:
        say(f"{waiting} files are held until somebody settles whose they are: `reporting held` lists them")
    if len(doubted) and not (json or twins):
        say(f"{len(doubted)} schools may be one under two names or codes: `reporting status --twins` lists them")


@app.command()
def trace(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")],
    county: Annotated[str, typer.Option(help="Code, name or alias; or the code of a total.")],
    indicator: Annotated[str, typer.Option(help="Its id in params/indicators.yaml.")],
    category: Annotated[str, typer.Option(help="For an indicator with categories.")] = "",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Show every cell behind a number: file, sheet, cell, as typed, as read, and by what rule it counts.

    Example: `reporting trace 2022-04 --county 宝丰县 --indicator ass_time_ok`
    """
    from reporting.console import warn
    from reporting.console_words import state_shown
    from reporting.intake.archive import damaged
    from reporting.operations.tracing import schools_short, trace_number
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project(context)
    when = str(settings.period(period))
    place = settings.place_code(county)
    with open_store(project.store, settings.forms) as store:
        view = View(store, moment(as_of, settings))
        traced = trace_number(view, settings, place, when, indicator, category)
        demo = bool(store.demo)
        short = schools_short(view, settings, place, when, indicator) if not (json or category) else ()
    cells = _records(traced.cells)
    sent = {str(cell["sha256"]): str(cell["file"]) for cell in cells if isinstance(cell.get("sha256"), str)}
    # a demonstration of a larger scale is written into the store: it never had files
    wrong = damaged(project.archive, sent) if project.archive.exists() or not demo else {}
    for sha256, how in wrong.items():
        warn(f"{sent[sha256]} is {how} in data/archive: `reporting ingest` of the right file heals it")
    if json:
        tell(json, {"number": traced.observation, "rule": traced.measure.model_dump(), "cells": cells})
        raise typer.Exit(1 if wrong else 0)
    number, rule = traced.observation, traced.measure
    parts = [f"{number[name]:.10g}" for name in ("numerator", "denominator") if number[name] is not None]
    value = "no value" if number["value"] is None else f"{number['value']:.10g}"
    result = f"{indicator} {when} {place}: {value}{' = ' if parts else ''}{' / '.join(parts)}"
    say(result)
    # what a person asks first stands first, before the cells of every other school
    if short:
        say(f"short of the target in {len(short)} schools: {', '.join(short)}")
    scope = settings.city.scope
    if scope is not None and "in_scope" in rule.among:
        say(f"in_scope: {scope.label.zh} ({scope.condition})")
    counted, expected = (f"{number[part]:g}" for part in ("counted", "expected"))
    state, within = state_shown(str(number["state"])), state_shown(str(number["scope"]))
    say(f"state {state}, counted {counted} of {expected} rows, scope {within}")
    say(f"rule: {rule.numerator} over {rule.denominator or '-'} among {rule.among} of {rule.table}")
    tell(json, cells, columns=["county", "file", "sheet", "cell", "heading", "entity", "typed", "read", "state"])
    # and again where the eye is after some hundred lines
    say(result + (f"; short: {', '.join(short)}" if short else ""))
    raise typer.Exit(1 if wrong else 0)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]
