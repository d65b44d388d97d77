"""The larger demonstrations: stores that must look as if every workbook had been read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reporting.definitions.forms import RowTable
from reporting.errors import UsageError
from reporting.settings import Project, load_settings
from reporting.store.store import open_store
from reporting.store.view import View
from reporting_demonstration.facts import load_facts
from reporting_demonstration.scale import StoreSummary, write_demonstration_store

HERE = Project.at(Path(__file__).parents[3])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose province has twelve counties and four periods."""
    root = tmp_path_factory.mktemp("small")
    shutil.copytree(HERE.params, root / "params")
    path = root / "params" / "demonstration.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("counties: 157, schools: 8300, periods: 8", "counties: 12, schools: 500, periods: 4"),
        encoding="utf-8",
    )
    return Project.at(root)


@pytest.fixture(scope="module")
def summary(small: Project, tmp_path_factory: pytest.TempPathFactory) -> StoreSummary:
    target = tmp_path_factory.mktemp("large") / "province"
    return write_demonstration_store(small, load_settings(small), target, scale="province", seed=3)


def test_a_whole_project_of_invented_counties(summary: StoreSummary) -> None:
    """`reporting run --project …` must work there without further ado, and no real county may be in it."""
    project = Project.at(summary.root)
    city = load_settings(project).city
    assert (summary.counties, len(city.counties)) == (12, 12)
    assert 450 < summary.schools < 550
    assert summary.periods == ("2022-01", "2022-02", "2022-03", "2022-04")
    real = {county.code for county in load_settings(HERE).city.counties}
    assert not real & set(city.codes)
    assert len({county.name.zh for county in city.counties}) == 12
    assert not (project.params / "demonstration.yaml").exists(), "its facts speak of the real counties"


def test_every_county_has_reported_every_period(summary: StoreSummary) -> None:
    project = Project.at(summary.root)
    settings = load_settings(project)
    with open_store(project.store, settings.forms) as store:
        assert store.demo is True
        view = View(store)
        assert set(view.submissions()["status"]) == {"accepted"}
        assert len(view.submissions()) == 12 * 4
        schools = view.rows("ledger")
        figures = view.figures("figures")
        problems = view.rows("problems")
        progress = view.rows("progress")
    assert len(schools) == summary.schools * 4
    assert schools.groupby("period")["school_id"].nunique().eq(summary.schools).all()
    last = schools[schools["period"] == "2022-04"]
    counted = last[~last["boarding"] & ~last["village_point"] & last["stage"].isin(["小学", "初中", "九年一贯制"])]
    assert counted["offers"].all()
    assert (counted.groupby("county").size() >= 10).all()
    assert figures.groupby(["county", "period"]).size().eq(39).all()
    assert set(problems["state"]) == {"已整改", "整改中", "未整改"}
    assert progress.groupby(["county", "period"]).size().eq(5).all()


def test_states_say_why_a_value_is_missing(summary: StoreSummary) -> None:
    """A missing value without its reason, or a reason beside a value, would be counted wrongly."""
    project = Project.at(summary.root)
    forms = load_settings(project).forms
    ledger = forms.table("ledger")
    assert isinstance(ledger, RowTable)
    with open_store(project.store, forms) as store:
        view = View(store)
        schools = view.rows("ledger", periods={"2022-01"})
        figures = view.figures("figures", periods={"2022-01"})
        submission = schools["submission"].iloc[0]
        typed = view.typed("ledger", submission)
        columns = view.columns(submission).set_index(["table_name", "field"])
    for field in ledger.fields:
        assert ((schools[f"{field.name}_state"] == "reported") == schools[field.name].notna()).all(), field.name
    mine = schools[schools["submission"] == submission].set_index("row_number")
    typed = typed.set_index("row_number")
    assert (typed.loc[mine.index[mine["fee_state"] == "not_applicable"], "fee"] == "/").all()
    assert set(typed["offers"]) <= {"是", "否"}
    assert (typed["enrolled"].astype(float) == mine["enrolled"]).all()
    assert columns.loc[("ledger", "school_name"), "letter"] == "B"
    given = figures["value"].notna() | figures["text"].notna()
    assert (given == (figures["state"] == "reported")).all()
    assert set(figures.loc[figures["item"] == "oc_base_date", "text"]) == {"2021-07-24"}


def test_same_seed_same_rows(small: Project, summary: StoreSummary, tmp_path: Path) -> None:
    """Two measurements are compared only if they measure the same."""
    again = write_demonstration_store(small, load_settings(small), tmp_path / "again", scale="province", seed=3)
    frames = []
    for root in (summary.root, again.root):
        project = Project.at(root)
        with open_store(project.store, load_settings(project).forms) as store:
            frames.append(View(store).rows("ledger"))
    assert frames[0].equals(frames[1])


def test_nothing_is_overwritten(small: Project, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(UsageError, match="not empty"):
        write_demonstration_store(small, load_settings(small), tmp_path, scale="province", seed=3)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_sizes_that_are_promised() -> None:
    """`--scale province` is 157 counties, `--scale nation` 2,844 with about 150,000 schools."""
    scales = load_facts(HERE.params, load_settings(HERE).city).scales
    assert (scales["province"].counties, scales["nation"].counties, scales["nation"].schools) == (157, 2844, 150_000)
