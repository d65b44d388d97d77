"""The provisioner under jupyter_client: forks, their ends, their isolation, and the way back to ordinary ones."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from traitlets.config import Config

from reporting.execution.warm.forked import THREADS
from reporting.execution.warm.kernelspec import find_warm_kernel, install_kernelspec
from reporting.execution.warm.parent import ForkedProcess, Warmth, parent_for
from reporting.execution.warm.provisioner import WarmProvisioner

Kernel = tuple[KernelManager, BlockingKernelClient]


@pytest.fixture(autouse=True)
def _kernelspec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "")
    find_warm_kernel()


@contextmanager
def started(config: Config | None = None, **options: Any) -> Iterator[Kernel]:
    manager = KernelManager(kernel_name="reporting-warm", config=config or Config())
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def said(client: BlockingKernelClient, code: str) -> str:
    """What a cell prints or raises."""
    words = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        words.append(content.get("text") or content.get("ename") or "")

    # after an error the kernel drops what comes with `stop_on_error` for a moment
    client.execute_interactive(code, output_hook=hear, timeout=60, stop_on_error=False)
    return "".join(words).strip()


def process_of(manager: KernelManager) -> Any:
    assert isinstance(manager.provisioner, WarmProvisioner)
    return manager.provisioner.process


def until(condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to pass")


def test_a_kernel_is_a_fork_of_the_warm_parent() -> None:
    """With a fallback to ordinary kernels, nothing else would show that none is ever forked."""
    with started() as (manager, client):
        parent = parent_for(Warmth())
        assert isinstance(process_of(manager), ForkedProcess)
        assert int(said(client, "import os; print(os.getppid())")) == parent.process.pid  # type: ignore[attr-defined]


def test_its_sockets_are_files_that_nobody_else_may_reach() -> None:
    with started() as (manager, _):
        assert manager.transport == "ipc"
        folder = Path(manager.ip).parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert sum(path.is_socket() for path in folder.iterdir()) == 5
    assert not folder.exists()


def test_no_state_leaks_from_one_fork_to_the_next(tmp_path: Path) -> None:
    """What one report does to its process must be unknown to the next."""
    soil = """
        import os, random, threading, warnings, sys
        import numpy, matplotlib, matplotlib.pyplot as plt, pandas
        os.environ["LEFT"] = "behind"; os.chdir("/"); os.umask(0)
        random.seed(1); numpy.random.seed(1)
        matplotlib.rcParams["figure.dpi"] = 7; plt.figure()
        pandas.set_option("display.max_rows", 3)
        left = open(FILE, "w")
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        sys.modules["left_behind"] = sys; warnings.simplefilter("error")
    """
    look = """
        import os, random, threading, warnings, sys, gc, glob
        import numpy, matplotlib, matplotlib.pyplot as plt, pandas
        print(
            os.environ.get("LEFT"), os.getcwd() == sys.argv[0], matplotlib.rcParams["figure.dpi"],
            plt.get_fignums(), pandas.get_option("display.max_rows"), "left" in globals(),
            "left_behind" in sys.modules, any(f[0] == "error" for f in warnings.filters),
            FILE in map(os.path.realpath, glob.glob("/proc/self/fd/*")), threading.active_count(), gc.isenabled(),
            oct(os.umask(0)),
        )
    """
    look, soil = (textwrap.dedent(code).replace("FILE", repr(str(tmp_path / "left"))) for code in (look, soil))
    draw = "import random, numpy; print(random.random(), numpy.random.random())"
    with started(cwd=str(tmp_path)) as (_, client):
        before, first = said(client, look), said(client, draw)
        said(client, soil)
        assert said(client, look) != before
    with started(cwd=str(tmp_path)) as (_, client):
        assert said(client, look) == before
        second = said(client, draw)
        assert said(client, "import os; print(os.getcwd())") == str(tmp_path)
    assert not {*first.split()} & {*second.split()}


def test_the_environment_is_the_one_that_was_given() -> None:
    with started(env={"PATH": os.environ["PATH"], "GIVEN": "1"}) as (_, client):
        assert said(client, "import os; print(os.environ['GIVEN'], 'HOME' in os.environ)") == "1 False"


def test_a_kernel_that_is_asked_for_otherwise_is_not_the_prepared_one(tmp_path: Path) -> None:
    """Its options, or what its user has written into a profile of his own, would be passed over."""
    startup = tmp_path / "profile_default" / "startup" / "10.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("mine = 1")
    look = "print(get_ipython().ast_node_interactivity, 'mine' in globals())"
    with started() as (_, client):
        assert said(client, look) == "last_expr False"
    with started(extra_arguments=["--InteractiveShell.ast_node_interactivity=all"]) as (_, client):
        assert said(client, look) == "all False"
    with started(env=os.environ | {"IPYTHONDIR": str(tmp_path)}) as (manager, client):
        assert isinstance(process_of(manager), ForkedProcess)
        assert said(client, look) == "last_expr True"


def test_an_interrupt_stops_the_cell_and_not_the_kernel() -> None:
    with started() as (manager, client):
        # or else what comes after it is dropped for a moment
        request = client.execute("import time; print('begun'); time.sleep(600)", stop_on_error=False)
        while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=60)
        assert (reply["parent_header"]["msg_id"], reply["content"]["ename"]) == (request, "KeyboardInterrupt")
        assert said(client, "print('alive')") == "alive"


def test_a_restart_gives_a_new_process_on_the_same_sockets() -> None:
    with started() as (manager, client):
        said(client, "x = 1")
        before = process_of(manager).pid
        manager.restart_kernel()
        client.wait_for_ready(timeout=60)
        assert process_of(manager).pid != before
        assert said(client, "print('x' in globals())") == "False"


@pytest.mark.parametrize(
    ("code", "expected"), [("os._exit(7)", 7), ("os.kill(os.getpid(), 9)", -9), ("os.abort()", -6)]
)
def test_exit_codes_are_those_of_an_ordinary_process(code: str, expected: int) -> None:
    with started() as (manager, client):
        client.execute(f"import os; {code}")
        until(lambda: process_of(manager).poll() is not None)
        assert process_of(manager).returncode == expected
        assert not manager.is_alive()


def test_a_shutdown_runs_exit_functions(tmp_path: Path) -> None:
    """A graceful end lets the notebook's own clean-up happen."""
    note = tmp_path / "note"
    with started() as (manager, client):
        said(client, f"import atexit; _ = atexit.register(lambda: open({str(note)!r}, 'w').close())")
        process = process_of(manager)
        manager.shutdown_kernel()
        assert process.returncode == 0
    assert note.exists()


def test_an_idle_pool_of_threads_does_not_keep_a_kernel(tmp_path: Path) -> None:
    """Its threads wait for work for ever, and a kernel that waits for them has to be killed."""
    with started() as (manager, client):
        pool = "from concurrent.futures import ThreadPoolExecutor as P; p = P(2); print(p.submit(int).result())"
        assert said(client, pool) == "0"
        process = process_of(manager)
        manager.shutdown_kernel()
        assert process.returncode == 0


def test_what_a_notebook_has_started_ends_with_its_kernel() -> None:
    with started() as (_, client):
        child = int(said(client, "import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid)"))
    until(lambda: _gone(child))


def test_a_client_that_dies_takes_its_kernel_along() -> None:
    """The connection stands for the process: no kernel may outlive the worker that asked for it."""
    with started() as (manager, client):
        pid = int(said(client, "import os; print(os.getpid())"))
        process_of(manager).connection.close()
        until(lambda: _gone(pid))
        # its exit code can no longer come
        process_of(manager).returncode = -9


def test_a_warm_parent_that_dies_takes_its_kernels_along_and_is_replaced() -> None:
    with started() as (manager, _):
        parent = parent_for(Warmth())
        os.kill(parent.process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
        until(lambda: process_of(manager).poll() is not None)
        assert process_of(manager).returncode == -9
    with started() as (manager, _):
        # the first to find it gone makes do with an ordinary kernel
        assert not isinstance(process_of(manager), ForkedProcess)
    with started() as (manager, _):
        assert isinstance(process_of(manager), ForkedProcess)


def test_a_preloaded_module_with_threads_is_not_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that a thread of the parent held would stay locked for ever in the fork."""
    (tmp_path / "threaded_module.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    config = Config()
    config.WarmProvisioner.preload = ["threaded_module"]
    config.WarmProvisioner.warm_up = ""
    for _ in range(2):
        with started(config) as (manager, client):
            assert not isinstance(process_of(manager), ForkedProcess)
            assert said(client, "print('ordinary')") == "ordinary"
    assert len(parents(Warmth(("threaded_module",), ""))) == 1, "the one that refuses is not started again"


def parents(warmth: Warmth) -> list[str]:
    """The parents of this warmth that this process has started and that live."""
    told = json.dumps(dataclasses.asdict(warmth))
    commands = [process.as_dict(["cmdline"])["cmdline"] or [] for process in psutil.Process().children()]
    return [command[-1] for command in commands if told in command]


@pytest.mark.parametrize("output", [subprocess.PIPE])
def test_a_kernel_whose_output_goes_elsewhere_is_an_ordinary_one(output: int) -> None:
    """No descriptor could be handed to the parent; and it would be taken for dead, and another one be started."""
    parent = parent_for(Warmth())
    with started(stdout=output, stderr=output) as (manager, client):
        assert not isinstance(process_of(manager), ForkedProcess)
        assert said(client, "print('alive')") == "alive"
        for stream in (process_of(manager).stdout, process_of(manager).stderr):
            if stream is not None:
                stream.close()
    assert parent_for(Warmth()) is parent


def test_a_kernel_s_output_goes_where_popen_would_lead_it(tmp_path: Path) -> None:
    """Servers that log both streams to one file, or drop both, would get slow kernels without knowing why."""
    code = "import os; os.write(1, b'out '); os.write(2, b'err')"
    with (tmp_path / "log").open("w") as log, started(stdout=log, stderr=subprocess.STDOUT) as (manager, client):
        assert isinstance(process_of(manager), ForkedProcess)
        said(client, code)
    assert (tmp_path / "log").read_text() == "out err"
    with started(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as (manager, client):
        assert isinstance(process_of(manager), ForkedProcess)
        assert said(client, code + "; print('alive')") == "alive"


def test_an_interrupt_before_the_kernel_is_ready_does_not_lose_it() -> None:
    """Who presses stop too early would wait for ever on a kernel that answers nobody."""
    manager = KernelManager(kernel_name="reporting-warm")
    manager.start_kernel()
    for _ in range(5):
        manager.interrupt_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        assert said(client, "print('alive')") == "alive"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


FORKS_AFTERWARDS = """
import multiprocessing
import os
from jupyter_client.manager import KernelManager

def answer():
    manager = KernelManager(kernel_name="reporting-warm")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    said = []
    client.execute_interactive("print(6 * 7)", output_hook=lambda one: said.append(one["content"].get("text")))
    client.stop_channels()
    manager.shutdown_kernel()
    return "".join(filter(None, said)).strip()

first = answer()
with multiprocessing.get_context("fork").Pool(1) as pool:
    print(first, pool.apply_async(answer).get(60), answer(), flush=True)
"""


@pytest.mark.long
def test_a_process_that_has_run_a_kernel_can_fork_and_run_another(tmp_path: Path) -> None:
    """So multiprocessing does until Python 3.13: the child would hang for ever, and keep the warm parent alive."""
    script = tmp_path / "forks.py"
    script.write_text(FORKS_AFTERWARDS)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=180, check=False)
    assert (done.stdout, done.returncode) == ("42 42 42\n", 0), done.stderr


def test_a_desk_s_kernel_has_the_threads_and_the_history_of_an_ordinary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Analysts would find neither what they typed yesterday nor the speed of their machine."""
    look = (
        "import numpy, threadpoolctl\n"
        "threads = {one['num_threads'] for one in threadpoolctl.threadpool_info()}\n"
        "print(str(get_ipython().history_manager.hist_file).rpartition('/')[2], threads)"
    )
    cores = len(os.sched_getaffinity(0))
    # a cluster that a test before this one has started leaves its workers' threads in the environment
    for name in THREADS:
        monkeypatch.delenv(name, raising=False)
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    with started(env=alone) as (_, client):
        assert said(client, look) == ":memory: {1}"
    monkeypatch.setenv("JUPYTER_PATH", str(install_kernelspec(tmp_path).parents[1]))
    with started() as (manager, client):
        assert isinstance(process_of(manager), ForkedProcess)
        assert said(client, look) == f"history.sqlite {{{cores}}}"


@pytest.mark.parametrize("backend", ["TkAgg", "no such backend"])
def test_a_backend_that_cannot_be_had_does_not_end_the_kernel(backend: str) -> None:
    """Shells and editors set MPLBACKEND, and every report would fail for it."""
    with started(env=os.environ | {"MPLBACKEND": backend}) as (_, client):
        assert said(client, "import matplotlib.pyplot as plt; print('alive')") == "alive"


def test_its_time_zone_is_the_one_that_was_given() -> None:
    with started(env=os.environ | {"TZ": "UTC-5"}) as (_, client):
        assert said(client, "import time; print(time.localtime().tm_gmtoff)") == "18000"


def test_a_system_that_cannot_fork_gets_ordinary_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config()
    config.WarmProvisioner.preload = ["json"]
    monkeypatch.setattr(sys, "platform", "darwin")
    with started(config) as (manager, client):
        assert not isinstance(process_of(manager), ForkedProcess)
        assert said(client, "print('ordinary')") == "ordinary"


def test_the_kernelspec_is_looked_for_in_one_place_however_often_it_is_said() -> None:
    """A cluster's worker says it for each task, until its environment is too long to start anything."""
    find_warm_kernel()
    find_warm_kernel()
    assert len(os.environ["JUPYTER_PATH"].split(os.pathsep)) == 1


def test_the_kernelspec_can_be_installed(tmp_path: Path) -> None:
    folder = install_kernelspec(tmp_path)
    assert folder == tmp_path / "share" / "jupyter" / "kernels" / "reporting-warm"
    assert '"reporting-warm"' in (folder / "kernel.json").read_text()


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
