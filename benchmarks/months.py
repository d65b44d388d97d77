"""Two years of months and many runs in a row: what grows beyond the data? `python -m benchmarks.months [--runs N]`.

Three counties send 24 school periods; every third month one sends a correction, every sixth one is withdrawn and
brought back, and each time the period is run and published again. Then one process runs the last period N times,
every tenth time by force. Results in `benchmarks/results/months.md`.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.faults.ground import COUNTIES, REPORTING, ROOT, plain_environment, small_project
from reporting.definitions.periods import Period
from reporting.editions.draft import run_edition
from reporting.pagemaking.order import Request, Running, make_order
from reporting.settings import Project, load_settings
from reporting_demonstration.facts import load_facts
from reporting_demonstration.inbox import invent_months
from reporting_demonstration.senders import Months, county_files

RESULT = ROOT / "benchmarks" / "results" / "months.md"
PERIODS = 24
FIRST = Period("2021-09")
MIB = 1 << 20
_COMMANDS = ("ingest, s", "run, s", "publish, s")


@dataclass(frozen=True)
class Cost:
    """Of a command: processor seconds of it and all its children, and the most memory that one of them held."""

    seconds: float
    mib: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, max(self.mib, other.mib))


def main() -> None:
    """Go through the months, then through the runs, and write what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--every", type=int, default=1, help="run and publish every so many months only")
    parser.add_argument("--in-a-row", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.in_a_row:
        _in_a_row(given.in_a_row, given.runs)
        return
    place = Path(tempfile.mkdtemp(prefix="months-"))
    try:
        project = place / "project"
        small_project(project)
        lines = [*_months(project, given.every), ""]
        again = [sys.executable, "-m", "benchmarks.months", "--in-a-row", str(project), "--runs", str(given.runs)]
        lines += subprocess.run(again, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    finally:
        shutil.rmtree(place, ignore_errors=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


def _months(project: Path, every: int) -> Iterator[str]:
    """A line a month, as it comes."""
    yield _row("months", "rows", "store, MiB", "archive", "receipts", ".work", "editions", *_COMMANDS, "most, MiB")
    yield _row(*["---"] * 11)
    settings = load_settings(Project.at(project))
    months = invent_months(load_facts(project / "params", settings.city), settings, seed=1)
    period = FIRST
    for number in range(PERIODS):
        ingest = _taken_in(project, months, number, period, COUNTIES)
        made, corrects, withdraws = number % every == every - 1, number % 3 == 2, number % 6 == 5
        costs = [_published(project, period)] if made else []
        if corrects:
            ingest += _taken_in(project, months, number + 1, period, COUNTIES[:1], "更正")
            costs += [_published(project, period)] if made else []
        for undo in ((), ("--undo",)) if withdraws else ():
            _cost(project, "withdraw", _last(project, period), "--because", "报错月份", *undo)
            costs += [_published(project, period)] if made else []
        if costs:
            run, publish = (sum(side, Cost(0, 0)) for side in zip(*costs, strict=True))
            each = ingest.seconds / (1 + corrects), run.seconds / len(costs), publish.seconds / len(costs)
            most = max(one.mib for one in (ingest, run, publish))
            told = [number + 1, _rows(project), *map(_mib, _kept(project)), *(f"{one:.2f}" for one in each)]
            line = _row(*told, f"{most:.0f}")
            print(line, file=sys.stderr, flush=True)
            yield line
        period = settings.city.calendar.next(period)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _taken_in(project: Path, months: Months, number: int, period: Period, names: Sequence[str], word: str = "") -> Cost:
    """Write the counties' workbooks as those of a period, and ingest them."""
    index = number % len(months.facts.months)
    folder = project / "data" / "inbox" / f"{period}{word}"
    folder.mkdir(parents=True)
    shifted: Any = replace(months, facts=_Shifted(months.facts, index, period))  # type: ignore[arg-type]
    for county in months.facts.counties:
        if any(name == months.settings.city.county(county.code).name.zh for name in names):
            for file in county_files(shifted, index, county):
                file.write(folder / f"{Path(file.name).stem}{word}{Path(file.name).suffix}")
    return _cost(project, "ingest", str(folder), "--receipts", "data/receipts")


class _Shifted:
    """The demonstration's facts with one of its months called otherwise."""

    def __init__(self, facts: Any, index: int, period: Period) -> None:
        self._facts = facts
        self.months = [*facts.months[:index], period, *facts.months[index + 1 :]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._facts, name)


def _published(project: Path, period: Period) -> tuple[Cost, Cost]:
    publish = ("publish", str(period), "--approved-by", "张三", "--accept", "intake_errors", "--because", "known")
    return _cost(project, "run", "--period", str(period)), _cost(project, *publish)


def _cost(project: Path, *arguments: str) -> Cost:
    command = [*REPORTING, "--project", str(project), *arguments]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=project, env=plain_environment(), stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise RuntimeError(f"{' '.join(arguments)}: {said.read().decode(errors='replace')}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _last(project: Path, period: Period) -> str:
    """The latest submission of the first county."""
    with duckdb.connect(str(project / "data" / "store.duckdb"), read_only=True) as store:
        asked = "SELECT submission FROM submissions WHERE period = ? ORDER BY revision DESC, submission LIMIT 1"
        found = store.execute(asked, [str(period)]).fetchone()
    assert found is not None
    return str(found[0])


def _rows(project: Path) -> int:
    """Of schools and figures, all revisions."""
    with duckdb.connect(str(project / "data" / "store.duckdb"), read_only=True) as store:
        counts = (store.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("ledger", "figures"))  # noqa: S608
        return sum(int(one[0]) for one in counts if one)


def _kept(project: Path) -> list[int]:
    """Bytes of what the line names, in its order."""
    data, outputs = project / "data", project / "outputs"
    folders = (data / "archive", data / "receipts", outputs / ".work", outputs / "editions")
    return [(data / "store.duckdb").stat().st_size, *map(_bytes, folders)]


def _bytes(folder: Path) -> int:
    # the same file under two names is kept once
    files = {
        (one.st_dev, one.st_ino): one.st_size for path in folder.rglob("*") if path.is_file() for one in [path.stat()]
    }
    return sum(files.values())


def _mib(size: int) -> str:
    return f"{size / MIB:.1f}"


def _in_a_row(folder: Path, runs: int) -> None:
    """Run the last period again and again in this very process."""
    project = Project.at(folder)
    settings = load_settings(project)
    columns = ("by force, s", "nothing to do, s", "memory, MiB", "files open", "children", ".work, MiB")
    print(_row("runs", *columns))
    print(_row(*["---"] * 7))
    forced = unchanged = 0.0
    for number in range(1, runs + 1):
        by_force = number % 10 == 0
        before = _spent()
        run_edition(settings, make_order(project, settings, Request(running=Running(force=by_force))))
        if by_force:
            forced = _spent() - before
        else:
            unchanged = _spent() - before
        if number in (10, 20, 50, 100, 150, runs):
            told = [number, f"{forced:.2f}", f"{unchanged:.3f}", _memory(), len(list(Path("/proc/self/fd").iterdir()))]
            told += [_children(), _mib(_bytes(folder / "outputs" / ".work"))]
            print(_row(*told), flush=True)


def _spent() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _memory() -> str:
    """MiB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return f"{pages * resource.getpagesize() / MIB:.0f}"


def _children() -> int:
    return len(Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split())


if __name__ == "__main__":
    main()
