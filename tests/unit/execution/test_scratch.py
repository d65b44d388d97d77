"""What a killed run has left is removed by the next, and nothing else is."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from reporting.execution.scratch import ScratchFolder, sweep

_HOLD = """
import sys
from reporting.execution.scratch import ScratchFolder
with ScratchFolder("test") as folder:
    (folder.path / "socket").touch()
    print(folder.path, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The system's folder for temporary files, for these tests alone; its path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture
def owner() -> Iterator[subprocess.Popen[str]]:
    """Another process that has a scratch folder."""
    with subprocess.Popen([sys.executable, "-c", _HOLD], stdin=PIPE, stdout=PIPE, text=True) as process:
        yield process
        process.kill()


def test_it_is_private_and_gone_when_closed(temporary: Path) -> None:
    with ScratchFolder("test") as folder:
        assert folder.path.parent == temporary
        assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert list(temporary.iterdir()) == []


def test_only_what_a_dead_owner_left_is_swept(owner: subprocess.Popen[str]) -> None:
    """Sweeping a living run's folder would pull its sockets from under its kernels."""
    assert owner.stdout is not None
    left = Path(owner.stdout.readline().strip())
    with ScratchFolder("test") as own:
        sweep()
        assert left.exists()
        owner.kill()
        owner.wait()
        sweep()
        assert not left.exists()
        assert own.path.exists()


def test_a_folder_of_somebody_else_with_such_a_name_stays(temporary: Path) -> None:
    """A user's own `reporting-2022` must not be lost, nor what another user's link leads to."""
    named = temporary / "reporting-2022"
    (named / "work").mkdir(parents=True)
    foreign = temporary / "reporting-foreign"
    foreign.mkdir()
    (foreign / ".owner").touch()
    link = temporary / "reporting-link"
    link.symlink_to(foreign)
    if os.geteuid() == 0:
        os.chown(foreign, 12345, 12345)
        os.chown(link, 12345, 12345, follow_symlinks=False)
        expected = {named, foreign, link}
    else:
        expected = {named, link}
    sweep()
    assert set(temporary.iterdir()) == expected
    assert (named / "work").exists()
