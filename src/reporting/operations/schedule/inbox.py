"""The inbox: which files have settled, so that none is read while it is being copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

__all__ = ["FileMark", "settled_files"]

_UNFINISHED = {".part", ".partial", ".crdownload", ".tmp", ".download"}


@dataclass(frozen=True)
class FileMark:
    """A file as it stood when it was looked at.

    Attributes:
        path: below the inbox, with ``/``.
        changed_ns: the later of the times of content and of status, so that a copy that keeps the content's time
            still counts as new.
    """

    path: str
    size: int
    changed_ns: int


def settled_files(inbox: Path, now: datetime, settled_for: timedelta) -> Iterator[FileMark]:
    """The files of the inbox that have lain unchanged for so long, in order of path.

    Hidden files, what Excel keeps beside an open workbook (``~$…``) and unfinished downloads are left out, and so
    are links: what is taken in lies in the inbox itself.
    """
    for path in sorted(inbox.rglob("*")):
        try:
            if path.is_symlink() or not path.is_file() or _is_passing(path.relative_to(inbox)):
                continue
            status = path.stat()
        except FileNotFoundError:  # gone since it was listed
            continue
        mark = FileMark(path.relative_to(inbox).as_posix(), status.st_size, max(status.st_mtime_ns, status.st_ctime_ns))
        if mark.changed_ns <= (now - settled_for).timestamp() * 1e9:
            yield mark


def _is_passing(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return hidden or path.suffix.lower() in _UNFINISHED
