"""What counties sent before is held in memory within bounds, however many small files there are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.intake.conftest import PERIOD

from reporting.intake.checks import history
from reporting.intake.checks.history import KnownSchools, Past
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


@given(
    st.lists(st.tuples(st.sampled_from(["2022-01", "2022-02", "2022-03"]), st.sets(st.sampled_from("甲乙丙")))),
    st.sampled_from(["2022-01", "2022-02", "2022-03"]),
)
def test_schools_are_known_by_the_last_month_in_which_they_were_sent(
    sent: list[tuple[str, set[str]]], period: str
) -> None:
    """A ledger sent again would leave schools behind that it no longer names, or a later month count as an earlier."""
    known, kept = KnownSchools(), dict[str, set[str]]()
    for when, names in sent:
        known.put(when, [(name,) for name in names])
        kept[when] = names
    for limits, asked in (
        ({"below": period}, lambda when: when < period),
        ({"other": period}, lambda when: when != period),
    ):
        expected: dict[str, str] = {}
        for when in sorted(filter(asked, kept)):
            expected |= dict.fromkeys(kept[when], when)
        found = [(str(name), str(when)) for name, when in known.latest(**limits)]
        assert dict(found) == expected
        assert [when for _, when in found] == sorted((when for _, when in found), reverse=True)
