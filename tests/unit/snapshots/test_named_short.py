"""The schools that a page names are those of its list of schools."""

from __future__ import annotations

from reporting.report.named_short import named_short
from reporting.settings import Project
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.short_schools import short_schools
from reporting.store.store import open_store
from reporting.store.view import View


def test_page_and_list_name_the_same_schools(bureau: Project, known: PeriodData) -> None:
    """A school would have five items on the first screen and four in the workbook that the page links to."""
    with open_store(bureau.store, known.settings.forms) as store:
        listed = short_schools(View(store), known)
    compared = 0
    for county in known.settings.city.codes:
        mine = listed[listed["county"] == county]
        told = named_short(cut_snapshot(known, county, "internal"))
        assert set(zip(told["school_id"], told["indicator"], strict=True)) == set(
            zip(mine["school_id"], mine["indicator"], strict=True)
        )
        compared += len(mine)
    assert compared
