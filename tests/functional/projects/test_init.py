"""A new project from flags or questions: it passes every check as it is written, and nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.projects.conftest import ROOT, Reporting
from typer.testing import CliRunner

from reporting.cli import app
from reporting.settings import Project, load_settings

ANYANG = ("init", "anyang", "--code", "410500")
KEPT = ("--project", str(ROOT), *ANYANG)


def test_the_topic_is_kept_without_the_other_citys_facts(tmp_path: Path, reporting: Reporting) -> None:
    """A bureau would begin with another's units, promises and addresses, or with params that do not load."""
    done = reporting(*KEPT, "--direct")
    assert done.returncode == 0, done.stderr
    root = tmp_path / "anyang"
    ours, theirs = load_settings(Project.at(root)), load_settings(Project.at(ROOT))
    assert ours.forms == theirs.forms
    assert ours.indicators == theirs.indicators
    assert ours.city.scope == theirs.city.scope
    assert ours.city.title.zh == theirs.city.title.zh.replace("平顶山市", "安阳市")
    assert ours.city.codes[-2:] == ("410581", "410500-D")
    assert not ours.claims.claims
    assert not ours.commitments.commitments
    written = "".join(path.read_text("utf-8") for path in root.rglob("*") if path.is_file())
    assert not any(word in written for word in ("平顶山", "Pingdingshan", "宝丰", "410421"))


def test_without_a_project_a_topic_to_begin_with_is_written(reporting: Reporting) -> None:
    """Whoever has the program alone could not begin; what they get must hold the rules, and say that it has no demo."""
    assert reporting(*ANYANG, "--period", "year", "--zones").returncode == 0
    done = reporting("--project", "anyang", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    refused = reporting("--project", "anyang", "demo")
    assert refused.returncode == 2
    assert "this topic has no demonstration" in refused.stderr


def test_nothing_is_overwritten(tmp_path: Path, reporting: Reporting) -> None:
    """A project in use would lose its params."""
    (tmp_path / "anyang").mkdir()
    (tmp_path / "anyang" / "README.md").write_text("ours", "utf-8")
    done = reporting(*ANYANG)
    assert done.returncode == 2
    assert "README.md exists already; nothing was written" in done.stderr
    assert "name a new folder" in done.stderr
    assert [path.name for path in (tmp_path / "anyang").iterdir()] == ["README.md"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("init", "x"), "nobody can be asked"),
        (("init", "x", "--code", "410501"), "did you mean 410500 安阳市"),
        (("init", "x", "--code", "441900"), "--unit CODE=NAME"),
        ((*ANYANG, "--unit", "高新区"), "write it as --unit 410571=高新区"),
        ((*ANYANG, "--school-months", "all"), "write it as 1-6,9-12"),
        ((*ANYANG, "--same-topic"), "use --empty, or name it with --project"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    arguments: tuple[str, ...], complaint: str, tmp_path: Path, reporting: Reporting
) -> None:
    """A newcomer would be left with a traceback, or with half a project."""
    done = reporting(*arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_on_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who knows no flags could not make a project; an answer that is no code is asked for again."""
    monkeypatch.setattr("reporting.commands.projects.is_terminal", lambda: True)
    answers = ["安阳", "410500", "", "y", "n", "n", "食堂年报"]
    done = CliRunner().invoke(app, ["--project", str(tmp_path), "init", str(tmp_path / "a")], "\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    settings = load_settings(Project.at(tmp_path / "a"))
    assert settings.city.name.zh == "安阳市"
    assert settings.city.codes[-1] == "410571", "the zone that was said to report"
    assert settings.city.calendar.period == "year"
    assert settings.city.title.zh == "食堂年报"
