"""kill -9 at many moments after the first write, and two of every command at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
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
from benchmarks.faults.moments import Moment, begun, counted, moments


def kills(stages: dict[str, Path], place: Path, number: int, only: list[str] | None, say: Say) -> None:
    """Each command is killed at so many moments after its first write, then given once more."""
    for act in (one for one in ACTS if not only or one.name in only):
        wanted, seconds = _undisturbed(stages[act.stage], place / "whole", act)
        counting = copied(stages[act.stage], place / "counting")
        steps = counted(counting, act)
        shutil.rmtree(counting)
        wrong: list[str] = []
        killed = 0
        chosen = moments(steps, number)
        for at, moment in enumerate(chosen):
            project = copied(stages[act.stage], place / f"killed-{at}")
            killed += _killed(project, act, moment, seconds)
            _an_hour_later(project)
            came = call(project, *act.arguments)
            try:
                why = differences(wanted, standing(project))
            except Exception as error:
                why = f"it cannot be read: {error}"
            if not came.is_told or not act.is_done(came) or why:
                wrong.append(f"{moment.kind} {moment.number:.2g}: exit {came.code}, {came.last[:120]} {why}")
            shutil.rmtree(project)
        kinds = Counter(one.kind for one in chosen)
        steps_told = (
            f"{kinds['file']} of its {steps.files} steps in files, {kinds['store']} of {steps.store} writes of "
        )
        steps_told += f"the store, {kinds['clock']} by the clock"
        seen = f"{killed} of {number} killed before their end ({steps_told}); {number - len(wrong)} whole afterwards"
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


def _killed(project: Path, act: Act, moment: Moment, seconds: float) -> bool:
    """Kill the command at a moment; whether it was before its end."""
    process = begun(project, act, moment)
    if moment.kind == "clock":
        first_write(project, process)
        time.sleep(seconds * moment.number)
        alive = process.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL) if moment.everybody else process.kill()
    process.wait(SECONDS)
    if moment.kind != "clock":
        # strace ends with what its command was killed by
        alive = process.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
    # its workers see that nobody waits for them
    until = time.monotonic() + 20
    while time.monotonic() < until and _group_lives(process.pid):
        time.sleep(0.05)
    return alive


def _an_hour_later(project: Path) -> None:
    """What was left unfinished is old when the command is given again: what is young may be somebody else's."""
    for path in project.rglob(".partial-*"):
        os.utime(path, (path.stat().st_mtime - 4000,) * 2)


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
