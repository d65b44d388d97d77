"""What a warm parent and all its forks may reach: Linux's namespaces, which need no root.

`confine` puts this process into a user, a mount and a network namespace of its own: no address outside can be
reached, some folders are read-only, others seem empty. Kernels speak over sockets of the file system, so a run goes
on as before.
What is confined so can neither read the memory of the process that started it nor its environment.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "NOT_CONFINED",
    "VARIABLE",
    "CannotConfineError",
    "Confinement",
    "confine",
    "confine_as_asked",
    "protect_this_process",
]

VARIABLE = "REPORTING_CONFINEMENT"
"""The environment variable by which a warm parent is told its confinement, as JSON."""

NOT_CONFINED = "it cannot be confined"
"""How the refusal of a parent begins that could not do as it was asked."""

# <linux/sched.h>, <sys/mount.h>, <sys/prctl.h>, <sys/statvfs.h>
_NEW_USER, _NEW_MOUNTS, _NEW_NETWORK = 0x10000000, 0x00020000, 0x40000000
_READ_ONLY, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 32, 4096, 16384, 1 << 18
_KEPT_FLAGS = {2: 2, 4: 4, 8: 8, 1024: 1024, 2048: 2048, 4096: 1 << 21}
"""Flag of statvfs → flag of mount, of those that a namespace may not take off: nosuid, nodev, noexec, times."""
_SET_DUMPABLE = 4


class CannotConfineError(Exception):
    """This system gives no namespaces to users without rights."""


@dataclass(frozen=True)
class Confinement:
    """What is out of reach, besides the network.

    Attributes:
        read_only: folders that may be read and not written.
        hidden: folders and files that seem empty.
        file_bytes: the largest file that may be written; 0 for no limit.
        processes: how many processes and threads the user may have; 0 for no limit.
    """

    read_only: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    file_bytes: int = 2**30
    processes: int = 0

    def environment(self) -> dict[str, str]:
        """What a warm parent finds in its environment to be confined so."""
        return {VARIABLE: json.dumps(asdict(self))}


def confine_as_asked(environment: Mapping[str, str]) -> None:
    """Confine this process if its environment asks for it.

    Raises:
        CannotConfineError: the system does not let it.
    """
    if asked := environment.get(VARIABLE):
        given: dict[str, Any] = json.loads(asked)
        for name in ("read_only", "hidden"):
            given[name] = tuple(given[name])
        confine(Confinement(**given))


def confine(confinement: Confinement) -> None:
    """Confine this process, which must have one thread, and all that it will start.

    Raises:
        CannotConfineError: the system does not let it.
    """
    if sys.platform != "linux":
        raise CannotConfineError("only Linux has namespaces")
    user, group = os.getuid(), os.getgid()
    try:
        _call("unshare", _NEW_USER | _NEW_MOUNTS | _NEW_NETWORK)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        _mount(None, "/", _RECURSIVE | _PRIVATE)
        for folder in confinement.read_only:
            _mount(folder, folder, _BIND | _RECURSIVE)
            _mount(None, folder, _REMOUNT | _BIND | _READ_ONLY | _flags(folder))
        for place in confinement.hidden:
            _hide(Path(place))
    except OSError as error:
        raise CannotConfineError(f"the system does not give a namespace to this user ({error})") from error
    _limit(confinement)


def protect_this_process() -> None:
    """Let no other process of this user read this one's memory and environment."""
    if sys.platform == "linux":
        _call("prctl", _SET_DUMPABLE, 0, 0, 0, 0)


def _hide(place: Path) -> None:
    if place.is_dir():
        _call("mount", b"none", os.fsencode(place), b"tmpfs", _READ_ONLY, b"size=4k,mode=555")
    elif place.exists():
        _mount(os.devnull, str(place), _BIND)


def _flags(folder: str) -> int:
    held = os.statvfs(folder).f_flag
    return sum(flag for of_statvfs, flag in _KEPT_FLAGS.items() if held & of_statvfs)


def _limit(confinement: Confinement) -> None:
    import resource

    limits = {resource.RLIMIT_CORE: 0}
    if confinement.file_bytes:
        limits[resource.RLIMIT_FSIZE] = confinement.file_bytes
    if confinement.processes:
        limits[resource.RLIMIT_NPROC] = confinement.processes
    for kind, limit in limits.items():
        hard = resource.getrlimit(kind)[1]
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (most, most))


def _mount(source: str | None, target: str, flags: int) -> None:
    _call("mount", os.fsencode(source) if source else None, os.fsencode(target), None, flags, None)


def _call(function: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    values = [ctypes.c_ulong(one) if isinstance(one, int) else one for one in arguments]
    if getattr(library, function)(*values) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
