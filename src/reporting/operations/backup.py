"""The whole project in one file, and back: consistent while other commands run."""

from __future__ import annotations

import os
import posixpath
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reporting.definitions.forms import Forms
from reporting.errors import StoreError, UsageError, WorkError
from reporting.execution.files import PARTIAL, clear_partial, whole
from reporting.refusals import naming
from reporting.settings import Project
from reporting.store.store import open_store

__all__ = ["back_up", "restore"]

_LEFT_OUT = frozenset({".venv", ".git", "__pycache__", "site", ".mypy_cache", ".ruff_cache", ".pytest_cache"})
_WAIT_SECONDS = 120
_A_DAY = 86_400


def back_up(project: Project, forms: Forms, file: Path) -> int:
    """Write a project into one file, which appears whole or not at all; the number of files in it.

    Nobody writes to the store while it is copied; who is writing is waited for. What is kept to save time (kernels'
    logs, page bodies) is left out: a run makes it again.

    Raises:
        UsageError: the file would stand inside what is backed up.
        StoreError: somebody wrote to the store all the while.
        OSError: the disk is full, …
    """
    folders = [
        folder for folder in (project.store.parent, project.outputs) if file.resolve().is_relative_to(folder.resolve())
    ]
    if folders:
        raise UsageError("a backup does not belong into what it backs up", hint="name a file on another disk")
    clear_partial(file.parent, older_than=_A_DAY)
    with (
        whole(file, private=True) as stream,
        tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as archive,
    ):
        count = _add_store(archive, project, forms)
        for path in _files(project, file):
            # what a run replaces meanwhile is in its next place already
            with suppress(FileNotFoundError):
                archive.add(path, path.relative_to(project.root).as_posix(), recursive=False)
                count += 1
    return count


def restore(file: Path, folder: Path) -> int:
    """Bring a backup back into a folder that holds no project; the number of files.

    Raises:
        UsageError: there is no such file, or the folder has something in it.
        WorkError: the backup is damaged; nothing was left in the folder.
    """
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty", hint="restore into a new folder, look at it, then put it in place")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=PARTIAL) as place:
        try:
            with naming(folder), tarfile.open(file, "r:gz") as archive:
                members = [_harmless(member) for member in archive]
                # Python 3.11.2, which Debian has, knows no filters; later ones warn without one
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(place, members)  # noqa: S202 - each was looked at
                count = len(members)
        except (tarfile.TarError, EOFError, OSError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise WorkError("the backup is damaged", where=file.name, hint="take an earlier one") from error
        folder.mkdir(exist_ok=True)
        for path in sorted(Path(place).iterdir()):
            path.rename(folder / path.name)
    return count


def _harmless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member as it is brought back: a file or a link below the folder that leads nowhere else, as all of ours are.

    Raises:
        tarfile.TarError: it is something else, which somebody has put there.
    """
    leads = [member.name]
    if member.issym():
        leads.append(posixpath.join(posixpath.dirname(member.name), member.linkname))
    elif member.islnk():
        leads.append(member.linkname)
    elif not member.isreg():
        raise tarfile.TarError(member.name)
    if any(posixpath.isabs(one) or posixpath.normpath(one).split("/")[0] == ".." for one in leads):
        raise tarfile.TarError(member.name)
    member.mode &= 0o755
    return member


def _add_store(archive: tarfile.TarFile, project: Project, forms: Forms) -> int:
    if not project.store.exists():
        return 0
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            # a reader keeps every writer out while the file is copied
            with open_store(project.store, forms):
                files = [path for path in (project.store, _log(project.store)) if path.exists()]
                for path in files:
                    archive.add(path, path.relative_to(project.root).as_posix())
                return len(files)
        except StoreError as error:
            if "another process" not in error.what or time.monotonic() > until:
                raise
            time.sleep(0.5)


def _log(store: Path) -> Path:
    return store.with_name(f"{store.name}.wal")


def _files(project: Project, *not_these: Path) -> Iterator[Path]:
    """Files and links of a project, but for the store and what is only kept to save time."""
    apart = {project.store, _log(project.store), project.work / "run.lock", *not_these}
    for parent, folders, files in os.walk(project.root):
        here = Path(parent)
        # what a draft was made from goes along: without it the draft could not be published
        inside = {"pages", "logs"} if here.is_relative_to(project.work) else _LEFT_OUT
        folders[:] = sorted(name for name in folders if name not in inside and not name.startswith(PARTIAL))
        kept = sorted(name for name in files if not name.startswith(PARTIAL))
        for name in [*kept, *(name for name in folders if (here / name).is_symlink())]:
            path = here / name
            if path not in apart and (path.is_symlink() or path.is_file()):
                yield path
