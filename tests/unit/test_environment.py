"""pyproject.toml, requirements.lock and environment.yml describe one environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> dict[str, str]:
    """Direct dependencies of every group, with the group they stand in."""
    groups = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    return {
        normal(re.split(r"[<>=!~ ;\[]", line, maxsplit=1)[0]): group
        for group, lines in groups.items()
        for line in lines
    }


def locked() -> dict[str, str]:
    return {
        normal(name): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE)
    }


def test_every_dependency_is_locked() -> None:
    """Else a fresh clone would lack what pyproject.toml promises."""
    assert not set(declared()) - set(locked())


def test_every_locked_package_has_a_hash() -> None:
    """Else the installer refuses the whole lock, or takes whatever a registry gives."""
    packages = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert [package.split()[0] for package in packages if package[0] != "#" and "--hash=sha256:" not in package] == []


def test_lock_names_no_registry() -> None:
    """Else another machine would ask an address that it cannot reach."""
    assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links", LOCK)


def test_conda_pins_what_the_lock_pins() -> None:
    """Else conda users would run another program than everybody else."""
    pinned = dict(line.split("==") for line in ENVIRONMENT["dependencies"][-1]["pip"])
    wanted = {name: locked()[name] for name, group in declared().items() if group != "setup" or name != "uv"}
    assert pinned == wanted


def test_conda_python_is_the_one_the_lock_is_resolved_for() -> None:
    """Else packages could be missing for that Python."""
    assert "python=3.11" in ENVIRONMENT["dependencies"]
    assert PROJECT["requires-python"] == ">=3.11"
