"""The demonstration's inbox, written once, and a reading of it that shares nothing with the intake."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from python_calamine import CalamineWorkbook

from reporting.definitions.forms import RowTable
from reporting.settings import Project, Settings, load_settings
from reporting_demonstration.inbox import write_demonstration

Sheets: TypeAlias = dict[str, list[list[Any]]]
School: TypeAlias = dict[str, Any]

STAGES = {"小学", "初中", "九年一贯制", "完全中学"}


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.at(Path(__file__).parents[3])


@pytest.fixture(scope="session")
def settings(project: Project) -> Settings:
    return load_settings(project)


@pytest.fixture(scope="session")
def inbox(project: Project, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    inbox = tmp_path_factory.mktemp("inbox")
    summary = write_demonstration(project, settings, inbox, seed=42)
    assert {path for path in inbox.rglob("*") if path.is_file()} == set(summary.files)
    assert (len(summary.periods), summary.counties, summary.in_scope) == (8, 13, 694)
    return inbox


@pytest.fixture(scope="session")
def files(inbox: Path) -> dict[str, dict[str, Sheets]]:
    """Period → name of file → its sheets."""
    return {
        folder.name: {path.name: read(path) for path in sorted(folder.iterdir())} for folder in sorted(inbox.iterdir())
    }


@pytest.fixture(scope="session")
def ledgers(files: dict[str, dict[str, Sheets]], settings: Settings) -> dict[str, dict[str, list[School]]]:
    """Period → name of file → its schools, by the names of the form's fields."""
    return {
        period: {name: found for name, sheets in of.items() if (found := schools_of(sheets, settings))}
        for period, of in files.items()
    }


def read(path: Path) -> Sheets:
    if path.suffix == ".csv":
        text = path.read_bytes().decode("gb18030")
        return {"": [list(row) for row in csv.reader(text.splitlines())]}
    if path.suffix == ".xls":
        rows = re.findall(r"<tr>(.*?)</tr>", path.read_text(encoding="utf-8"), re.DOTALL)
        return {"": [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]}
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def schools_of(sheets: Sheets, settings: Settings) -> list[School]:
    ledger = settings.forms.own.table("ledger")
    assert isinstance(ledger, RowTable)
    fields = {heading: field.name for field in ledger.fields for heading in field.headings}
    for rows in sheets.values():
        for number, row in enumerate(rows):
            names = [fields.get(str(cell), "") for cell in row]
            if {"school_name", "enrolled"} <= set(names):
                body = (dict(zip(names, line, strict=False)) for line in rows[number + 1 :])
                return [school for school in body if school.get("stage") in STAGES]
    return []
