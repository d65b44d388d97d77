"""kill -9 at many moments after the first write, and two of every command at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.faults.ground import (
    ACTS,
    REPORTING,
    SECONDS,
    Act,
    Came,
    Say,
    call,
    copied,
    differences,
    plain_environment,
    standing,
)


def kills(stages: dict[str, Path], place: Path, moments: int, only: list[str] | None, say: Say) -> None:
    """Each command is killed so many times between its first write and its end, then given once more."""
    for act in (one for one in ACTS if not only or one.name in only):
        wanted, seconds = _undisturbed(stages[act.stage], place / "whole", act)
        wrong: list[str] = []
        killed = 0
        for number in range(moments):
            project = copied(stages[act.stage], place / f"killed-{number}")
            killed += _killed(project, act, seconds * number / moments, everybody=number % 2 == 1)
            came = call(project, *act.arguments)
            found = standing(project)
            if not came.is_told or came.code not in act.good or differences(wanted, found):
                wrong.append(f"moment {number}: exit {came.code}, {came.last[:120]} {differences(wanted, found)}")
            shutil.rmtree(project)
        seen = f"{killed} of {moments} killed before their end, {moments - len(wrong)} whole after the next one"
        say(act.name, "kill -9", "; ".join([seen, *wrong[:3]]), not wrong)


def _undisturbed(stage: Path, project: Path, act: Act) -> tuple[dict[str, object], float]:
    """What stands after the command, and the seconds from its first write to its end."""
    shutil.rmtree(project, ignore_errors=True)
    copied(stage, project)
    process = started(project, act)
    first_write(project, process)
    began = time.monotonic()
    process.wait(SECONDS)
    seconds = time.monotonic() - began
    # given again it must find nothing to do, as after a kill
    call(project, *act.arguments)
    return standing(project), seconds


def _killed(project: Path, act: Act, after: float, *, everybody: bool) -> bool:
    process = started(project, act)
    first_write(project, process)
    time.sleep(after)
    alive = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL) if everybody else process.kill()
    process.wait()
    # its workers see that nobody waits for them
    until = time.monotonic() + 20
    while time.monotonic() < until and _group_lives(process.pid):
        time.sleep(0.05)
    return alive


def started(project: Path, act: Act) -> subprocess.Popen[bytes]:
    """A command under way."""
    command = [*REPORTING, "--project", str(project), *act.arguments]
    quiet = subprocess.DEVNULL
    environment = plain_environment()
    return subprocess.Popen(command, cwd=project, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def first_write(project: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a command has changed anything, or has ended."""
    before = _mark(project)
    while process.poll() is None and _mark(project) == before:
        time.sleep(0.002)


def _mark(project: Path) -> int:
    """A number that changes when anything of a project does."""
    mark = 0
    for parent, _, files in os.walk(project):
        for name in [".", *files]:
            try:
                found = Path(parent, name).lstat()
            except FileNotFoundError:
                continue
            mark ^= hash((parent, name, found.st_mtime_ns, found.st_size))
    return mark


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def pairs(stages: dict[str, Path], place: Path, say: Say) -> None:
    """Two of every command at once: one does it, the other waits, finds it done, or says why not."""
    for act in ACTS:
        project = copied(stages[act.stage], place / f"pair-{act.name}")
        wanted, _ = _undisturbed(stages[act.stage], place / "whole", act)
        command = [*REPORTING, "--project", str(project), *act.arguments]
        both = [
            subprocess.Popen(
                command,
                cwd=project,
                env=plain_environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            for _ in range(2)
        ]
        said = [process.communicate(timeout=SECONDS)[0] for process in both]
        came = [Came(process.returncode, text) for process, text in zip(both, said, strict=True)]
        call(project, *act.arguments)
        why = differences(wanted, standing(project))
        codes = " and ".join(str(one.code) for one in came)
        told = next((one.last for one in came if one.code not in act.good), came[1].last)
        right = all(one.is_told for one in came) and any(one.code in act.good for one in came) and not why
        say(act.name, "two at once", f"exit {codes}; {told[:120]} {why}", right)
