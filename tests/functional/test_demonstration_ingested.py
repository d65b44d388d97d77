"""The demonstration's files, taken in by the real intake: what clerks meant is what the store holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from reporting.definitions.forms import RowTable
from reporting.intake.ingest import Ingested, ingest
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store
from reporting.store.view import View
from reporting_demonstration.facts import load_facts
from reporting_demonstration.frames import month_frames
from reporting_demonstration.inbox import invent_months, write_period
from reporting_demonstration.senders import Months

HERE = Project.at(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(HERE)


@pytest.fixture(scope="module")
def months(settings: Settings) -> Months:
    return invent_months(load_facts(HERE.params, settings.city), settings, seed=42)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(HERE.params, root / "params")
    return Project.at(root)


@pytest.fixture(scope="module")
def ingested(project: Project, settings: Settings, months: Months) -> list[Ingested]:
    """The first period: both national layouts, a ledger as text, one in a layout of its own."""
    write_period(months, 0, project.inbox)
    return ingest(project, settings, [project.inbox])


def test_everything_is_recognised_and_accepted(ingested: list[Ingested]) -> None:
    """A visitor whose first ingestion is full of errors does not stay for the second."""
    assert {one.outcome for one in ingested} == {"accepted"}
    assert not [one.file for one in ingested if one.counts.get("error")]
    assert len({one.county for one in ingested}) == 14
    assert {one.period for one in ingested} == {"2021-09"}
    assert {one.form for one in ingested} == {"county_monthly", "national_half_monthly"}


def test_schools_come_in_as_they_were_meant(
    project: Project, settings: Settings, months: Months, ingested: list[Ingested]
) -> None:
    """Full-width digits, strokes, ticks, GB18030 and hidden rows: every value and every state, of every school."""
    period = months.facts.months[0]
    frames = month_frames(
        settings.forms.own, period, months.figures[0], {"ledger": months.ledgers[0]}, months.facts.layouts.yes_no
    )
    with open_store(project.store, settings.forms) as store:
        assert store.demo is True
        read = View(store).rows("ledger")
    meant = frames["ledger"][frames["ledger"]["county"].isin(read["county"])]
    table = settings.forms.own.table("ledger")
    assert isinstance(table, RowTable)
    columns = [name for field in table.fields for name in (field.name, f"{field.name}_state")]
    left, right = (frame.set_index("school_id")[columns].sort_index().astype(object) for frame in (read, meant))
    pd.testing.assert_frame_equal(left.where(left.notna(), None), right.where(right.notna(), None), check_dtype=False)


def test_county_totals_stand_in_where_there_are_no_schools(
    project: Project, settings: Settings, ingested: list[Ingested]
) -> None:
    """Both layouts of the national form must give the same items."""
    with open_store(project.store, settings.forms) as store:
        national = View(store).figures("national")
    items = national.groupby("county")["item"].agg(set)
    assert set(items.index) == {"410404", "410481"}
    assert items["410404"] == items["410481"]
    assert national.set_index(["county", "item"]).loc[("410404", "nat_schools"), "value"] == 17
