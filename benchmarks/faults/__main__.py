"""Every fault through the command line, told as a table: `python -m benchmarks.faults [--moments N] [PART]...`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.faults.backups import backups
from benchmarks.faults.bulk import bulk
from benchmarks.faults.clocks import clocks
from benchmarks.faults.damage import damage
from benchmarks.faults.disks import disks
from benchmarks.faults.ground import ROOT, Say, ground
from benchmarks.faults.kills import kills, pairs

RESULTS = ROOT / "benchmarks" / "results" / "faults"


def main() -> None:
    """Make each fault of the parts asked for; exit 1 where something was not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=30, help="kills of each command")
    parser.add_argument("--parts", type=int, default=6, help="how many sizes of a full disk, and of its inodes")
    parser.add_argument("--act", action="append", help="of kills and disks, only this command; may be repeated")
    parser.add_argument("part", nargs="*", help="damage, pairs, clocks, disks, kills, bulk, backups (default: all)")
    given = parser.parse_args()
    parts: dict[str, Callable[[dict[str, Path], Path, Say], None]] = {
        "damage": damage,
        "pairs": pairs,
        "clocks": clocks,
        "disks": lambda stages, place, say: disks(stages, place, given.parts, given.act, say),
        "kills": lambda stages, place, say: kills(stages, place, given.moments, given.act, say),
        "bulk": bulk,
        "backups": backups,
    }
    stages = ground(RESULTS / "ground")
    failed = 0
    for name in given.part or parts:
        began = time.monotonic()
        rows: list[tuple[str, ...]] = [("command", "fault", "seen", "right"), ("---",) * 4]

        def say(rows: list[tuple[str, ...]], act: str, fault: str, seen: str, right: bool) -> None:
            rows.append((act, fault, " ".join(seen.replace("|", "/").split()), "yes" if right else "NO"))
            print(f"{'ok  ' if right else 'FAIL'} {act}: {fault}: {rows[-1][2]}", flush=True)

        place = Path(tempfile.mkdtemp(prefix=f"faults-{name}-"))
        try:
            parts[name](stages, place, partial(say, rows))
        finally:
            shutil.rmtree(place, ignore_errors=True)
        wrong = sum(row[3] == "NO" for row in rows)
        failed += wrong
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        told = f"{len(rows) - 2} faults, {wrong} not right, {time.monotonic() - began:.0f} s"
        (RESULTS / f"{name}.md").write_text(f"## {name}\n\n{told}\n\n{table}\n", "utf-8")
        print(f"{name}: {told}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
