"""How much a report costs, side by side: `python -m benchmarks.execution [--subject NAME]... [--rounds N]`.

With `--before CHECKOUT` a checkout of another day, set up in its own `.venv`, takes its turns as a side, and the parts
of a county's report are measured in both.

Processor time a report at steady state is the difference between a long and a short run of a side, divided
by the difference of their reports; start-up falls out. All children count. Sides take turns, and the median
of the rounds is shown. Both subjects are measured: the neutral notebook and our own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_NAMES = {
    "a": "papermill + nbconvert command lines",
    "b": "papermill API, one exporter",
    "c": "ploomber-engine, in process",
    "d": "ours",
    "dask": "ours over Dask, on this machine",
    "e": "floor: a plain function",
}
_BEFORE = {"before": "ours, as it was in the other checkout"}
_HERE = Path(__file__).parents[1]
_SHORT, _LONG = 2, 8
_COUNTIES, _CORES = 13, 2


class Cost(NamedTuple):
    """Seconds of processor time, children included, and of wall time."""

    processor: float
    wall: float


@dataclass(frozen=True)
class Bench:
    """A subject and the folder where it is prepared and its pages are written."""

    subject: str
    folder: Path
    before: Path | None = None

    def prepare(self) -> None:
        """Make what the subject's notebook reads, for each checkout its own."""
        self._prepared.mkdir(parents=True)
        importlib.import_module(self.subject).prepare(self._prepared)
        if self.before is not None:
            self._prepared_before.mkdir(parents=True)
            program = f"import pathlib, sys, {self.subject} as s; s.prepare(pathlib.Path(sys.argv[1]))"
            command = [self._python("before"), "-c", program, str(self._prepared_before)]
            subprocess.run(command, check=True, cwd=self.before)

    @property
    def sides(self) -> dict[str, str]:
        """Side → what it is."""
        return _NAMES | (_BEFORE if self.before is not None else {})

    def parts(self) -> dict[str, dict[str, float]]:
        """Part of a county's report → seconds of processor time, before and now."""
        made = {}
        for side in ("before", "d"):
            prepared = self._prepared_before if side == "before" else self._prepared
            notebook = self._root(side) / "notebooks" / "county_report.ipynb"
            command = [self._python(side), str(_HERE / "benchmarks" / "parts.py"), str(prepared), str(notebook)]
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=self._root(side))
            made[side] = json.loads(done.stdout.splitlines()[-1])
        return made

    def _root(self, side: str) -> Path:
        return self.before if side == "before" and self.before is not None else _HERE

    def _python(self, side: str) -> str:
        return str(self._root(side) / ".venv" / "bin" / "python") if side == "before" else sys.executable

    def cost(self, side: str, count: int, jobs: int, name: str = "") -> Cost:
        """What a side takes for so many reports, from nothing to the last page."""
        pages = self.folder / (name or side)
        pages.mkdir(exist_ok=True)
        prepared = self._prepared_before if side == "before" else self._prepared
        way = "d" if side == "before" else side
        arguments = [way, self.subject, str(prepared), str(count), str(jobs), str(pages)]
        # compiled modules are part of every installation; where they cannot be written each start compiles anew
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        started = time.monotonic()
        command = [self._python(side), "-m", "benchmarks.sides", *arguments]
        process = subprocess.Popen(command, env=environment, cwd=self._root(side))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        if process.returncode:
            raise SystemExit(f"side {side} failed")
        made = len(list(pages.glob("*.html")))
        if made < count:
            raise SystemExit(f"side {side} made {made} pages of {count}")
        return Cost(used.ru_utime + used.ru_stime, wall)

    def processor_a_report(self, side: str) -> float:
        """Processor seconds of one more report once everything is warm."""
        # command lines are never warm
        short, long = (1, 2) if side == "a" else (_SHORT, _LONG)
        less, more = (self.cost(side, count, 1).processor for count in (short, long))
        return (more - less) / (long - short)

    def walls(self, number: int) -> dict[str, float]:
        """Seconds until all counties have their page, by side; `unchanged` finds them all in the store."""
        shutil.rmtree(self.folder / "store", ignore_errors=True)
        sides = ("a", "d", "unchanged", "unchanged")
        return {side: self.cost(side, _COUNTIES, _CORES, f"{side}{number}").wall for side in sides}

    @property
    def _prepared(self) -> Path:
        return self.folder / "prepared"

    @property
    def _prepared_before(self) -> Path:
        return self.folder / "prepared-before"


def main() -> None:
    """Measure everything and print two tables a subject, in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subject", action="append", choices=("neutral", "county"), help="default: both")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--before", type=Path, help="a checkout of another day, set up by its own `make setup`")
    parser.add_argument("--only", action="append", choices=[*_NAMES, *_BEFORE], help="default: every side")
    parser.add_argument("--no-walls", action="store_true", help="processor time alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subjects = given.subject or ["neutral", "county"]
        before = given.before.resolve() if given.before else None
        benches = {name: Bench(f"benchmarks.{name}", Path(folder) / name, before) for name in subjects}
        for bench in benches.values():
            bench.prepare()
        rounds = [
            {
                name: {
                    side: bench.processor_a_report(side)
                    for side in bench.sides
                    if not given.only or side in {*given.only, "d"}
                }
                for name, bench in benches.items()
            }
            for _ in range(given.rounds)
        ]
        for name, bench in benches.items():
            _print_steady(name, bench.sides, _medians([one[name] for one in rounds]))
        if before is not None and "county" in benches:
            _print_parts([benches["county"].parts() for _ in range(given.rounds)])
        if given.no_walls:
            return
        walls = [
            {name: bench.walls(number) for name, bench in benches.items()}
            for number in range(max(1, given.rounds // 2))
        ]
        for name in subjects:
            _print_walls(name, _medians([one[name] for one in walls]))


def _medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {side: statistics.median(one[side] for one in rounds) for side in rounds[0]}


def _print_parts(rounds: list[dict[str, dict[str, float]]]) -> None:
    then, now = (_medians([one[side] for one in rounds]) for side in ("before", "d"))
    print("\n| a part of a county's report | before, ms | now, ms | now / before |\n|---|---|---|---|")
    for part in now:
        earlier, later = then.get(part, 0.0), now[part]
        ratio = f"{later / earlier:.2f}" if earlier else "–"
        print(f"| {part} | {earlier * 1000:.1f} | {later * 1000:.1f} | {ratio} |")


def _print_steady(subject: str, sides: dict[str, str], seconds: dict[str, float]) -> None:
    print(f"\n| {subject} | processor s a report | ours / side |\n|---|---|---|")
    for side, name in sides.items():
        if side not in seconds:
            continue
        print(f"| ({side}) {name} | {seconds[side]:.3f} | {seconds['d'] / seconds[side]:.2f} |", flush=True)


def _print_walls(subject: str, seconds: dict[str, float]) -> None:
    print(f"\n| {subject}: {_COUNTIES} reports, {_CORES} at a time, from cold | wall s | / ours |\n|---|---|---|")
    for side, name in {**_NAMES, "unchanged": "ours, nothing changed"}.items():
        if side in seconds:
            print(f"| {name} | {seconds[side]:.1f} | {seconds[side] / seconds['d']:.2f} |")


if __name__ == "__main__":
    main()
