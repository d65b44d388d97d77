"""How much a report costs, side by side: `python -m benchmarks.execution [--subject MODULE] [--rounds N]`.

Processor time a report at steady state is the difference between a long and a short run of a side, divided
by the difference of their reports; start-up falls out. All children count. Sides take turns, and the median
of the rounds is shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

_NAMES = {
    "a": "papermill + nbconvert command lines",
    "b": "papermill API, one exporter",
    "c": "ploomber-engine, in process",
    "d": "ours",
    "e": "floor: a plain function",
}
_SHORT, _LONG = 2, 8
_COUNTIES, _CORES = 13, 2


class Cost(NamedTuple):
    """Seconds of processor time, children included, and of wall time."""

    processor: float
    wall: float


def cost(side: str, subject: str, count: int, jobs: int, folder: Path) -> Cost:
    """What a side takes for so many reports, from nothing to the last page."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.sides", side, subject, str(count), str(jobs), str(folder)]
    # compiled modules are part of every installation; where they cannot be written each start compiles anew
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    if process.returncode:
        raise SystemExit(f"side {side} failed")
    pages = len(list(folder.glob("*.html")))
    if pages < count:
        raise SystemExit(f"side {side} made {pages} pages of {count}")
    return Cost(used.ru_utime + used.ru_stime, wall)


def processor_a_report(side: str, subject: str, folder: Path) -> float:
    """Processor seconds of one more report once everything is warm."""
    if side == "a":
        return cost(side, subject, 1, 1, folder).processor
    long, short = (cost(side, subject, count, 1, folder).processor for count in (_LONG, _SHORT))
    return (long - short) / (_LONG - _SHORT)


def main() -> None:
    """Measure everything and print two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subject", default="benchmarks.neutral", help="module of the notebook to run")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taken: dict[str, list[float]] = {side: [] for side in _NAMES}
        for _ in range(given.rounds):
            for side, seconds in taken.items():
                seconds.append(processor_a_report(side, given.subject, folder / side))
        _print_steady({side: statistics.median(seconds) for side, seconds in taken.items()})
        walls: dict[str, list[Cost]] = {"a": [], "d": [], "unchanged": []}
        for number in range(max(1, given.rounds // 2)):
            shutil.rmtree(folder / "store", ignore_errors=True)
            for side in ("a", "d"):
                walls[side].append(cost(side, given.subject, _COUNTIES, _CORES, folder / f"{side}{number}"))
            for _ in ("fill the store", "reuse it"):
                last = cost("unchanged", given.subject, _COUNTIES, _CORES, folder / f"u{number}")
            walls["unchanged"].append(last)
        _print_walls({side: statistics.median(c.wall for c in costs) for side, costs in walls.items()})


def _print_steady(seconds: dict[str, float]) -> None:
    print("\n| side | processor s a report | ours / side |\n|---|---|---|")
    for side, name in _NAMES.items():
        print(f"| ({side}) {name} | {seconds[side]:.3f} | {seconds['d'] / seconds[side]:.2f} |")


def _print_walls(seconds: dict[str, float]) -> None:
    print(f"\n| {_COUNTIES} reports, {_CORES} at a time, from cold | wall s | / ours |\n|---|---|---|")
    for side, name in {**_NAMES, "unchanged": "ours, nothing changed"}.items():
        if side in seconds:
            print(f"| {name} | {seconds[side]:.1f} | {seconds[side] / seconds['d']:.2f} |")


if __name__ == "__main__":
    main()
