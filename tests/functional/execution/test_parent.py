"""The warm parent under bad luck: what goes wrong with one fork is nobody else's business."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reporting.execution.warm.parent import (
    CannotForkError,
    ForkedProcess,
    OwnWarmParent,
    ParentGoneError,
    Warmth,
    forget_parent,
    parent_for,
)
from reporting.execution.warm.provisioner import _limit_memory

Start = Callable[..., OwnWarmParent]

_forks: list[ForkedProcess] = []


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a parent that has imported a module of the source given."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    parents = []

    def started(source: str = "") -> OwnWarmParent:
        (tmp_path / "preloaded_module.py").write_text(source)
        parents.append(OwnWarmParent(Warmth(("preloaded_module",), "")))
        return parents[-1]

    yield started
    for parent in parents:
        parent.stop()
    while _forks:
        _forks.pop().connection.close()


def fork(parent: OwnWarmParent, target: str = "time:sleep", *arguments: object) -> ForkedProcess:
    _forks.append(parent.fork(target, arguments or (600,), os.environ, "/", [1, 2]))
    return _forks[-1]


def lives(parent: OwnWarmParent) -> bool:
    """Whether it still forks."""
    return fork(parent, "builtins:id", 0).wait(60) == 0


def descriptors(parent: OwnWarmParent) -> int:
    return len(list(Path(f"/proc/{parent.process.pid}/fd").iterdir()))


def test_what_is_no_request_is_refused_and_leaves_nothing_behind(start: Start) -> None:
    """One client that dies while it speaks would end the kernels of all others, or use up what can be opened."""
    parent = start()
    other = fork(parent)
    before = descriptors(parent)
    for words in (b"\0", b"\0\0\0\4nono", b"\0\0\1\0{"):
        for _ in range(20):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(parent.address)
                socket.send_fds(connection, [words], [1, 2])
    assert lives(parent)
    assert descriptors(parent) < before + 10, "and sixty requests had two each"
    assert other.poll() is None


def test_a_fork_that_ends_as_its_client_leaves_is_buried_once(start: Start) -> None:
    """Both come to the parent at the same moment, and its connection is closed already when it looks at the second."""
    parent = start()
    other = fork(parent)
    forks = [fork(parent) for _ in range(20)]
    os.kill(parent.process.pid, signal.SIGSTOP)
    for one in forks:
        os.kill(one.pid, signal.SIGKILL)
        one.connection.close()
    os.kill(parent.process.pid, signal.SIGCONT)
    assert lives(parent)
    assert other.poll() is None


def test_what_a_preloaded_module_has_started_may_end(start: Start) -> None:
    """The parent would take the end of a process for that of a fork that it does not know."""
    parent = start("import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1)'])")
    other = fork(parent)
    time.sleep(2)
    assert lives(parent)
    assert other.poll() is None


def test_a_fork_leaves_the_parent_s_temporary_folders(start: Start, tmp_path: Path) -> None:
    """The first report to end would remove what every later one uses."""
    parent = start(
        "import atexit, pathlib, shutil, tempfile\n"
        f"kept = tempfile.TemporaryDirectory(dir={str(tmp_path)!r}, prefix='kept')\n"
        f"atexit.register(shutil.rmtree, tempfile.mkdtemp(dir={str(tmp_path)!r}, prefix='kept'))\n"
    )
    assert lives(parent)
    assert len(list(tmp_path.glob("kept*"))) == 2
    parent.stop()
    assert not list(tmp_path.glob("kept*")), "nobody removes them in the end"


def test_a_parent_that_does_not_live_is_not_started_for_ever(start: Start, tmp_path: Path) -> None:
    """Every report would wait for the same import to fail."""
    (tmp_path / "deadly_module.py").write_text("import os\nos._exit(3)")
    warmth = Warmth(("deadly_module",), "")
    start()
    found: list[type[CannotForkError]] = []
    for _ in range(5):
        try:
            parent_for(warmth).fork("builtins:id", [0], os.environ, "/", [1, 2])
        except ParentGoneError as error:
            forget_parent(warmth)
            found.append(type(error))
        except CannotForkError as error:
            found.append(type(error))
    assert found == [ParentGoneError] * 3 + [CannotForkError] * 2


def test_a_parent_that_has_lived_is_always_replaced(start: Start) -> None:
    """A JupyterLab that has run for weeks would have no warm kernels once a few parents were killed."""
    warmth = Warmth(("preloaded_module",), "")
    start()
    for _ in range(5):
        parent = parent_for(warmth)
        assert isinstance(parent, OwnWarmParent)
        assert lives(parent)
        os.kill(parent.process.pid, signal.SIGKILL)
        parent.process.wait()
        forget_parent(warmth)


def test_where_the_temporary_folder_has_a_long_path_sockets_are_elsewhere(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket's path may have 107 bytes, and every report would fail where the folder's has more."""
    far = tmp_path / ("long" * 30)
    far.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(far))
    assert lives(start())


def test_without_a_home_the_forks_have_one(start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A service's user has none: matplotlib and IPython would make folders anew for each report, and leave them."""
    monkeypatch.setenv("HOME", "/nonexistent")
    parent = start()
    (tmp_path / "asking.py").write_text("from pathlib import Path\ndef write(): (Path.home() / 'there').touch()")
    assert fork(start(), "time:sleep", 0).wait(60) == 0
    process = parent.fork("asking:write", [], os.environ, "/", [1, 2])
    assert process.wait(60) == 0
    assert (parent.folder.path / "there").exists()


def test_started_with_closed_output_it_forks_all_the_same(tmp_path: Path) -> None:
    """Some schedulers start their jobs so."""
    script = tmp_path / "closed.py"
    script.write_text(
        "import os, sys\nfrom reporting.execution.warm.parent import *\n"
        "parent = OwnWarmParent(Warmth((), ''))\n"
        "out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)\n"
        "code = parent.fork('builtins:print', ['said'], os.environ, '/', [out, out]).wait()\n"
        "parent.stop()\nos._exit(code)\n"
    )
    told = tmp_path / "told"
    command = f"exec {shlex.join(map(str, (sys.executable, script, told)))} >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert told.read_text() == "said\n"


def test_a_signal_to_what_has_just_ended_is_nothing(start: Start) -> None:
    """Stopping a worker that dies at that moment would end the run."""
    parent = start()
    for _ in range(50):
        process = fork(parent)
        os.kill(process.pid, signal.SIGKILL)
        process.kill()
        assert process.wait() == -signal.SIGKILL


def test_the_end_can_be_read_where_many_files_are_open(start: Start) -> None:
    """A busy JupyterLab has more than `select` can count."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        assert lives(start())
    finally:
        for one in opened:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_memory_limit_stays_below_the_system_s(tmp_path: Path) -> None:
    """A limit that may not be raised would fail every report."""
    import resource

    command = "ulimit -d 1000000; exec sleep 600"
    with subprocess.Popen(["sh", "-c", command]) as process:
        while Path(f"/proc/{process.pid}/comm").read_text() != "sleep\n":
            time.sleep(0.01)
        _limit_memory(process.pid, 4 * 2**30)
        limits = resource.prlimit(process.pid, resource.RLIMIT_DATA)
        process.kill()
    assert limits == (1_024_000_000, 1_024_000_000)
