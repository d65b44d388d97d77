"""Issuing blank workbooks: what is known of a county from its last submission is filled in already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reporting.definitions.forms import ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.templates.template import Filling, WrittenFigure, write_template
from reporting.settings import Project, Settings
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["issue_templates"]


def issue_templates(
    project: Project, settings: Settings, counties: Sequence[str], period: Period, output: Path, *, folder: bool
) -> list[Path]:
    """Write the blank workbook of each county for ``period``; returns the files.

    Args:
        counties: codes; the city's own among them, if it is asked for.
        output: the file, or with ``folder`` (or where it is one) the folder for files named by county and period.
    """
    paths = []
    if not project.store.exists():
        known = {county: Filling() for county in counties}
        demo = False
    else:
        with open_store(project.store, settings.forms) as store:
            view = View(store)
            known = {county: _known(view, settings, county, period) for county in counties}
            demo = bool(store.demo)
    for county in counties:
        path = output / f"{county}_{period}.xlsx" if folder or output.is_dir() else output
        path.parent.mkdir(parents=True, exist_ok=True)
        write_template(
            path,
            settings.forms.own,
            settings.city,
            settings.city.place(county),
            period,
            known[county],
            due=settings.run.closing_day(period),
            demo=demo,
        )
        paths.append(path)
    return paths


def _known(view: View, settings: Settings, county: str, period: Period) -> Filling:
    """What the county last sent in each table of our own form, up to ``period``."""
    current = view.current()
    mine = current[(current["county"] == county) & (current["period"] <= str(period))]
    latest = mine.groupby("table_name")["period"].max()
    rows = {}
    figures: dict[str, WrittenFigure] = {}
    for table in settings.forms.own.tables:
        if table.name not in latest.index:
            continue
        when = [str(latest[table.name])]
        if isinstance(table, RowTable):
            rows[table.name] = view.rows(table.name, periods=when, counties=[county])
        elif isinstance(table, ItemTable):
            sent = view.figures(table.name, periods=when, counties=[county])
            figures |= {
                item: WrittenFigure(typed, basis or "", note or "")
                for item, typed, basis, note in zip(
                    sent["item"], sent["typed"], sent["basis"], sent["note"], strict=True
                )
            }
    return Filling(rows, figures)
