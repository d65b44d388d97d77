"""What made an edition, besides its data: packages, program, lock, prose and commit."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from reporting.execution.fingerprint import digest, file_digest, tree_digest
from reporting.settings import Project

__all__ = ["git_commit", "installed", "package_versions", "surroundings"]

_PACKAGE = Path(__file__).parents[1]


def package_versions() -> dict[str, str]:
    """Every installed package and its version, by name."""
    return dict(sorted({one.name.lower(): one.version for one in distributions()}.items()))


def installed() -> list[str]:
    """Name and version of every installed package, as its folder has them: the same to know a change by, and quick."""
    folders = (Path(place) for place in sys.path if place)
    return sorted(info.name for folder in folders if folder.is_dir() for info in folder.glob("*.dist-info"))


def surroundings(project: Project, banner: str) -> dict[str, str]:
    """Digests of what every page of a run depends on besides its notebook, parameters and snapshot."""
    lock = project.root / "requirements.lock"
    locale = project.notebooks / "locale"
    return {
        "package": tree_digest(_PACKAGE),
        "lock": file_digest(lock) if lock.exists() else "",
        "prose": tree_digest(locale) if locale.exists() else "",
        "banner": digest(banner.encode()),
    }


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
