"""The command line in this process: what a process of its own says, without importing everything again.

That commands work in a process of their own is tried by the tests of faults, platforms and languages.
"""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from reporting.cli import main

__all__ = ["run_here"]


def run_here(*arguments: str | Path, folder: Path | None = None, answers: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command, in a folder where one is given, and answer what it asks."""
    command = ["reporting", *map(str, arguments)]
    said, complained = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", command),
        patch.object(sys, "stdin", io.StringIO(answers)),
        chdir(folder or Path.cwd()),
        redirect_stdout(said),
        redirect_stderr(complained),
    ):
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
    return subprocess.CompletedProcess(command, code, said.getvalue(), complained.getvalue())
