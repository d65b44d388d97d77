"""What prose asks of its notebook is there: values, pictures, links, references; and no braces by mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporting.operations.desk.check.cells import read_notebook
from reporting.operations.desk.check.rules.base import KnownNames
from reporting.operations.desk.check.rules.prose import prose
from reporting.operations.desk.check.rules.style import style

KNOWN = KnownNames(frozenset(), {})


def findings(folder: Path, *cells: tuple[str, str]) -> list[tuple[str, int, int, str, str]]:
    document = {
        "cells": [
            {"cell_type": kind, "metadata": {}, "source": source, "id": f"c{number}"}
            | ({"outputs": [], "execution_count": None} if kind == "code" else {})
            for number, (kind, source) in enumerate(cells)
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "n.ipynb"
    path.write_text(json.dumps(document), "utf-8")
    found = [*prose(read_notebook(path, folder), KNOWN), *style(read_notebook(path, folder), KNOWN)]
    return [(one.rule, one.cell, one.line, one.message, one.hint) for one in found]


@pytest.mark.parametrize(
    ("markdown", "rule", "message", "hint"),
    [
        ("共`{python} rat`%", "values", "`rat` is set in no cell", "did you mean `rate`?"),
        ("共`{python} rate +`%", "values", "`rate +` is no expression of Python", "mend it"),
        ("共{misspelt}%", "braces", "{misspelt} stands on the page as it is", "set it in a cell, and write"),
        ("甲\n\n共{rate}%", "braces", "{rate} stands on the page as it is", "write `{python} rate` between backticks"),
        ("![图](none.png)", "pictures", "there is no picture none.png", "put it beside the notebook"),
        ("![图](https://example.org/a.png)", "pictures", "a page loads nothing from elsewhere", "save it beside"),
        ("## 一节甲\n\n[去](#一节乙)", "links", "no heading #一节乙", "did you mean #一节甲?"),
        ("[去](none.ipynb)", "links", "there is no notebook none.ipynb", "mend the link"),
        ("见@fig-rates", "references", "@fig-rates refers to nothing", "did you mean `fig-rate`?"),
    ],
)
def test_what_is_not_there_is_found(tmp_path: Path, markdown: str, rule: str, message: str, hint: str) -> None:
    """It would be met when every county's page is made, or by a reader."""
    ((told, cell, line, said, advice),) = findings(
        tmp_path, ("code", "#| label: fig-rate\nrate = 1\nrate"), ("markdown", markdown)
    )
    assert (told, cell, line) == (rule, 2, markdown.count("\n") + 1)
    assert message in said
    assert hint in advice


@pytest.mark.parametrize("line", ["!pip install x", "%pip install x", "!uv pip install x"])
def test_a_notebook_that_installs_packages_is_found(tmp_path: Path, line: str) -> None:
    """It would work on one machine, and change it for all others."""
    ((rule, cell, _, _, _),) = findings(tmp_path, ("code", line))
    assert (rule, cell) == ("installs", 1)


def test_good_prose_has_no_findings(tmp_path: Path) -> None:
    """A rule that cries wolf is switched off."""
    (tmp_path / "图.png").write_bytes(b"")
    code = (
        "#| label: fig-rate\n#| fig-cap: 率{rate}\nimport math\nimport json\n\n"
        "from collections import Counter\nrate, (a, *b) = 1, [2, 3]\n\n\ndef share(x):\n    return json.dumps(x)\n"
        f"text = '{'长' * 200}'\nCounter(b), share(a), text;"
    )
    markdown = (
        "# 题\n\n共`{python} math.floor(rate)`所，`{python} [x for x in b][0]`，`{python} len(b)`，见@fig-rate。\n\n"
        "![图](图.png) [节](#题) [站](https://example.org) `{rate}` ${a}_1$ {未知}\n\n```\n{rate} ![x](y.png)\n```"
    )
    assert findings(tmp_path, ("code", code), ("markdown", markdown)) == []
