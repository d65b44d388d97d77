"""A snapshot that is changed in place is found, and work on a copy of it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporting.operations.desk.check.cells import read_notebook
from reporting.operations.desk.check.rules.base import KnownNames
from reporting.operations.desk.check.rules.mutations import mutations

KNOWN = KnownNames(frozenset(), {"Report": frozenset({"open", "schools"})})


def messages(folder: Path, source: str) -> list[str]:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in ("report = Report.open()", source)
    ]
    path = folder / "n.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), "utf-8")
    return [str(finding) for finding in mutations(read_notebook(path, folder), KNOWN)]


@pytest.mark.parametrize(
    "source",
    [
        "report.schools['a'] = 1",
        "report.schools.loc[0, 'a'] = 1",
        "report.schools.a += 1",
        "del report.schools['a']",
        "report.schools.drop(columns='a', inplace=True)",
        "report.schools.insert(0, 'a', 1)",
    ],
)
def test_a_change_in_place_is_found(tmp_path: Path, source: str) -> None:
    """The sections after that cell would speak of numbers that no county sent."""
    (message,) = messages(tmp_path, source)
    assert "n.ipynb, cell 2, line 1: changed_in_place: `report.schools` of the report is changed in place" in message
    assert "schools = report.schools.copy()" in message


@pytest.mark.parametrize(
    "source",
    [
        "schools = report.schools.copy()\nschools['a'] = 1",
        "schools = report.schools.assign(a=1)",
        "schools = report.schools.drop(columns='a')",
        "other = {}\nother['a'] = report.schools",
    ],
)
def test_work_on_a_copy_is_not(tmp_path: Path, source: str) -> None:
    """A rule that cries wolf is switched off."""
    assert messages(tmp_path, source) == []
