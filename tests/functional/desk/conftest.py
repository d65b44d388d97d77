"""A project that may be written to, with one month of five counties in its store, and the command run on it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.functional.command_line import run_here
from tests.functional.smaller_city import demonstration_project
from tests.shared import Parents, made_once, one_warm_parent

from reporting.intake.ingest import ingest
from reporting.settings import load_settings

ROOT = Path(__file__).parents[3]
Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

# what the desk does for one county it does for thirteen; five keep what tests name, and take a third of the time
COUNTIES = {"410421": "宝丰县", "410422": "叶县", "410423": "鲁山县", "410481": "舞钢市", "410482": "汝州市"}


@pytest.fixture(scope="module", autouse=True)
def warm(parents: Parents) -> Iterator[None]:
    with one_warm_parent(parents):
        yield


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of five counties with the last month; `scratch` copies it."""
    return made_once(tmp_path_factory, "stored", lambda root: store_last_month(tmp_path_factory, root, COUNTIES))


def store_last_month(factory: pytest.TempPathFactory, root: Path, counties: Mapping[str, str]) -> None:
    """Make a project in a folder, of some counties, with what they sent in the last month in its store."""
    project = demonstration_project(factory, root, counties, others={"市教育"})
    shutil.copytree(ROOT / "notebooks", project.notebooks, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
    ingest(project, load_settings(project), [project.inbox])


def copy_of(stored: Path, root: Path) -> Path:
    """A project of one's own, with the same month in its store."""
    for part in ("params", "notebooks"):
        shutil.copytree(stored / part, root / part)
    (root / "data").mkdir()
    shutil.copy(stored / "data" / "store.duckdb", root / "data")
    return root


def command_in(root: Path) -> Reporting:
    """The command in a project."""
    return partial(run_here, folder=root)


@pytest.fixture
def scratch(stored: Path, tmp_path: Path) -> Path:
    return copy_of(stored, tmp_path / "p")


@pytest.fixture
def reporting(scratch: Path) -> Reporting:
    """Run the command in the scratch project."""
    return command_in(scratch)
