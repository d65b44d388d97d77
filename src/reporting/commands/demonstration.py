"""The command that writes demonstration data."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from reporting.commands.base import Json, opened_project, require, tell
from reporting.errors import UsageError

__all__ = ["app"]

app = typer.Typer()


@app.command()
def demo(
    context: typer.Context,
    inbox: Annotated[Path | None, typer.Option(help="Where the workbooks go (default: data/inbox).")] = None,
    scale: Annotated[Literal["city", "province", "nation"], typer.Option(help="How many counties.")] = "city",
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 1,
    target: Annotated[
        Path | None, typer.Option(help="For the larger scales: the folder of the new project (default: data/SCALE).")
    ] = None,
    json: Json = False,
) -> None:
    """Write demonstration workbooks or, for the larger scales, a whole project with its store.

    Examples: `reporting demo` · `reporting demo --scale nation --target /tmp/nation`
    """
    from reporting.intake.hands import expect_hands

    if scale == "city":
        expect_hands()
    project, settings = opened_project(context)
    if scale == "city":
        require(target is None, "--target is for the larger scales", "use --inbox")
        from reporting.store.store import open_store

        if project.store.exists():
            with open_store(project.store, settings.forms) as store:
                store.refuse_mixture(demo=True)
        files = _writer("inbox")(project, settings, inbox or project.inbox, seed=seed)
        done = {"files": len(files.files), "schools_in_scope": files.in_scope, "inbox": str(inbox or project.inbox)}
    else:
        require(inbox is None, "--inbox is for the scale of a city", "use --target")
        folder = target or project.root / "data" / scale
        made = _writer("project")(project, settings, folder, scale=scale, seed=seed)
        done = {"counties": made.counties, "schools": made.schools, "project": str(made.root)}
    tell(json, done, (f"{name.replace('_', ' ')}: {value}" for name, value in done.items()))


def _writer(name: str) -> Callable[..., Any]:
    """What writes the demonstration's ``inbox`` or a larger ``project``: a package of its own, found by entry point."""
    for found in entry_points(group="reporting.demonstration", name=name):
        writer: Callable[..., Any] = found.load()
        return writer
    raise UsageError("the demonstration is not installed", hint="install this project as `make setup` does")
