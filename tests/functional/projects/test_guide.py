"""docs/another-city.md, carried out block by block in a copy of the project it is told from."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.functional.command_line import run_here
from tests.functional.projects.conftest import ROOT

GUIDE = ROOT / "docs" / "another-city.md"
_BLOCK = re.compile(r"<!-- (?P<act>run|new|append)(?:: (?P<file>.+?))? -->\n```\w+\n(?P<text>.*?)```\n", re.S)


def blocks() -> Iterator[re.Match[str]]:
    return _BLOCK.finditer(GUIDE.read_text("utf-8"))


def test_every_block_says_what_to_do_with_it() -> None:
    """A step without its comment would be shown and never carried out."""
    assert GUIDE.read_text("utf-8").count("\n```") == 2 * len(list(blocks()))


def test_each_step_does_what_it_says(tmp_path: Path) -> None:
    """The guide would lead a bureau into errors that nobody here sees."""
    for part in ("params", "notebooks", "docs/examples"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns(".*"))
    for block in blocks():
        if block["act"] != "run":
            with (tmp_path / block["file"]).open("a", encoding="utf-8") as file:
                file.write(block["text"])
            continue
        for line in block["text"].splitlines():
            name, *words = shlex.split(line)
            if name == "cp":
                shutil.copy(tmp_path / words[0], tmp_path / words[1])
                continue
            done = run_here(*words, folder=tmp_path)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert len(list((tmp_path / "blank").glob("*.xlsx"))) == 10, "one workbook a unit"
    assert len(list((tmp_path / "anyang" / "data" / "inbox").rglob("*.xlsx"))) >= 8 * 10, "a demonstration of 8 months"
    edition = tmp_path / "provinces" / "outputs" / "2019"
    page = (edition / "110000.html").read_text("utf-8")
    for shown in (
        "北京市",
        "2\N{NO-BREAK SPACE}190",
        "万人",
        "35\N{NO-BREAK SPACE}000.0",
        "亿元",
        "对标全国",
        "较上年",
        "每年",
    ):
        assert shown in page
    for hidden in ("全市", "本县", "县（市、区）", "学校", "每月", "问题与整改"):
        assert hidden not in page
    index = (edition / "index.html").read_text("utf-8")
    assert "省（区、市）" in index
    for hidden in ("报送学校", "未达标", "优于"):
        assert hidden not in index
