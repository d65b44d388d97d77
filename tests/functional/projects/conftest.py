"""`reporting init` as it is run, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).parents[3]
Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]

COMMAND = [sys.executable, "-W", "error", "-c", "from reporting.cli import main; main()"]


@pytest.fixture
def reporting(tmp_path: Path) -> Reporting:
    """Run the command in an empty folder, which is no project."""

    def run(*arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments], cwd=tmp_path, input=answers, capture_output=True, text=True, check=False
        )

    return run
