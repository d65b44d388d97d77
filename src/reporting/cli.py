"""The `reporting` command: each function here parses, calls one function of a stage, and prints.

Exit codes: 0 all done; 1 some of the work failed or was rejected; 2 wrong use or settings; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from reporting.commands import desk, unattended
from reporting.commands.base import Json, opened_project, options, tell_rows
from reporting.errors import ReportingError, UsageError

if TYPE_CHECKING:
    from reporting.editions.places import EditionPlaces
    from reporting.settings import Settings

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="County workbooks in, one reviewed edition of reports out.",
)

Audience = Annotated[Literal["internal", "public"], typer.Option(help="For whom the edition is.")]
County = Annotated[list[str] | None, typer.Option("--county", "-c", help="Code, name or alias; may be repeated.")]
PeriodOption = Annotated[str | None, typer.Option("--period", help="Such as 2022-04.")]
AsOf = Annotated[str | None, typer.Option(help="See the store as it was then, such as 2022-05-06T12:00.")]

app.add_typer(desk.app)
app.add_typer(unattended.app)


@app.callback()
def project_option(
    project: Annotated[
        Path, typer.Option(envvar="REPORTING_PROJECT", help="The project's folder.", file_okay=False)
    ] = Path(),
) -> None:
    """Remember where the project is; whether it is one is asked when it is needed."""
    options["project"] = project


def main() -> NoReturn:
    """Run the command; errors become a line and an exit code."""
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        code = 130
    except KeyboardInterrupt:
        code = _complain("interrupted; finished work is kept and will be reused", 130)
    except ReportingError as error:
        code = _complain(f"error: {error}", 2 if isinstance(error, UsageError) else 1)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        code = _complain(f"error: {error.format_message()} → see `reporting --help`", 2)
    sys.exit(code if isinstance(code, int) else 0)


@app.command()
def demo(
    inbox: Annotated[Path | None, typer.Option(help="Where the workbooks go (default: data/inbox).")] = None,
    scale: Annotated[Literal["city", "province", "nation"], typer.Option(help="How many counties.")] = "city",
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 1,
    json: Json = False,
) -> None:
    """Write demonstration workbooks (or, for the larger scales, a store).

    Example: `reporting demo --inbox data/inbox`
    """
    from reporting.operations.demonstration.inbox import write_demonstration

    project, settings = opened_project()
    _require(scale == "city", f"the scale {scale!r} is not there yet", "use --scale city")
    summary = write_demonstration(project, settings, inbox or project.inbox, seed=seed)
    _report(
        {"files": len(summary.files), "schools in scope": summary.in_scope, "inbox": str(inbox or project.inbox)}, json
    )


@app.command()
def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook, or with --all a folder.")],
    period: Annotated[str, typer.Option(help="Such as 2022-05.")],
    county: Annotated[str | None, typer.Option(help="Code, name or alias.")] = None,
    every: Annotated[bool, typer.Option("--all", help="One workbook for each county.")] = False,
) -> None:
    """Write blank workbooks, the county's known schools filled in.

    Example: `reporting template --county 410421 --period 2022-05 -o 410421.xlsx`
    """
    from reporting.intake.issue import issue_templates

    project, settings = opened_project()
    _require(bool(county) != every, "say either --county or --all")
    codes = settings.city.codes if every else (settings.county_code(county or ""),)
    for path in issue_templates(project, settings, codes, settings.period(period), output, folder=every):
        _say(str(path))


@app.command()
def inspect(file: Annotated[Path, typer.Argument(help="A workbook.")], json: Json = False) -> None:
    """Show what the reader sees in a workbook: sheets, tables, headings, units, and every row it drops and why.

    Example: `reporting inspect 叶县4月.xlsx`
    """
    from reporting.intake.inspection import inspect_workbook, render_text
    from reporting.intake.reading.files import read_workbook
    from reporting.intake.recognition import known_headings

    folder = options["project"]
    known = known_headings(opened_project()[1].forms) if (folder / "params").is_dir() else ()
    description = inspect_workbook(read_workbook(file), known)
    if json:
        _json(description)
    else:
        _say(render_text(description))


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Workbooks, or folders of them.")],
    receipts: Annotated[Path | None, typer.Option(help="Where receipts go.")] = None,
    county: Annotated[str | None, typer.Option(help="For a file that does not say whose it is.")] = None,
    period: PeriodOption = None,
    received_at: Annotated[str | None, typer.Option(help="When the files came in (default: the file's time).")] = None,
    json: Json = False,
) -> None:
    """Read, check and store workbooks, and write receipts.

    Example: `reporting ingest data/inbox --receipts data/receipts`
    """
    from reporting.intake.ingest import ingest as take_in

    project, settings = opened_project()
    taken = take_in(
        project,
        settings,
        paths,
        receipts=receipts,
        county=settings.county_code(county) if county else None,
        period=settings.period(period) if period else None,
        received_at=_moment(received_at, settings),
    )
    rows = [one.summary() for one in taken]
    if json:
        _json(rows)
    else:
        from reporting.console import print_table

        print_table(rows, ["file", "county", "period", "revision", "outcome", "errors", "warnings"])
        _say(f"{len(rows)} files: {_counted(rows, 'outcome')}")
    raise typer.Exit(1 if any(one.failed for one in taken) else 0)


@app.command()
def withdraw(
    submission: Annotated[str, typer.Argument(help="As `reporting export submissions` lists it.")],
    because: Annotated[str, typer.Option(help="Why; it stays on record.")],
) -> None:
    """Take a submission out of the current view, on record."""
    from reporting.store.store import open_store, utc_now

    project, settings = opened_project()
    with open_store(project.store, settings.forms, writing=True) as store:
        store.withdraw(submission, because, utc_now())
    _say(f"{submission} is withdrawn: {because}")


@app.command()
def status(period: PeriodOption = None, as_of: AsOf = None, json: Json = False) -> None:
    """Show the board: what each county has sent for each period.

    Example: `reporting status --period 2022-04`
    """
    from reporting.snapshots.board import board
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project()
    chosen = str(settings.period(period)) if period else None
    with open_store(project.store, settings.forms) as store:
        rows = board(View(store, _moment(as_of, settings)), settings, chosen)
    tell_rows(
        [dict(zip(rows.columns, row, strict=True)) for row in rows.itertuples(index=False)], list(rows.columns), json
    )


@app.command()
def run(
    period: PeriodOption = None,
    county: County = None,
    notebook: Annotated[Path | None, typer.Option(help="Any notebook, instead of the edition's own.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", help="NAME=VALUE for the notebook.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="zh-Hans or en; may be repeated.")] = None,
    audience: Audience = "internal",
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes (default: one a core).")] = None,
    cluster: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, or local:N.")] = None,
    as_of: AsOf = None,
    force: Annotated[bool, typer.Option(help="Run even what could be reused.")] = False,
    explain: Annotated[bool, typer.Option(help="Say why each page would run or not; run nothing.")] = False,
    json: Json = False,
) -> None:
    """Run the notebooks for every county and assemble the draft edition; what has not changed is reused.

    Example: `reporting run --period 2022-04`
    """
    from reporting.console import progress, warn
    from reporting.editions.draft import explain_run, run_edition
    from reporting.editions.order import make_order
    from reporting.operations.addresses import addresses_hidden

    project, settings = opened_project()
    order = make_order(
        project,
        settings,
        period=period,
        counties=county or (),
        notebook=notebook,
        parameters=parameter or (),
        languages=lang or (),
        audience=audience,
        jobs=jobs,
        cluster=cluster,
        as_of=_moment(as_of, settings),
        force=force,
    )
    if explain:
        reasons = explain_run(settings, order)
        tell_rows(
            [{"page": page, "runs": why or "no: unchanged"} for page, why in reasons.items()], ["page", "runs"], json
        )
        return
    with addresses_hidden(), progress(f"run {order.places.period}") as bar:
        report = run_edition(
            settings, order, on_start=bar.start, on_outcome=lambda one: bar.step(f"{one.task_id} {one.status}")
        )
    for outcome in report.failed:
        kept = f"; executed notebook: {outcome.executed}" if outcome.executed else ""
        warn(f"{outcome.task_id} failed: {outcome.failure}{kept}")
    if json:
        _json(report.manifest.model_dump(mode="json"))
    else:
        _say(f"draft {order.places.period}: {_counted([{'s': one.status} for one in report.outcomes], 's')}")
        _say(f"look at {report.draft / 'index.html'}, then `reporting review {order.places.period}`")
    raise typer.Exit(1 if report.failed else 0)


@app.command()
def review(
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")], audience: Audience = "internal", json: Json = False
) -> None:
    """Show how each gate stands for the draft edition."""
    from reporting.editions.gates import review as review_edition

    settings, places = _places(period, audience)
    _, records = review_edition(places, settings)
    if json:
        _json([record.model_dump() for record in records])
    else:
        for record in records:
            _say(f"{'open' if record.passed else 'SHUT'}  {record.gate}")
            for finding in record.findings:
                _say(f"      {finding}")
    raise typer.Exit(0 if all(record.passed for record in records) else 1)


@app.command()
def publish(
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")],
    approved_by: Annotated[str, typer.Option(help="Who lets it out; it is recorded.")],
    audience: Audience = "internal",
    accept: Annotated[list[str] | None, typer.Option(help="A shut gate to accept; may be repeated.")] = None,
    because: Annotated[list[str] | None, typer.Option(help="Why, one for each --accept.")] = None,
    json: Json = False,
) -> None:
    """Publish the draft edition, at once and whole.

    Example: `reporting publish 2022-04 --approved-by 张三`
    """
    from reporting.operations.addresses import read_addresses
    from reporting.operations.announce import publish_and_announce
    from reporting.operations.post import Post

    settings, places = _places(period, audience)
    _require(len(accept or ()) == len(because or ()), "each --accept needs a --because")
    accepted = dict(zip(accept or (), because or (), strict=True))
    post = Post(read_addresses(os.environ))
    manifest = publish_and_announce(settings, places, post, approved_by=approved_by, accepted=accepted)
    if json:
        _json(manifest.model_dump(mode="json"))
    else:
        _say(f"published {manifest.period} r{manifest.revision}: {places.published / 'index.html'}")


@app.command()
def export(
    dataset: Annotated[
        Literal["schools", "observations", "submissions", "findings", "problems"], typer.Argument(help="What.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.csv, .json, .parquet or .xlsx.")],
    period: PeriodOption = None,
    county: County = None,
    as_of: AsOf = None,
) -> None:
    """Write tidy data.

    Example: `reporting export observations --period 2022-04 -o observations.csv`
    """
    from reporting.editions.order import county_codes
    from reporting.snapshots.exports import export_frame, write_frame
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project()
    counties = county_codes(settings, county) if county else None
    chosen = str(settings.period(period)) if period else None
    with open_store(project.store, settings.forms) as store:
        view = View(store, _moment(as_of, settings))
        frame = export_frame(dataset, view, settings, period=chosen, counties=counties)
    write_frame(frame, output)
    _say(f"{len(frame)} rows: {output}")


def _places(period: str, audience: Literal["internal", "public"]) -> tuple[Settings, EditionPlaces]:
    from reporting.editions.places import EditionPlaces

    project, settings = opened_project()
    return settings, EditionPlaces(project, settings.period(period), audience)


def _moment(text: str | None, settings: Settings) -> datetime | None:
    """A time given on the command line as the store keeps it: UTC without a zone; the city's own zone is meant."""
    from datetime import UTC
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no time", hint="write it as 2022-05-06T12:00") from None
    aware = given if given.tzinfo else given.replace(tzinfo=ZoneInfo(settings.city.timezone))
    return aware.astimezone(UTC).replace(tzinfo=None)


def _require(condition: bool, what: str, hint: str = "see --help") -> None:
    if not condition:
        raise UsageError(what, hint=hint)


def _complain(text: str, code: int) -> int:
    from reporting.console import warn

    warn(text)
    return code


def _say(text: str) -> None:
    from reporting.console import say

    say(text)


def _json(value: Any) -> None:
    from reporting.console import print_json

    print_json(value)


def _report(values: dict[str, Any], json: bool) -> None:
    if json:
        _json(values)
    else:
        for name, value in values.items():
            _say(f"{name}: {value}")


def _counted(rows: list[dict[str, Any]], key: str) -> str:
    from collections import Counter

    counts = Counter(str(row[key]) for row in rows)
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
