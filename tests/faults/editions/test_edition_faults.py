"""Faults in a run of the whole edition, through the command line.

Each time only the county that was touched fails, with its reason, and what readers see stays as it was published.
One small notebook stands for the edition's own; what a county's run does besides is told in a file.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.functional.smaller_city import THREE_INDICATORS, change_run, demonstration_project, write_notebook
from tests.shared import Parents, one_warm_parent

from reporting.cli import main
from reporting.editions.manifest import Manifest, PageEntry, read_manifest
from reporting.execution.lock import run_lock
from reporting.operations.desk.doctor.project import editions
from reporting.settings import Project, load_settings
from reporting.store import view
from reporting.store.store import open_store, utc_now

ROOT = Path(__file__).parents[3]
PERIOD = "2022-04"
XINHUA, WEIDONG, SHILONG, ZHANHE, BAOFENG = "410402", "410403", "410404", "410411", "410421"
# what becomes of one county among five becomes of it among thirteen
COUNTIES = {XINHUA: "新华区", WEIDONG: "卫东区", SHILONG: "石龙区", ZHANHE: "湛河区", BAOFENG: "宝丰县"}

PARAMETERS = 'county = ""\nperiod = ""\nsnapshot = ""'
PAGE = """
from pathlib import Path
from IPython.display import HTML, display
from reporting.snapshots.snapshot import Snapshot

kept = Snapshot.open(Path(snapshot))
title = f"{kept.county.name.zh} {kept.period.label('zh-Hans')}"
display(HTML(f"<h1>{title}</h1><p><code>{kept.hash[:8]}</code></p>"))
"""
HAPPEN = "happening = Path(FAULTS) / county\nif happening.exists(): exec(happening.read_text())"
KILL_SIBLINGS = """
import os
children = Path(f"/proc/{os.getppid()}/task/{os.getppid()}/children").read_text().split()
for pid in {int(child) for child in children} - {os.getpid()}:
    os.kill(pid, 9)
"""

Reporting: TypeAlias = Callable[..., int]


@pytest.fixture(scope="module", autouse=True)
def warm(parents: Parents) -> Iterator[None]:
    with one_warm_parent(parents):
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The demonstration's last month in the store, and nothing published yet."""
    root = tmp_path_factory.mktemp("bureau")
    made = demonstration_project(tmp_path_factory, root, COUNTIES, indicators=THREE_INDICATORS)
    pages = [{"notebook": "small.ipynb", "per": "county", "title": {"zh-Hans": "县报告"}}]
    change_run(made.params, pages=pages, seconds_per_report=10, memory_mib_per_report=2048, min_completeness=0)
    (root / "faults").mkdir()
    happen = HAPPEN.replace("FAULTS", repr(str(root / "faults")))
    write_notebook(made.notebooks / "small.ipynb", PARAMETERS, PAGE, happen)
    return made


@pytest.fixture
def reporting(project: Project, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["reporting", "--project", str(project.root), *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0)

    return run


@pytest.fixture
def published(project: Project, reporting: Reporting) -> dict[str, str]:
    """What readers see of a good edition: file → hash."""
    if not (project.outputs / PERIOD).exists():
        reporting("ingest", str(project.inbox))
        assert reporting("run", "--period", PERIOD) == 0
        accepted = ("--accept", "intake_errors", "--because", "known")
        assert reporting("publish", PERIOD, "--approved-by", "张三", *accepted) == 0
    return seen(project)


@pytest.fixture
def happen(project: Project) -> Callable[[str, str], None]:
    """A function that says what a county's run does; forgotten before the next test."""
    shutil.rmtree(project.root / "faults")
    (project.root / "faults").mkdir()

    def say(county: str, code: str) -> None:
        (project.root / "faults" / county).write_text(code)

    return say


def seen(project: Project) -> dict[str, str]:
    folder = project.outputs / PERIOD
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def draft(project: Project) -> Manifest:
    return read_manifest(project.outputs / "drafts" / PERIOD)


def failed(project: Project) -> dict[str, PageEntry]:
    """The counties of the draft whose run failed; all others have a page that was made."""
    return {entry.place: entry for entry in draft(project).entries if entry.run_failed}


def test_a_draft_that_nothing_would_change_is_not_made_again(
    project: Project, reporting: Reporting, published: dict[str, str]
) -> None:
    """A run every hour would cost as much as one a month; but a draft that was damaged must not stand."""
    assert reporting("run", "--period", PERIOD) == 0
    made = draft(project).generated_at
    page = project.outputs / "drafts" / PERIOD / f"{BAOFENG}.html"
    assert loaded_by_a_run(project) == set(), "which takes longer than all that there is to do"
    assert draft(project).generated_at == made
    page.write_text("tampered with")
    assert reporting("run", "--period", PERIOD) == 0
    assert "宝丰县" in page.read_text("utf-8")


def test_the_doctor_sees_what_was_changed_after_it_was_published(project: Project, published: dict[str, str]) -> None:
    """An editor, a virus or a dying disk would change what officials go by, and nobody would know."""
    page = project.outputs / "editions" / f"{PERIOD}-r1" / f"{BAOFENG}.html"
    assert [line.state for line in editions(project)] == ["ok"]
    good = page.read_bytes()
    page.chmod(0o644)
    page.write_bytes(good.replace("宝丰县".encode(), "叶县".encode()))
    (line,) = editions(project)
    page.write_bytes(good)
    assert (line.state, line.found) == (
        "fail",
        f"not as published: {PERIOD}-r1/{BAOFENG}.html, {PERIOD}/{BAOFENG}.html",
    )
    assert seen(project) == published


def loaded_by_a_run(project: Project) -> set[str]:
    """What a run in a process of its own has loaded in the end, of all that only numbers and pages need."""
    program = "import atexit, sys; from reporting.cli import main\natexit.register(lambda: print(*sys.modules))\nmain()"
    command = [sys.executable, "-c", program, "--project", str(project.root), "run", "--period", PERIOD]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"pandas", "numpy", "matplotlib", "fontTools"} & set(done.stdout.split())


def test_what_happens_in_one_kernel_is_that_countys_business(
    project: Project,
    reporting: Reporting,
    published: dict[str, str],
    happen: Callable[[str, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A kernel killed, one that hangs, one that eats memory and one with an error, all in one run."""
    happen(XINHUA, "import os; os.kill(os.getpid(), 9)")
    happen(WEIDONG, "import time; time.sleep(600)")
    happen(SHILONG, "hoard = bytearray(8 << 30)")
    happen(ZHANHE, "raise ValueError('no such number')")
    assert reporting("run", "--period", PERIOD, "--force", "--jobs", "2") == 1
    expected = {
        XINHUA: "cell 3: DeadKernel",
        WEIDONG: "cell 3: TimeLimit: not finished after 10 s",
        SHILONG: "cell 3: MemoryError",
        ZHANHE: "cell 3: ValueError: no such number",
    }
    told = " ".join(capsys.readouterr().err.split())
    found = failed(project)
    assert found.keys() == expected.keys()
    for county, reason in expected.items():
        assert found[county].reason.startswith(reason)
        assert found[county].status == "stale"
        assert f"{county} failed: {reason}" in told
    logs = project.outputs / ".work" / PERIOD / "logs"
    assert "no such number" in (logs / f"{ZHANHE}.ipynb").read_text("utf-8")
    lines = [json.loads(line) for line in (logs / "run.jsonl").read_text("utf-8").splitlines()]
    (line,) = [one for one in lines if one.get("county") == ZHANHE and one["level"] == "error"]
    assert (line["period"], line["failure"]["message"], bool(line["run"])) == (PERIOD, "no such number", True)
    assert seen(project) == published


def test_a_run_interrupted_at_the_terminal_leaves_the_draft_as_it_was(
    project: Project,
    reporting: Reporting,
    published: dict[str, str],
    happen: Callable[[str, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Half an edition would lie there to be approved, and whoever asked for the run be told that all is well."""
    # Ctrl-C comes while a county's page is under way, and to this process alone
    happen(SHILONG, f"import os, time; os.kill({os.getpid()}, {int(signal.SIGINT)}); time.sleep(600)")
    before = draft(project)
    assert reporting("run", "--period", PERIOD, "--force", "--jobs", "1") == 130
    said = capsys.readouterr().err
    assert f"{XINHUA} done" in said
    assert said.endswith("interrupted; finished work is kept and will be reused\n")
    assert draft(project) == before


def test_a_run_interrupted_by_a_supervisor_leaves_the_draft_as_it_was(
    project: Project, published: dict[str, str], happen: Callable[[str, str], None]
) -> None:
    """The same of a process of its own, whose workers nobody tells."""
    for county in (SHILONG, ZHANHE, BAOFENG):
        happen(county, "import time; time.sleep(600)")
    before = draft(project)
    command = [sys.executable, "-m", "reporting", "--project", str(project.root), "run", "--period", PERIOD]
    with subprocess.Popen(
        [*command, "--force", "--jobs", "1"], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stderr is not None
        assert any(f"{XINHUA} done" in line for line in run.stderr)
        # to this process alone: its workers are not told
        run.send_signal(signal.SIGTERM)
        said = run.stderr.read()
    assert run.returncode == 130
    assert said.endswith("interrupted; finished work is kept and will be reused\n")
    assert draft(project) == before


def test_a_worker_that_is_killed_costs_one_county_its_page(
    project: Project, reporting: Reporting, published: dict[str, str], happen: Callable[[str, str], None]
) -> None:
    # beside the kernel, the warm parent has forked nothing but its worker
    happen(XINHUA, KILL_SIBLINGS)
    counties = ("--county", XINHUA, "--county", BAOFENG)
    assert reporting("run", "--period", PERIOD, "--force", *counties, "--jobs", "1") == 1
    assert failed(project).keys() == {XINHUA}
    assert failed(project)[XINHUA].reason == "WorkerDied: the worker process was killed by SIGKILL"
    assert seen(project) == published


def test_a_page_that_finds_the_disk_full_fails_alone(
    project: Project,
    reporting: Reporting,
    published: dict[str, str],
    happen: Callable[[str, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The system itself refuses to write more of one file, as a full disk does."""
    happen(XINHUA, "display(HTML('<p>' + 'x' * (6 << 20) + '</p>'))")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, usual[1]))
    try:
        ended = reporting("run", "--period", PERIOD, "--force", "--county", XINHUA, "--county", BAOFENG)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert ended == 1
    assert "OSError" in failed(project)[XINHUA].reason
    assert failed(project).keys() == {XINHUA}
    assert "Traceback" not in capsys.readouterr().err
    assert seen(project) == published


def test_a_folder_that_cannot_be_written_is_said(
    project: Project, reporting: Reporting, published: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """For root, whom no mode stops, a file where the folder should be."""
    drafts = project.outputs / "drafts"
    shutil.rmtree(drafts)
    drafts.write_text("in the way")
    try:
        assert reporting("run", "--period", PERIOD) == 1
    finally:
        drafts.unlink()
    told = capsys.readouterr().err
    assert "drafts" in told
    assert "→" in told
    assert seen(project) == published


def test_the_second_of_two_runs_says_who_holds_the_lock(
    project: Project, reporting: Reporting, published: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with run_lock(project.outputs / ".work" / "run.lock", "run 2022-03"):
        assert reporting("run", "--period", PERIOD) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "another run is under way: run 2022-03, process" in told
    assert seen(project) == published


def test_a_clock_that_was_set_back_loses_no_county(
    project: Project, published: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recorded in what is now the future would not be there, and every county silent."""
    now = utc_now()
    monkeypatch.setattr(view, "utc_now", lambda: now - timedelta(days=400))
    with open_store(project.store, load_settings(project).forms) as store:
        assert set(view.View(store).submissions()["county"]) >= {XINHUA, WEIDONG, SHILONG, ZHANHE, BAOFENG}
