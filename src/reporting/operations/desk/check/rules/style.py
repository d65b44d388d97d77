"""Ruff on the cells: names that are not there, imports that nobody uses, what Python has outgrown."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.rules.base import KnownNames
from reporting.pages.expressions import expressions_in

__all__ = ["find_ruff", "style"]

_RULES = "B,C4,E,F,PTH,RUF100,SIM,UP,W"
# how long a line is, and in which order things are imported, no reader of the page ever sees
_IGNORED = "E402,E501"


def style(notebook: Notebook, known: KnownNames) -> Iterator[NotebookFinding]:
    """What ruff finds; nothing where it is not installed, which the command says."""
    ruff = find_ruff()
    if ruff is None:
        return
    expressions = (expression for cell in notebook.markdown for expression in expressions_in(cell.source))
    in_prose = {name for expression in expressions for name in re.findall(r"[^\W\d]\w*", expression)}
    options = [
        "--isolated",
        "--no-cache",
        f"--select={_RULES}",
        f"--ignore={_IGNORED}",
        "--output-format=json",
    ]
    answer = subprocess.run(  # noqa: S603
        [ruff, "check", *options, str(notebook.path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    for fault in json.loads(answer.stdout or "[]"):
        row = fault["location"]["row"]
        if fault["code"] == "F401" and any(f"`{name}`" in fault["message"] for name in in_prose):
            continue
        hint = "see " + fault["url"] if fault.get("url") else ""
        yield NotebookFinding(
            notebook.name, fault.get("cell") or 0, row, fault["code"] or "syntax", fault["message"], hint
        )


def find_ruff() -> str | None:
    """The ruff of this environment, or of the machine; None where there is none."""
    beside = Path(sys.executable).parent
    return shutil.which("ruff", path=str(beside)) or shutil.which("ruff")
