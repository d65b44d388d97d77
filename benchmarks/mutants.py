"""How sharp the tests are: a sample of mutants of each room, and which of them no test noticed.

    make mutants                                                # makes .venv-mutants, with mutmut in it
    .venv-mutants/bin/python -m benchmarks.mutants --sample 200 # a room after the other

A mutant is the program with one small thing changed (a bound, an operator, a default, an argument). All mutants of the
rooms would take a day, so some are drawn at random by a seed; the share that is noticed is told with its 95 % interval.
mutmut makes them, in ``mutants/``, which is not in git. They are tried here: each in a fork of a process that has read
the room's own tests, those first that end soonest, until one fails. Tests that together take longer than ``--patience``
are left out, so a mutant that is said to survive may be noticed by one of those, and none is said to be noticed that is
not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

ROOMS: dict[str, list[str]] = {
    "analysis": [
        *("tests/golden", "tests/unit/analysis", "tests/unit/snapshots/test_groups.py"),
        *("tests/unit/snapshots/test_public_texts.py", "tests/unit/intake/checks/test_scope_untold.py"),
    ],
    "disclosure": [
        *("tests/unit/disclosure", "tests/golden/test_tables.py", "tests/unit/snapshots/test_public_view.py"),
        "tests/unit/snapshots/test_public_texts.py",
    ],
    "intake/checks": ["tests/unit/intake"],
    "intake/recognition": ["tests/unit/intake"],
    "pagemaking": ["tests/unit/pagemaking", "tests/unit/editions"],
}
"""The numbers, what may be public, what is refused, whose a file is, the engine that makes pages; and their tests."""
NOTICED = "noticed"
ENDLESS = 4
"""Times what the tests take without a mutant, and no test ends: it is noticed."""
MUTMUT = str(Path(sys.executable).parent / "mutmut")


class Watch:
    """A plugin of pytest that keeps, of each test, the seconds of processor time and the functions it calls."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)
        self.tests_of = defaultdict[str, set[str]](set)
        self._since = 0.0

    def pytest_runtest_logstart(self) -> None:
        """Before a test is set up."""
        self._since = time.process_time()

    def pytest_runtest_teardown(self, item: Any) -> None:
        """When it has run."""
        from mutmut.state import state  # type: ignore[import-not-found]

        self.seconds[item.nodeid] = time.process_time() - self._since
        for function in state()._stats:
            self.tests_of[function].add(item.nodeid)
        state()._stats.clear()

    def chosen(self, function: str, patience: float) -> tuple[list[str], float]:
        """The tests that call a function, the quickest files first, and what they take: no more than ``patience``."""
        found, needed = list[str](), 0.0
        for one in sorted(self.tests_of[function], key=self.seconds.__getitem__):
            if found and needed + self.seconds[one] > patience:
                break
            found.append(one)
            needed += self.seconds[one]
        first = dict[str, int]()
        for place, one in enumerate(found):
            first.setdefault(one.split("::")[0], place)
        return sorted(found, key=lambda one: first[one.split("::")[0]]), needed


def run_pytest(*args: str, plugins: Sequence[object] = ()) -> int:
    """The exit code of pytest, which says nothing."""
    import pytest

    more = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir=."]
    # it reads the source, in which all mutants stand side by side
    more.append("--ignore=tests/unit/intake/test_messages.py")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return int(pytest.main([*more, *args], plugins=list(plugins)))


def in_a_fork(work: Callable[[], int], seconds: int) -> int:
    """The exit code of what is done in a fork of this process; that of a signal, negative, where it took too long."""
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def try_out(names: Iterable[str], tests: Sequence[str], patience: float) -> Iterator[tuple[str, str]]:
    """Each mutant and its fate, by the tests of its room."""
    os.chdir("mutants")
    sys.path[:0] = [str(Path("src").absolute()), str(Path.cwd())]
    os.environ["MUTANT_UNDER_TEST"] = "stats"
    watch = Watch()
    if run_pytest(*tests, plugins=[watch]):
        sys.exit("a test fails on the copy in mutants/: run it there, and mend it")
    for name in names:
        chosen, seconds = watch.chosen(name.rsplit("__mutmut_", 1)[0], patience)
        os.environ["MUTANT_UNDER_TEST"] = name
        code = in_a_fork(partial(run_pytest, *chosen), 10 + int(ENDLESS * seconds)) if chosen else 0
        yield name, NOTICED if code else "survived" if chosen else "no test"


def known(room: str) -> list[str]:
    """The mutants of a room."""
    metas = sorted(Path("mutants/src/reporting", room).rglob("*.meta"))
    return sorted(name for meta in metas for name in json.loads(meta.read_text("utf-8"))["exit_code_by_key"])


def difference(name: str) -> str:
    """What a mutant changes: the line before and the line after."""
    shown = subprocess.run([MUTMUT, "show", name], capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in shown.splitlines() if line[:2] in ("- ", "+ "))


def tell(room: str, fates: dict[str, str], among: int) -> None:
    """Print the share that was noticed, and each mutant that was not."""
    from reporting.analysis.intervals import wilson

    noticed = Counter(fates.values())[NOTICED]
    lower, upper = (100 * float(limit) for limit in wilson(noticed, len(fates), 0.95))
    share = 100 * noticed / len(fates)
    print(f"{room}: {among} mutants, {len(fates)} drawn, {share:.0f} % noticed ({lower:.0f}-{upper:.0f})")
    for name, fate in fates.items():
        if fate != NOTICED:
            print(f"\n{fate}: {name}\n{difference(name)}")
    sys.stdout.flush()


def main() -> None:
    """Draw, try, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=100, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS)
    parser.add_argument("--patience", type=float, default=30.0, help="seconds of processor time that one may take")
    asked = parser.parse_args()
    make = [MUTMUT, "run", "--max-children", "1", "no.such.mutant"]
    made = subprocess.run(make, capture_output=True, text=True, check=False)
    if "failed to collect stats" in made.stdout + made.stderr:
        sys.exit(made.stdout[-3000:])
    for room in asked.room or ROOMS:
        names = known(room)
        chance = random.Random(asked.seed)  # noqa: S311 - a sample, no secret
        drawn = chance.sample(names, min(asked.sample, len(names)))
        read, write = os.pipe()
        if not os.fork():
            with os.fdopen(write, "w", encoding="utf-8") as out:
                for name, fate in try_out(drawn, ROOMS[room], asked.patience):
                    print(name, fate, sep="\t", file=out, flush=True)
            os._exit(0)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as told:
            fates = dict(line.rstrip("\n").split("\t") for line in told)
        if fates:
            tell(room, fates, len(names))


if __name__ == "__main__":
    main()
