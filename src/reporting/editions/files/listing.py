"""The files of an edition besides its pages, as they lie in a folder and as its manifest has them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from reporting.editions.files.names import SUMMARY, VOLUME, FileName
from reporting.editions.manifest import FileEntry
from reporting.execution.fingerprint import digest
from reporting.translations import Translate

__all__ = ["SUFFIXES", "copy_files", "described_files", "file_label", "files_in", "files_of"]

SUFFIXES = (".xlsx", ".docx", ".pdf")


def files_in(folder: Path) -> list[str]:
    """Their names, in order."""
    return sorted(path.name for path in folder.glob("*") if path.suffix in SUFFIXES and not path.name.startswith("."))


def copy_files(source: Path, names: Sequence[str], target: Path) -> None:
    """Put files of one folder into another."""
    for name in names:
        shutil.copyfile(source / name, target / name)


def described_files(folder: Path) -> tuple[FileEntry, ...]:
    """What the manifest says of the files in a folder."""
    found = []
    for name in files_in(folder):
        content = (folder / name).read_bytes()
        place = FileName.read(name).page
        found.append(FileEntry(file=name, place=place, bytes=len(content), sha256=digest(content)))
    return tuple(found)


def files_of(files: Sequence[FileEntry], page: str, lang: str) -> Iterator[str]:
    """The files that a page leads to: those of its place, in its language where they have one."""
    for one in files:
        name = FileName.read(one.file)
        in_both = name.suffix == ".xlsx"
        if name.page == page and (name.lang or ("" if in_both else "zh-Hans")) in ("", lang):
            yield one.file


def file_label(name: str, _: Translate) -> str:
    """What a link to a file says."""
    read = FileName.read(name)
    if read.page == VOLUME:
        return _("Collected volume (PDF)")
    if read.part == SUMMARY:
        return _("Summary on one page (PDF)")
    labels = {".xlsx": _("List of schools (Excel)"), ".docx": _("Circular (Word)"), ".pdf": _("Report (PDF)")}
    return labels[read.suffix]
