"""trace and demo through the command line, on a store that holds one workbook."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.functional.command_line import run_here

from reporting.intake.ingest import ingest
from reporting.intake.templates.template import Filling, WrittenFigure, write_workbook
from reporting.settings import Project, load_settings

ROOT = Path(__file__).parents[3]


def reporting(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_here("--project", project, *arguments)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose store holds one real (not demonstration) workbook of 宝丰县."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "params", root / "params")
    opened = Project.at(root)
    settings = load_settings(opened)
    county = settings.city.county("410421")
    filling = Filling({}, {"survey_students": WrittenFigure(1000), "sleep_enough": WrittenFigure("８００余")})
    book = root / "宝丰.xlsx"
    write_workbook(book, settings.forms.own, settings.city, county, settings.period("2022-04"), filling)
    ingest(opened, settings, [book])
    return root


def test_trace_leads_to_the_cell_as_typed_and_as_read(project: Path) -> None:
    """A reader who doubts a number could not find where it comes from."""
    done = reporting(project, "trace", "2022-04", "--county", "宝丰", "--indicator", "sleep_ok", "--json")
    assert done.returncode == 0, done.stderr
    traced = json.loads(done.stdout)
    assert traced["number"]["value"] == pytest.approx(80)
    assert traced["rule"]["numerator"] == "sleep_enough"
    cell = next(cell for cell in traced["cells"] if cell["field"] == "sleep_enough")
    assert (cell["typed"], cell["read"], cell["file"]) == ("８００余", "800余", "宝丰.xlsx")
    assert cell["sheet"] == "县级统计"
    assert cell["cell"].startswith("B")


def test_trace_of_an_unknown_indicator_is_wrong_use(project: Path) -> None:
    """A slip of the keyboard would look like a number that nobody sent."""
    done = reporting(project, "trace", "2022-04", "--county", "宝丰", "--indicator", "sleep")
    assert done.returncode == 2
    assert "there is no indicator 'sleep'" in done.stderr
    assert "Traceback" not in done.stderr


def test_demonstration_data_never_joins_real_data(project: Path) -> None:
    """`make report` in a working project would fill its inbox with invented schools."""
    done = reporting(project, "demo")
    assert done.returncode == 1
    assert "the store holds real data; demonstration data was not taken in" in done.stderr
    assert not (project / "data" / "inbox").exists()
