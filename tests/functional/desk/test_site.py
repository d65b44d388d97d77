"""The manual as a site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# what a browser fetches by itself, from another machine
_OUTSIDE = re.compile(
    r"""<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//[^"'>\s]+|url\(["']?(?:https?:)?//"""
)


def test_the_site_builds_and_asks_nothing_of_the_outside(tmp_path: Path) -> None:
    """A page of the manual would lead nowhere, or wait for fonts and scripts on a machine without a network."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = [*tmp_path.rglob("*.html"), *tmp_path.rglob("*.css")]
    assert len(files) > 20
    assert [(file.name, found) for file in files for found in _OUTSIDE.findall(file.read_text("utf-8"))] == []
    assert "What is known of each indicator" in (tmp_path / "api.html").read_text("utf-8"), "docstrings stand in it"
