"""A notebook of a new project, opened in JupyterLab before and after the first workbook has come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.functional.projects.conftest import ROOT, Reporting

from reporting import CityReport, Report
from reporting.errors import EmptyStoreError
from reporting.intake.ingest import ingest
from reporting.settings import Project, load_settings
from reporting.store.store import open_store

SENT, SILENT = "410502", "410503"


@pytest.fixture
def anyang(tmp_path: Path, reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that was just made, in which the notebooks look for their store."""
    assert reporting("--project", str(ROOT), "init", "anyang", "--code", "410500").returncode == 0
    monkeypatch.setenv("REPORTING_PROJECT", str(tmp_path / "anyang"))
    return Project.at(tmp_path / "anyang")


def test_notebooks_ask_for_the_newest_period(anyang: Project) -> None:
    """An analyst would open on a month of which the store knows nothing."""
    notebook = json.loads((anyang.notebooks / "county_report.ipynb").read_text("utf-8"))
    parameters = next(one for one in notebook["cells"] if "parameters" in one["metadata"].get("tags", []))
    assert 'period: str = ""' in "".join(parameters["source"])


def test_a_store_without_data_says_what_to_do(anyang: Project) -> None:
    """The first cell would end in an error about something deep inside."""
    settings = load_settings(anyang)
    with open_store(anyang.store, settings.forms, writing=True):
        pass
    for opened in (lambda: Report.open(county=SENT, period=""), lambda: CityReport.open(period="")):
        with pytest.raises(EmptyStoreError, match="reporting ingest"):
            opened()


@pytest.mark.long
def test_the_newest_period_opens_for_who_sent_something_and_who_did_not(anyang: Project, reporting: Reporting) -> None:
    """Every county but the first to report would end in a traceback."""
    assert reporting("--project", "anyang", "demo").returncode == 0
    settings = load_settings(anyang)
    newest = max(path for path in anyang.inbox.iterdir() if path.is_dir())
    name = next(county.name.zh for county in settings.city.counties if county.code == SENT)
    ingest(anyang, settings, sorted(newest.glob(f"*{name}*")))
    report, city = Report.open(county=SENT, period=""), CityReport.open(period="")
    assert str(report.snapshot.period) == str(city.snapshot.period) == newest.name
    silent = Report.open(county=SILENT, period="")
    assert "未报送" in silent.data_quality()._repr_html_()
