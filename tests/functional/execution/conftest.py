"""Notebooks made of a few lines, and the runs of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reporting.execution.tasks import Task

MakeNotebook = Callable[..., Path]
MakeTask = Callable[..., Task]

PARAMETERS = 'code: str = "1"\nsnapshot: str = ""'


@pytest.fixture
def make_notebook(tmp_path: Path) -> MakeNotebook:
    """A function that writes a notebook of the given cells, after one of parameters."""

    def make(*sources: str, name: str = "n") -> Path:
        v4: Any = nbformat.v4
        cells = [v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate((PARAMETERS, *sources))]
        cells[0].metadata["tags"] = ["parameters"]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": spec, "language_info": {"name": "python"}})
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(v4.writes(notebook)))
        return path

    return make


@pytest.fixture
def make_task(tmp_path: Path, make_notebook: MakeNotebook) -> MakeTask:
    """A function that makes a task of the given cells."""

    def make(task_id: str, *sources: str, parameters: Mapping[str, Any] | None = None, **fields: Any) -> Task:
        return Task(
            task_id,
            make_notebook(*sources, name=task_id),
            executed=tmp_path / "failed" / f"{task_id}.ipynb",
            parameters=parameters or {"code": "410400"},
            page=tmp_path / "pages" / f"{task_id}.html",
            **fields,
        )

    return make


@pytest.fixture(autouse=True)
def _support(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process and its workers import the render functions."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "support"))
