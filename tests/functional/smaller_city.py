"""A smaller project: what a test tries of thirteen counties or fifty indicators often holds of a few, in less time."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.shared import last_month

from reporting.settings import Project

__all__ = [
    "THREE_INDICATORS",
    "change_run",
    "demonstration_project",
    "keep_counties",
    "keep_indicators",
    "write_notebook",
]

ROOT = Path(__file__).parents[2]
THREE_INDICATORS = ("ass_school_cov", "ass_student_rate", "ass_ban_cases")
"""A share of schools, one of pupils, and a count."""


def demonstration_project(
    factory: pytest.TempPathFactory,
    root: Path,
    counties: Mapping[str, str],
    *,
    indicators: Collection[str] = (),
    others: Collection[str] = (),
) -> Project:
    """A project with the demonstration's last month in its inbox, and no notebook.

    Args:
        counties: code → name of each that sends something. 汝州 is there in any case: a total is without it.
        indicators: ids of all that there are; those of the demonstration where none is given.
        others: how the files begin that are sent besides, such as ``市教育``.
    """
    shutil.copytree(ROOT / "params", root / "params")
    project = Project.at(root)
    last_month(factory, project.inbox, {*counties.values(), *others})
    keep_counties(project.params, {*counties, "410482"})
    if indicators:
        keep_indicators(project.params, indicators)
    project.notebooks.mkdir()
    return project


def change_run(params: Path, **changes: Any) -> None:
    """Set keys of run.yaml."""
    _write(params / "run.yaml", _read(params / "run.yaml") | changes)


def write_notebook(path: Path, *cells: str) -> None:
    """A notebook of these cells of code, of which the first is that of the parameters."""
    written: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {} if number else {"tags": ["parameters"]},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), "utf-8")


def keep_counties(params: Path, kept: Collection[str]) -> None:
    """Leave only some among the units of the city, and what is claimed of them."""
    city = params / "city.yaml"
    lines = city.read_text("utf-8").splitlines(keepends=True)
    units = re.compile(r'  - \{code: "(\d{6}(?:-D)?)"(?!.*全市)')
    city.write_text("".join(line for line in lines if not (unit := units.match(line)) or unit[1] in kept), "utf-8")
    claims = _read(params / "claims.yaml")
    claims["claims"] = [one for one in claims["claims"] if one.get("county", "410421") in {*kept, "410400"}]
    _write(params / "claims.yaml", claims)


def keep_indicators(params: Path, kept: Collection[str]) -> None:
    """Leave only some indicators, and what is promised, claimed and looked for of them."""
    indicators, claims, commitments, sentences = (
        _read(params / f"{name}.yaml") for name in ("indicators", "claims", "commitments", "sentences")
    )
    indicators["indicators"] = [one for one in indicators["indicators"] if one["id"] in kept]
    indicators["tiles"] = [one for one in indicators["tiles"] if one in kept]
    used = {one["group"] for one in indicators["indicators"]}
    indicators["groups"] = [one for one in indicators["groups"] if one["id"] in used]
    claims["claims"] = [one for one in claims["claims"] if one.get("indicator", "") in {*kept, ""}]
    for one in commitments["commitments"]:
        one["indicators"] = [name for name in one.get("indicators", ()) if name in kept]
    sentences["problems"] = {name: words for name, words in sentences["problems"].items() if name in kept}
    for name, known in (
        ("indicators", indicators),
        ("claims", claims),
        ("commitments", commitments),
        ("sentences", sentences),
    ):
        _write(params / f"{name}.yaml", known)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _write(path: Path, known: Any) -> None:
    path.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), "utf-8")
