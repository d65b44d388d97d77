"""The log is JSON lines with context; the lock tells who holds it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from reporting.errors import ExecutionError
from reporting.execution.lock import run_lock
from reporting.execution.logs import run_log


def test_every_line_carries_run_context_and_its_own_fields(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "run.jsonl"
    with run_log(path, period="2022-04") as run:
        logging.getLogger("reporting.x").info("done", extra={"county": "410421", "page": Path("p.html")})
        try:
            raise ValueError("宝丰县")
        except ValueError:
            logging.getLogger("reporting.x").exception("failed")
    first, second = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert first["run"] == second["run"] == run
    assert (first["event"], first["period"], first["county"], first["page"]) == (
        "done",
        "2022-04",
        "410421",
        "p.html",
    )
    assert "宝丰县" in second["traceback"]


def test_the_log_ends_with_the_run(tmp_path: Path) -> None:
    with run_log(tmp_path / "a.jsonl"):
        pass
    logging.getLogger("reporting.x").warning("later")
    assert (tmp_path / "a.jsonl").read_text() == ""


def test_a_log_on_a_full_disk_tells_nothing_and_stops_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """The console would be full of tracebacks of the log, and its own error hide what the disk was needed for."""
    with run_log(Path("/dev/full")):
        logging.getLogger("reporting.x").warning("later")
    assert capfd.readouterr() == ("", "")


_HOLD = """
import sys
from pathlib import Path
from reporting.execution.lock import run_lock
with run_lock(Path(sys.argv[1]), "run 2022-04"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", _HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_run_learns_who_holds_the_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    expected = rf"run 2022-04, process {holder.pid} of"
    with pytest.raises(ExecutionError, match=expected), run_lock(tmp_path / "lock", "run"):
        pass


def test_a_killed_holder_frees_the_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with run_lock(tmp_path / "lock", "run"):
        assert json.loads((tmp_path / "lock").read_text())["process"] == os.getpid()
