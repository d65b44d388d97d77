"""All probes in their order; one that fails in a way nobody foresaw is a line too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from reporting.ending import pass_on_interruption
from reporting.errors import UsageError
from reporting.operations.desk.doctor import environment, project
from reporting.operations.desk.doctor.diagnosis import Diagnosis, fail
from reporting.settings import Project

__all__ = ["examine"]


def examine(folder: Path) -> Iterator[Diagnosis]:
    """What every probe says, each as soon as it is known.

    Args:
        folder: of the project; that it is no project is a finding too.
    """
    lock = folder / "requirements.lock"
    probes: list[Callable[[], Iterable[Diagnosis]]] = [
        environment.python,
        partial(environment.packages, lock if lock.exists() else _own_lock()),
        environment.fonts,
        environment.warm_kernel,
        environment.lab,
        environment.lab_extensions,
        environment.browser,
    ]
    try:
        opened = Project.at(folder)
        of_project = (
            project.params,
            project.store,
            project.archive,
            project.folders,
            project.editions,
            project.pages,
            project.disk,
            project.addresses,
        )
        probes += [partial(probe, opened) for probe in of_project]
        trouble = None
    except UsageError as error:
        trouble = fail("project", error.what, error.hint)
    for probe in probes:
        yield from _lines(probe)
    if trouble:
        yield trouble


def _lines(probe: Callable[[], Iterable[Diagnosis]]) -> Iterator[Diagnosis]:
    try:
        yield from probe()
    except Exception as error:  # the doctor is asked when anything may be broken
        pass_on_interruption(error)
        name = getattr(probe, "func", probe).__name__
        yield fail(name.replace("_", " "), f"{type(error).__name__}: {error}", "run `make setup`, then look again")


def _own_lock() -> Path:
    """The lock of the checkout that this package runs from."""
    return Path(__file__).parents[5] / "requirements.lock"
