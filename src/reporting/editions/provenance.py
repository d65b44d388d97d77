"""What made an edition, besides its data: the installed packages and the commit of the project."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

__all__ = ["git_commit", "installed", "package_versions"]

_NAMED = re.compile(r"^(Name|Version): *(\S+)", re.MULTILINE)


def package_versions() -> dict[str, str]:
    """Every installed package and its version, by name."""
    # the two lines and not the whole of what a package tells of itself, which is read as a letter with attachments
    told = (one.read_text("METADATA") or one.read_text("PKG-INFO") or "" for one in distributions())
    found = (dict(_NAMED.findall(text.partition("\n\n")[0])) for text in told)
    return dict(sorted((one["Name"].lower(), one["Version"]) for one in found if len(one) == 2))


def installed() -> list[str]:
    """Name and version of every installed package, as its folder has them: the same to know a change by, and quick."""
    folders = (Path(place) for place in sys.path if place)
    return sorted(info.name for folder in folders if folder.is_dir() for info in folder.glob("*.dist-info"))


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
