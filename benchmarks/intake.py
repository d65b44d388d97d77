"""How much ingestion costs, side by side with merely loading: `python -m benchmarks.intake [--rounds N] [--rows N]`.

A month: the demonstration's .xlsx workbooks of April 2022, loaded by openpyxl, and ingested without receipts.
A ledger: one sheet of 150,000 schools, read by python-calamine, and ingested. Each side is a process of its own, so
that its peak memory is its own too; sides take turns, and the median processor time of the rounds is shown. Each has
done one small workbook before, so that imports, many of which wait for the first file, are not counted; nor is, for
ingestion, the opening of an empty project.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Cost(NamedTuple):
    """Seconds of processor time and peak memory in MB."""

    seconds: float
    megabytes: float


def write_month(folder: Path) -> None:
    """The workbooks of a month."""
    from reporting.settings import Project, load_settings
    from reporting_demonstration.facts import load_facts
    from reporting_demonstration.inbox import invent_months, write_period

    project = Project.at(ROOT)
    settings = load_settings(project)
    months = invent_months(load_facts(project.params, settings.city), settings, seed=42)
    for path in write_period(months, 7, folder):
        if path.suffix != ".xlsx":
            path.unlink()


def write_ledger(path: Path, rows: int) -> None:
    """One sheet of many schools without a fault."""
    import xlsxwriter

    from reporting.definitions.forms import RowTable
    from reporting.settings import Project, load_settings

    ledger = load_settings(Project.at(ROOT)).forms.table("ledger")
    if not isinstance(ledger, RowTable):
        raise TypeError("the ledger has one row a school")
    plain = {"boolean": "是", "integer": 1, "number": 1.5, "time": "18:00", "list": "文艺、体育", "county": "宝丰县"}
    known = {"enrolled": 900, "applied": 600, "participants": 600, "five_day": 500, "teachers": 60, "stage": "小学"}
    known |= {"area": "镇区", "ownership": "公办", "note": "", "legal_county": ""}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet(ledger.sheets[0])
        sheet.write_string(0, 0, "宝丰县2022年4月学校台账")
        sheet.write_row(1, 0, [field.heading for field in ledger.fields])
        for row in range(rows):
            named = {"school_name": f"第{row}小学", "school_code": str(4104000000 + row)}
            for column, field in enumerate(ledger.fields):
                value = (named | known).get(field.name, plain.get(field.kind, ""))
                # Numbers differ from row to row, as they do in life.
                sheet.write(row + 2, column, value + row % 97 if isinstance(value, int) else value)


def openpyxl_loads(source: Path) -> float:
    """Every workbook of a folder loaded whole."""
    import openpyxl

    started = time.process_time()
    for path in sorted(source.rglob("*.xlsx")) if source.is_dir() else [source]:
        openpyxl.load_workbook(path)
    return time.process_time() - started


def calamine_reads(source: Path) -> float:
    """The first sheet of a workbook as lists."""
    import python_calamine

    started = time.process_time()
    python_calamine.CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).to_python()
    return time.process_time() - started


def ingests(source: Path) -> float:
    """Everything into the store of a new project."""
    from reporting.intake.ingest import ingest
    from reporting.settings import Project, load_settings

    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "params", Path(folder) / "params")
        project = Project.at(Path(folder))
        settings = load_settings(project)
        ingest(project, settings, [])
        started = time.process_time()
        done = ingest(project, settings, [source])
        used = time.process_time() - started
    if not done or any(one.outcome == "rejected" for one in done):
        raise SystemExit(f"not everything was taken in: {[one.reason for one in done if one.reason]}")
    return used


SIDES: dict[str, Callable[[Path], float]] = {"openpyxl": openpyxl_loads, "calamine": calamine_reads, "ours": ingests}


def measure(side: str, source: Path, first: Path) -> Cost:
    """A side in a process of its own, which takes the workbook ``first`` before it is measured."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.intake",
        "--side",
        side,
        "--source",
        str(source),
        "--first",
        str(first),
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Cost(*json.loads(done.stdout))


def run_side(side: str, source: Path, first: Path) -> None:
    """Measure a side in this process, and tell whoever started it."""
    SIDES[side](first)
    used = SIDES[side](source)
    print(json.dumps([used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Measure both and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=150_000, help="schools of the large ledger")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        run_side(given.side, given.source, given.first)
        return
    with tempfile.TemporaryDirectory() as name:
        month, ledger = Path(name) / "month", Path(name) / "ledger.xlsx"
        write_month(month)
        write_ledger(ledger, given.rows)
        write_ledger(first := Path(name) / "first.xlsx", 10)
        print("| | loading, s | ingesting, s | ratio | wanted | ingesting, peak MB |\n|---|---|---|---|---|---|")
        for label, other, source, wanted in (
            ("a month's workbooks, openpyxl", "openpyxl", month, 2.5),
            (f"{given.rows:,} schools, python-calamine", "calamine", ledger, 8.0),
        ):
            rounds = [(measure(other, source, first), measure("ours", source, first)) for _ in range(given.rounds)]
            loading, ours = (statistics.median(pair[side].seconds for pair in rounds) for side in (0, 1))
            peak = max(pair[1].megabytes for pair in rounds)
            print(f"| {label} | {loading:.2f} | {ours:.2f} | {ours / loading:.2f} | < {wanted} | {peak:.0f} |")


if __name__ == "__main__":
    main()
