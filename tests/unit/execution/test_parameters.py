"""Parameters are found as Python reads them, and checked before anything starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.errors import ParameterError
from reporting.execution.parameters import check, declared

CELL = """\
county: str = "410400"  # whose report
lang: str | None = None
rows = 20
share: float = 0.5
full: bool = False
names: list[str] = ["a=b", "c#d"]
extra = None
"""


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return write(tmp_path / "n.ipynb", CELL)


def write(path: Path, source: str, tags: tuple[str, ...] = ("parameters",)) -> Path:
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source.splitlines(keepends=True)}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_types_defaults_and_help_are_read(notebook: Path) -> None:
    """Inspection line by line, as papermill does it, loses `str | None` and defaults that contain `=` or `#`."""
    found = declared(notebook)
    assert list(found) == ["county", "lang", "rows", "share", "full", "names", "extra"]
    assert [p.type for p in found.values()] == [str, str, int, float, bool, list, None]
    assert found["county"].help == "whose report"
    assert found["county"].default == "'410400'"
    assert [name for name, p in found.items() if p.optional] == ["lang", "extra"]


def test_a_notebook_without_parameters_cell_declares_none(tmp_path: Path) -> None:
    assert declared(write(tmp_path / "n.ipynb", "x = 1", tags=())) == {}


@pytest.mark.parametrize(
    ("name", "given_value", "expected"),
    [
        ("county", "410400", "410400"),
        ("county", "01001", "01001"),
        ("lang", None, None),
        ("rows", "7", 7),
        ("share", 1, 1.0),
        ("share", "0.25", 0.25),
        ("full", "true", True),
        ("names", '["x"]', ["x"]),
        ("extra", {"any": 1}, {"any": 1}),
    ],
)
def test_values_are_fitted(notebook: Path, name: str, given_value: Any, expected: Any) -> None:
    value = check(notebook, {name: given_value})[name]
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("name", "given_value"),
    [
        ("county", 410400),
        ("county", None),
        ("rows", "seven"),
        ("rows", 1.5),
        ("rows", True),
        ("full", "yes, please"),
        ("names", '{"x": 1}'),
    ],
)
def test_ill_typed_values_are_refused(notebook: Path, name: str, given_value: Any) -> None:
    with pytest.raises(ParameterError, match=f"`{name}` must be"):
        check(notebook, {name: given_value})


def test_an_unknown_name_is_refused_with_the_nearest(notebook: Path) -> None:
    with pytest.raises(ParameterError, match=r"no parameter `conty`.*did you mean `county`"):
        check(notebook, {"conty": "410400"})


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text("[]")
    with pytest.raises(ParameterError, match="not a readable notebook"):
        declared(path)


def test_a_parameters_cell_that_is_no_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="line 2 of the cell"):
        declared(write(tmp_path / "n.ipynb", "a = 1\nb = = 2"))


@given(st.text())
def test_text_stays_the_same_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """A code such as 01001 or 1e5 must reach the notebook as it was written."""
    notebook = write(tmp_path_factory.getbasetemp() / "text.ipynb", 'code: str = ""')
    assert check(notebook, {"code": text}) == {"code": text}
