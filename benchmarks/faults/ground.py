"""The ground of every fault: a small project at each stage of a month, one command on it, and what is there then."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).parents[2]
PERIOD = "2022-04"
COUNTIES = ("新华区", "石龙区", "湛河区")
LATER = "湛河区"
REPORTING = (sys.executable, "-c", "from reporting.cli import main; main()")
PUBLISH = ("publish", PERIOD, "--approved-by", "张三", "--accept", "intake_errors", "--because", "known")
SECONDS = 300

PAGE = """
from pathlib import Path
from IPython.display import HTML, display
from reporting.snapshots.snapshot import Snapshot

kept = Snapshot.open(Path(snapshot))
title = f"{kept.county.name.zh} {kept.period.label('zh-Hans')}"
display(HTML(f"<h1>{title}</h1><p><code>{kept.hash[:8]}</code></p>"))
"""


@dataclass(frozen=True)
class Act:
    """A command of the month, and the stage that it is given on."""

    name: str
    stage: str
    arguments: Sequence[str]
    good: tuple[int, ...] = (0,)
    already: str = "\0"

    def is_done(self, came: Came) -> bool:
        """Whether a command that is given once more found its work done, or did it."""
        return came.code in self.good or self.already in came.said


ACTS = (
    Act("ingest", "empty", ("ingest", "data/inbox", "--receipts", "data/receipts"), (0, 1)),
    Act("run", "taken", ("run", "--period", PERIOD)),
    Act("publish", "drafted", PUBLISH),
    Act("reissue", "corrected", PUBLISH),
    Act(
        "withdraw",
        "published",
        ("withdraw", "410404-2022-04-county_monthly-1", "--because", "报错月份"),
        already="withdrawn already",
    ),
    Act("bundle", "published", ("bundle", PERIOD, "-o", "outputs/usb")),
    Act("schedule", "empty", ("schedule", "--once")),
)


@dataclass(frozen=True)
class Came:
    """What came of a command."""

    code: int
    said: str

    @property
    def is_told(self) -> bool:
        """Whether it ended as commands may end, and said so in words."""
        return self.code in (0, 1, 2, 130) and "Traceback (most recent call last)" not in self.said

    @property
    def last(self) -> str:
        """The last line that says anything."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        return next((line for line in reversed(lines) if line.startswith("error")), lines[-1] if lines else "")


def call(project: Path, *arguments: str, before: Sequence[str] = (), environment: dict[str, str] | None = None) -> Came:
    """Give a command and wait for it."""
    command = [*before, *REPORTING, "--project", str(project), *arguments]
    done = subprocess.run(
        command,
        cwd=project,
        env=(environment or plain_environment()),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        timeout=SECONDS,
    )
    return Came(done.returncode, done.stdout)


def plain_environment() -> dict[str, str]:
    """The environment, with messages in English."""
    return {**os.environ, "LANGUAGE": "en", "COLUMNS": "200"}


def ground(folder: Path) -> dict[str, Path]:
    """The project at each stage: empty, taken, drafted, published, corrected; made once."""
    stages = {name: folder / name for name in ("empty", "taken", "drafted", "published", "corrected")}
    if not stages["corrected"].exists():
        shutil.rmtree(folder, ignore_errors=True)
        _empty(stages["empty"])
        _next(stages["empty"], stages["taken"], ACTS[0])
        _next(stages["taken"], stages["drafted"], ACTS[1])
        _next(stages["drafted"], stages["published"], ACTS[2])
        partial = folder / "corrected.partial"
        copied(stages["published"], partial)
        (partial / "later").rename(partial / "data" / "inbox" / PERIOD / "later")
        for act in ACTS[:2]:
            came = call(partial, *act.arguments)
            assert came.code in act.good, came.said
        partial.rename(stages["corrected"])
    return stages


def _next(before: Path, after: Path, act: Act) -> None:
    copied(before, after)
    came = call(after, *act.arguments)
    assert came.code in act.good, came.said


def small_project(project: Path) -> None:
    """A project with the bureau's own params and a notebook that takes no time."""
    shutil.copytree(ROOT / "params", project / "params")
    run = yaml.safe_load((project / "params" / "run.yaml").read_text("utf-8"))
    run["pages"] = [{"notebook": "small.ipynb", "per": "county", "title": {"zh-Hans": "县报告"}}]
    run["min_completeness"] = 0
    run["schedule"]["inbox"] = {"every_seconds": 1, "settled_seconds": 0}
    (project / "params" / "run.yaml").write_text(yaml.safe_dump(run, allow_unicode=True), "utf-8")
    (project / "notebooks").mkdir()
    cells = [_cell('county = ""\nperiod = ""\nsnapshot = ""', 0, "parameters"), _cell(PAGE, 1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (project / "notebooks" / "small.ipynb").write_text(json.dumps(notebook), "utf-8")


def _empty(project: Path) -> None:
    small_project(project)
    demo = call(project, "demo", "--inbox", "data/inbox")
    assert demo.code == 0, demo.said
    inbox = project / "data" / "inbox"
    for month in inbox.iterdir():
        if month.name != PERIOD:
            shutil.rmtree(month)
    (project / "later").mkdir()
    long_ago = time.time() - 10_000
    for path in sorted((inbox / PERIOD).iterdir()):
        if not any(name in path.name for name in COUNTIES):
            path.unlink()
            continue
        os.utime(path, (long_ago, long_ago))
        if LATER in path.name:
            path.rename(project / "later" / path.name)


def _cell(source: str, number: int, *tags: str) -> dict[str, object]:
    code: dict[str, object] = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**code, "id": f"c{number}", "metadata": {"tags": tags}, "source": source}


def copied(stage: Path, place: Path) -> Path:
    """A copy of a stage, times kept."""
    shutil.copytree(stage, place, symlinks=True, dirs_exist_ok=True)
    return place


def standing(project: Path) -> dict[str, Any]:
    """What stands in a project, but for times: what counts in the store, files kept, receipts, editions."""
    data, outputs = project / "data", project / "outputs"
    submissions: list[Any] = []
    if (data / "store.duckdb").exists():
        with duckdb.connect(str(data / "store.duckdb"), read_only=True) as store:
            asked = "SELECT submission, outcome FROM submissions ORDER BY ALL"
            submissions = store.execute(asked).fetchall()
            submissions += store.execute("SELECT submission, because FROM withdrawals ORDER BY ALL").fetchall()
    manifests = sorted((outputs / "editions").glob("*/manifest.json"))
    published = outputs / PERIOD / "manifest.json"
    return {
        "submissions": submissions,
        "archive": sorted(path.name for path in (data / "archive").rglob("*") if path.is_file()),
        "receipts": sorted(path.name for path in (data / "receipts").rglob("*") if path.is_file()),
        "revisions": [path.parent.name for path in manifests],
        "published": json.loads(published.read_text("utf-8"))["revision"] if published.exists() else None,
        "torn": [name for path in [*manifests, published] if path.exists() for name in torn(path)],
        "bundles": sorted(path.name for path in (outputs / "usb").glob("[!.]*")),
        # what nobody will finish any more, and nobody has cleared away
        "half": sorted(path.relative_to(project).as_posix() for path in project.rglob(".partial-*")),
    }


def torn(manifest: Path) -> list[str]:
    """Files of an edition that are not as its manifest says."""
    told = json.loads(manifest.read_text("utf-8"))
    kept = [*told["counties"], *told.get("pages", []), *told.get("files", [])]
    wrong = []
    for one in kept:
        if one.get("file") and one.get("sha256"):
            path = manifest.parent / one["file"]
            if not path.exists() or sha256(path.read_bytes()).hexdigest() != one["sha256"]:
                wrong.append(f"{manifest.parent.name}/{one['file']}")
    return wrong


Say = Callable[[str, str, str, bool], None]
"""Told of each fault: the command, the fault, what was seen, and whether it was right."""


def differences(wanted: dict[str, Any], found: dict[str, Any]) -> str:
    """What stands otherwise than it should, in a few words; empty where nothing does."""
    return "; ".join(
        f"{name}: {_short(found[name])} for {_short(wanted[name])}" for name in wanted if wanted[name] != found[name]
    )


def _short(value: object) -> str:
    return re.sub(r"\s+", " ", str(value))[:160]
