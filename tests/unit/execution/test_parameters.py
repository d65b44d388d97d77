"""Parameters are found as Python reads them, and checked before anything starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.errors import ParameterError, UsageError
from reporting.execution.given import assignment, read_parameters
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
    ("typed", "expected"),
    [
        ("county=01001", "01001"),
        ("county=null", "null"),
        ("lang=null", None),
        ("lang=en", "en"),
        ("rows=7", 7),
        ("share=.5", 0.5),
        ("full=true", True),
        ("names=[a, 01001, 2022-04-30, yes]", ["a", "01001", "2022-04-30", "yes"]),
        ("extra={a: 1, b: null}", {"a": 1, "b": None}),
        ("extra=null", None),
        ("extra=3", 3),
        ("extra=: :", ": :"),
    ],
)
def test_what_is_typed_on_a_command_line_is_yaml_where_no_text_is_declared(
    notebook: Path, typed: str, expected: Any
) -> None:
    """Null would arrive as a word and a list as its letters, or a code lose its zeros."""
    name, value = assignment(typed)
    found = check(notebook, {name: value})[name]
    assert found == expected
    assert type(found) is type(expected)


def test_the_hint_shows_what_can_be_typed(notebook: Path) -> None:
    """The operator would try one spelling after another."""
    with pytest.raises(ParameterError) as caught:
        check(notebook, dict([assignment("names=a")]))
    shown = caught.value.hint.partition("-p ")[2].strip("'")
    assert check(notebook, dict([assignment(shown)])) == {"names": ["a", "b"]}


@pytest.mark.parametrize("text", ["rows", "=3", "two words=3"])
def test_an_assignment_that_is_none_is_refused(text: str) -> None:
    """A slip would be handed on as a parameter nobody declared."""
    with pytest.raises(UsageError, match="is no parameter"):
        assignment(text)


def test_a_file_of_parameters_is_read(notebook: Path, tmp_path: Path) -> None:
    """What was tried in papermill with -f would have to be typed anew."""
    path = tmp_path / "p.yaml"
    path.write_text("rows: 7\nnames: [x]\nlang: null\ncounty: 01001\n", "utf-8")
    assert check(notebook, read_parameters(path)) == {"rows": 7, "names": ["x"], "lang": None, "county": "01001"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"rows: [", "p.yaml, line 1: this is no YAML"),
        (b"\xff\xfe\xff", "this is no YAML"),
        (b"[1, 2]", "no list of parameters"),
        (b"two words: 1", "no list of parameters"),
        (b"", "no list of parameters"),
    ],
)
def test_a_file_of_parameters_that_is_none_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    """A slip in it would end in a traceback, or be a run without the parameters."""
    path = tmp_path / "p.yaml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_parameters(path)
    assert said in str(caught.value)


def test_a_file_of_parameters_that_is_not_there_says_so(tmp_path: Path) -> None:
    """A mistyped name would be told as a full disk."""
    with pytest.raises(UsageError, match="no such file of parameters"):
        read_parameters(tmp_path / "p.yaml")


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
