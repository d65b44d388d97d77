"""A command that is asked to end while DuckDB works."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import NoReturn

import pytest

from reporting import cli
from reporting.ending import pass_on_interruption

# a query of seconds, of one thread that looks for signals; a handler raises KeyboardInterrupt, as that of Ctrl-C does
STOPPED = """
import signal
import duckdb
from reporting.ending import pass_on_interruption

signal.signal(signal.SIGALRM, signal.default_int_handler)
with duckdb.connect(config={"threads": 1}) as connection:
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        connection.execute("SELECT count(*) FROM range(5000000000) AS one(n) WHERE hash(n) = 1")
    except RuntimeError as error:
        try:
            pass_on_interruption(error)
        except KeyboardInterrupt:
            print("stopped")
"""


def test_a_query_that_is_interrupted_ends_as_anything_else_does() -> None:
    """Ctrl-C and SIGTERM would be taken for a fault of the program, for DuckDB tells of them in words of its own."""
    done = subprocess.run([sys.executable, "-c", STOPPED], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("stopped\n", 0), done.stderr


def test_any_other_error_is_none() -> None:
    """A fault of the program would end a command without a word."""
    pass_on_interruption(RuntimeError("generator raised StopIteration"))
    pass_on_interruption(ValueError("Query interrupted"))


def test_the_command_says_that_it_was_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stops a run would read a traceback, and a supervisor see a failure."""

    def stopped(**options: object) -> NoReturn:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(cli, "_command", lambda: stopped)
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == [signal.SIG_IGN] * 2, "asked twice"
    for one, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
        signal.signal(one, handler)
    assert left.value.code == 130
    assert "interrupted" in capsys.readouterr().err
