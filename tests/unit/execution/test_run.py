"""In what order tasks are taken and settled, by workers who run nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reporting.execution.cache import PageCache
from reporting.execution.fingerprint import Fingerprint
from reporting.execution.parcels import Parcel, Product
from reporting.execution.run import run_tasks
from reporting.execution.tasks import Outcome, Task
from reporting.execution.warm.parent import Warmth


@dataclass
class Idle:
    """Workers who take a task when the one before is done, and tell of each."""

    told: list[str] = field(default_factory=list)
    warmth: Warmth = field(default_factory=Warmth)
    is_elsewhere: bool = False
    before: Callable[[str], None] = lambda task: None

    def run(self, parcels: Iterable[Parcel]) -> Generator[Product]:
        self.told.append("asked")
        for parcel in parcels:
            self.before(parcel.task.id)
            self.told.append(f"ran {parcel.task.id}")
            yield Product(Outcome(parcel.task.id, "done"))


@pytest.fixture
def make_task(tmp_path: Path) -> Callable[[str], Task]:
    notebook = tmp_path / "n.ipynb"
    notebook.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    return lambda one: Task(
        one, notebook, tmp_path / f"{one}.ipynb", page=tmp_path / one, fingerprint=Fingerprint({"name": one})
    )


def test_a_task_is_made_when_it_can_begin(make_task: Callable[[str], Task]) -> None:
    """Kernels would wait until the last county's snapshot is cut."""
    workers = Idle()

    def coming() -> Iterator[Task]:
        for one in "ab":
            workers.told.append(f"made {one}")
            yield make_task(one)

    outcomes = run_tasks(coming(), workers=workers)
    assert [outcome.task_id for outcome in outcomes] == ["a", "b"]
    assert workers.told == ["made a", "asked", "ran a", "made b", "ran b"]


def test_nobody_is_asked_to_run_what_is_there_already(make_task: Callable[[str], Task], tmp_path: Path) -> None:
    """A cluster that is away would keep an unchanged edition from being assembled."""
    cache, workers = PageCache(tmp_path / "cache"), Idle()
    tasks = [make_task("a"), make_task("b")]
    for task in tasks:
        assert task.fingerprint is not None
        cache.put(task.id, task.fingerprint, b"page")
    assert [outcome.status for outcome in run_tasks(tasks, workers=workers, cache=cache)] == ["reused", "reused"]
    assert workers.told == []


def test_what_was_still_to_come_is_cancelled_too(make_task: Callable[[str], Task]) -> None:
    """An edition would be assembled without the counties whose turn had not come."""

    def interrupt(task: str) -> None:
        if task == "b":
            raise KeyboardInterrupt

    outcomes = run_tasks(map(make_task, "abcd"), workers=Idle(before=interrupt))
    assert [(outcome.task_id, outcome.status) for outcome in outcomes] == [
        ("a", "done"),
        *((one, "cancelled") for one in "bcd"),
    ]
