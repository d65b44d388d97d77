"""`jupyter nbconvert --to county-report` makes of an executed notebook the page that a run makes, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.long
def test_an_executed_notebook_makes_the_page_of_a_run(reporting: Reporting, scratch: Path) -> None:
    """An analyst would see one page by the tools of Jupyter, and readers another."""
    settings = scratch / "params" / "run.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nexecuted_notebooks: all\n", "utf-8")
    languages = ("--lang", "zh-Hans", "--lang", "en")
    ran = reporting("run", "--period", "2022-04", "--county", "410421", *languages)
    assert ran.returncode == 0, ran.stderr
    work = scratch / "outputs" / ".work" / "2022-04"
    environment = os.environ | {"REPORTING_PROJECT": str(scratch)}
    pages = {"executed": "410421", "executed-en": "410421.en"}
    for executed, name in pages.items():
        shutil.copyfile(work / "logs" / f"{name}.ipynb", scratch / f"{executed}.ipynb")
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to",
        "county-report",
        *(f"{one}.ipynb" for one in pages),
    ]
    done = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for executed, name in pages.items():
        assert (scratch / f"{executed}.html").read_bytes() == (work / f"{name}.html").read_bytes(), name
