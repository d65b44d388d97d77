"""Clocks: back and forth between two commands, a change to summer time, the leap day, the end of a month."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.faults.ground import ACTS, PERIOD, PUBLISH, Say, call, copied, standing

_INGEST, _RUN = ACTS[0], ACTS[1]
_MOMENTS = (
    ("an hour that summer time leaves out", "Europe/Berlin", "2026-03-29 02:30:00"),
    ("an hour that comes twice", "Europe/Berlin", "2026-10-25 02:30:00"),
    ("the leap day", "Asia/Shanghai", "2028-02-29 23:59:50"),
    ("the last second of a month", "Asia/Shanghai", "2026-01-31 23:59:58"),
    ("the turn of a year", "Asia/Shanghai", "2026-12-31 23:59:58"),
)


def clocks(stages: dict[str, Path], place: Path, say: Say) -> None:
    """The month goes its way at strange moments; what came last counts whatever the clock said."""
    if not shutil.which("faketime"):
        say("all", "clocks", "not tried: Debian's faketime is not installed", True)
        return
    for name, zone, moment in _MOMENTS:
        project = copied(stages["empty"], place / "moment")
        city = project / "params" / "city.yaml"
        city.write_text(f"timezone: {zone}\n{city.read_text('utf-8')}", "utf-8")
        before = ("faketime", moment)
        codes = [call(project, *arguments, before=before) for arguments in (_INGEST.arguments, _RUN.arguments, PUBLISH)]
        schedule = call(project, "schedule", "--once", before=before)
        found = standing(project)
        right = all(one.is_told for one in (*codes, schedule)) and found["published"] == 1 and not found["torn"]
        told = "; ".join(f"exit {one.code}" for one in (*codes, schedule))
        wrong = next((one.last for one in (*codes, schedule) if not one.is_told), "")
        say("ingest, run, publish, schedule", f"{name}: {moment} {zone}", f"{told} {wrong[:200]}", right)
        shutil.rmtree(project)
    _set_back(stages["published"], place / "back", say)


def _set_back(stage: Path, project: Path, say: Say) -> None:
    """The correction comes when the clock is a year behind: it counts all the same, and is the next revision."""
    copied(stage, project)
    (project / "later").rename(project / "data" / "inbox" / PERIOD / "later")
    for number, moment in enumerate(("2025-01-01 08:00:00", "2030-01-01 08:00:00")):
        before = ("faketime", moment)
        came = [call(project, *arguments, before=before) for arguments in (_INGEST.arguments, _RUN.arguments, PUBLISH)]
        found = standing(project)
        told = "; ".join(f"exit {one.code}" for one in came)
        counted = f"{len(found['submissions'])} submissions, revision {found['published']}"
        right = all(one.is_told for one in came) and found["published"] == 2 and not found["torn"]
        name = ("the clock goes a year back", "and five years forth")[number]
        say("ingest, run, publish", name, f"{told}; {counted}; {came[-1].last[:120]}", right)
