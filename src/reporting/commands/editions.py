"""Commands of editions: run, review, publish, export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from reporting.commands.base import (
    AsOf,
    Audience,
    Counties,
    Json,
    Period,
    counted,
    moment,
    opened_project,
    require,
    say,
    tell,
)

if TYPE_CHECKING:
    from reporting.execution.tasks import Outcome
    from reporting.pagemaking.edition_places import EditionPlaces
    from reporting.settings import Settings

__all__ = ["app"]

app = typer.Typer()


@app.command()
def run(
    context: typer.Context,
    period: Period = None,
    county: Counties = None,
    notebook: Annotated[Path | None, typer.Option(help="Any notebook, instead of the edition's own.")] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", help="NAME=VALUE for the notebook, the value as YAML: `3`, `null`, `[a, b]`, `{a: 1}`."),
    ] = None,
    parameters_file: Annotated[
        Path | None, typer.Option("-f", help="A YAML file of parameters, each NAME: VALUE; -p goes before it.")
    ] = None,
    lang: Annotated[list[str] | None, typer.Option(help="zh-Hans or en; may be repeated.")] = None,
    audience: Audience = "internal",
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes (default: one a core).")] = None,
    cluster: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, or local:N.")] = None,
    as_of: AsOf = None,
    force: Annotated[bool, typer.Option(help="Run even what could be reused.")] = False,
    explain: Annotated[bool, typer.Option(help="Say why each page would run or not; run nothing.")] = False,
    log_output: Annotated[
        bool, typer.Option("--log-output", help="Show what cells print while they run, each line with its page.")
    ] = False,
    json: Json = False,
) -> None:
    """Run the notebooks for every county and assemble the draft edition; what has not changed is reused.

    Example: `reporting run --period 2022-04`
    """
    from reporting.commands.cell_output import PrintedLines
    from reporting.console import progress, warn
    from reporting.editions.draft import run_edition
    from reporting.execution.given import assignment, read_parameters
    from reporting.operations.addresses import addresses_hidden
    from reporting.pagemaking.order import Request, Running, RunProgress, make_order

    project, settings = opened_project(context)
    request = Request(
        period=period,
        counties=tuple(county or ()),
        notebook=notebook,
        parameters={
            **(read_parameters(parameters_file) if parameters_file else {}),
            **dict(map(assignment, parameter or ())),
        },
        languages=tuple(lang or ()),
        audience=audience,
        as_of=moment(as_of, settings),
        running=Running(jobs, cluster, force, log_output),
    )
    order = make_order(project, settings, request)
    if explain:
        from reporting.console_words import shown
        from reporting.pagemaking.making import explain_pages

        reasons = explain_pages(order, settings)
        rows = [{"page": page, "runs": why or "no: unchanged"} for page, why in reasons.items()]
        if not json:
            rows = [{**row, "runs": shown(row["runs"])} for row in rows]
        tell(json, rows, columns=["page", "runs"])
        return
    require(not (log_output and cluster), "what cells print is not followed on a cluster", "leave out --log-output")
    printed = PrintedLines(warn)
    with addresses_hidden(), progress(f"run {order.places.period}") as bar:

        def step(outcome: Outcome) -> None:
            printed.end(outcome.task_id)
            bar.step(f"{outcome.task_id} {outcome.status}")

        report = run_edition(settings, order, RunProgress(bar.start, step, printed.said))
    for outcome in report.failed:
        kept = f"; executed notebook: {outcome.executed}" if outcome.executed else ""
        warn(f"{outcome.task_id} failed: {outcome.failure}{kept}")
    for line in _remarks(report.outcomes):
        warn(line)
    if not notebook and not any(entry.status == "published" for entry in report.manifest.counties):
        warn(f"no county has sent anything for {order.places.period} that could be used; see `reporting status`")
    came = [
        f"draft {order.places.period}: {counted(one.status for one in report.outcomes)}",
        f"look at {report.draft / 'index.html'}"
        + ("" if notebook else f", then `reporting review {order.places.period}`"),
    ]
    tell(json, report.manifest.model_dump(mode="json"), came)
    raise typer.Exit(1 if report.failed else 0)


def _remarks(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What the pages of a run do not show although nobody hid it, or show without words."""
    from reporting.console_words import shown
    from reporting.pagemaking.remarks import told_once

    for remark, pages in told_once({one.task_id: one.remarks for one in outcomes}, ("lost", "words")).items():
        more = [shown(f"and {len(pages) - 1} more pages")] if len(pages) > 1 else []
        yield f"{' '.join([pages[0], *more])}: {remark.told(shown)}"


@app.command()
def review(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="Such as 2022-04.")],
    audience: Audience = "internal",
    reproduces: Annotated[int | None, typer.Option(metavar="N", help="Is the draft revision N, byte for byte?")] = None,
    json: Json = False,
) -> None:
    """Show how each gate stands for the draft edition, and what it would correct, here and as a page beside it.

    Example: `reporting review 2022-04`
    """
    if reproduces is not None:
        _tell_reproduction(context, period, audience, reproduces, json)
        return
    from reporting.console_words import console_language, state_shown
    from reporting.editions.gates.page_looks import looking_ahead

    settings, places = _places(context, period, audience)
    with looking_ahead(places.draft, settings.run) as ahead:
        # what takes long to load is loaded while pages are looked at
        from reporting.editions.gates.gates import review as review_edition
        from reporting.editions.gates.review_page import pending_corrections, write_review
        from reporting.pages.glyphs import kept_glyphs

        manifest, verdicts = review_edition(places, settings, ahead)
    published, corrections = pending_corrections(manifest, places, settings)
    with kept_glyphs(places.project.work):
        page = write_review(manifest, verdicts, published, corrections, places, settings)
    lines = [
        line
        for one in verdicts
        for line in (
            f"{state_shown('passed' if one.passed else 'FAILED')}  {one.told(console_language())}",
            *(f"      {found.told(console_language())}" for found in one.findings),
        )
    ]
    if published:
        lines.append(f"against r{published.revision}: {len(corrections)} places would change")
    for one in corrections:
        lines.append(f"      {one.place}: {len(one.changes)} numbers, {len(one.pages)} pages")
    tell(json, [one.record().model_dump() for one in verdicts], [*lines, f"as a page: {page}"])
    raise typer.Exit(0 if all(one.passed for one in verdicts) else 1)


@app.command()
def publish(
    context: typer.Context,
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
    from reporting.editions.gates.page_looks import looking_ahead

    settings, places = _places(context, period, audience)
    require(len(accept or ()) == len(because or ()), "each --accept needs a --because")
    accepted = dict(zip(accept or (), because or (), strict=True))
    before = places.revisions()
    with looking_ahead(places.draft, settings.run) as ahead:
        # what takes long to load is loaded while pages are looked at
        from reporting.operations.addresses import read_addresses
        from reporting.operations.announce import publish_and_announce
        from reporting.operations.sending import Post
        from reporting.secrets_aside import secrets

        post = Post(read_addresses(secrets()))
        manifest = publish_and_announce(places, settings, post, approved_by=approved_by, accepted=accepted, ahead=ahead)
    index = places.published / "index.html"
    came = f"published {manifest.period} r{manifest.revision}: {index}"
    if manifest.revision in before:
        came = f"nothing differs from r{manifest.revision}, approved by {manifest.approved_by}; it stands: {index}"
    tell(json, manifest.model_dump(mode="json"), [came])


@app.command()
def export(
    context: typer.Context,
    dataset: Annotated[
        Literal["schools", "observations", "assessments", "submissions", "findings", "problems"],
        typer.Argument(help="What."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.csv, .json, .parquet or .xlsx.")],
    period: Period = None,
    county: Counties = None,
    as_of: AsOf = None,
) -> None:
    """Write tidy data.

    Example: `reporting export observations --period 2022-04 -o observations.csv`
    """
    from reporting.snapshots.exports import export_frame, write_frame
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project(context)
    counties = settings.county_codes(county) if county else None
    chosen = str(settings.period(period)) if period else None
    with open_store(project.store, settings.forms) as store:
        view = View(store, moment(as_of, settings))
        frame = export_frame(dataset, view, settings, period=chosen, counties=counties)
    write_frame(frame, output)
    say(f"{len(frame)} rows: {output}")


def _tell_reproduction(context: typer.Context, period: str, audience: Audience, number: int, json: bool) -> None:
    from reporting.editions.reproduction import not_reproduced

    settings, places = _places(context, period, audience)
    differing = not_reproduced(places, settings, number)
    verdict = f"{len(differing)} files differ from r{number}" if differing else f"the draft is r{number} byte for byte"
    tell(json, list(differing), [verdict, *(f"      {name}" for name in differing)])
    raise typer.Exit(1 if differing else 0)


def _places(context: typer.Context, period: str, audience: Audience) -> tuple[Settings, EditionPlaces]:
    from reporting.pagemaking.edition_places import EditionPlaces

    project, settings = opened_project(context)
    return settings, EditionPlaces(project, settings.period(period), audience)
