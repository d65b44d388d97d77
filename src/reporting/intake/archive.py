"""The original files, kept for ever under the hash of their content."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from reporting.execution.files import whole
from reporting.execution.fingerprint import file_digest

__all__ = ["archive", "archived", "as_sent", "damaged"]

_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def archived(folder: Path, sha256: str) -> Path | None:
    """Where the archive keeps the file with that hash; None where it does not."""
    return next(iter(sorted((folder / sha256[:2]).glob(f"{sha256}*"))), None)


@contextmanager
def as_sent(folder: Path, sha256: str, name: str) -> Iterator[Path | None]:
    """A copy of the archived file with that hash, for as long as the block; None where it is no longer as it came.

    Args:
        name: that the county gave the file, and that the copy goes by; it is no path here.
    """
    kept = archived(folder, sha256)
    if kept is None or file_digest(kept) != sha256:
        yield None
        return
    with TemporaryDirectory() as apart:
        copy = Path(apart) / Path(name).name
        shutil.copyfile(kept, copy)
        yield copy


def damaged(folder: Path, hashes: Iterable[str]) -> dict[str, str]:
    """Hash → ``missing`` or ``changed``, of the files among those of these hashes that are not as they came."""
    found = {}
    for sha256 in dict.fromkeys(hashes):
        kept = archived(folder, sha256)
        if kept is None or file_digest(kept) != sha256:
            found[sha256] = "missing" if kept is None else "changed"
    return found


def archive(path: Path, folder: Path, sha256: str) -> Path:
    """Keep a copy of a file; one that is there already is left alone, unless it is no longer what it was.

    The copy appears whole or not at all. Only a plain suffix is taken from the name of the file.
    """
    kept = archived(folder, sha256)
    if kept and file_digest(kept) == sha256:
        return kept
    suffix = path.suffix.lower()
    target = kept or folder / sha256[:2] / f"{sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    with whole(target, private=True) as copy:
        copy.write(path.read_bytes())
        copy.flush()
        os.fsync(copy.fileno())
    return target
