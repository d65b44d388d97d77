"""The command itself: what it loads before it knows what is asked, its version, and the project that it works in."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from reporting.cli import app, main
from reporting.commands.cell_output import PrintedLines
from reporting.execution.parcels import Said

LATE = {
    "babel",
    "dask",
    "duckdb",
    "jinja2",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pydantic",
    "rapidfuzz",
    "yaml",
    "zmq",
}
"""What a command loads when it needs it: each takes longer to load than ``--help`` takes without it."""
PROBE = "import json, sys, reporting.cli; print(json.dumps(sorted(sys.modules)))"


def test_help_loads_no_more_than_it_shows() -> None:
    """Everybody who asks for help, or mistypes an option, would wait for libraries that nothing is done with."""
    loaded = subprocess.run([sys.executable, "-c", PROBE], check=True, capture_output=True, text=True)
    names = set(json.loads(loaded.stdout))
    assert {name for name in names if name in LATE} == set()
    assert {name for name in names if name.startswith("reporting.") and name.count(".") == 1} == {
        "reporting.cli",
        "reporting.commands",
        "reporting.errors",
    }


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_module_is_the_command(option: str) -> None:
    """Where scripts are not on the path the program could not be started at all."""
    done = subprocess.run([sys.executable, "-m", "reporting", option], check=True, capture_output=True, text=True)
    assert ("ingest" if option == "--help" else f"reporting {version('county-reports')}\n") in done.stdout


@pytest.mark.parametrize(("argument", "code"), [("--version", 0), ("no-such-command", 2)])
def test_a_command_leaves_nothing_undone_at_its_end(argument: str, code: int) -> None:
    """It ends without the interpreter: what was printed would be lost, a warm parent left behind, a failure unseen."""
    script = (
        "import atexit, sys, threading\n"
        "from reporting.__main__ import main\n"
        "atexit.register(print, 'exit function', end='')\n"
        "threading.Thread(target=lambda: (threading.main_thread().join(), print('thread', end=' '))).start()\n"
        f"sys.argv = ['reporting', {argument!r}]\n"
        "main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert ended.returncode == code
    assert ended.stdout.endswith("thread exit function")
    assert version("county-reports") in ended.stdout or argument in ended.stderr


def test_each_command_works_in_the_project_that_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two commands of one process would share the folder that the first was told."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(sys, "argv", ["reporting", "--project", str(tmp_path / name), "status"])
        with pytest.raises(SystemExit, match="2"):
            main()
        assert f"error: {name} is no project" in capsys.readouterr().err


def test_every_command_says_what_it_does() -> None:
    """A command would stand in the list without a word."""
    assert [one.name for one in app.registered_commands if one.callback is None or not one.callback.__doc__] == []


def test_what_pages_print_at_the_same_time_is_told_by_line() -> None:
    """Two counties' lines would run into each other, or the last one, unfinished, be lost."""
    told: list[str] = []
    printed = PrintedLines(told.append)
    for task, text in (("a", "one\ntw"), ("b", "1"), ("a", "o\n\nthr"), ("b", "2\n")):
        printed.said(Said(task, text))
    printed.end("a")
    printed.end("b")
    assert told == ["a | one", "a | two", "a | ", "b | 12", "a | thr"]
