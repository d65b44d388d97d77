"""Further notebooks a county make further pages of one edition, linked from each other and from the index."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
import pytest
from tests.functional.desk.conftest import command_in, copy_of
from tests.functional.smaller_city import THREE_INDICATORS, keep_indicators

v4: Any = nbformat.v4
Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

PAGE = """\
  - notebook: {name}.ipynb
    per: county
    page: {name}
    title: {{zh-Hans: {title}, en: {name}}}
"""


@pytest.fixture(scope="module")
def project(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft of one county with two further pages: a new notebook as it comes, and one without a heading."""
    root = copy_of(stored, tmp_path_factory.mktemp("second") / "p")
    keep_indicators(root / "params", THREE_INDICATORS)
    reporting = command_in(root)
    assert reporting("new", "notebook", "teachers").returncode == 0
    parameters = v4.new_code_cell('county = "410421"\nperiod = "2022-04"\nlang = "zh-Hans"')
    parameters.metadata["tags"] = ["parameters"]
    cells = [parameters, v4.new_markdown_cell("## 说明\n\n各校情况。")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = v4.new_notebook(cells=cells, metadata={"title": "睡眠", "kernelspec": kernel})
    (root / "notebooks" / "sleep.ipynb").write_text(v4.writes(notebook), "utf-8")
    settings = root / "params" / "run.yaml"
    pages = PAGE.format(name="teachers", title="教师篇㈠") + PAGE.format(name="sleep", title="睡眠篇")
    settings.write_text(settings.read_text("utf-8").replace("pages:\n", f"pages:\n{pages}", 1), "utf-8")
    ran = reporting("run", "--period", "2022-04", "--county", "410421")
    assert ran.returncode == 0, ran.stderr
    return root


@pytest.fixture(scope="module")
def gates(project: Path) -> dict[str, bool]:
    """Gate → whether it stands open for the draft."""
    return {one["gate"]: one["passed"] for one in json.loads(command_in(project)("review", "2022-04", "--json").stdout)}


@pytest.mark.long
def test_a_second_notebook_a_county_is_part_of_the_edition(project: Path, gates: dict[str, bool]) -> None:
    """It would have a row of its own in the index, be found at no address, or shut the gates."""
    draft = project / "outputs" / "drafts" / "2022-04"
    first, second = ((draft / name).read_text("utf-8") for name in ("410421.html", "410421-teachers.html"))
    assert '<a href="410421-teachers.html">教师篇㈠</a>' in first
    assert '<a href="410421.html">' in second
    index = (draft / "index.html").read_text("utf-8")
    assert index.count('<th scope="row">') == 5
    assert '<a class="further" href="410421-teachers.html">教师篇㈠</a>' in index
    # the other counties were not asked for
    assert {gate for gate, passed in gates.items() if not passed} <= {"every_county", "completeness", "protected"}


def test_a_notebook_without_heading_names_its_county(project: Path, gates: dict[str, bool]) -> None:
    """Gates would shut on every notebook as analysts write them: no county, no version of the data."""
    made = (project / "outputs" / "drafts" / "2022-04" / "410421-sleep.html").read_text("utf-8")
    assert "<h1>宝丰县 · 睡眠 2022年4月</h1>" in made
    assert {"right_county", "snapshot", "glyphs"} <= {gate for gate, passed in gates.items() if passed}


def test_a_notebook_may_not_be_called_like_a_file_of_the_edition(reporting: Reporting) -> None:
    """Its pages would lie among the edition's own."""
    for name in ("data", "schools", "city", "index"):
        made = reporting("new", "notebook", name)
        assert made.returncode == 2
        assert "a file of every edition" in made.stderr
