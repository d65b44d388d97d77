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


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_an_executed_notebook_makes_the_page_of_a_run(reporting: Reporting, scratch: Path, lang: str) -> None:
    """An analyst would see one page by the tools of Jupyter, and readers another."""
    settings = scratch / "params" / "run.yaml"
    if "executed_notebooks" not in settings.read_text("utf-8"):
        settings.write_text(settings.read_text("utf-8") + "\nexecuted_notebooks: all\n", "utf-8")
    ran = reporting("run", "--period", "2022-04", "--county", "410421", "--lang", lang, "--force")
    assert ran.returncode == 0, ran.stderr
    executed = scratch / "executed.ipynb"
    kept = "410421.ipynb" if lang == "zh-Hans" else "410421.en.ipynb"
    shutil.copyfile(scratch / "outputs" / ".work" / "2022-04" / "logs" / kept, executed)
    environment = os.environ | {"REPORTING_PROJECT": str(scratch)}
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "county-report", executed.name]
    done = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    name = "410421.html" if lang == "zh-Hans" else "410421.en.html"
    body = (scratch / "outputs" / ".work" / "2022-04" / name).read_bytes()
    assert (scratch / "executed.html").read_bytes() == body
