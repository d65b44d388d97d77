"""A command that is asked to end while DuckDB works."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import duckdb
import pytest

from reporting import cli
from reporting.ending import pass_on_interruption

LONG = "SELECT count(*) FROM range(100000000000) AS one(n) WHERE hash(n) = 1"


@pytest.fixture
def interrupted_query() -> Iterator[Callable[[], object]]:
    """A query during which a handler raises KeyboardInterrupt, as that of Ctrl-C does."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    with duckdb.connect() as connection:

        def ask() -> object:
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            return connection.execute(LONG)

        yield ask
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_query_that_is_interrupted_ends_as_anything_else_does(interrupted_query: Callable[[], object]) -> None:
    """Ctrl-C and SIGTERM would be taken for a fault of the program, for DuckDB tells of them in words of its own."""
    with pytest.raises(RuntimeError) as told:
        interrupted_query()
    with pytest.raises(KeyboardInterrupt):
        pass_on_interruption(told.value)


def test_any_other_error_is_none() -> None:
    """A fault of the program would end a command without a word."""
    pass_on_interruption(RuntimeError("generator raised StopIteration"))
    pass_on_interruption(ValueError("Query interrupted"))


def test_the_command_says_that_it_was_interrupted(
    interrupted_query: Callable[[], object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stops a run would read a traceback, and a supervisor see a failure."""

    def command() -> object:
        return lambda **options: interrupted_query()

    monkeypatch.setattr(cli, "_command", command)
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == [signal.SIG_IGN] * 2, "asked twice"
    for one, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
        signal.signal(one, handler)
    assert left.value.code == 130
    assert "interrupted" in capsys.readouterr().err
