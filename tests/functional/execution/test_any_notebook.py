"""What analysts' notebooks do beside computing: values in prose, pictures beside them, early ends, allowed errors."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reporting.errors import ParameterError
from reporting.execution import run as running
from reporting.execution.parameters import declared
from reporting.execution.pool import Crew
from reporting.execution.tasks import Outcome, Task
from reporting.execution.warm.parent import Warmth
from reporting.pagemaking.rendering import PageRenderer, Preparation

pytestmark = pytest.mark.usefixtures("warm")

v4: Any = nbformat.v4
# nothing here draws or reckons, so nothing for that need be imported
LIGHT = Warmth(("ipykernel.debugger", "ipykernel.kernelapp"), "")
PNG = b"\x89PNG\r\n\x1a\n"
Make = Callable[..., "tuple[Outcome, str]"]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A function that runs a notebook of these cells and gives what came of it, and its page."""

    def made(*cells: Any, prose: dict[str, str] | None = None) -> tuple[Outcome, str]:
        path = tmp_path / "n.ipynb"
        path.write_text(v4.writes(v4.new_notebook(cells=[v4.new_markdown_cell("# 题"), *cells])), encoding="utf-8")
        preparation = Preparation(prose or {})
        page = tmp_path / "n.html"
        task = Task("n", path, tmp_path / "executed.ipynb", page=page, prepare=preparation)
        render = PageRenderer({}, {"zh-Hans": prose or {}})
        (outcome,) = running.run_tasks([task], render=render, workers=Crew(LIGHT, jobs=1))
        return outcome, page.read_text(encoding="utf-8") if outcome.page else ""

    return made


def code(source: str, *tags: str) -> Any:
    return v4.new_code_cell(source, metadata={"tags": list(tags)})


def test_a_value_in_prose_is_computed_at_its_place(make: Make) -> None:
    """Prose would show its own source, or the value that a name has at the end."""
    outcome, page = make(
        code("n = 31468"),
        v4.new_markdown_cell("学生`{python} n`人，参与率`{python} 2 / 3 * 100`%，`{python} '<b>*丙*</b>'`。"),
        code("n = 0\n_"),
        code("In[-1]"),
    )
    assert outcome.status == "done", outcome.failure
    assert "学生31\u00a0468人，参与率66.7%，&lt;b&gt;*丙*&lt;/b&gt;。" in page


def test_a_notebook_that_names_no_language_takes_parameters(tmp_path: Path) -> None:
    """One that another tool wrote would fail with words that only papermill's authors understand."""
    path = tmp_path / "n.ipynb"
    cells = [code("county = '0'", "parameters"), code("assert county == '410421'")]
    path.write_text(v4.writes(v4.new_notebook(cells=cells)), encoding="utf-8")
    task = Task("n", path, tmp_path / "executed.ipynb", parameters={"county": "410421"})
    (outcome,) = running.run_tasks([task], workers=Crew(LIGHT, jobs=1))
    assert outcome.status == "done", outcome.failure


def test_an_error_in_a_value_is_the_error_of_its_cell(make: Make) -> None:
    """An analyst would look for it in a cell that no notebook of theirs has."""
    outcome, _ = make(code("a = 1"), v4.new_markdown_cell("共`{python} a + missing`所"))
    assert outcome.failure is not None
    assert (outcome.failure.cell, outcome.failure.name) == (3, "NameError")
    assert outcome.failure.source_line == "{python} a + missing"


def test_options_of_a_cell_take_values_that_it_makes(make: Make) -> None:
    """The caption of every county's table would be the same, or show braces."""
    source = '#| tbl-cap: "{name}各校"\nfrom IPython.display import HTML\nname = "宝丰县"\nHTML(table)'
    outcome, page = make(code("table = '<table><tr><th>校</th><td>1</td></tr></table>'"), code(source))
    assert outcome.status == "done", outcome.failure
    assert "<caption>宝丰县各校</caption>" in page
    assert not outcome.remarks


def test_a_picture_beside_the_notebook_travels_with_it(make: Make, tmp_path: Path) -> None:
    """It would be missing on a worker of a cluster, and in the executed notebook."""
    (tmp_path / "图.png").write_bytes(PNG)
    outcome, page = make(v4.new_markdown_cell("![校门](图.png)"))
    assert outcome.status == "done"
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="校门">' in page


def test_an_ordinary_plot_is_on_the_page(make: Make) -> None:
    """It would vanish, the section keep its heading, and the run say "done"."""
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('宝丰县')\nplt.show()"
    outcome, page = make(v4.new_markdown_cell("## 图形"), code(source), v4.new_markdown_cell("## 末节"))
    assert outcome.status == "done", outcome.failure
    section = page[page.index("图形") : page.index("末节")]
    assert "<img" in section or "<svg" in section


@pytest.mark.parametrize("ending", ["import sys\nsys.exit()", "raise SystemExit(0)"])
def test_a_notebook_that_ends_itself_early_is_a_failed_page(make: Make, ending: str) -> None:
    """A page without its last sections would be published."""
    outcome, _ = make(code(ending), code("1"))
    assert outcome.status == "failed"
    assert outcome.failure is not None
    assert (outcome.failure.name, outcome.failure.cell) == ("SystemExit", 2)


def test_a_cell_that_may_raise_lets_the_rest_run_and_stays_off_the_page(make: Make) -> None:
    """A traceback would be published, or the page be lost for an error that was meant."""
    outcome, page = make(code("1 / 0", "raises-exception"), code("'后来'"))
    assert outcome.status == "done", outcome.failure
    assert "后来" in page
    assert "ZeroDivisionError" not in page
    (remark,) = outcome.remarks
    assert (remark["cell"], remark["kind"], remark["grade"]) == (2, "error", "desk")


def test_a_notebook_of_format_3_is_upgraded(tmp_path: Path) -> None:
    """A notebook of some years ago would be refused with a word that says nothing."""
    old: Any = nbformat.v3
    cell = old.new_code_cell(input="county = '1'", metadata={"tags": ["parameters"]})
    notebook = old.new_notebook(worksheets=[old.new_worksheet(cells=[cell])])
    path = tmp_path / "old.ipynb"
    path.write_text(old.writes_json(notebook), encoding="utf-8")
    assert list(declared(path)) == ["county"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("x = 1", "no JSON"),
        (json.dumps({"a": 1}), "no cells"),
        (json.dumps({"cells": [], "metadata": {"kernelspec": {"name": "ir", "language": "R"}}}), "a notebook of r"),
    ],
)
def test_what_is_no_notebook_of_python_is_refused_with_its_reason(tmp_path: Path, content: str, reason: str) -> None:
    """A person would be told of a KeyError."""
    path = tmp_path / "n.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ParameterError, match=reason):
        declared(path)


def test_a_percent_script_runs_as_a_notebook(tmp_path: Path) -> None:
    """Who keeps notebooks as scripts, for the sake of reviews, could not have them in the report."""
    script = tmp_path / "n.py"
    script.write_text(
        '# %% tags=["parameters"]\nn = 1\n\n# %% [markdown]\n# # 题\n#\n# 共`{python} n * 2`所\n', "utf-8"
    )
    (tmp_path / "m.md").write_text("# 题\n\n```python\n1 / 0\n```\n", "utf-8")
    assert declared(script).keys() == {"n"}
    tasks = [
        Task(name, tmp_path / name, tmp_path / f"{name}.ipynb", given, tmp_path / f"{name}.html", prepare=Preparation())
        for name, given in (("n.py", {"n": 21}), ("m.md", {}))
    ]
    made = running.run_tasks(tasks, render=PageRenderer({}), workers=Crew(LIGHT, jobs=1))
    script_done, markdown_failed = sorted(made, key=lambda outcome: outcome.status)
    assert script_done.status == "done", script_done.failure
    assert "共42所" in (tmp_path / "n.py.html").read_text("utf-8")
    assert markdown_failed.failure is not None
    assert (markdown_failed.failure.name, markdown_failed.failure.cell) == ("ZeroDivisionError", 2)


def test_without_jupytext_a_script_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run would end in a complaint about JSON."""
    monkeypatch.setitem(sys.modules, "jupytext", None)
    (tmp_path / "n.py").write_text("# %%\n1\n", "utf-8")
    with pytest.raises(ParameterError, match="pip install jupytext"):
        declared(tmp_path / "n.py")
