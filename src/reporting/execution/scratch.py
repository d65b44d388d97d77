"""Private folders for sockets and parcels that do not outlive their owner for long.

Who is killed cannot tidy up; whoever starts next does. A folder says by a locked file in it that its owner
lives: a process number would be taken over by somebody else, and means nothing in another container.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from reporting.execution.lock import try_lock

_PREFIX = "reporting-"
_MARK = ".owner"
# a socket's path may have 107 bytes, of which a folder's name and a kernel's socket take 40
_LONGEST = 64
_in_use: set[Path] = set()


class ScratchFolder:
    """A folder that only this user may enter; `close` removes it, or `sweep` when its owner has died.

    Attributes:
        path: the folder.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, purpose: str) -> None:
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{purpose}-", dir=_place()))
            # a sweep that came between the two has taken it for a dead one's
            _in_use.add(self.path)
            if claim := _claimed(self.path, "xb"):
                self._claim = claim
                return
            _in_use.discard(self.path)

    @property
    def has_room_for_sockets(self) -> bool:
        """Whether a socket in it would have a path that is short enough."""
        return _is_short(str(self.path.parent))

    def close(self) -> None:
        """Remove the folder and all in it."""
        self._claim.close()
        _in_use.discard(self.path)
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sweep() -> None:
    """Remove this user's scratch folders whose owners have died."""
    for folder in Path(_place()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            # where locks know processes only, this one's own would seem free
            if folder not in _in_use and _is_own(folder) and (claim := _claimed(folder, "r+b")):
                with claim:
                    shutil.rmtree(folder, ignore_errors=True)


def _place() -> str:
    """The usual temporary folder, or one with a shorter path if that is too long for sockets."""
    usual = tempfile.gettempdir()
    others = (os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp")  # noqa: S108 - each folder in it is private
    return next((place for place in (usual, *others) if _is_short(place) and os.access(place, os.W_OK)), usual)


def _is_short(place: str) -> bool:
    return len(os.fsencode(place)) <= _LONGEST


def _claimed(folder: Path, mode: str) -> IO[bytes] | None:
    """The folder's mark, opened and locked; None where another process was quicker."""
    try:
        mark = (folder / _MARK).open(mode)
    except FileNotFoundError:
        return None
    if try_lock(mark) and (folder / _MARK).exists():
        return mark
    mark.close()
    return None


def _is_own(folder: Path) -> bool:
    # what another user has put there may be a link to something that is ours
    return folder.lstat().st_uid == (os.geteuid() if hasattr(os, "geteuid") else 0)
