"""Ruff on the cells: names that are not there, imports that nobody uses, what Python has outgrown."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from reporting.operations.desk.check.cells import Notebook
from reporting.operations.desk.check.finding import Finding
from reporting.operations.desk.check.rules.base import Known

__all__ = ["find_ruff", "style"]

_RULES = "B,C4,E,F,I,PTH,RUF100,SIM,UP,W"
_LINE_LENGTH = 120


def style(notebook: Notebook, known: Known) -> Iterator[Finding]:
    """What ruff finds; nothing where it is not installed, which the command says."""
    ruff = find_ruff()
    if ruff is None:
        return
    options = [
        "--isolated",
        "--no-cache",
        f"--select={_RULES}",
        f"--line-length={_LINE_LENGTH}",
        "--output-format=json",
    ]
    answer = subprocess.run(  # noqa: S603
        [ruff, "check", *options, str(notebook.path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    for fault in json.loads(answer.stdout or "[]"):
        row = fault["location"]["row"]
        hint = "see " + fault["url"] if fault.get("url") else ""
        yield Finding(notebook.name, fault.get("cell") or 0, row, fault["code"] or "syntax", fault["message"], hint)


def find_ruff() -> str | None:
    """The ruff of this environment, or of the machine; None where there is none."""
    beside = Path(sys.executable).parent
    return shutil.which("ruff", path=str(beside)) or shutil.which("ruff")
