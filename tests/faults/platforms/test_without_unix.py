"""The whole way where there is no fork, no fcntl and no share of the cores, as on Windows; tried on Linux."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.functional.smaller_city import THREE_INDICATORS, change_run, demonstration_project, write_notebook

from reporting.settings import Project

ROOT = Path(__file__).parents[3]
PERIOD = "2022-04"
# Python reads it before anything else, in each process
WITHOUT_UNIX = """
import builtins, os

for name in ("fork", "forkpty", "register_at_fork", "sched_getaffinity"):
    delattr(os, name)

actual = builtins.__import__

def without_unix(name, globals=None, *others, **more):
    # what other packages do on a system that they take for Linux is their business
    importer = (globals or {}).get("__name__", "")
    if name in ("fcntl", "grp", "pwd", "resource", "termios") and importer.partition(".")[0] == "reporting":
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return actual(name, globals, *others, **more)

builtins.__import__ = without_unix
"""
NOTEBOOK = [
    'county = ""\nperiod = ""\nlang = "zh-Hans"\naudience = "internal"\nsnapshot = ""',
    "from reporting import Report\n\n"
    "report = Report.open(county=county, period=period, lang=lang, audience=audience, snapshot=snapshot)\n"
    "report.header()",
]


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of a city in which two counties have sent one month, with one short notebook."""
    made = demonstration_project(
        tmp_path_factory, tmp_path / "project", {"410421": "宝丰县", "410425": "郏县"}, indicators=THREE_INDICATORS
    )
    write_notebook(made.notebooks / "short.ipynb", *NOTEBOOK)
    pages = [{"notebook": "short.ipynb", "per": "county", "title": {"zh-Hans": "简报", "en": "Short"}}]
    change_run(made.params, pages=pages, languages=["zh-Hans"])
    return made


@pytest.fixture
def own_temporary_folder() -> Iterator[str]:
    """Without fcntl other locks are asked for: its sweep would take the folders of tests next door for dead ones'."""
    with tempfile.TemporaryDirectory(prefix="no-unix-") as folder:
        yield folder


@pytest.mark.long
def test_the_whole_way_without_what_only_unix_has(project: Project, tmp_path: Path, own_temporary_folder: str) -> None:
    """Bureau desks run Windows; the first command would end in a missing module, or hang without a word."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(WITHOUT_UNIX, "utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(hidden),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": own_temporary_folder,
    }

    def reporting(*arguments: str, expected: tuple[int, ...] = (0,)) -> str:
        command = [sys.executable, "-c", "from reporting.cli import main; main()", "--project", str(project.root)]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=300, env=environment)
        assert done.returncode in expected, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    reporting("ingest", str(project.inbox), expected=(0, 1))
    reporting("check", str(project.notebooks / "short.ipynb"), expected=(0, 1))
    reporting("run", "--period", PERIOD, "--jobs", "2")
    manifest = json.loads((project.outputs / "drafts" / PERIOD / "manifest.json").read_text("utf-8"))
    assert {one["status"] for one in manifest["counties"] if one["place"] in ("410421", "410425")} == {"published"}
    verdicts = json.loads(reporting("review", PERIOD, "--json", expected=(0, 1)))
    shut = [one["gate"] for one in verdicts if not one["passed"]]
    accepted = [word for gate in shut for word in ("--accept", gate, "--because", "tried without the others")]
    reporting("publish", PERIOD, "--approved-by", "test", *accepted)
    reporting("bundle", PERIOD, "-o", str(tmp_path))
    assert list(tmp_path.glob("*.zip"))
