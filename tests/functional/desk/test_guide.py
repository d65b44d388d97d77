"""The analyst's guide, carried out step by step on a scratch project with a copy of the package."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.functional.desk.conftest import command_in, store_last_month

Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "analyst.md"
_STEP = re.compile(
    r"(?P<shown>[^\n]*)\n\n"
    r"<!-- (?P<act>[a-z ]+?)(?:: (?P<file>[^;]+?))?"
    r"(?:; (?:before: (?P<before>.+?)|(?P<above>above)))? -->\n```\w+\n(?P<text>.*?)```\n",
    re.S,
)


def steps() -> Iterator[re.Match[str]]:
    return _STEP.finditer(GUIDE.read_text("utf-8"))


def test_every_block_says_what_to_do_with_it() -> None:
    """A step without its comment would be shown and never carried out."""
    assert GUIDE.read_text("utf-8").count("\n```") == 2 * len(list(steps()))


def test_every_block_says_so_to_readers_too() -> None:
    """Comments are not rendered: who reads the guide as a page would not know where a block goes."""
    for step in steps():
        shown, named = step["shown"], re.findall(r"`(.+?)`", step["shown"])
        assert shown.endswith(":"), f"{shown!r} above {step['text']}"
        if step["act"] == "run":
            assert shown == "Run:"
            continue
        assert named[:1] == [step["file"]], shown
        if step["before"]:
            assert named[1:2], shown
            assert named[1] in step["before"], shown


def carry_out(step: re.Match[str], project: Path, reporting: Reporting) -> None:
    act, text = step["act"], step["text"]
    if act == "run":
        for line in text.splitlines():
            done = reporting(*shlex.split(line)[1:])
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return
    file = project / step["file"]
    if act == "new":
        assert not file.exists()
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    elif act == "append":
        file.write_text(file.read_text("utf-8") + text, "utf-8")
    elif act == "insert":
        before = step["before"].replace("\\n", "\n")
        whole = file.read_text("utf-8")
        assert whole.count(before) == 1, f"{step['file']} has not one {before!r}"
        file.write_text(whole.replace(before, text + before), "utf-8")
    else:
        insert_cell(file, act.split()[0], text, -3 if step["above"] else -2)


def insert_cell(notebook: Path, kind: str, text: str, place: int) -> None:
    """A cell before the annex, or one further up, as JupyterLab would write it."""
    document = json.loads(notebook.read_text("utf-8"))
    cell = {"cell_type": kind, "id": f"new-{len(document['cells'])}", "metadata": {}, "source": text.rstrip("\n")}
    extra: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    document["cells"].insert(place, cell | extra)
    notebook.write_text(json.dumps(document), "utf-8")


def test_each_step_does_what_it_says(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The guide would lead newcomers into errors that nobody here sees."""
    scratch = tmp_path / "p"
    # its last step runs every notebook of every county that sent something: of two, it is every one
    store_last_month(tmp_path_factory, scratch, {"410421": "宝丰县", "410422": "叶县"})
    reporting = command_in(scratch)
    for step in steps():
        carry_out(step, scratch, reporting)
    page = (scratch / "outputs" / "drafts" / "2022-04" / "teachers" / "410421.html").read_text("utf-8")
    assert "教师关爱两项均落实率" in page, "the indicator of step 1"
    assert page.count("<figure") >= 2, "the figure of the notebook beside that of the targets"
    assert "补助与弹性上下班，分项列出。" in page, "the prose of the notebook"
    assert "未达标项最多的学校" in page, "the table of the helper"
    county = (scratch / "outputs" / "drafts" / "2022-04" / "410421.html").read_text("utf-8")
    assert 'id="fig-participation"' in county, "the figure of step 1"
    assert re.search(r"本县最近一期为[\d.]+%", county), "the number in prose of step 1"
    assert "各项未达标的学校数" in county, "the table of step 2"
    assert "离目标最近的三项" in county, "the figure of step 3"
    files = {file.name for file in (scratch / "outputs" / "drafts" / "2022-04").rglob("*.docx")}
    assert files == {"410421.docx"}, "a run of one county brings the files of that county"


def test_a_new_notebook_of_the_city_passes_the_last_step(reporting: Reporting) -> None:
    """Its sentences would link to rows that it does not show; the guide's own is one of a county."""
    assert reporting("new", "notebook", "mine", "--per", "city").returncode == 0
    done = reporting("check", "--run", "notebooks/mine.ipynb")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["CityReport", "EvidenceReport", "Report"])
def test_the_reference_lists_what_there_is(name: str) -> None:
    """A call would be promised that is gone, or one be hidden that is there."""
    import inspect

    import reporting

    written = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert set(re.findall(r"^## (\w+)$", written, re.M)) == set(reporting.__all__)
    section = written.split(f"\n## {name}\n")[1].split("\n## ")[0]
    methods = inspect.getmembers(getattr(reporting, name), inspect.isfunction)
    assert set(re.findall(r"`report\.(\w+)\(", section)) == {each for each, _ in methods if not each.startswith("_")}
