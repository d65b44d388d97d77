"""Probes of a project: params, store, folders, editions, room on the disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reporting.definitions.runs import RunSettings
from reporting.editions.manifest import read_manifest
from reporting.errors import ReportingError, UsageError
from reporting.execution.cache import PageCache
from reporting.execution.fingerprint import file_digest
from reporting.intake.archive import damaged
from reporting.operations.addresses import read_addresses
from reporting.operations.desk.check.params import check_params
from reporting.operations.desk.doctor.diagnosis import Diagnosis, fail, ok, warn
from reporting.settings import Project, load_params, load_settings
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["addresses", "disk", "editions", "folders", "pages", "params", "store"]

_MIB = 2**20
_LITTLE_MIB, _TOO_LITTLE_MIB = 1024, 100


def params(project: Project) -> Iterator[Diagnosis]:
    """Whether the settings hold."""
    if findings := list(check_params(project)):
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        yield fail("params", f"{findings[0]}{more}", "mend the file; `reporting check` tells all")
        return
    settings = load_settings(project)
    city = settings.city
    counted = f"{len(city.counties)} counties, {len(settings.indicators.indicators)} indicators"
    yield ok("params", f"{city.name.zh}: {counted}")


def store(project: Project) -> Iterator[Diagnosis]:
    """Whether the store opens, and what kind of data it holds."""
    if not project.store.exists():
        left = [
            folder
            for folder in (project.archive, project.outputs / "editions")
            if folder.is_dir() and any(folder.iterdir())
        ]
        if left:
            names = " and ".join(folder.relative_to(project.root).as_posix() for folder in left)
            mend = "bring it back with `reporting restore`, or `reporting ingest data/archive`; publish nothing before"
            yield fail("store", f"it is gone, while {names} are there", mend)
            return
        yield warn("store", "there is none yet", "bring workbooks in: `reporting ingest data/inbox`")
        return
    try:
        settings = load_settings(project)
    except ReportingError:
        yield warn("store", "not looked at, for params are wrong", "mend params first")
        return
    try:
        with open_store(project.store, settings.forms) as opened:
            kind = {True: "demonstration data", False: "real data", None: "empty"}[opened.demo]
            found = f"{kind}, {View(opened).current()['submission'].nunique()} current submissions"
        yield ok("store", found)
    except ReportingError as error:
        yield fail("store", error.what, error.hint or "bring back the last backup")


def archive(project: Project) -> Iterator[Diagnosis]:
    """Whether every file that was taken in is kept as it came."""
    if not project.store.exists():
        return
    try:
        with open_store(project.store, load_settings(project).forms) as opened:
            sent = {one.sha256: one.file for one in View(opened).submission_states()}
            demo = bool(opened.demo)
    except ReportingError:
        return
    if demo and not project.archive.exists():
        # one of a larger scale is written into the store: it never had files
        return
    wrong = damaged(project.archive, sent)
    if wrong:
        named = ", ".join(f"{sent[sha256]} is {how} ({sha256[:12]})" for sha256, how in list(wrong.items())[:3])
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        mend = "bring them back from a backup, or ingest the files again as they came: the archive then heals"
        yield fail("archive", f"not as received: {named}{more}", mend)
    else:
        yield ok("archive", f"{len(sent)} files, all as they came")


def folders(project: Project) -> Iterator[Diagnosis]:
    """Whether data and outputs can be written to."""
    for folder in (project.store.parent, project.outputs):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        name = folder.relative_to(project.root).as_posix()
        try:
            with tempfile.TemporaryFile(dir=existing):
                pass
            yield ok("folders", f"{name} can be written to")
        except OSError as error:
            is_file = isinstance(error, NotADirectoryError)
            mend = f"make {name} a folder" if is_file else f"give this user the right to write to {name}"
            yield fail("folders", f"{name}: {error.strerror}", mend)


def editions(project: Project) -> Iterator[Diagnosis]:
    """Whether what was published is as it was published."""
    folders = sorted(path.parent for path in (project.outputs / "editions").glob("*-r*/manifest.json"))
    readers = sorted(path.parent for path in project.outputs.glob("[0-9]*/manifest.json"))
    readers += sorted(path.parent for path in project.outputs.glob("public/[0-9]*/manifest.json"))
    shown = [folder for folder in readers if folder.resolve() not in {one.resolve() for one in folders}]
    changed = [f"{folder.name}/{file}" for folder in (*folders, *shown) for file in _changed(folder)]
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        mend = "take them from the backup, or from the edition's zip; corrections are published as a revision"
        yield fail("editions", f"not as published: {', '.join(changed[:3])}{more}", mend)
    elif folders:
        yield ok("editions", f"{len(folders)} published, all as they were")


def _changed(folder: Path) -> Iterator[str]:
    """The pages that are gone, or are not those of the manifest."""
    for entry in read_manifest(folder).entries:
        path = folder / entry.file
        if entry.file and not (path.exists() and file_digest(path) == entry.sha256):
            yield entry.file


def addresses(project: Project) -> Iterator[Diagnosis]:
    """Whether the addresses for messages can be read, and by nobody else."""
    try:
        found = repr(read_addresses(os.environ)).removeprefix("Addresses").strip("()")
    except UsageError as error:
        yield fail("addresses", f"{error.where}: {error.what}", error.hint or "see docs/operations.md, Messages")
        return
    yield ok("addresses", found or "none: no messages are sent")


def pages(project: Project) -> Iterator[Diagnosis]:
    """The page bodies kept for reuse, and when they go."""
    count, size = PageCache(project.work / "pages").size()
    days = load_params(project.params / "run.yaml", RunSettings, {}).keep_pages_days
    yield ok(
        "pages", f"{count} bodies kept for reuse, {size / 2**20:.0f} MiB; unused for {days} days, a run removes them"
    )


def disk(project: Project) -> Iterator[Diagnosis]:
    """Whether there is room for editions."""
    free = shutil.disk_usage(project.root).free // _MIB
    mend = "make room; old drafts in outputs/drafts can go"
    if free < _TOO_LITTLE_MIB:
        yield fail("disk", f"{free} MiB free", mend)
    elif free < _LITTLE_MIB:
        yield warn("disk", f"{free} MiB free", mend)
    else:
        yield ok("disk", f"{free // 1024} GiB free")
