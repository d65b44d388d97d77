"""How sharp the tests are: a sample of mutants of each room, and which of them no test noticed.

    make mutants                                                # makes .venv-mutants, with mutmut in it
    .venv-mutants/bin/python -m benchmarks.mutants --sample 200 # a room after the other

A mutant is the program with one small thing changed (a bound, an operator, a default, an argument). All mutants of the
rooms would take a day, so some are drawn at random by a seed; the share that is noticed is told with its 95 % interval.
mutmut works in ``mutants/``, which is not in git; it remembers what it has tried until that folder is removed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from reporting.analysis.intervals import wilson

ROOMS = ("analysis", "disclosure", "intake/checks", "intake/recognition", "pagemaking")
"""The numbers, what may be public, what is refused, whose a file is, and the engine that makes pages."""
FATES: dict[int | None, str] = {0: "survived", 1: "noticed", 3: "noticed", 33: "no test", 36: "noticed", -24: "noticed"}
"""What mutmut keeps of a mutant: pytest's exit code, 33 where no test runs the line, 36 and -24 where time ran out."""
MUTMUT = Path(sys.executable).parent / "mutmut"


def known(room: str) -> dict[str, int | None]:
    """Mutant → its exit code; None where it was not tried."""
    found: dict[str, int | None] = {}
    for meta in sorted(Path("mutants/src/reporting", room).rglob("*.meta")):
        found |= json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def run(*names: str) -> None:
    """Have mutmut make the mutants that are not made yet, and try those named."""
    done = subprocess.run([MUTMUT, "run", *names], capture_output=True, text=True, check=False)
    if "failed to collect stats" in done.stdout + done.stderr:
        sys.exit(
            f"{done.stdout[-3000:]}\na test fails on the copy in mutants/: mend it, or deselect it in pyproject.toml"
        )


def difference(name: str) -> str:
    """What a mutant changes: the line before and the line after."""
    shown = subprocess.run([MUTMUT, "show", name], capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in shown.splitlines() if line[:2] in ("- ", "+ "))


def main() -> None:
    """Draw, try, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=100, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS)
    asked = parser.parse_args()
    run("nothing.of.this.name")
    for room in asked.room or ROOMS:
        names = sorted(known(room))
        chance = random.Random(asked.seed)  # noqa: S311 - a sample, no secret
        drawn = chance.sample(names, min(asked.sample, len(names)))
        run(*drawn)
        tried = known(room)
        fates = Counter(FATES.get(code, f"exit {code}") for code in (tried[name] for name in drawn))
        lower, upper = (100 * float(limit) for limit in wilson(fates["noticed"], len(drawn), 0.95))
        share = 100 * fates["noticed"] / len(drawn)
        print(f"{room}: {len(names)} mutants, {len(drawn)} drawn, {share:.0f} % noticed ({lower:.0f}-{upper:.0f})")
        for name in drawn:
            if (fate := FATES.get(tried[name], "not tried")) != "noticed":
                print(f"\n{fate}: {name}\n{difference(name)}")


if __name__ == "__main__":
    main()
