"""Probes of the installation: Python, packages, fonts, browser, kernels."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from reporting.execution.warm.parent import CannotForkError, OwnWarmParent, Warmth
from reporting.operations.desk.doctor.diagnosis import Diagnosis, fail, ok, warn
from reporting.operations.desk.lab_settings import LAB_EXTENSIONS, SERVER_EXTENSIONS, foreign

__all__ = ["browser", "fonts", "lab", "lab_extensions", "packages", "python", "warm_kernel"]

OLDEST = (3, 11)
_DISTRIBUTION = "county-reports"
_SETUP = "remove .venv and run `make setup`"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_SAMPLE = "县区进展报告"


def python() -> Iterator[Diagnosis]:
    """Whether this Python is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST:
        yield ok("python", version)
    else:
        oldest = ".".join(map(str, OLDEST))
        yield fail("python", f"{version} is too old", f"install Python {oldest} or newer, {_SETUP}")


def packages(lock: Path) -> Iterator[Diagnosis]:
    """Whether what this package needs is there, and what is there in the versions of the lock and the groups' locks."""
    needed = [_name(line) for line in metadata.requires(_DISTRIBUTION) or () if "extra ==" not in line]
    if missing := [name for name in needed if _installed(name) is None]:
        yield fail("packages", f"missing: {', '.join(missing)}", _SETUP)
    elif not lock.exists():
        yield warn("packages", "all there; no requirements.lock to hold them against", "take the one of the release")
    else:
        other = [
            f"{name} {have} ≠ {' or '.join(wanted)}"
            for name, wanted in _locked(lock.parent).items()
            if (have := _installed(name)) is not None and have not in wanted
        ]
        if other:
            more = f" and {len(other) - 3} more" if len(other) > 3 else ""
            yield warn("packages", f"not as locked: {', '.join(other[:3])}{more}", _SETUP)
        else:
            yield ok("packages", f"{len(needed)} needed, all as locked")


def fonts() -> Iterator[Diagnosis]:
    """Whether the font that pages carry is there and draws Chinese."""
    from reporting.pages.fonts import face, undrawable

    if missing := undrawable(_SAMPLE):
        yield fail("fonts", f"no glyph for {''.join(sorted(missing))}", _SETUP)
    else:
        yield ok("fonts", f"Noto Sans SC; {len(face(_SAMPLE))} bytes for {len(set(_SAMPLE))} characters")


def browser() -> Iterator[Diagnosis]:
    """Whether there is the browser of the tests."""
    if found := shutil.which("chromium") or shutil.which("chromium-browser"):
        yield ok("browser", found)
    else:
        mend = "only the browser tests need it: `apt-get install chromium`"
        yield warn("browser", "no chromium", mend)


def lab() -> Iterator[Diagnosis]:
    """Whether JupyterLab is there, and ruff, which looks at the style of cells."""
    versions = {name: _installed(package) for name, package in (("JupyterLab", "jupyterlab"), ("ruff", "ruff"))}
    if missing := [name for name, version in versions.items() if version is None]:
        yield warn("lab", f"no {' and no '.join(missing)}", "only analysts need it: `make lab`")
    else:
        yield ok("lab", ", ".join(f"{name} {version}" for name, version in versions.items()))


def lab_extensions() -> Iterator[Diagnosis]:
    """Whether anything is installed for JupyterLab that it does not bring itself; `reporting lab` loads none of it."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path

    browser_side = {
        found.parent.relative_to(folder).as_posix()
        for folder in map(Path, jupyter_path("labextensions"))
        for pattern in ("*/package.json", "@*/*/package.json")
        for found in folder.glob(pattern)
    }
    server_side = {
        name
        for folder in map(Path, jupyter_config_path())
        for found in (folder / "jupyter_server_config.d").glob("*.json")
        for name in json.loads(found.read_text(encoding="utf-8")).get("ServerApp", {}).get("jpserver_extensions", {})
    }
    strange = [*foreign(browser_side, LAB_EXTENSIONS, ()), *foreign(server_side, SERVER_EXTENSIONS, ())]
    if strange:
        mend = "`reporting lab` leaves out what `lab_extensions` of params/run.yaml does not name; or uninstall it"
        yield warn("lab extensions", f"not JupyterLab's own: {', '.join(strange)}", mend)
    else:
        yield ok("lab extensions", "only JupyterLab's own")


def warm_kernel() -> Iterator[Diagnosis]:
    """Whether kernels can be forked, by forking a process."""
    try:
        parent = OwnWarmParent(Warmth(preload=(), warm_up=""))
    except CannotForkError as reason:
        yield warn("warm kernel", str(reason), "nothing: ordinary kernels are used, which start more slowly")
        return
    try:
        code = parent.fork("os:getpid", [], os.environ, str(Path.cwd()), [1, 2]).wait(timeout=30)
        yield ok("warm kernel", "forks") if code == 0 else warn("warm kernel", f"a fork ended with {code}", _SETUP)
    except CannotForkError as reason:
        yield warn("warm kernel", str(reason), "nothing: ordinary kernels are used, which start more slowly")
    finally:
        parent.stop()


def _locked(folder: Path) -> dict[str, list[str]]:
    """Package → its versions; several where they depend on Python's version or the system."""
    versions: dict[str, list[str]] = {}
    for lock in sorted(folder.glob("requirements*.lock")):
        for name, version in _LOCKED.findall(lock.read_text(encoding="utf-8")):
            versions.setdefault(name, []).append(version)
    return versions


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
