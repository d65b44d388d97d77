"""The rules of sentences.yaml: what they may say, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from reporting.definitions.conditions import ConditionError, holds, names_of
from reporting.definitions.sentences import SUGGESTED_SENTENCES, Sentences, suggested_sentences
from reporting.errors import SettingsError
from reporting.settings import Project, load_settings

ROOT = Path(__file__).parents[3]


def test_the_bureau_sees_every_rule() -> None:
    """A rule that only the program knows could not be changed."""
    ours = Sentences.model_validate(yaml.safe_load((ROOT / "params" / "sentences.yaml").read_text("utf-8")))
    assert ours.model_copy(update={"problems": {}}) == SUGGESTED_SENTENCES


def test_an_older_project_without_the_file_works_as_before(make_project: Any) -> None:
    """After an upgrade every run would stop."""
    assert load_settings(make_project()).sentences == SUGGESTED_SENTENCES


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("kind == 'zero' and gap > 0", {"kind": "zero", "gap": 2.0}, True),
        ("kind in ['target', 'zero'] or not strong", {"kind": "context", "strong": False}, True),
        ("lost > gained", {"lost": 1.0, "gained": None}, False),
        ("not lost > 0", {"lost": None}, True),
        ("0 < gap <= 3", {"gap": 3.0}, True),
        ("change < -2.5", {"change": -3.0}, True),
        ("kind not in ('target',)", {"kind": "zero"}, True),
    ],
)
def test_conditions(condition: str, facts: dict[str, Any], expected: bool) -> None:
    """A rule would speak where it should not, or fail on a number that is not known."""
    assert holds(condition, facts) is expected
    assert names_of(condition) == set(facts)


@pytest.mark.parametrize(
    "condition",
    ["gap >", "open('x')", "gap + 1 > 2", "kind.upper() == 'X'", "[x for x in y]", "lambda: 1", "gap[0]", ""],
)
def test_a_settings_file_can_run_nothing(condition: str) -> None:
    """A rule would be a way to run whatever somebody writes into params/."""
    with pytest.raises(ConditionError):
        names_of(condition)


@pytest.mark.parametrize(
    ("old", "new", "place", "complaint"),
    [
        ("gravity: zero\n", "gravity: terrible\n", "rules[1].gravity", "unknown gravity terrible"),
        (
            "when: kind == 'zero' and against",
            "when: kindd == 'zero' and against",
            "rules[1].when",
            "unknown fact kindd",
        ),
        ("when: kind == 'zero' and against", "when: kind = 'zero' and against", "rules[1].when", "is no condition"),
        ('要求为零"', '要求为{nothing}"', "rules[1].message", "unknown nothing"),
        ("- id: A1\n", "- id: A0\n", "rules[1].id", "stands twice"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(
    make_project: Any, old: str, new: str, place: str, complaint: str
) -> None:
    """A misspelt fact would make a rule silent for ever."""
    text = suggested_sentences()
    assert old in text
    wrong = text.replace(old, new, 1)
    line = next(n for n, (a, b) in enumerate(zip(text.splitlines(), wrong.splitlines(), strict=True), 1) if a != b)
    with pytest.raises(SettingsError) as caught:
        load_settings(make_project(files={"sentences.yaml": wrong}))
    assert complaint in str(caught.value)
    assert place in str(caught.value)
    assert f"line {line}" in str(caught.value)


def test_the_problems_of_an_unknown_indicator_are_refused(make_project: Any) -> None:
    """A deadline would be given to nothing."""
    wrong = suggested_sentences() + "problems:\n  nobody: [某词]\n"
    with pytest.raises(SettingsError, match="no indicator nobody"):
        load_settings(make_project(files={"sentences.yaml": wrong}))


def test_a_project_is_loaded_with_its_own_rules(tmp_path: Path) -> None:
    """A bureau's own words would be ignored."""
    project = Project.at(ROOT)
    assert "ass_time_ok" in load_settings(project).sentences.problems
