"""The console in the operator's language, whatever the terminal can write."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def reporting(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reporting", "--project", str(project), *arguments]
    surroundings = os.environ | {"LANGUAGE": "", "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"} | environment
    return subprocess.run(command, capture_output=True, check=False, env=surroundings)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which nothing has been taken in."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "params", root / "params")
    return root


def test_an_error_is_in_the_operator_s_language(project: Path) -> None:
    """A clerk at a Chinese desk would have to read English, or a script's log would be Chinese under LC_ALL=C."""
    chinese = reporting(project, "status", LC_ALL="zh_CN.UTF-8")
    english = reporting(project, "status", LC_ALL="C")
    assert (chinese.returncode, english.returncode) == (1, 1)
    assert chinese.stderr.decode().startswith("错误：")
    assert "尚无数据库 → 请先用 `reporting ingest data/inbox` 接收工作簿" in chinese.stderr.decode()
    assert "there is no store yet → bring workbooks in first with `reporting ingest data/inbox`" in (
        english.stderr.decode()
    )


@pytest.mark.long
def test_programs_read_the_same_in_every_language(project: Path) -> None:
    """A script that reads the JSON would work at one desk only."""
    chinese = reporting(project, "doctor", "--json", LC_ALL="zh_CN.UTF-8")
    english = reporting(project, "doctor", "--json", LC_ALL="C")
    probes = [[(one["probe"], one["state"]) for one in json.loads(done.stdout)] for done in (chinese, english)]
    assert probes[0] == probes[1]
    assert ["store", "there is none yet"] in [[one["probe"], one["found"]] for one in json.loads(chinese.stdout)]


def test_the_doctor_speaks_chinese(project: Path) -> None:
    """What is wrong, and how to mend it, would be told in a language that the operator does not read."""
    lines = reporting(project, "doctor", LC_ALL="zh_CN.UTF-8").stdout.decode().splitlines()
    assert any(line.startswith("注意") and "数据库: 尚未建立 → 请接收工作簿" in line for line in lines), lines


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "C"])
def test_a_console_without_chinese_gets_what_it_can_write(project: Path, locale: str) -> None:
    """A terminal with a code page of the West would end every command in a traceback."""
    done = reporting(project, "status", LC_ALL=locale, PYTHONIOENCODING="cp1252")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"`reporting ingest data/inbox`" in done.stderr
