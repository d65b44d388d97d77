"""What tests share instead of making it anew: folders between processes, a warm parent between runs."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from reporting.definitions.base import Definition
    from reporting.definitions.forms import Forms
    from reporting.execution.pool import Crew
    from reporting.execution.warm.parent import OwnWarmParent
    from reporting.params import Places

    D = TypeVar("D", bound=Definition)

__all__ = [
    "Parents",
    "empty_stores_copied",
    "last_month",
    "made_once",
    "one_warm_parent",
    "params_read_once",
    "some_of",
    "warm_parents",
]

ROOT = Path(__file__).parents[1]
Parents: TypeAlias = "dict[str, OwnWarmParent]"


def some_of(number: int, *, quick: int) -> list[ParameterSet]:
    """Seeds of which the first few are tried by every `make test`, and the rest by `make test-long`."""
    return [pytest.param(seed, marks=pytest.mark.long if seed >= quick else ()) for seed in range(number)]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of the session that the first of its processes to ask for it makes; nobody changes what is in it.

    Args:
        make: fills the folder, which is empty.
    """
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def last_month(factory: pytest.TempPathFactory, inbox: Path, counties: Collection[str]) -> None:
    """Send what some counties sent in the demonstration's last month: its files, of these names, into an inbox."""
    inbox.mkdir(parents=True, exist_ok=True)
    for file in sorted(made_once(factory, "last-month", _write_last_month).rglob("*.*")):
        if file.name.startswith(tuple(counties)):
            # the time of a file is when it was received
            shutil.copy2(file, inbox)


def _write_last_month(folder: Path) -> None:
    from reporting.settings import Project, load_settings
    from reporting_demonstration.facts import load_facts
    from reporting_demonstration.inbox import invent_months, write_period

    settings = load_settings(Project.at(ROOT))
    months = invent_months(load_facts(ROOT / "params", settings.city), settings, seed=1)
    write_period(months, len(months.facts.months) - 1, folder)


@contextmanager
def params_read_once() -> Iterator[None]:
    """`load_settings` reads a file of params once for each content; what is wrong with one is found each time."""
    from reporting import settings

    read: dict[tuple[type[Definition], str, bytes], tuple[Definition, Places]] = {}
    load = settings.load_params

    def loaded(path: Path, model: type[D], places: Places) -> D:
        if not path.is_file():
            return load(path, model, places)
        asked = model, path.name, path.read_bytes()
        if asked not in read:
            stand: Places = {}
            read[asked] = load(path, model, stand), stand
        value, stand = read[asked]
        places.update(stand)
        assert isinstance(value, model)
        return value

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "load_params", loaded)
        yield


@contextmanager
def empty_stores_copied(folder: Path) -> Iterator[None]:
    """An empty store is made once for each set of forms, and copied for whoever makes another.

    Args:
        folder: where they are kept.
    """
    from reporting.store import store
    from reporting.store.schema import create_statements

    make = store._make

    def copied(path: Path, forms: Forms) -> None:
        made = folder / sha256("\n".join(create_statements(forms, ())).encode()).hexdigest()
        if not made.exists():
            make(made, forms)
        shutil.copy(made, path)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "_make", copied)
        yield


@contextmanager
def warm_parents() -> Iterator[Parents]:
    """Parents that runs of this process may share; they end with the block."""
    parents: Parents = {}
    try:
        yield parents
    finally:
        for parent in parents.values():
            parent.stop()


@contextmanager
def one_warm_parent(kept: Parents) -> Iterator[None]:
    """All runs of this process fork from one warm parent, where each would start one of its own and warm it up.

    For tests of what runs make; how parents come and go is tried by those of execution.
    """
    from reporting.execution.pool import Crew

    start = Crew._new_parent

    def kept_parent(crew: Crew) -> OwnWarmParent:
        if crew.confinement is not None:
            return start(crew)
        parent = kept.get(str(crew.warmth))
        if parent is None or parent.process.poll() is not None:
            parent = kept[str(crew.warmth)] = start(crew)
        return parent

    def let_go(crew: Crew) -> None:
        if crew.parent is not None and crew.parent not in kept.values():
            crew.parent.stop()
        crew.parent = None

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Crew, "_new_parent", kept_parent)
        patched.setattr(Crew, "_dismiss_parent", let_go)
        yield
