"""Writing files and folders so that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reporting.refusals import naming

PARTIAL = ".partial-"
"""What the name of everything begins with that is not whole yet."""


def write_atomically(path: Path, content: bytes) -> None:
    """Put content at path, whole or not at all; the folder is made where it is missing.

    Raises:
        OSError: the disk is full, the folder cannot be written to, … What was at path before stays.
    """
    with whole(path) as stream:
        stream.write(content)


@contextmanager
def whole(path: Path, *, private: bool = False, first_stands: bool = False) -> Iterator[BinaryIO]:
    """A stream for what stands at path once the block has ended well, and not before; the folder is made if missing.

    Args:
        private: whether only this user may read it; otherwise everybody may whom the folder lets in.
        first_stands: whether of two who do it at once the first one's stays, rather than the last one's.

    Raises:
        OSError: the disk is full, the folder cannot be written to, … What was at path before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f"{PARTIAL}{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with naming(path), os.fdopen(descriptor, "wb") as stream:
            yield stream
        if not private:
            # mkstemp makes files private
            temporary.chmod(0o644)
        if first_stands:
            with suppress(FileExistsError):
                put_in_place(temporary, path)
        else:
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def partial_folder(place: Path) -> Path:
    """A new folder beside ``place`` for what is to stand there once it is whole."""
    return Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{place.name}-", dir=place.parent))


def put_in_place(made: Path, place: Path) -> None:
    """Let a finished file stand at ``place``, where nothing stands yet.

    Raises:
        FileExistsError: another process created it first; that file stays.
    """
    try:
        os.link(made, place)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        made.rename(place)
    else:
        made.unlink()


def clear_partial(folder: Path, *, below: bool = False, older_than: float = 0) -> None:
    """Remove what somebody who was killed has left unfinished in a folder.

    Args:
        folder: need not be there.
        below: also in the folders below it.
        older_than: seconds; what is younger may be somebody else's, under way. The caller who holds a lock knows that
            nobody is.
    """
    for left in (folder.rglob if below else folder.glob)(f"{PARTIAL}*"):
        with suppress(OSError):
            if time.time() - left.lstat().st_mtime >= older_than:
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
