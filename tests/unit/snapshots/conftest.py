"""A small bureau's store, filled with the schools and figures of tests/golden/observations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from tests.unit.conftest import write_project

from reporting.disclosure.public_view import public_period_data
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.period_data import PeriodData, gather
from reporting.store.store import open_store
from reporting.store.submissions import Submission
from reporting.store.view import View

GOLDEN = Path(__file__).parents[2] / "golden" / "observations"
RECEIVED = datetime(2022, 5, 3, 2)
RECORDED = datetime(2022, 5, 4)
FINDINGS = ["severity", "check_id", "sheet", "cell", "field", "found", "message"]
COLUMNS = ["table_name", "field", "sheet", "heading", "letter"]

Fill = Callable[..., Project]


def ledgers() -> pd.DataFrame:
    """The schools with names, codes, a private note, and where they stood."""
    schools = pd.read_csv(GOLDEN / "schools.csv", dtype={"county": "str"}, na_values=["/"])
    schools = schools.astype({"boarding": "boolean", "offers": "boolean"})
    for name in ("offers", "participants", "course_names"):
        schools[f"{name}_state"] = schools[name].isna().map({True: "not_submitted", False: "reported"})
    return schools.assign(
        school_name="学校" + schools["school_id"],
        school_code="41" + schools["school_id"],
        note="电话13712345678",
        sheet="台账",
        row_number=range(3, len(schools) + 3),
    )


def figures() -> pd.DataFrame:
    items = pd.read_csv(GOLDEN / "figures.csv", dtype={"county": "str"}).rename(columns={"table": "table_name"})
    return items.assign(qualifier=items["qualifier"].fillna(""), sheet="统计", cell="B3")


def sent() -> Iterator[Submission]:
    """What each county sent each month: its own workbook, and the national form."""
    schools, items = ledgers(), figures()
    for period, county in pd.concat([schools, items])[["period", "county"]].drop_duplicates().to_numpy():
        here = "period == @period and county == @county"
        rows = schools.query(here).drop(columns=["period", "county"])
        mine = items.query(here).drop(columns=["period", "county"])
        of_national = mine["table_name"] == "national"
        problem = {
            "sheet": "问题",
            "row_number": 3,
            "no": "1",
            "problem": f"{county}的问题",
            "due": datetime(2022, 5, 31),
        }
        own = {"ledger": rows, "problems": pd.DataFrame([problem])} if len(rows) else {}
        if len(own) or not of_national.all():
            yield submission(period, county, "own", own, mine[~of_national])
        if of_national.any():
            yield submission(period, county, "national", {}, mine[of_national])


def submission(period: str, county: str, form: str, rows: dict[str, pd.DataFrame], items: pd.DataFrame) -> Submission:
    finding = {"severity": "warning", "check_id": "jump", "cell": "E9", "found": f"{county}的学校", "message": "请核对"}
    return Submission(
        county=county,
        period=period,
        form=form,
        outcome="accepted",
        late=county == "990104",
        file=f"{county}-{period}-{form}.xlsx",
        sha256=f"{county}-{period}-{form}",
        size=1,
        received_at=RECEIVED,
        demo=False,
        rows=rows,
        typed={},
        figures=items,
        columns=pd.DataFrame(columns=COLUMNS),
        findings=pd.DataFrame([finding], columns=FINDINGS, dtype="object"),
    )


def in_another_order(submissions: list[Submission], seed: int) -> list[Submission]:
    """The same files, and the same rows in each, in an order of chance."""
    Random(seed).shuffle(submissions)  # noqa: S311
    return [
        replace(
            one,
            rows={name: frame.sample(frac=1, random_state=seed) for name, frame in one.rows.items()},
            figures=one.figures.sample(frac=1, random_state=seed),
        )
        for one in submissions
    ]


def fill_bureau(root: Path, seed: int | None = None) -> Project:
    """Write a project and fill its store; with a ``seed`` everything comes in another order."""
    indicators = (GOLDEN / "indicators.yaml").read_text(encoding="utf-8")
    project = write_project(root, files={"indicators.yaml": indicators})
    with open_store(project.store, load_settings(project).forms, writing=True) as store:
        for one in list(sent()) if seed is None else in_another_order(list(sent()), seed):
            store.add(one, RECORDED)
    return project


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """A function that makes one more filled project in the test's own folder."""

    def filled(seed: int | None = None, name: str = "bureau") -> Project:
        return fill_bureau(tmp_path / name, seed)

    return filled


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A filled project that no test writes to."""
    return fill_bureau(tmp_path_factory.mktemp("filled") / "bureau")


@pytest.fixture
def bureau(filled: Project, tmp_path: Path) -> Project:
    """A filled project of the test's own."""
    shutil.copytree(filled.root, tmp_path / "bureau")
    return Project.at(tmp_path / "bureau")


@pytest.fixture(scope="session")
def known(filled: Project, bureau_settings: Settings) -> PeriodData:
    """What the filled project knows of April; a test that changes it makes a value of its own."""
    with open_store(filled.store, bureau_settings.forms) as store:
        return gather(View(store), bureau_settings, bureau_settings.period("2022-04"))


@pytest.fixture(scope="session")
def seen_by_all(known: PeriodData) -> PeriodData:
    """What of it the public edition may use."""
    return public_period_data(known)


@pytest.fixture(scope="session")
def bureau_settings(filled: Project) -> Settings:
    return load_settings(filled)
