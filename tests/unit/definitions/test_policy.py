"""The numbers of policy stand in one place, are read from there, and are written nowhere else."""

from __future__ import annotations

import ast
import json
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
JUDGING = ("analysis", "disclosure", "snapshots", "report", "editions", "definitions", "settings.py", "statistics.py")
"""Where figures become words, grades and secrets; the rest of the package knows no figures."""
DRAWING = "report/figures"
"""Lengths and shades of drawings, which are many numbers and no policy."""
NO_POLICY = {
    ("analysis/assessments.py", 0.75): "a quartile",
    ("analysis/status.py", 6): "digits beyond which computing adds noise",
    ("disclosure/attack.py", 10): "a power of ten that stands for no end",
    ("disclosure/earlier.py", 6): "lines tried one by one: how long a search takes",
    ("disclosure/public_words.py", 10): "ten to the decimals that are printed",
    ("definitions/counties.py", 12): "months of a year",
    ("definitions/periods.py", 12): "months of a year",
    ("definitions/policy.py", 6): "digits beyond which computing adds noise",
    ("definitions/runs.py", 5): "a day of the schedule",
    ("definitions/runs.py", 12): "noon",
    ("definitions/working_days.py", 5): "days of a week",
    ("editions/bundle.py", 6): "parts of a zip's date",
    ("editions/editions_list.py", 12): "editions on a page",
    ("editions/files/browser.py", 10): "seconds that Chromium is given to end",
    ("editions/files/brief.py", 6): "names in a sentence",
    ("editions/files/circular.py", 6): "a column's width",
    ("editions/files/schools_workbook.py", 12): "a column's width",
    ("editions/gates/review_page.py", 5): "findings told of a gate",
    ("editions/index.py", 10): "letters of a date",
    ("report/sections/city/briefing.py", 6): "counties named in a line",
    ("editions/gates/file_gates.py", 5): "numbers named in a finding",
    ("report/ordinary.py", 10): "letters of a name",
    ("report/sections/courses.py", 12): "courses in a list",
    ("report/sections/key_points.py", 6): "sentences of a section",
    ("report/sections/sent.py", 10): "letters of a date",
    ("report/sections/trends.py", 6): "panels of a figure",
}
"""Numbers that happen to be as large as one of policy, and why they are none."""
LAST_RESORT = {
    "definitions/policy.py": "where they are declared",
    "settings.py": "a project without policy.yaml",
    "report/current.py": "a notebook that has opened no report",
    "disclosure/earlier.py": "an edition of before a bureau could choose",
}
"""Modules that may fall back on what this system suggests, and when."""


def numbers_of(policy: Any) -> Iterator[float]:
    if isinstance(policy, dict):
        for value in policy.values():
            yield from numbers_of(value)
    elif isinstance(policy, int | float):
        yield float(policy)


def literals(path: Path) -> Iterator[tuple[int, float]]:
    """Every number that a module writes, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node.lineno, float(node.value)


def judging() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(JUDGING) and not name.startswith(DRAWING):
            yield name, path


def test_no_number_of_policy_is_written_in_the_code() -> None:
    """Half the program would keep the old limit when a bureau sets a new one."""
    policy = set(numbers_of(yaml.safe_load(suggested_policy()))) - {0, 1, 2, 3}
    written = {(name, number): line for name, path in judging() for line, number in literals(path) if number in policy}
    assert {
        f"{name}:{line}: {number:g}" for (name, number), line in written.items() if (name, number) not in NO_POLICY
    } == set()


def test_no_module_falls_back_on_what_is_suggested() -> None:
    """Whoever forgets to hand on the bureau's policy would judge by another, in silence."""
    imported = re.compile(r"^from reporting\.definitions\.policy import .*\bSUGGESTED\b", re.MULTILINE)
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if imported.search(path.read_text("utf-8")) or re.search(r"\bPolicy\(\)", path.read_text("utf-8"))
    }
    assert found <= set(LAST_RESORT)


def test_notebooks_say_no_number_of_policy() -> None:
    """Prose would grade by 95 % what the section below it grades by the bureau's own 90."""
    said = [
        f"{path.name}: {line.strip()}"
        for path in [*(ROOT / "notebooks").glob("*.ipynb"), *PACKAGE.rglob("starter/notebooks/*.ipynb")]
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for line in "".join(cell["source"]).splitlines()
        if re.search(r"\d ?[%％](?!\})", line)
    ]
    assert not said


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
