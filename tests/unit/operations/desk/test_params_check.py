"""Params are held against their models, each other and the tables they speak of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reporting.operations.desk.check.params import check_params
from reporting.operations.desk.schemas import MODELS, schema_text
from reporting.settings import Project

ROOT = Path(__file__).parents[4]


@pytest.fixture
def good(project: Project) -> Project:
    for name in ("county", "city"):
        (project.root / "notebooks").mkdir(exist_ok=True)
        (project.root / "notebooks" / f"{name}.ipynb").touch()
    return project


def test_good_params_have_no_findings(good: Project) -> None:
    """A check that never passes is never run."""
    assert list(check_params(good)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "message"),
    [
        ("claims.yaml", "indicator: cov", "indicator: covv", "references", "there is no indicator covv"),
        ("claims.yaml", "indicator: cov", "indicator: cov, category: 文艺", "references", "cov has no category 文艺"),
        ("commitments.yaml", "[cov]", "[nothing]", "references", "there is no indicator nothing"),
        ("indicators.yaml", "numerator: participants", "numerator: partakers", "params", "partakers"),
        ("run.yaml", "city.ipynb", "town.ipynb", "references", "there is no notebook town.ipynb"),
        ("run.yaml", "per: city", "per: town", "params", "pages[1].per"),
    ],
)
def test_a_fault_names_its_file_and_line(good: Project, file: str, old: str, new: str, rule: str, message: str) -> None:
    """An analyst would search hundreds of lines for a slip of the pen."""
    path = good.params / file
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1), "utf-8")
    findings = list(check_params(good))
    assert [(one.file, one.rule) for one in findings] == [(f"params/{file}", rule)]
    assert message in findings[0].message
    # the line of the key or of the mapping that holds it
    written = text[: text.index(old)].count("\n") + 1
    assert written - 1 <= findings[0].line <= written


def test_faults_of_several_files_are_told_at_once(make_project: Callable[..., Project]) -> None:
    """Mending one file after the other, with a run between, takes an afternoon."""
    faulty = make_project({"run.yaml": ("per: city", "per: town"), "city.yaml": ("name:", "nome:")})
    assert {one.file for one in check_params(faulty)} == {"params/run.yaml", "params/city.yaml"}


@pytest.mark.parametrize("name", MODELS)
def test_schemas_for_editors_are_current(name: str) -> None:
    """An editor would strike out what is right; `reporting check --fix` renews them."""
    kept = ROOT / "docs" / "schemas" / Path(name).with_suffix(".json")
    assert kept.read_text("utf-8") == schema_text(MODELS[name])
    assert json.loads(kept.read_text("utf-8"))["additionalProperties"] is False


@pytest.mark.parametrize("name", sorted(MODELS.keys() - {"headings.yaml"}))
def test_params_name_their_schema(name: str) -> None:
    """Without its first line no editor would find the schema."""
    first = (ROOT / "params" / name).read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../docs/schemas/{Path(name).stem}.json"
