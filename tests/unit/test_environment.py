"""pyproject.toml, the locks and environment.yml describe one environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("requirements*.lock"))}
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


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCKS[lock], re.MULTILINE)
    return {normal(name): version for name, version in found}


def locked() -> dict[str, str]:
    return {name: version for lock in LOCKS for name, version in pins(lock).items()}


def lock_of(group: str) -> str:
    return "requirements" if group in ("", "setup") else f"requirements-{group}"


@pytest.mark.parametrize("group", ["", *PROJECT["optional-dependencies"]])
def test_a_group_is_locked_where_it_is_installed_from(group: str) -> None:
    """Else `make report` would bring the desk and the tests, or the desk would lack a library."""
    lines = PROJECT["optional-dependencies"].get(group, PROJECT["dependencies"])
    wanted = {normal(re.split(r"[<>=!~ ;\[]", line, maxsplit=1)[0]) for line in lines}
    there = pins("requirements") | pins(lock_of(group))
    assert wanted <= set(there)
    if group == "":
        assert not {"jupyterlab", "distributed", "pytest", "mkdocs", "ploomber-engine"} & set(there)


def test_groups_pin_one_version_of_each_package() -> None:
    """Else what is tested would not be what runs."""
    for lock in LOCKS:
        shared = set(pins(lock)) & set(pins("requirements"))
        assert {name: pins(lock)[name] for name in shared} == {name: pins("requirements")[name] for name in shared}


def test_every_dependency_is_locked() -> None:
    """Else a fresh clone would lack what pyproject.toml promises."""
    assert not set(declared()) - set(locked())


def test_every_locked_package_has_a_hash() -> None:
    """Else the installer refuses the whole lock, or takes whatever a registry gives."""
    for lock in LOCKS.values():
        packages = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)[1:]
        assert [one.split()[0] for one in packages if one[0] != "#" and "--hash=sha256:" not in one] == []


def test_lock_names_no_registry() -> None:
    """Else another machine would ask an address that it cannot reach."""
    for lock in LOCKS.values():
        assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links", lock)


def test_conda_pins_what_the_lock_pins() -> None:
    """Else conda users would run another program than everybody else."""
    pinned = dict(line.split("==") for line in ENVIRONMENT["dependencies"][-1]["pip"])
    wanted = {name: locked()[name] for name, group in declared().items() if name != "uv" and group != "peers"}
    assert pinned == wanted


def test_conda_python_is_the_one_the_lock_is_resolved_for() -> None:
    """Else packages could be missing for that Python."""
    assert "python=3.11" in ENVIRONMENT["dependencies"]
    assert PROJECT["requires-python"] == ">=3.11"
