"""Commands of the analyst's desk: lab, preview, check, new, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from reporting.commands.base import opened_project
from reporting.errors import UsageError

__all__ = ["app"]

app = typer.Typer()


@app.command()
def preview(
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

    project, settings = opened_project()
    path = _notebook(notebook)
    code = settings.county_code(county) if county else None
    offer = make_offer(project, path, settings.period(period) if period else None)

    def ready(address: str) -> None:
        say(f"{notebook.name}: {address} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(address)

    serve_preview(project, path, offer, offer.first(code, period, lang, audience), port, ready)


def _notebook(notebook: Path) -> Path:
    if not notebook.is_file():
        raise UsageError("there is no such notebook", where=str(notebook), hint="see `ls notebooks`")
    return notebook.resolve()
