"""What counties sent before is held in memory within bounds, however many small files there are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from tests.unit.intake.conftest import PERIOD

from reporting.intake.checks import history
from reporting.intake.checks.history import Past
from reporting.settings import Settings
from reporting.store.store import open_store
from reporting.store.submissions import Submission
from reporting.store.view import View


def submission(county: str, month: int) -> Submission:
    rows = pd.DataFrame({"sheet": ["s"], "row_number": [3], "problem": ["甲"], "problem_state": ["reported"]})
    none = pd.DataFrame(columns=["table_name"])
    return Submission(
        county, f"2022-{month:02}", "county_monthly", "accepted", False, "f", f"{county}{month}", 1,
        datetime(2022, 5, 1), False, {"problems": rows}, {}, none, none, none,
    )  # fmt: skip


def test_small_tables_are_let_go_of(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand files of four rows would fill memory, for each of their tables has many columns."""
    monkeypatch.setattr(history, "_MOST_BYTES", 20_000)
    with open_store(tmp_path / "store.duckdb", settings.forms, writing=True) as store:
        view = View(store)
        past = Past(lambda: view, settings.forms)
        for month in range(1, 13):
            for county in ("410402", "410403", "410404"):
                past(county, PERIOD)
                past.add(submission(county, month))
        assert past.weight <= 20_000
        latest = past("410404", PERIOD).tables
    assert latest <= {"problems"}
