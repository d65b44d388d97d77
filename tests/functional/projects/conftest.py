"""`reporting init` as it is run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.functional.command_line import run_here

ROOT = Path(__file__).parents[3]
Reporting: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def reporting(tmp_path: Path) -> Reporting:
    """Run the command in an empty folder, which is no project."""

    def run(*arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, folder=tmp_path, answers=answers)

    return run
