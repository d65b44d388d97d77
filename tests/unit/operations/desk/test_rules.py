"""Each rule finds its fault, names cell and line, and is silent about a good notebook."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from reporting.operations.desk.check.cells import read_notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.lint import strip_outputs
from reporting.operations.desk.check.rules.base import KnownNames
from reporting.operations.desk.check.rules.registry import RULES

Source: TypeAlias = tuple[str, str]
Find: TypeAlias = Callable[..., list[NotebookFinding]]

PARAMETERS = ("parameters", 'county: str = "990101"  # whose page\nperiod: str = "2022-04"  # which month')
OPEN = ("code", "from reporting import Report\n\nreport = Report.open(county=county, period=period)")
KNOWN = KnownNames(frozenset({"990101", "东区", "东"}), {"Report": frozenset({"open", "key_points", "targets"})})


def written(path: Path, sources: tuple[Source, ...], **extra: Any) -> Path:
    cells = [
        {
            "cell_type": "markdown" if kind == "markdown" else "code",
            "id": f"c{number}",
            "metadata": {"tags": ["parameters"]} if kind == "parameters" else {},
            "source": source.splitlines(keepends=True),
            **({} if kind == "markdown" else {"execution_count": None, "outputs": [], **extra}),
        }
        for number, (kind, source) in enumerate(sources)
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    return path


@pytest.fixture
def find(tmp_path: Path) -> Find:
    def findings(*sources: Source, **extra: Any) -> list[NotebookFinding]:
        notebook = read_notebook(written(tmp_path / "n.ipynb", sources, **extra), tmp_path)
        return [finding for rule in RULES for finding in rule(notebook, KNOWN)]

    return findings


def test_a_good_notebook_has_no_findings(find: Find) -> None:
    """Rules that cry wolf are switched off."""
    assert find(("markdown", "## 要点"), PARAMETERS, OPEN, ("code", "report.key_points()")) == []


@pytest.mark.parametrize(
    ("sources", "rule", "cell", "line", "message"),
    [
        ([OPEN], "parameters", 0, 0, "no parameters cell"),
        ([OPEN, PARAMETERS], "parameters", 2, 0, "code stands before the parameters cell"),
        ([PARAMETERS, PARAMETERS], "parameters", 2, 0, "a second parameters cell"),
        ([("parameters", "a: int = 1  # x\nb = 2  # y")], "parameters", 1, 2, "`b` has no type"),
        ([("parameters", "a: int = 1  # x\nb: int")], "parameters", 1, 2, "`b` has no default"),
        ([("parameters", "a: int = 1  # x\nb: int = 1")], "parameters", 1, 2, "`b` is not explained"),
        ([("parameters", "a: int = 1  # x\nprint(a)")], "parameters", 1, 2, "no parameter"),
        ([PARAMETERS, ("code", '\nx = "2022-04"')], "hard_coded", 2, 2, "a period: 2022-04"),
        ([PARAMETERS, ("code", "x = 990101")], "hard_coded", 2, 1, "a county: 990101"),
        ([PARAMETERS, ("code", 'x = f"{period}东区"')], "hard_coded", 2, 1, "a county: 东区"),
        ([PARAMETERS, ("code", 'x = "../data/store.duckdb"')], "hard_coded", 2, 1, "a path: '../data/store.duckdb'"),
        ([PARAMETERS, ("code", r'x = "D:\\报表"')], "hard_coded", 2, 1, r"a path: 'D:\\报表'"),
        ([PARAMETERS, ("markdown", "甲\n\n东区很好")], "hard_coded", 2, 3, "a county: 东区"),
        (
            [PARAMETERS, ("code", "import reporting.store.store")],
            "public_names",
            2,
            1,
            "`reporting.store.store` is not",
        ),
        ([PARAMETERS, ("code", "import reporting")], "public_names", 2, 1, "`reporting` is not"),
        ([PARAMETERS, ("code", 'import_module("reporting.store")')], "public_names", 2, 1, "`reporting.store` is not"),
        ([PARAMETERS, ("markdown", "2022年4月情况")], "hard_coded", 2, 1, "a period: 2022年4月"),
        ([PARAMETERS, ("code", "from reporting import cli")], "public_names", 2, 1, "`cli` is not"),
        ([PARAMETERS, ("code", "from reporting import *")], "public_names", 2, 1, "`*` is not"),
        ([PARAMETERS, OPEN, ("code", "report.targts()")], "members", 3, 1, "`report` has no `targts`"),
        ([PARAMETERS, ("code", "#| fig-alt: 一升一降\n\nplt.plot([1])")], "figures", 2, 3, "a plot without a caption"),
        (
            [PARAMETERS, ("code", "frame.plot(title='率')")],
            "figures",
            2,
            1,
            "a plot without words for those who cannot see it",
        ),
        ([PARAMETERS, ("code", 'f(\n    title=" ",\n)')], "figures", 2, 2, "an empty title"),
        ([PARAMETERS, ("markdown", "## 甲\n\n#### 乙")], "headings", 2, 3, "a heading of level 4 after one of level 2"),
        ([PARAMETERS, ("markdown", "## 甲\n\n## 甲")], "headings", 2, 3, "a second heading '甲'"),
        ([PARAMETERS, ("markdown", "##")], "headings", 2, 1, "an empty heading"),
        ([PARAMETERS, ("markdown", "## 甲"), ("markdown", "# 乙")], "headings", 3, 1, "a heading of level 1 after"),
        ([PARAMETERS, ("code", "x = 1\nprint(y)")], "F821", 2, 2, "Undefined name `y`"),
        ([PARAMETERS, ("code", "x = (")], "invalid-syntax", 2, 1, ""),
    ],
)
def test_a_fault_is_found_where_it_is(
    find: Find, sources: list[Source], rule: str, cell: int, line: int, message: str
) -> None:
    """A rule that misses its fault, or sends its reader to another cell, is no help."""
    found = [one for one in find(*sources) if one.rule == rule and one.message.startswith(message)]
    assert [(one.file, one.cell, one.line) for one in found] == [("n.ipynb", cell, line)]


def test_the_date_of_a_document_is_no_period(find: Find) -> None:
    """Prose could not name the document that it speaks of."""
    assert find(PARAMETERS, ("markdown", "据2022年4月22日的公开答复（2022-04-22）")) == []


def test_a_heading_inside_a_fence_is_code(find: Find) -> None:
    """Python's comments would be taken for headings."""
    assert find(PARAMETERS, ("markdown", "## 甲\n\n```\n# not one\n```")) == []


def test_outputs_are_found_and_taken_out(find: Find, tmp_path: Path) -> None:
    """What somebody's run printed, schools' names too, would be in git for ever."""
    output = {"output_type": "stream", "name": "stdout", "text": ["x"]}
    faults = find(PARAMETERS, outputs=[output], execution_count=3)
    assert [one.message for one in faults] == ["the cell has outputs", "the cell has an execution count"]
    path = tmp_path / "n.ipynb"
    assert strip_outputs(path)
    assert not strip_outputs(path)
    cell = json.loads(path.read_text("utf-8"))["cells"][0]
    assert (cell["outputs"], cell["execution_count"]) == ([], None)
    assert "".join(cell["source"]) == PARAMETERS[1]
