"""The desk's commands as they are typed: exit codes, places, help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.functional.smaller_city import THREE_INDICATORS, keep_indicators

Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


def test_check_passes_on_our_own_and_on_a_new_notebook(reporting: Reporting) -> None:
    """What we ship would break the rules that we set."""
    assert reporting("new", "notebook", "mine").returncode == 0
    done = reporting("check")
    assert (done.returncode, done.stdout.split()[0]) == (0, "0"), done.stdout


def test_check_exits_1_and_names_notebook_cell_and_line(reporting: Reporting, scratch: Path) -> None:
    """A commit with a county written into a cell would go through."""
    notebook = scratch / "notebooks" / "county_report.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("report.targets()", "report.targets('410421')"), "utf-8")
    done = reporting("check", "notebooks/county_report.ipynb")
    assert done.returncode == 1
    assert "notebooks/county_report.ipynb, cell 11, line 1: hard_coded: a county: 410421" in done.stdout
    rows = json.loads(reporting("check", "--json").stdout)
    assert [sorted(row) for row in rows] == [["cell", "file", "hint", "line", "message", "rule"]]


def test_check_run_finds_what_only_a_run_shows(reporting: Reporting, scratch: Path) -> None:
    """A warning, or an error in one county's data, would be met on the day of the edition."""
    keep_indicators(scratch / "params", THREE_INDICATORS)
    assert reporting("new", "notebook", "mine").returncode == 0
    notebook = scratch / "notebooks" / "mine.ipynb"
    document = json.loads(notebook.read_text("utf-8"))
    code = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    code[2]["source"] = ["import warnings\n", "\n", 'warnings.warn("old", stacklevel=1)\n', "report.header()"]
    notebook.write_text(json.dumps(document), "utf-8")
    done = reporting("check", "notebooks/mine.ipynb", "--run", "--jobs", "2", "--json")
    rows = json.loads(done.stdout)
    assert done.returncode == 1
    assert {(row["cell"], row["line"], row["rule"]) for row in rows} == {(4, 3, "run")}
    assert len(rows) == 5, "one for every county that sent something"
    assert "UserWarning: old" in rows[0]["message"]


def test_doctor_exits_1_only_when_something_fails(reporting: Reporting, scratch: Path) -> None:
    """A script that asks the doctor before a run would run on a broken project, or never."""
    done = reporting("doctor", "--json")
    lines = {line["probe"]: line for line in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert lines["store"]["found"].startswith("demonstration data")
    (scratch / "params" / "city.yaml").write_text("name: [", "utf-8")
    done = reporting("doctor")
    assert done.returncode == 1
    assert "fail  params: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["lab"], ["preview"], ["check"], ["doctor"], ["new", "notebook"]])
def test_help_has_an_example(reporting: Reporting, command: list[str]) -> None:
    """Help that lists options only leaves people to guess."""
    done = reporting(*command, "--help")
    assert done.returncode == 0
    assert f"reporting {' '.join(command)}" in done.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("reporting pre", "preview"), ("reporting run --aud", "--audience"), ("reporting new no", "notebook")],
)
def test_tab_completes_commands_and_options(tmp_path: Path, typed: str, offered: str) -> None:
    """`reporting --install-completion` would put a script into the shell that offers nothing."""
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    environment = os.environ | words | {"_REPORTING_COMPLETE": "complete_bash"}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'reporting'; from reporting.cli import main; main()"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [offered], done.stderr


def test_a_wrong_notebook_is_wrong_use(reporting: Reporting) -> None:
    """A misspelt name would be a traceback."""
    done = reporting("preview", "notebooks/none.ipynb")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("error: notebooks/none.ipynb: there is no such notebook")


def test_trace_says_first_and_last_what_is_short_and_where(reporting: Reporting) -> None:
    """The four schools that matter would stand among the cells of sixty-four others, the result out of sight."""
    for county in ("410423", "410422", "410481"):
        done = reporting("trace", "2022-04", "--county", county, "--indicator", "ass_time_ok")
        assert done.returncode == 0, done.stderr
        lines = done.stdout.rstrip().splitlines()
        if "short of the target" in done.stdout:
            break
    assert lines[0].startswith(f"ass_time_ok 2022-04 {county}: ")
    assert lines[1].startswith("short of the target in ")
    assert "不含村小学" in lines[2]
    assert lines[-1].startswith(f"{lines[0]}; short: ")
