"""What was saved: the files that a page depends on, by their times and sizes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from reporting.settings import Project

__all__ = ["Sight", "changed_paths", "glance", "is_of_package", "look", "module_name"]

Sight: TypeAlias = Mapping[str, tuple[int, int]]
"""Path → (time of change in nanoseconds, size in bytes)."""

_PACKAGE = Path(__file__).parents[3]
# what editors keep beside a file (swap files, checkpoints) and bytecode are nobody's save
_COUNTS = (".py", ".yaml", ".po", ".html", ".css", ".j2", ".js")
_UNSEEN = {"__pycache__", ".ipynb_checkpoints"}


def look(project: Project, notebook: Path) -> Sight:
    """The files as they are now: the notebook, params, prose and modules beside notebooks, the package, the store."""
    sight = _states((str(notebook), str(project.store)))
    for root in (project.params, project.notebooks, _PACKAGE):
        sight.update(_files(str(root)))
    return sight


def glance(before: Sight, paths: Collection[str]) -> Sight:
    """What was seen before, with just these files as they are now."""
    return {path: state for path, state in before.items() if path not in paths} | _states(paths)


def _states(paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    sight = {}
    for path in paths:
        with suppress(FileNotFoundError):
            state = os.stat(path)  # noqa: PTH116 - a hundred times a second
            sight[path] = (state.st_mtime_ns, state.st_size)
    return sight


def changed_paths(before: Sight, after: Sight) -> set[str]:
    """Files written, made or removed between two looks."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def is_of_package(path: str) -> bool:
    """Whether a file is one of this package: a module, a template, a catalogue."""
    return Path(path).is_relative_to(_PACKAGE)


def module_name(path: str) -> str | None:
    """The module that a file of this package is; None for a template or a catalogue."""
    inside = Path(path).relative_to(_PACKAGE)
    if inside.suffix != ".py":
        return None
    return ".".join((_PACKAGE.name, *(part for part in inside.with_suffix("").parts if part != "__init__")))


def _files(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for entry in os.scandir(folder):
        if entry.name.startswith(".") or entry.name in _UNSEEN:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.name.endswith(_COUNTS):
            with suppress(FileNotFoundError):  # removed between the two calls
                state = entry.stat()
                yield entry.path, (state.st_mtime_ns, state.st_size)
