"""Modules of the project beside its notebooks: imported here, and on a machine that has not their folder."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reporting.execution.notebook import execute
from reporting.execution.parcels import pack
from reporting.execution.tasks import Task, TaskLimits
from reporting.execution.warm.kernelspec import find_warm_kernel
from reporting.execution.warm.parent import Warmth

v4: Any = nbformat.v4
LIGHT = Warmth(("ipykernel.debugger", "ipykernel.kernelapp"), "")
SOURCE = "from helpers.sums import twice\nassert twice(21) == 42"


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_helper_is_imported_wherever_the_notebook_runs(tmp_path: Path, is_elsewhere: bool) -> None:
    """A bureau would have to edit the package, or its pages fail on a worker of a cluster."""
    helpers = tmp_path / "project" / "helpers"
    helpers.mkdir(parents=True)
    (helpers / "sums.py").write_text("def twice(x):\n    return 2 * x\n", encoding="utf-8")
    notebook = tmp_path / "project" / "n.ipynb"
    notebook.write_text(v4.writes(v4.new_notebook(cells=[v4.new_code_cell(SOURCE)])), encoding="utf-8")
    find_warm_kernel()
    task = Task("n", notebook, tmp_path / "executed.ipynb")
    parcel = pack(task, TaskLimits(), LIGHT, None, carry=is_elsewhere)
    if is_elsewhere:
        parcel = dataclasses.replace(parcel, folder=tmp_path / "nowhere")
    product = execute(parcel)
    assert product.outcome.status == "done", product.outcome.failure
