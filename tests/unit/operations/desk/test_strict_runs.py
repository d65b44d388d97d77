"""What `reporting check --run` sees in the outputs of a cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode, v4

from reporting.execution.tasks import Rendered, Task
from reporting.operations.desk.check.running import _CellError, _StrictRenderer
from reporting.pagemaking.rendering import PageRenderer

TASK = Task("n", Path("n.ipynb"), Path("n-executed.ipynb"), {"lang": "zh-Hans"})
HTML = {"text/html": "<h1>甲</h1>", "image/png": "AAAA"}


def cell(*outputs: NotebookNode, tag: str = "the-author-s") -> NotebookNode:
    metadata = {"tags": [tag]}
    node: NotebookNode = v4.new_code_cell("", outputs=list(outputs), metadata=metadata)  # type: ignore[no-untyped-call]
    return node


def run(kind: str, **content: object) -> Rendered:
    """The page of a notebook whose second cell, as its author counts, has one output."""
    output: NotebookNode = v4.new_output(kind, **content)  # type: ignore[no-untyped-call]
    cells = [cell(tag="parameters"), cell(tag="injected-parameters"), cell(tag="computed-values"), cell(output)]
    notebook: NotebookNode = v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    return _StrictRenderer(PageRenderer({"zh-Hans": ""}))(notebook, TASK)


def test_a_picture_without_words_is_on_the_page_and_remarked_on() -> None:
    """A plot of matplotlib would be missing from every page, or be there for some readers only."""
    made = run("display_data", data={"image/png": "AAAA", "text/plain": "<Axes>"})
    assert 'src="data:image/png;base64,AAAA"' in made.page
    assert {(remark["cell"], remark["kind"], remark["grade"]) for remark in made.remarks} == {(2, "figure", "words")}


def test_what_is_said_on_standard_error_is_an_error_of_its_cell() -> None:
    """A warning would be met on the day of the edition; cells that papermill and a run put in are not the author's."""
    with pytest.raises(_CellError, match=r"^2\nwarning\nold$"):
        run("stream", name="stderr", text="old\n")


def test_a_section_may_bring_a_picture_of_itself() -> None:
    """A good cell would be refused."""
    assert "<h1>甲</h1>" in run("display_data", data=HTML).page
