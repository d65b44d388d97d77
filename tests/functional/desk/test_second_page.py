"""Two notebooks a county make two pages of one edition, each linked from the other and from the index."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import nbformat

v4: Any = nbformat.v4
Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

PAGE = """\
  - notebook: teachers.ipynb
    per: county
    page: teachers
    title: {zh-Hans: 教师篇㈠, en: Teachers}
"""


def test_a_second_notebook_a_county_is_part_of_the_edition(reporting: Reporting, scratch: Path) -> None:
    """It would have a row of its own in the index, be found at no address, or shut the gates."""
    assert reporting("new", "notebook", "teachers").returncode == 0
    settings = scratch / "params" / "run.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("pages:\n", f"pages:\n{PAGE}", 1), "utf-8")
    ran = reporting("run", "--period", "2022-04", "--county", "410421")
    assert ran.returncode == 0, ran.stderr
    draft = scratch / "outputs" / "drafts" / "2022-04"
    first, second = ((draft / name).read_text("utf-8") for name in ("410421.html", "410421-teachers.html"))
    assert '<a href="410421-teachers.html">教师篇㈠</a>' in first
    assert '<a href="410421.html">' in second
    index = (draft / "index.html").read_text("utf-8")
    assert index.count('<th scope="row">') == 5
    assert '<a class="further" href="410421-teachers.html">教师篇㈠</a>' in index
    reviewed = json.loads(reporting("review", "2022-04", "--json").stdout)
    shut = {one["gate"] for one in reviewed if not one["passed"]}
    # the other counties were not asked for
    assert shut <= {"every_county", "completeness", "protected"}


def test_a_notebook_may_not_be_called_like_a_file_of_the_edition(reporting: Reporting) -> None:
    """Its pages would lie among the edition's own."""
    for name in ("data", "schools", "city", "index"):
        made = reporting("new", "notebook", name)
        assert made.returncode == 2
        assert "a file of every edition" in made.stderr


def test_a_notebook_without_heading_names_its_county(reporting: Reporting, scratch: Path) -> None:
    """Gates would shut on every notebook as analysts write them: no county, no version of the data."""
    parameters = v4.new_code_cell('county = "410421"\nperiod = "2022-04"\nlang = "zh-Hans"')
    parameters.metadata["tags"] = ["parameters"]
    cells = [parameters, v4.new_markdown_cell("## 说明\n\n各校情况。")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = v4.new_notebook(cells=cells, metadata={"title": "睡眠", "kernelspec": kernel})
    (scratch / "notebooks" / "sleep.ipynb").write_text(v4.writes(notebook), "utf-8")
    settings = scratch / "params" / "run.yaml"
    page = PAGE.replace("teachers", "sleep")
    settings.write_text(settings.read_text("utf-8").replace("pages:\n", f"pages:\n{page}", 1), "utf-8")
    ran = reporting("run", "--period", "2022-04", "--county", "410421")
    assert ran.returncode == 0, ran.stderr
    made = (scratch / "outputs" / "drafts" / "2022-04" / "410421-sleep.html").read_text("utf-8")
    assert "<h1>宝丰县 · 睡眠 2022年4月</h1>" in made
    reviewed = json.loads(reporting("review", "2022-04", "--json").stdout)
    passed = {one["gate"] for one in reviewed if one["passed"]}
    assert {"right_county", "snapshot", "glyphs"} <= passed
