"""A full disk, no inodes, and folders that may not be written to, at every step of every command; asks for root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.ground import ACTS, Act, Came, Say, call, copied, differences, plain_environment, standing

_KIB = 1024
_SHUT = ("data", "data/archive", "data/receipts", "outputs", "outputs/editions", "outputs/drafts", "outputs/.work", ".")


def disks(stages: dict[str, Path], place: Path, parts: int, only: list[str] | None, say: Say) -> None:
    """Each command with less room, and fewer inodes, than it needs; then with folders shut."""
    if os.geteuid():
        say("all", "full and read-only disks", "not tried: mounting a small disk asks for root", True)
        return
    for act in (one for one in ACTS if not only or one.name in only):
        whole = copied(stages[act.stage], place / "whole")
        used, inodes = _used(whole)
        call(whole, *act.arguments)
        call(whole, *act.arguments)
        wanted = standing(whole)
        most, most_inodes = _used(whole)
        subprocess.run(["rm", "-rf", str(whole)], check=True)
        for part in range(parts):
            room = max(0, most - used) * part // parts
            _one(
                stages,
                place,
                act,
                f"size={used + room + 64 * _KIB}",
                f"disk full after {room // _KIB} KiB",
                wanted,
                say,
            )
        few = max(2, parts // 2)
        for part in range(few):
            more = max(1, most_inodes - inodes) * part // few
            _one(stages, place, act, f"nr_inodes={inodes + more + 2}", f"inodes gone after {more}", wanted, say)
        for folder in _SHUT:
            _shut(stages, place, act, folder, wanted, say)
        for room in (0, 300):
            _no_room_for_passing_files(stages, place, act, room, wanted, say)


def _one(
    stages: dict[str, Path], place: Path, act: Act, option: str, fault: str, wanted: dict[str, object], say: Say
) -> None:
    place.mkdir(parents=True, exist_ok=True)
    disk = place / "disk"
    with _mounted("-t", "tmpfs", "-o", "size=2g", "tmpfs", str(disk), at=disk):
        project = copied(stages[act.stage], disk / "project")
        subprocess.run(["mount", "-o", f"remount,{option}", str(disk)], check=True)
        came = call(project, *act.arguments)
        _, torn = _whole(project)
        subprocess.run(["mount", "-o", "remount,size=2g,nr_inodes=0", str(disk)], check=True)
        again = call(project, *act.arguments)
        why = differences(wanted, standing(project))
    _tell(act, fault, came, torn, again, why, say)


def _shut(stages: dict[str, Path], place: Path, act: Act, folder: str, wanted: dict[str, object], say: Say) -> None:
    project = copied(stages[act.stage], place / "shut")
    shut = project / folder
    shut.mkdir(parents=True, exist_ok=True)
    with _mounted("--bind", str(shut), str(shut), at=shut):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(shut)], check=True)
        came = call(project, *act.arguments)
        _, torn = _whole(project)
    again = call(project, *act.arguments)
    why = differences(wanted, standing(project))
    subprocess.run(["rm", "-rf", str(project)], check=True)
    name = "the project" if folder == "." else folder
    _tell(act, f"{name} is read-only", came, torn, again, why, say)


def _no_room_for_passing_files(
    stages: dict[str, Path], place: Path, act: Act, room: int, wanted: dict[str, object], say: Say
) -> None:
    """The system's folder of temporary files is full, the project's own disk is not."""
    project = copied(stages[act.stage], place / "passing")
    temporary = place / "tmp"
    with _mounted("-t", "tmpfs", "-o", f"size={room or 4}k", "tmpfs", str(temporary), at=temporary):
        if not room:
            (temporary / "full").write_bytes(bytes(4096))
        came = call(project, *act.arguments, environment=plain_environment() | {"TMPDIR": str(temporary)})
        _, torn = _whole(project)
    again = call(project, *act.arguments)
    why = differences(wanted, standing(project))
    subprocess.run(["rm", "-rf", str(project)], check=True)
    _tell(act, f"{room} KiB for temporary files", came, torn, again, why, say)


def _tell(act: Act, fault: str, came: Came, torn: str, again: Came, why: str, say: Say) -> None:
    """Right is a fault that is told, leaves nothing half, and is made up for by the same command once it is gone."""
    made_up = act.is_done(again) and not why
    then = "then whole" if made_up else f"then exit {again.code}: {again.last[:100]} {why}"
    said = f"exit {came.code}, {came.last[:140]}{torn}; {then}"
    say(act.name, fault, said, came.is_told and not torn and made_up)


def _whole(project: Path) -> tuple[dict[str, object], str]:
    """What stands, and what of it is not whole."""
    try:
        found = standing(project)
    except Exception as error:
        return {}, f" the store cannot be read: {error}"
    parts = [*found["torn"]]
    return found, f" torn: {', '.join(map(str, parts))}" if parts else ""


@contextmanager
def _mounted(*arguments: str, at: Path) -> Iterator[None]:
    at.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *arguments], check=True)
    try:
        yield
    finally:
        # what a worker still holds open is let go by itself
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def _used(folder: Path) -> tuple[int, int]:
    """Bytes in whole pages, and how many files and folders."""
    size = count = 0
    for parent, folders, files in os.walk(folder):
        count += len(folders) + len(files)
        size += sum(-(-Path(parent, name).lstat().st_size // 4096) * 4096 for name in files)
    return size, count
