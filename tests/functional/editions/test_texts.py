"""What a county wrote reaches the public when a person has passed it, through the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.functional.smaller_city import keep_indicators

from reporting.cli import app
from reporting.disclosure.place_snapshot import build_snapshot
from reporting.errors import UsageError
from reporting.settings import Project, load_settings
from reporting.snapshots.snapshot import Snapshot
from reporting.store.store import open_store
from reporting.store.view import View

ROOT = Path(__file__).parents[3]
PERIOD = "2022-04"
COUNTY = "410422"
BETRAYING = [
    *(
        "应减免困难学生3人未减免到位",
        "困难学生5名尚未减免",
        "学生共3人",
        "留守儿童4人未参加",
        "残疾学生1人",
        "学生三人",
    ),
    *("仅一名学生", "在职教师邸小满有偿补课被查处", "班主任欧阳雪体罚学生", "学生尧舜禹受伤"),
    *("约谈佟大为", "对管晓彤作出处分", "县直第二小", "三实小", "全县唯一民办初中未减免", "xihe xiaoxue"),
]
HARMLESS = "部分学校服务时间不足"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A county's list of problems, in the store."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    keep_indicators(tmp_path / "params", {"ass_school_cov", "ass_waiver"})
    lines = "".join(f"{text},督促整改\n" for text in (*BETRAYING, HARMLESS))
    sent = tmp_path / "叶县2022年4月问题清单.csv"
    sent.write_text(f"叶县2022年4月问题清单\n问题,整改措施\n{lines}", "utf-8")
    project = Project.at(tmp_path)
    assert call(project, "ingest", str(sent), "--receipts", str(tmp_path / "receipts")) == 0
    return project


def call(project: Project, *arguments: str) -> int:
    code = app(["--project", str(project.root), *arguments], standalone_mode=False)
    return code if isinstance(code, int) else 0


def listed(project: Project, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    call(project, "texts", PERIOD, "--json", *arguments)
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def public_problems(project: Project) -> list[str]:
    snapshot = build_snapshot(project, load_settings(project), COUNTY, PERIOD, "public")
    return [text for text in snapshot["problems"]["problem"].fillna("") if text]


def test_every_text_waits_for_a_person_and_the_doubtful_ones_are_marked(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counts of pupils and names went out because no rule knew them."""
    assert public_problems(project) == []
    rows = listed(project, capsys)
    marked = {row["text"]: row["may give away"] for row in rows}
    assert set(marked) == {*BETRAYING, HARMLESS, "督促整改"}
    assert [text for text in BETRAYING if not marked[text]] == []
    assert (marked[HARMLESS], marked["督促整改"]) == ("", "")
    receipt = next((project.root / "receipts").rglob("*.html")).read_text("utf-8")
    assert "可能让人认出" in receipt


def test_what_is_passed_is_shown_on_record_and_can_be_taken_back(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody could say afterwards who let a sentence out, or take it back."""
    ids = {row["text"]: row["id"] for row in listed(project, capsys)}
    with pytest.raises(UsageError, match="name of whoever"):
        call(project, "texts", PERIOD, "--approve", ids[HARMLESS])
    with pytest.raises(UsageError, match="no text t0"):
        call(project, "texts", PERIOD, "--approve", "t0", "--by", "张三")
    call(project, "texts", PERIOD, "--approve", ids[HARMLESS], "--refuse", ids["三实小"], "--by", "张三")
    assert public_problems(project) == [HARMLESS]
    (passed,) = [row for row in listed(project, capsys, "--all") if row["decision"] == "approved"]
    assert (passed["by"], passed["text"], passed["at"][:2]) == ("张三", HARMLESS, "20")
    assert {"三实小", HARMLESS}.isdisjoint(row["text"] for row in listed(project, capsys))
    call(project, "texts", PERIOD, "--refuse", passed["id"], "--by", "李四", "--because", "来信要求")
    assert public_problems(project) == []


def test_a_list_is_decided_in_a_spreadsheet(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Hundreds of texts would be passed by typing hundreds of codes."""
    path = project.root / "list.csv"
    call(project, "texts", PERIOD, "-o", str(path))
    lines = path.read_text("utf-8-sig").splitlines()
    filled = [lines[0], *(line.replace(",,", ",通过,", 1) if HARMLESS in line else line for line in lines[1:])]
    path.write_bytes("\r\n".join(filled).encode("gb18030"))  # as a spreadsheet saves it
    call(project, "texts", PERIOD, "--decided", str(path), "--by", "张三")
    assert public_problems(project) == [HARMLESS]
    path.write_text("\n".join(filled).replace("通过", "随便"), "utf-8")
    with pytest.raises(UsageError, match="no decision"):
        call(project, "texts", PERIOD, "--decided", str(path), "--by", "张三")


def test_an_old_edition_is_made_again_with_the_decisions_of_its_time(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was published could not be defended."""
    before: Snapshot = build_snapshot(project, load_settings(project), COUNTY, PERIOD, "public")
    ids = {row["text"]: row["id"] for row in listed(project, capsys)}
    rows = listed(project, capsys, "--all")
    assert rows
    moment = load_moment(project)
    call(project, "texts", PERIOD, "--approve", ids[HARMLESS], "--by", "张三")
    again = build_snapshot(project, load_settings(project), COUNTY, PERIOD, "public", moment)
    assert again["problems"].equals(before["problems"])


def load_moment(project: Project) -> Any:
    with open_store(project.store, load_settings(project).forms) as store:
        return View(store).as_of
