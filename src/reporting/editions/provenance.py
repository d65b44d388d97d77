"""Which program made an edition: package versions and commit."""

from __future__ import annotations

import subprocess
from importlib.metadata import distributions
from pathlib import Path

__all__ = ["git_commit", "package_versions"]


def package_versions() -> dict[str, str]:
    """Every installed package and its version, by name."""
    return dict(sorted({one.name.lower(): one.version for one in distributions()}.items()))


def git_commit(root: Path) -> str:
    """The commit of the project folder, with ``+`` where something is changed; empty where there is no git."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603

    try:
        changed = git("status", "--porcelain", "--untracked-files=no")
        return git("rev-parse", "HEAD") + ("+" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return ""
