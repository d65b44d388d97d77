"""Putting a whole folder in the place of another at once."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from reporting.execution.files import partial_folder

__all__ = ["link_tree", "swap_in"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def swap_in(made: Path, place: Path) -> None:
    """Let ``made`` take the place of ``place``; what stood there is removed.

    A reader finds the old folder or the new one, never half of either: Linux exchanges the two names in one step.
    Where the system cannot, there is a moment between two renames in which neither stands.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        made.rename(place)
        return
    if not _exchanged(made, place):
        away = partial_folder(place)
        place.rename(away / "old")
        try:
            made.rename(place)
        except OSError:
            (away / "old").rename(place)
            away.rmdir()
            raise
        made = away
    shutil.rmtree(made)


def link_tree(source: Path, target: Path) -> None:
    """The files of ``source`` under ``target``, as hard links where the disk has them."""

    def link(origin: str, copy: str) -> None:
        try:
            os.link(origin, copy)
        except OSError:
            shutil.copy2(origin, copy)

    shutil.copytree(source, target, copy_function=link)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(other))
