"""What the demonstration is made from: any seed keeps its promises, and wrong facts are refused."""

from __future__ import annotations

import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from reporting.errors import SettingsError
from reporting.settings import Project, Settings, load_settings
from reporting_demonstration.facts import Facts, load_facts
from reporting_demonstration.figures import county_figures
from reporting_demonstration.inbox import invent_months, write_period
from reporting_demonstration.life import live_month
from reporting_demonstration.schools import invent_schools


@cache
def the_facts() -> Facts:
    project = Project.at(Path(__file__).parents[3])
    return load_facts(project.params, load_settings(project).city)


def test_same_seed_same_bytes(project: Project, settings: Settings, inbox: Path, tmp_path: Path) -> None:
    """`make report` twice must make the same edition."""

    def digest(folder: Path) -> dict[str, tuple[str, float]]:
        return {
            str(path.relative_to(folder)): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
            for path in folder.rglob("*")
            if path.is_file()
        }

    facts = load_facts(project.params, settings.city)
    write_period(invent_months(facts, settings, seed=42), 0, tmp_path)
    assert digest(tmp_path / "2021-09") == digest(inbox / "2021-09")
    write_period(invent_months(facts, settings, seed=43), 0, tmp_path)
    assert digest(tmp_path / "2021-09") != digest(inbox / "2021-09")


@examples(max_examples=5, deadline=None)
@given(seed=some.integers(0, 2**32))
def test_figures_of_the_document_hold_for_any_seed(seed: int) -> None:
    facts = the_facts()
    schools = invent_schools(facts, seed)
    ledger = live_month(facts, schools, len(facts.months) - 1, seed)
    counted = ledger[ledger["in_scope"]]
    assert len(counted) == counted["offers"].sum() == 694
    baofeng = ledger[(ledger["county"] == "410421") & ledger["offers"]]
    assert len({course for names in baofeng["course_names"] for course in names}) == 207
    figures = county_figures(facts, schools, seed)
    assert all((frame["oc_closed"] >= 0).all() and (frame["oc_prepay"] <= frame["oc_now"]).all() for frame in figures)


def test_facts_of_another_city_are_refused_with_their_line(
    project: Project, settings: Settings, tmp_path: Path
) -> None:
    """Whoever adapts the demonstration must be told which line still speaks of a county that is not there."""
    params = Path(shutil.copytree(project.params, tmp_path / "params"))
    path = params / "demonstration.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if 'code: "410404"' in row)
    path.write_text(text.replace('code: "410404"', 'code: "990404"'), encoding="utf-8")
    with pytest.raises(SettingsError, match="no schools are given for 410404"):
        load_facts(params, settings.city)
    path.write_text(text.replace('  - code: "410404"', '  - code: "410404"\n    colour: red'), encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"demonstration.yaml, line {line + 1}, counties\[2\].colour"):
        load_facts(params, settings.city)
    path.unlink()
    with pytest.raises(SettingsError, match="this topic has no demonstration"):
        load_facts(params, settings.city)


def test_a_problem_that_cannot_be_computed_names_itself(project: Project, settings: Settings, tmp_path: Path) -> None:
    """A slip in a condition must not end in a traceback."""
    params = Path(shutil.copytree(project.params, tmp_path / "params"))
    path = params / "demonstration.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hw_min_g36 > 60", "hw_minutes > 60"), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"'hw_minutes > 60' cannot be computed"):
        invent_months(load_facts(params, settings.city), settings, seed=1)
