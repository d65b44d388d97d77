"""What every test may count on."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import settings
from tests.shared import Parents, empty_stores_copied, one_warm_parent, params_read_once, warm_parents

# Two seconds of each process that reads notebooks: JupyterLab brings it, and jsonschema compiles its grammar to check
# IRIs, of which notebooks have none.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

# A shell that runs the tests in the background has them ignore Ctrl-C, and their children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A change is judged by what it changed: the same examples each time, and more of them in `make test-long`.
# HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("long", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A user without a home has one for the tests: kernels that are not ours, and pytest with them, complain of its want.
if not os.access(Path("~").expanduser(), os.W_OK):
    os.environ["HOME"] = tempfile.mkdtemp(prefix="home-")
    atexit.register(shutil.rmtree, os.environ["HOME"], ignore_errors=True)

# What tests read of the console is English, whatever the machine speaks; those about Chinese say so.
os.environ["LANGUAGE"] = "en"


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: what is collected is not looked through for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_sessionfinish() -> None:
    gc.unfreeze()


@pytest.fixture(scope="session")
def parents() -> Iterator[Parents]:
    """The warm parents that runs of this process share."""
    with warm_parents() as parents:
        yield parents


@pytest.fixture
def warm(request: pytest.FixtureRequest, parents: Parents) -> Iterator[None]:
    """Runs of this process fork from one warm parent; not those of a test that asks for ``own_parent``."""
    with nullcontext() if "own_parent" in request.fixturenames else one_warm_parent(parents):
        yield


@pytest.fixture
def own_parent() -> None:
    """For what is tried of warm parents themselves."""


@pytest.fixture(scope="session", autouse=True)
def _params() -> Iterator[None]:
    """Hundreds of tests have a project with the same params: what is in a file is read once for each content."""
    with params_read_once():
        yield


@pytest.fixture(scope="session")
def empty_stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty-stores")


@pytest.fixture(autouse=True)
def _copied_stores(request: pytest.FixtureRequest, empty_stores: Path) -> Iterator[None]:
    """A new store is a copy of an empty one; not for a test that asks for ``own_store``."""
    with nullcontext() if "own_store" in request.fixturenames else empty_stores_copied(empty_stores):
        yield


@pytest.fixture
def own_store() -> None:
    """For what is tried of how a store is made."""
