"""The numbers of policy stand in one place, are read from there, and are written nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.conftest import MakeProject

import reporting
from reporting.definitions.policy import SUGGESTED, Policy, suggested_policy
from reporting.errors import SettingsError
from reporting.settings import Project, load_settings

PACKAGE = Path(reporting.__file__).parent
ROOT = PACKAGE.parents[1]
STRICT = ("analysis", "disclosure")
"""The rooms in which figures become words and secrets: not even a 5 or a 7 is theirs to choose."""
SHOWING = ("snapshots", "report/sections", "editions")
"""Rooms that lay out pages as well: six sentences a section are no policy."""


def numbers_of(policy: Any) -> Iterator[float]:
    if isinstance(policy, dict):
        for value in policy.values():
            yield from numbers_of(value)
    elif isinstance(policy, int | float):
        yield float(policy)


def literals(path: Path) -> Iterator[tuple[int, float]]:
    """Numbers that a module compares with, gives names to, or falls back on, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        judged: list[ast.expr | None] = []
        match node:
            case ast.Compare():
                judged = [node.left, *node.comparators]
            case ast.Assign(targets=[ast.Name(id=name)]) if name.isupper():
                judged = [node.value]
            case ast.arguments():
                judged = [*node.defaults, *node.kw_defaults]
            case ast.keyword() | ast.AnnAssign():
                judged = [node.value]
        for one in judged:
            for part in ast.walk(one) if one else ():
                if isinstance(part, ast.Constant) and isinstance(part.value, int | float):
                    yield part.lineno, float(part.value)


def test_no_number_of_policy_is_written_in_the_code() -> None:
    """Half the program would keep the old limit when a bureau sets a new one."""
    policy = set(numbers_of(yaml.safe_load(suggested_policy()))) - {0, 1, 2, 3, 6, 10}
    watched = dict.fromkeys(STRICT, policy) | {
        room: {number for number in policy if number > 20 or number % 1} for room in SHOWING
    }
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {number:g}"
        for room, numbers in watched.items()
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for line, number in literals(path)
        if number in numbers
    ]
    assert not found


def test_no_number_of_policy_is_written_in_the_prose() -> None:
    """A page would say 95% of a limit that the bureau has set to 99%."""
    prose = [*PACKAGE.glob("report/templates/*.html"), *PACKAGE.glob("editions/templates/*")]
    said = [
        f"{path.name}:{number}: {line.strip()}"
        for path in [*prose, *PACKAGE.glob("locale/*/report.po"), *PACKAGE.glob("locale/*/editions.po")]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\d ?[%％](?!\})", re.sub(r"<(style|svg).*|style=\"[^\"]*\"", "", line))
    ]
    assert not said


def test_the_bureau_sees_every_number_it_may_set() -> None:
    """A key that only the code knows is found by nobody."""
    ours = yaml.safe_load((ROOT / "params" / "policy.yaml").read_text("utf-8"))
    assert Policy.model_validate(ours).model_dump() == Policy().model_dump()
    for suggested in (ours, yaml.safe_load(suggested_policy())):
        assert _keys(suggested) == _keys(SUGGESTED.model_dump())


def test_every_number_is_asked_for() -> None:
    """A bureau would set a limit that nothing goes by, as min_completeness of run.yaml was."""
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "policy.py")
    assert [key for key in _keys(SUGGESTED.model_dump()) if not re.search(rf"\.{key.rpartition('.')[2]}\b", code)] == []


def _keys(values: Any, above: str = "") -> set[str]:
    return {
        key
        for name, value in values.items()
        for key in (_keys(value, f"{above}{name}.") if isinstance(value, dict) and value else {f"{above}{name}"})
    }


def test_what_is_left_out_is_as_suggested(make_project: MakeProject) -> None:
    """A bureau would have to copy forty numbers to change one."""
    settings = load_settings(make_project(files={"policy.yaml": "comparison: {least_units: 20}\n"}))
    assert settings.policy.comparison.least_units == 20
    assert settings.policy.comparison.level == SUGGESTED.comparison.level
    assert settings.policy.grades == SUGGESTED.grades


def test_an_older_project_without_the_file_works_as_before(project: Project) -> None:
    """After an upgrade every run would stop."""
    (project.params / "policy.yaml").unlink()
    assert load_settings(project).policy == SUGGESTED


def test_an_older_projects_least_completeness_is_honoured(make_project: MakeProject) -> None:
    """run.yaml said that it governs the statuses, and the engine used a number of its own."""
    project = make_project(replace={"run.yaml": ("pages:", "min_completeness: 0.5\npages:")})
    assert load_settings(project).policy.comparison.least_completeness == 0.5


@pytest.mark.parametrize(
    ("text", "place", "complaint"),
    [
        ("comparison:\n  level: 95\n", "line 2, comparison.level", "less than 1"),
        ("comparison:\n  level: 0.999\n", "comparison", "above the level"),
        ("grades:\n  first: 0.5\n", "grades", "more than grade 1"),
        ("grades:\n  third: 0.5\n", "line 2, grades.third", "Extra inputs"),
        ("design_effects:\n  cov:\n    value: 2\n", "design_effects.cov.source", "required"),
        ("design_effects:\n  nobody: {value: 2, source: {zh-Hans: 某文}}\n", "line 2", "no indicator nobody"),
    ],
)
def test_a_wrong_number_is_refused_with_its_line(
    make_project: MakeProject, text: str, place: str, complaint: str
) -> None:
    """A level of 95 in place of 0.95 would make every county similar."""
    with pytest.raises(SettingsError) as caught:
        load_settings(make_project(files={"policy.yaml": text}))
    assert place in str(caught.value)
    assert complaint in str(caught.value)


def test_messages_tell_the_numbers_as_a_reader_writes_them() -> None:
    """99.8 % would be printed as 99.8000000001%."""
    told = SUGGESTED.told()
    assert (told["level"], told["strong_level"], told["compulsion"]) == ("95%", "99.8%", "99%")
