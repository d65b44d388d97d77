"""The moments at which a command can be killed: each step it takes in the project's files, each write of its store.

A command that is to be killed says before each such step that it is at it, by Python's audit events; the store, which
writes without Python's knowledge, is followed by strace where that is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.ground import REPORTING, SECONDS, Act, plain_environment

__all__ = ["Moment", "Steps", "begun", "counted", "moments"]

_WATCHED = """
import os, signal, sys
root, at, everybody, told = os.environ["FAULT_ROOT"], int(os.environ["FAULT_AT"]), os.environ["FAULT_ALL"], []
own, step = os.getpid(), 0
changes = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}

def inside(args):
    for one in args[:2]:
        if isinstance(one, (str, bytes)) and os.path.abspath(os.fsdecode(one)).startswith(root):
            return True
    return any(isinstance(one, int) and one > 2 for one in args)

def watch(event, args):
    global step
    if event == "open":
        path, mode, flags = args
        if not isinstance(path, str) or not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        args = (path,)
    elif event not in changes:
        return
    if os.getpid() != own or not inside(args):
        return
    step += 1
    if step == at:
        os.killpg(os.getpgid(0), signal.SIGKILL) if everybody else os.kill(own, signal.SIGKILL)

sys.addaudithook(watch)
from reporting.cli import main
try:
    main()
finally:
    if at == 0:
        with open(os.environ["FAULT_TOLD"], "w") as stream:
            stream.write(str(step))
"""


@dataclass(frozen=True)
class Steps:
    """How many there are of each kind, in a command that nobody disturbs."""

    files: int
    store: int


@dataclass(frozen=True)
class Moment:
    """When a command is killed: before a step in files, at a write of the store, or so far into its time.

    Attributes:
        everybody: its workers too, as by a power cut; else they find that nobody waits for them.
    """

    kind: str
    number: float
    everybody: bool


def counted(project: Path, act: Act) -> Steps:
    """Give the command once, and count."""
    with tempfile.TemporaryDirectory() as folder:
        told, trace = Path(folder, "told"), Path(folder, "trace")
        command = [*_watched(project, act)]
        if shutil.which("strace"):
            command = [*_strace(trace), "--seccomp-bpf", *command]
        environment = _environment(project, 0, everybody=False, told=told)
        quiet = subprocess.DEVNULL
        subprocess.run(command, cwd=project, env=environment, stdout=quiet, stderr=quiet, check=False, timeout=SECONDS)
        lines = trace.read_text("utf-8", "replace").splitlines() if trace.exists() else []
        # strace counts for each thread and each kind of call
        threads = Counter(tuple(line.replace("(", " ").split()[:2]) for line in lines if "pwrite64" in line)
        return Steps(int(told.read_text() or 0), max(threads.values(), default=0))


def moments(steps: Steps, number: int) -> list[Moment]:
    """So many moments, spread evenly over what the command does; what is missing of them by the clock."""
    store = min(steps.store, number // 3)
    # before the first step nothing has been written
    files = min(max(0, steps.files - 1), number - store)
    found: list[tuple[str, float]] = [("file", 2 + at * (steps.files - 1) // files) for at in range(files)]
    found += [("store", 1 + at * steps.store // store) for at in range(store)]
    clock = number - len(found)
    found += [("clock", at / clock) for at in range(clock)]
    return [Moment(kind, value, everybody=at % 2 == 1) for at, (kind, value) in enumerate(found)]


def begun(project: Path, act: Act, moment: Moment) -> subprocess.Popen[bytes]:
    """The command under way, to be killed at the moment by itself; one by the clock is left to the caller."""
    at = int(moment.number) if moment.kind == "file" else -1
    command = list(_watched(project, act))
    if moment.kind == "store":
        kill = f"inject=pwrite64:signal=SIGKILL:when={int(moment.number)}"
        # with a filter of calls, which is quicker, strace does nothing at them
        command = [*_strace(Path("/dev/null")), "-e", kill, *command]
    environment = _environment(project, at, everybody=moment.everybody, told=Path("/dev/null"))
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=project, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def _watched(project: Path, act: Act) -> Sequence[str]:
    return (REPORTING[0], "-c", _WATCHED, "--project", str(project), *act.arguments)


def _strace(trace: Path) -> Sequence[str]:
    return ("strace", "-f", "-qq", "-o", str(trace), "-e", "trace=pwrite64")


def _environment(project: Path, at: int, *, everybody: bool, told: Path) -> dict[str, str]:
    own = {"FAULT_ROOT": str(project), "FAULT_AT": str(at), "FAULT_ALL": "1" if everybody else "", "FAULT_TOLD": told}
    return plain_environment() | {name: str(value) for name, value in own.items()}
