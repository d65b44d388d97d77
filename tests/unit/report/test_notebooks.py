"""The notebooks of an edition, as they stand in git."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import nbformat
import pytest

from reporting import CityReport, EvidenceReport, Report

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
NAMES = {"county_report": Report, "city_overview": CityReport, "evidence": EvidenceReport}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def cells(name: str) -> list[nbformat.NotebookNode]:
    return list(nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells)  # type: ignore[no-untyped-call]


def code(name: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in cells(name) if cell.cell_type == "code"]


def test_it_is_a_valid_notebook_without_outputs(name: str) -> None:
    """Figures of one county would stand in git, or every run would show as a change."""
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert [cell.id for cell in code(name) if cell.outputs or cell.execution_count is not None] == []


def test_cell_ids_are_names(name: str) -> None:
    """An id made anew at each save would change the notebook's hash, and with it every page."""
    ids = [cell.id for cell in cells(name)]
    assert len(set(ids)) == len(ids)
    assert [one for one in ids if not re.fullmatch(r"[a-z][a-z-]{1,20}", one)] == []


def test_it_begins_with_prose_and_typed_parameters(name: str) -> None:
    """A parameter would be passed as the wrong type, or its meaning be left to guess."""
    first, second, *_ = cells(name)
    assert first.cell_type == "markdown"
    assert second.metadata.tags == ["parameters"]
    for line in second.source.splitlines():
        assert re.fullmatch(r'\w+: str = ".*"  # \S.*', line), line


def test_every_section_is_called_once(name: str) -> None:
    """A section of the report would be missing, or be shown twice."""
    kind = NAMES[name]
    public = {
        name
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") and method.__annotations__["return"] == "Section"
    }
    calls = [cell.source for cell in code(name)[2:] if re.fullmatch(r"report\.\w+\(\)", cell.source)]
    assert sorted(calls) == sorted(f"report.{method}()" for method in public)
    assert calls[-1] == "report.annex()" or "annex" not in public


def test_code_is_what_an_analyst_writes(name: str) -> None:
    """Logic would stand in one notebook where the next one wants it: functions belong to helpers or the package."""
    for cell in code(name)[1:]:
        assert not [
            node
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.comprehension, ast.Lambda))
        ]
