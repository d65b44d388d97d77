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
import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from functools import partial
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

ROOMS: dict[str, list[str]] = {
    "analysis": [
        *("tests/golden", "tests/unit/analysis", "tests/unit/snapshots/test_groups.py"),
        *("tests/unit/snapshots/test_public_texts.py", "tests/unit/intake/checks/test_scope_untold.py"),
    ],
    "disclosure": [
        *("tests/unit/disclosure", "tests/golden/test_tables.py", "tests/unit/snapshots/test_public_view.py"),
        *("tests/unit/snapshots/test_public_texts.py", "tests/unit/snapshots/test_public_period_data.py"),
        "tests/unit/snapshots/test_snapshot.py",
    ],
    "intake/checks": ["tests/unit/intake"],
    "intake/recognition": ["tests/unit/intake"],
    "pagemaking": ["tests/unit/pagemaking", "tests/unit/editions"],
}
"""The numbers, what may be public, what is refused, whose a file is, the engine that makes pages; and their tests."""
READERS = ("tests/unit/intake/test_messages.py", "tests/unit/editions/test_catalogue.py")
"""Tests that read the source, in which all mutants stand side by side."""
NOTICED = "noticed"
ENDLESS = 4
"""Times what the tests take without a mutant, and no test ends: it is noticed."""
MUTMUT = str(Path(sys.executable).parent / "mutmut")


class Trial:
    """A plugin of pytest that has read the tests of a room and tries its mutants, each in a fork of the process.

    No test has run in the process itself, so that nothing it remembers hides a mutant.
    """

    def __init__(self, names: Sequence[str], patience: float, out: TextIO) -> None:
        self._names, self._patience, self._out = names, patience, out
        self._seconds: dict[str, float] = {}
        self._tests_of: dict[str, list[str]] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        """Run every test once, for its seconds and the functions it calls, then of each mutant those that call it."""
        items = {item.nodeid: item for item in session.items}
        with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
            if in_a_fork(partial(watched, session, list(items.values()), kept), 24 * 3600):
                os._exit(1)
            kept.seek(0)
            self._seconds, self._tests_of, loaded = json.load(kept)
        # what tests load late would be loaded in every fork
        for module in loaded:
            with suppress(Exception):
                import_module(module)
        gc.freeze()
        for name in self._names:
            chosen = self._chosen(name.rsplit("__mutmut_", 1)[0])
            limit = 10 + int(ENDLESS * sum(self._seconds[one] for one in chosen))
            os.environ["MUTANT_UNDER_TEST"] = name
            code = in_a_fork(partial(failed, session, [items[one] for one in chosen]), limit) if chosen else 0
            fate = NOTICED if code else "survived" if chosen else "no test"
            print(name, fate, sep="\t", file=self._out, flush=True)
        return True

    def _chosen(self, function: str) -> list[str]:
        """The tests that call a function, the quickest files first, that together take no longer than is borne."""
        found, needed = list[str](), 0.0
        for one in sorted(self._tests_of.get(function, ()), key=self._seconds.__getitem__):
            if found and needed + self._seconds[one] > self._patience:
                break
            found.append(one)
            needed += self._seconds[one]
        first = dict[str, int]()
        for place, one in enumerate(found):
            first.setdefault(one.split("::")[0], place)
        return sorted(found, key=lambda one: first[one.split("::")[0]])


def failed(session: Any, items: Sequence[Any]) -> int:
    """1 where one of the tests fails; those after it are not run."""
    for item, following in zip_longest(items, items[1:]):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


def watched(session: Any, items: Sequence[Any], kept: TextIO) -> int:
    """The same; kept are test → seconds of processor time, function → tests that call it, and modules loaded late."""
    from mutmut.state import state  # type: ignore[import-not-found]

    before = set(sys.modules)
    os.environ["MUTANT_UNDER_TEST"] = "stats"
    seconds, tests_of = dict[str, float](), defaultdict[str, list[str]](list)
    for item, following in zip_longest(items, items[1:]):
        since = time.process_time()
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            print(f"{item.nodeid} fails on the copy in mutants/: run it there, and mend it", file=sys.stderr)
            return 1
        seconds[item.nodeid] = time.process_time() - since
        for function in state()._stats:
            tests_of[function].append(item.nodeid)
        state()._stats.clear()
    json.dump([seconds, tests_of, sorted(set(sys.modules) - before)], kept)
    kept.flush()
    return 0


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


def try_out(names: Sequence[str], tests: Sequence[str], left_out: Sequence[str], patience: float, out: TextIO) -> None:
    """Write each mutant and its fate, by the tests of its room."""
    import pytest

    os.chdir("mutants")
    sys.path[:0] = [str(Path("src").absolute()), str(Path.cwd())]
    os.environ["MUTANT_UNDER_TEST"] = ""
    more = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir=."]
    more += [f"--ignore={one}" for one in (*READERS, *left_out)]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        os.dup2(nowhere.fileno(), 1)
        pytest.main([*more, *tests], plugins=[Trial(names, patience, out)])


def known(room: str) -> list[str]:
    """The mutants of a room."""
    metas = sorted(Path("mutants/src/reporting", room).rglob("*.meta"))
    return sorted(name for meta in metas for name in json.loads(meta.read_text("utf-8"))["exit_code_by_key"])


def difference(name: str) -> str:
    """What a mutant changes: the line before and the line after."""
    shown = subprocess.run([MUTMUT, "show", name], capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in shown.splitlines() if line[:2] in ("- ", "+ "))


def share(fates: Sequence[str]) -> str:
    """The share that was noticed, with its 95 % interval."""
    from reporting.analysis.intervals import wilson

    noticed = fates.count(NOTICED)
    lower, upper = (100 * float(limit) for limit in wilson(noticed, len(fates), 0.95))
    return f"{len(fates)} tried, {100 * noticed / len(fates):.0f} % noticed ({lower:.0f}-{upper:.0f})"


def main() -> None:
    """Draw, try, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=100, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS)
    parser.add_argument("--patience", type=float, default=30.0, help="seconds of processor time that one may take")
    parser.add_argument("--mutant", action="append", help="this one, whatever the sample, by its name")
    parser.add_argument("--leave-out", action="append", default=[], help="a file of tests that is not asked")
    asked = parser.parse_args()
    make = [MUTMUT, "run", "--max-children", "1", "no.such.mutant"]
    made = subprocess.run(make, capture_output=True, text=True, check=False)
    if "failed to collect stats" in made.stdout + made.stderr:
        sys.exit(made.stdout[-3000:])
    drawn = dict[str, list[str]]()
    for room in asked.room or ROOMS:
        names = known(room)
        chance = random.Random(asked.seed)  # noqa: S311 - a sample, no secret
        drawn[room] = chance.sample(names, min(asked.sample, len(names)))
        if asked.mutant:
            drawn[room] = [name for name in names if name in asked.mutant]
    fates = dict[str, str]()
    # rooms that the same tests try are tried together
    for tests in dict.fromkeys(tuple(ROOMS[room]) for room in drawn):
        rooms = [room for room in drawn if tuple(ROOMS[room]) == tests]
        read, write = os.pipe()
        if not os.fork():
            with os.fdopen(write, "w", encoding="utf-8") as out:
                try_out([name for room in rooms for name in drawn[room]], tests, asked.leave_out, asked.patience, out)
            os._exit(0)
        os.close(write)
        # whoever stops it is told what was tried so far
        with os.fdopen(read, encoding="utf-8") as told, suppress(KeyboardInterrupt):
            for name, fate in (line.rstrip("\n").split("\t") for line in told):
                fates[name] = fate
                if fate != NOTICED:
                    print(f"\n{fate}: {name}\n{difference(name)}", flush=True)
    # last of all: what it loads of the package would be taken for the mutants' by a fork
    for room, names in drawn.items():
        if tried := [fates[name] for name in names if name in fates]:
            print(f"\n{room}: {len(known(room))} mutants, {share(tried)}", flush=True)


if __name__ == "__main__":
    main()
