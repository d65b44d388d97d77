"""Our own subject: a county's report on the demonstration, each run about another county's snapshot."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from reporting.execution.warm.parent import Warmth
from reporting.pagemaking.rendering import Preparation

_ROOT = Path(__file__).parents[1]
_PERIOD = "2022-04"
_SECTIONS = (
    "header",
    "key_points",
    "indicator_table",
    "targets",
    "trends",
    "within_county",
    "courses",
    "problems",
    "commitments",
    "data_quality",
    "methods",
    "annex",
)

NOTEBOOK = _ROOT / "notebooks" / "county_report.ipynb"
PREPARATION = Preparation()
"""The values in its prose are computed in every run."""


def warmth() -> Warmth:
    """What a run of the edition loads."""
    from reporting.pagemaking.warmup import WARMTH

    return WARMTH


def prepare(folder: Path) -> None:
    """Make the demonstration's store, and the snapshot of every county that reported."""
    from reporting.settings import Project, load_settings
    from reporting.snapshots.build import cut_snapshot
    from reporting.snapshots.period_data import gather
    from reporting.store.store import open_store
    from reporting.store.view import View

    root = folder / "project"
    shutil.copytree(_ROOT / "params", root / "params")
    inbox = str(folder / "inbox")
    reporting = [str(Path(sys.executable).with_name("reporting")), "--project", str(root)]
    for command in (["demo", "--inbox", inbox], ["ingest", inbox]):
        done = subprocess.run([*reporting, *command], capture_output=True, check=False)
        # 1: some of the demonstration's rows are rejected on purpose
        assert done.returncode in (0, 1), done.stderr.decode()
    project = Project.at(root)
    settings = load_settings(project)
    with open_store(project.store, settings.forms) as store:
        period_data = gather(View(store), settings, settings.period(_PERIOD))
    reported = period_data.counties.loc[period_data.counties["status"] == "reported", "county"]
    for code in reported:
        (folder / f"{code}.json").write_bytes(cut_snapshot(period_data, code, "internal").encoded)


@cache
def _snapshots(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def parameters(number: int, folder: Path) -> dict[str, Any]:
    """Parameters of the run with this number: counties take turns."""
    snapshots = _snapshots(folder)
    snapshot = snapshots[number % len(snapshots)]
    return {"county": snapshot.stem, "period": _PERIOD, "snapshot": str(snapshot)}


def page(notebook: Any, task: Any = None) -> str:
    """The page as it is published: shell, styles and the characters it uses among it."""
    from reporting.pages.notebook import notebook_page

    return notebook_page(notebook).html


def floor(county: str, period: str, snapshot: str) -> str:
    """The same sections by plain calls, joined: no prose, no shell, no font."""
    from reporting.report.report import Report

    report = Report.open(county=county, period=period, snapshot=snapshot)
    return "\n".join(getattr(report, name)().html for name in _SECTIONS)


def show_figures(shell: Any) -> None:
    """Let a shell show ordinary figures as the page will, as our kernels do."""
    from reporting.report.notebook_display import register

    register(shell)
