"""More than anybody sends: 500 MB of CSV, a million rows, 10,000 files, slow texts, 100,000 headings."""

from __future__ import annotations

import csv
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.faults.ground import Say, call, copied

_HEADINGS = ("学校名称", "学校标识码", "在校学生数", "是否开展课后服务")
_TITLE = "叶县2022年4月学校台账"


def bulk(stages: dict[str, Path], place: Path, say: Say) -> None:
    """Each is taken in or refused in words; the seconds and the largest process are told."""
    cases: tuple[tuple[str, Callable[[Path], None]], ...] = (
        ("500 MB of CSV", lambda inbox: _padded(inbox / "large.csv", 500 * 2**20)),
        ("a CSV of a million rows", lambda inbox: _rows(inbox / "million.csv", 1_000_000)),
        ("10,000 files", _many),
        ("texts made for slow regular expressions", _slow),
        ("100,000 headings", _wide),
    )
    for name, write in cases:
        project = copied(stages["empty"], place / "bulk")
        inbox = project / "data" / "inbox"
        shutil.rmtree(inbox)
        inbox.mkdir()
        write(inbox)
        began = time.monotonic()
        came = call(project, "ingest", "data/inbox", "--receipts", "data/receipts")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        seconds = time.monotonic() - began
        told = f"exit {came.code}, {seconds:.0f} s, largest process so far {most:.0f} MB; {came.last[:160]}"
        say("ingest", name, told, came.is_told)
        shutil.rmtree(project)


def _written(path: Path, rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_TITLE])
        writer.writerow(_HEADINGS)
        writer.writerows(rows)


def _rows(path: Path, count: int) -> None:
    _written(path, ((f"第{number}小学", f"{4104220000000 + number}", 500, "是") for number in range(count)))


def _padded(path: Path, size: int) -> None:
    name = "甲" * 1000
    _written(path, ((name, "", number, "是") for number in range(size // len(name.encode()))))


def _many(inbox: Path) -> None:
    for number in range(10_000):
        folder = inbox / f"{number % 100:02}"
        folder.mkdir(exist_ok=True)
        _written(folder / f"{number}.csv", iter([(f"第{number}小学", f"41042200{number:05}", number, "是")]))


def _slow(inbox: Path) -> None:
    texts = [
        *("1" * 50_000 + "x", "(" * 20_000, "-" * 50_000 + "1", "1," * 30_000, " \u3000" * 30_000 + "是"),
        *("年" * 50_000, "2022年" * 10_000, "1." * 30_000, "<" * 30_000, "`" * 50_000, "约" * 50_000),
        *("A1:" * 10_000, "http://a@" * 9_000),
    ]
    _written(inbox / "slow.csv", ((text, text, text, text) for text in texts))


def _wide(inbox: Path) -> None:
    names = [f"指标{number}" for number in range(100_000)]
    with (inbox / "wide.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [[_TITLE], [*_HEADINGS, *names], ["第1小学", "4104220001", 500, "是", *range(100_000)]]
        )
