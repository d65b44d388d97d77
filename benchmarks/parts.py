"""What a county's report is made of, in processor time: `python benchmarks/parts.py PREPARED NOTEBOOK`.

A file of its own, run by the interpreter of whichever checkout is measured, so that a checkout of another day is
measured in the same run as this one: it uses what both have. Prints JSON, seconds a part, the median of its rounds.
"""

from __future__ import annotations

import copy
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import papermill

from reporting.pages.notebook import notebook_page
from reporting.report.report import Report

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
_FIGURES = ("targets", "trends", "within_county")
_ROUNDS, _WARM = 12, 3


def main(prepared: Path, notebook: Path) -> None:
    """Measure sections and page of the demonstration's counties in turn."""
    snapshots = sorted(prepared.glob("*.json"))
    taken: dict[str, list[float]] = {}

    def timed(part: str, act: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = act()
        taken.setdefault(part, []).append(time.process_time() - began)
        return made

    for number in range(_WARM + _ROUNDS):
        if number == _WARM:
            taken.clear()
        snapshot = snapshots[number % len(snapshots)]

        def opened(snapshot: Path = snapshot) -> Report:
            return Report.open(county=snapshot.stem, period="2022-04", snapshot=str(snapshot))

        report = timed("opened", opened)
        for name in _SECTIONS:
            timed(name, lambda name=name, report=report: str(getattr(report, name)().html))  # type: ignore[misc]
    executed: list[Any] = [
        papermill.execute_notebook(
            str(notebook),
            None,
            {"county": snapshot.stem, "period": "2022-04", "snapshot": str(snapshot)},
            progress_bar=False,
        )
        for snapshot in snapshots[:2]
    ]
    for number in range(_WARM + _ROUNDS):
        one = copy.deepcopy(executed[number % len(executed)])
        if number == _WARM:
            taken["page"] = []
        timed("page", lambda one=one: notebook_page(one))  # type: ignore[misc]
    seconds = {part: statistics.median(all_of) for part, all_of in taken.items()}
    figures = sum(seconds[name] for name in _FIGURES)
    rest = sum(seconds[name] for name in _SECTIONS) - figures
    print(json.dumps({**seconds, "sections with figures": figures, "other sections": rest}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
