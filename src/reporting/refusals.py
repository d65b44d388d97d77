"""What the operating system refuses, said truly: where, what, and what helps."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reporting.errors import WorkError

__all__ = ["naming", "refusal"]

_FULL = ("the disk is full", "make room there (files may have run out too: `df -i`) and do it again")
_IN_THE_WAY = ("something else stands there", "move it out of the way and do it again")
_WORDS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: ("this user's share of the disk is full", "make room there and do it again"),
    errno.EROFS: ("the disk is read-only", "do it where the disk may be written to"),
    errno.EACCES: ("this user may not open it", "give this user the right to it"),
    errno.EPERM: ("this user may not do that", "give this user the right to it"),
    errno.EIO: ("the disk does not answer", "look at the disk, and bring a backup into safety"),
    errno.EMFILE: ("too many files are open", "close other programs, or raise the limit (`ulimit -n`)"),
    errno.ENFILE: ("too many files are open", "close other programs, or raise the limit (`ulimit -n`)"),
    errno.ENOMEM: ("there is too little memory for this", "close other programs and do it again"),
    errno.EFBIG: ("the file would be larger than the disk allows", "use a disk that holds larger files"),
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.ENAMETOOLONG: ("the name is too long", "put the project nearer to the root of the disk"),
}
_NUMBER = re.compile(r"\[Errno (\d+)\]")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """An error of writing knows no file; where none is named, name this one."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        raise


def refusal(error: OSError) -> WorkError:
    """The error as people should hear it."""
    number, where, what = error.errno, str(error.filename or ""), error.strerror or str(error)
    if isinstance(error, shutil.Error):
        number, where, what = _first_of(error)
    words, hint = _WORDS.get(number or 0, (what, ""))
    return WorkError(words, where=where, hint=hint)


def _first_of(error: shutil.Error) -> tuple[int | None, str, str]:
    """Number, place and words of the first of many: a folder is copied as far as it goes."""
    listed = error.args[0] if error.args else ""
    if not isinstance(listed, list) or not listed:
        return None, "", str(error)
    _, target, why = listed[0]
    found = _NUMBER.search(str(why))
    number = int(found[1]) if found else None
    return number, str(target), os.strerror(number) if number else str(why)
