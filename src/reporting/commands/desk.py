"""Commands of the analyst's desk: lab, preview, check, doctor, new."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from reporting.commands.base import Json, opened_project, project_folder, say, tell, the_project
from reporting.errors import SettingsError, UsageError

__all__ = ["app"]

app = typer.Typer()


@app.command()
def lab(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The next free one from here.")] = 8888,
    browser: Annotated[bool, typer.Option(help="Open it in the browser.")] = True,
    address: Annotated[str, typer.Option(help="To listen on; 0.0.0.0 in a container.")] = "127.0.0.1",
) -> None:
    """Open JupyterLab on the project's notebooks, with kernels that start in a moment.

    Example: `reporting lab`
    """
    from reporting.console import warn
    from reporting.definitions.runs import RunSettings
    from reporting.operations.desk.lab import open_lab
    from reporting.params import load_params

    project = the_project(context)
    extensions: tuple[str, ...] = ()
    # an analyst mends a broken file of params in the lab itself
    with suppress(SettingsError):
        extensions = load_params(project.params / "run.yaml", RunSettings, {}).lab_extensions
    open_lab(project, port=port, browser=browser, address=address, extensions=extensions, say=warn)


@app.command()
def preview(
    context: typer.Context,
    notebook: Annotated[Path, typer.Argument(help="A notebook.")],
    county: Annotated[str | None, typer.Option("--county", "-c", help="Code, name or alias.")] = None,
    period: Annotated[str | None, typer.Option(help="Such as 2022-04 (default: the latest in the store).")] = None,
    lang: Annotated[Literal["zh-Hans", "en"], typer.Option(help="Language.")] = "zh-Hans",
    audience: Annotated[Literal["internal", "public"], typer.Option(help="For whom the page is.")] = "internal",
    port: Annotated[int, typer.Option(min=0, max=65535, help="On this machine; 0 for any that is free.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open it in the browser.")] = True,
) -> None:
    """Show a notebook's page beside the editor; it is made again on every save of notebook, params or a module.

    Example: `reporting preview notebooks/county_report.ipynb --county 410421`
    """
    import webbrowser

    from reporting.console import say
    from reporting.operations.desk.preview.offer import make_offer
    from reporting.operations.desk.preview.server import serve_preview

    project, settings = opened_project(context)
    path = _notebook(notebook)
    code = settings.county_code(county) if county else None
    offer = make_offer(project, path, settings.period(period) if period else None)

    def ready(address: str) -> None:
        say(f"{notebook.name}: {address} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(address)

    serve_preview(project, path, offer, offer.first(code, period, lang, audience), port, ready)


@app.command()
def check(
    context: typer.Context,
    notebooks: Annotated[list[Path] | None, typer.Argument(help="Notebooks (default: all, and params).")] = None,
    run: Annotated[bool, typer.Option("--run", help="Run every notebook for every county as well.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Take outputs out of the files; renew what docs/ are made of.")
    ] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes of --run.")] = None,
    json: Json = False,
) -> None:
    """Hold notebooks and params to the rules; with --run, run every notebook for every county, warnings as errors.

    Examples: `reporting check`, `reporting check notebooks/county_report.ipynb --run`, `reporting check --fix`
    """
    from reporting.commands.reference import command_reference
    from reporting.console import progress, warn
    from reporting.console_words import shown
    from reporting.execution.files import write_atomically
    from reporting.operations.desk.calls_reference import calls_reference
    from reporting.operations.desk.check.finding import rows
    from reporting.operations.desk.check.lint import lint, project_notebooks, strip_outputs
    from reporting.operations.desk.check.rules.style import find_ruff
    from reporting.operations.desk.facts_reference import facts_reference
    from reporting.operations.desk.params_reference import params_reference
    from reporting.operations.desk.schemas import write_schemas

    project = the_project(context)
    chosen = [_notebook(path) for path in notebooks or ()] or project_notebooks(project)
    if fix:
        for path in filter(strip_outputs, chosen):
            warn(f"outputs taken out: {path.name}")
        docs = project.root / "docs"
        if (docs / "schemas").is_dir():
            write_schemas(docs / "schemas")
        generated = {
            "cli.md": command_reference(context.find_root().command),
            "params-reference.md": params_reference(),
            "facts.md": facts_reference(),
            "api.md": calls_reference(),
        }
        # a bureau's own project has none, and gets none
        for page in filter(Path.exists, map(docs.joinpath, generated)):
            write_atomically(page, generated[page.name].encode())
    findings = lint(project, chosen if notebooks else ())
    if find_ruff() is None:
        warn("ruff is not installed, so the style of cells was not looked at → install the extra `lab`")
    if run and not findings:
        from reporting.operations.desk.check.running import check_runs
        from reporting.pagemaking.order import RunProgress
        from reporting.settings import load_settings

        with progress("check") as bar:
            findings = check_runs(
                project,
                load_settings(project),
                chosen,
                jobs=jobs,
                progress=RunProgress(bar.start, lambda one: bar.step(f"{one.task_id} {one.status}")),
            )
    elif run:
        warn("nothing was run: mend these first")
    word = "finding" if len(findings) == 1 else "findings"
    summary = f"{len(findings)} {word} in {len(chosen)} notebooks" + ("" if notebooks else " and params")
    tell(json, rows(findings), [*(one.told(shown) for one in findings), summary])
    raise typer.Exit(1 if findings else 0)


@app.command()
def doctor(context: typer.Context, json: Json = False) -> None:
    """Look at environment, fonts, kernels, params, store, folders and editions, and say how to mend what is wrong.

    Example: `reporting doctor`
    """
    from dataclasses import asdict

    from reporting.console_words import shown, state_shown
    from reporting.operations.desk.doctor.examination import examine

    lines = []
    for line in examine(project_folder(context)):
        lines.append(line)
        if not json:
            mend = f" → {shown(line.mend)}" if line.mend else ""
            say(f"{state_shown(line.state):<4}  {shown(line.probe)}: {shown(line.found)}{mend}")
    faults = [line.probe for line in lines if line.state == "fail"]
    if json:
        tell(json, [asdict(line) for line in lines])
    elif faults:
        # where the eye is, below all that is well
        say(f"faults: {', '.join(map(shown, faults))}")
    raise typer.Exit(1 if faults else 0)


new = typer.Typer(help="Write something new: `reporting new notebook NAME`.", no_args_is_help=True)
app.add_typer(new, name="new")


@new.command()
def notebook(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Such as sleep_and_phones.")],
    per: Annotated[Literal["county", "city"], typer.Option(help="One page a county, or one of the city.")] = "county",
) -> None:
    """Write a notebook that passes every check and makes a page as it stands.

    Example: `reporting new notebook sleep_and_phones --per county`
    """
    from reporting.console import say
    from reporting.operations.desk.scaffold import default_period, new_notebook

    project, settings = opened_project(context)
    path = new_notebook(project, settings, name, per, default_period(project, settings))
    shown = path.relative_to(project.root)
    say(f"{shown} is written; look at it with `reporting preview {shown}`")


def _notebook(notebook: Path) -> Path:
    if not notebook.is_file():
        raise UsageError("there is no such notebook", where=str(notebook), hint="see `ls notebooks`")
    return notebook.resolve()
