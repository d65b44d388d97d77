"""The files of an edition besides its pages, as they lie in a folder and as its manifest has them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from reporting.editions.manifest import FileEntry
from reporting.execution.fingerprint import digest
from reporting.translations import Translate

__all__ = ["CITY", "SUFFIXES", "VOLUME", "copy_files", "described_files", "file_label", "files_in", "files_of"]

SUFFIXES = (".xlsx", ".docx", ".pdf")
CITY = "city"
VOLUME = "volume"
"""What the files are called that are of all counties, and the volume of all pages."""


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
        place = _stem(name)
        found.append(FileEntry(file=name, place=place, bytes=len(content), sha256=digest(content)))
    return tuple(found)


def files_of(files: Sequence[FileEntry], page: str, lang: str) -> Iterator[str]:
    """The files that a page leads to: those of its place, in its language where they have one."""
    for one in files:
        _page, _dot, rest = one.file.partition(".")
        language = rest.rpartition(".")[0]
        if _stem(one.file) == page and language in ("", lang) and (language or lang == "zh-Hans" or rest == "xlsx"):
            yield one.file


def file_label(name: str, _: Translate) -> str:
    """What a link to a file says."""
    stem = name.split(".")[0]
    if stem == VOLUME:
        return _("Collected volume (PDF)")
    if stem.endswith("-summary"):
        return _("Summary on one page (PDF)")
    labels = {".xlsx": _("List of schools (Excel)"), ".docx": _("Circular (Word)"), ".pdf": _("Report (PDF)")}
    return labels[Path(name).suffix]


def _stem(name: str) -> str:
    """The page that a file goes along with: ``410423`` of ``410423-schools.xlsx``."""
    return name.split(".")[0].removesuffix("-schools").removesuffix("-summary")
